using System.Collections.Frozen;
using System.Collections.Immutable;

namespace ShiftLeft.Docker.Shell;

/// <summary>A command's arguments as the command reads them: bundles of letters taken apart, values with their options.</summary>
/// <param name="Operands">What is neither an option nor an option's value.</param>
/// <param name="Options">In order; a repeated one is there twice.</param>
sealed record CommandLine(ImmutableArray<ShellWord> Operands, ImmutableArray<CommandOption> Options)
{
    /// <param name="arguments">Without the command's name.</param>
    /// <param name="valueLetters">Letters that take a value: the rest of their word, else the next one.</param>
    /// <param name="valueNames">Long names, with their dashes, whose value is the next word when no equals sign gives it.</param>
    public static CommandLine Read(ImmutableArray<ShellWord> arguments, string valueLetters, FrozenSet<string> valueNames)
    {
        var operands = ImmutableArray.CreateBuilder<ShellWord>();
        var options = ImmutableArray.CreateBuilder<CommandOption>();
        for (var i = 0; i < arguments.Length; i++)
        {
            var word = arguments[i];
            var text = word.Skeleton;
            if (text == "--")
            {
                operands.AddRange(arguments[(i + 1)..]);
                break;
            }
            if (!word.IsFlag) operands.Add(word);
            else if (text.StartsWith("--", StringComparison.Ordinal))
            {
                var equals = text.IndexOf('=', StringComparison.Ordinal);
                if (equals > 0) options.Add(new(text[..equals], text[(equals + 1)..], word));
                else if (valueNames.Contains(text) && i + 1 < arguments.Length) options.Add(new(text, arguments[++i].Skeleton, arguments[i]));
                else options.Add(new(text, null, word));
            }
            else
            {
                for (var letter = 1; letter < text.Length; letter++)
                {
                    var takesValue = valueLetters.Contains(text[letter], StringComparison.Ordinal);
                    var name = $"-{text[letter]}";
                    if (!takesValue) options.Add(new(name, null, word));
                    else if (letter + 1 < text.Length) options.Add(new(name, text[(letter + 1)..], word));
                    else if (i + 1 < arguments.Length) options.Add(new(name, arguments[++i].Skeleton, arguments[i]));
                    if (takesValue) break;
                }
            }
        }
        return new(operands.ToImmutable(), options.ToImmutable());
    }

    /// <summary>The last option of one of these names: it is the one in force.</summary>
    public CommandOption? this[params ReadOnlySpan<string> names]
    {
        get
        {
            for (var i = Options.Length - 1; i >= 0; i--)
            {
                if (names.Contains(Options[i].Name)) return Options[i];
            }
            return null;
        }
    }
}

/// <param name="Name">With its dashes; a letter of a bundle has one.</param>
/// <param name="Value">With U+FFFC for what is not known; null where the option takes none.</param>
/// <param name="Word">The word that holds the value, else the option.</param>
sealed record CommandOption(string Name, string? Value, ShellWord Word);
