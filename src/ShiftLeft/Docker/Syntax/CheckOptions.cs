using System.Collections.Immutable;

namespace ShiftLeft.Docker.Syntax;

/// <summary>What <c># check=skip=A,B;error=true;experimental=C</c> asks of BuildKit's own checks (<c>linter.ParseLintOptions</c>).</summary>
/// <param name="FailsOnWarnings">Whether a warning fails the build.</param>
/// <param name="Skipped">The rules that are not asked; <c>all</c> for none at all.</param>
/// <param name="Experimental">The experimental rules that are asked too; <c>all</c> for every one.</param>
/// <param name="Problem">What BuildKit does not take in it, and so refuses the file; null when it takes it all.</param>
sealed record CheckOptions(bool FailsOnWarnings, ImmutableArray<string> Skipped, ImmutableArray<string> Experimental, string? Problem)
{
    const string All = "all";

    public static CheckOptions Default { get; } = new(false, [], [], null);

    public bool Skips(string rule) => Skipped.Contains(All) || Skipped.Contains(rule);
    public bool Tries(string rule) => Experimental.Contains(All) || Experimental.Contains(rule);

    /// <param name="text">The directive's value up to its first blank.</param>
    public static CheckOptions Read(string text)
    {
        var options = Default;
        if (text.Trim().Length == 0) return options;
        foreach (var part in text.Trim().Split(';', 3))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0) return Default with { Problem = $"`{part}` is no option of `check`: it has no equals sign" };
            var (key, value) = (part[..equals].Trim(), part[(equals + 1)..].Trim());
            switch (key)
            {
                case "skip":
                    options = options with { Skipped = Names(value) };
                    break;
                case "experimental":
                    options = options with { Experimental = Names(value) };
                    break;
                case "error" when Boolean(value) is { } isOn:
                    options = options with { FailsOnWarnings = isOn };
                    break;
                case "error":
                    return Default with { Problem = $"`{value}` is neither `true` nor `false`" };
                default:
                    return Default with { Problem = $"`check` has no option `{key}`; `skip`, `error` and `experimental` are" };
            }
        }
        return options;
    }

    /// <summary>The options that a comment above an instruction gives for it alone; null where it is another comment.</summary>
    public static CheckOptions? OfComment(string comment)
    {
        var equals = comment.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0 || !comment[..equals].Trim().Equals("check", StringComparison.OrdinalIgnoreCase)) return null;
        var value = comment[(equals + 1)..].Trim();
        return value.Length == 0 ? null : Read(value.Split(' ', 2)[0]);
    }

    static ImmutableArray<string> Names(string value) => [.. value.Split(',', StringSplitOptions.TrimEntries)];

    /// <summary>The words that Go takes for a truth value.</summary>
    internal static bool? Boolean(string value) => value switch
    {
        "1" or "t" or "T" or "TRUE" or "true" or "True" => true,
        "0" or "f" or "F" or "FALSE" or "false" or "False" => false,
        _ => null,
    };
}
