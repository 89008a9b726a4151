using System.CommandLine;
using System.CommandLine.Completions;

namespace ShiftLeft.Cli;

/// <summary>What may come next on a command line, told by the commands themselves.</summary>
/// <param name="Paths"><see cref="Offers.FilesKind"/> or <see cref="Offers.FoldersKind"/> where the shell's own completion of paths is asked for; else <c>words</c>.</param>
/// <param name="Words">Each with a few words about it.</param>
readonly record struct Completion(string Paths, IReadOnlyList<(string Word, string Says)> Words)
{
    /// <param name="root">The program.</param>
    /// <param name="before">The words before the cursor, without the program's name. A shell may make a word of its own of a <c>=</c>.</param>
    /// <param name="current">The word at the cursor, as far as it is typed.</param>
    public static Completion Of(Command root, IReadOnlyList<string> before, string current)
    {
        var (command, arguments, pending, hasEnded) = (root, 0, default(Option), false);
        var used = new HashSet<Option>();
        foreach (var word in before)
        {
            if (word == "=" && pending is not null) continue;
            if (pending is not null) pending = null;
            else if (hasEnded) arguments++;
            else if (word == "--") hasEnded = true;
            else if (word.StartsWith('-') && word.Length > 1) pending = Read(command, word, used);
            else if (arguments == 0 && command.Subcommands.FirstOrDefault(sub => sub.Name == word) is { } sub) command = sub;
            else arguments++;
        }
        if (pending is not null) return Of(ItemsOf(pending.CompletionSources), current, "");
        if (!hasEnded && current.StartsWith("--", StringComparison.Ordinal) && current.IndexOf('=', StringComparison.Ordinal) is var sign and > 0)
            return Find(command, current[..sign]) is { } option ? Of(ItemsOf(option.CompletionSources), current[(sign + 1)..], current[..(sign + 1)]) : new("words", []);
        if (!hasEnded && current.StartsWith('-')) return OfOptions(command, current, used);

        var commands = arguments > 0 || hasEnded ? [] : command.Subcommands.Where(sub => !sub.Hidden).Select(sub => new CompletionItem(sub.Name, detail: sub.Description));
        return Of(commands.Concat(ArgumentAt(command, arguments) is { } argument ? ItemsOf(argument.CompletionSources) : []), current, "");
    }

    /// <summary>The option, if it waits for a value.</summary>
    static Option? Read(Command command, string word, HashSet<Option> used)
    {
        var sign = word.IndexOf('=', StringComparison.Ordinal);
        if (Find(command, sign < 0 ? word : word[..sign]) is not { } option) return null;
        used.Add(option);
        return sign < 0 && Usage.TakesValue(option) ? option : null;
    }

    static Option? Find(Command command, string name) => Usage.VisibleOptions(command).FirstOrDefault(option => option.Name == name || option.Aliases.Contains(name));

    /// <summary>Short names are known to those who type them.</summary>
    static Completion OfOptions(Command command, string current, HashSet<Option> used) =>
        new("words", [.. from option in Usage.VisibleOptions(command)
                         where !used.Contains(option) || option.ValueType.IsArray
                         where option.Name.StartsWith(current, StringComparison.Ordinal)
                         select (option.Name, option.Description ?? "")]);

    static Argument? ArgumentAt(Command command, int position)
    {
        foreach (var argument in command.Arguments)
        {
            if (position < argument.Arity.MaximumNumberOfValues) return argument;
            position -= argument.Arity.MaximumNumberOfValues;
        }
        return null;
    }

    /// <summary>In the order in which they are offered: the commonest first, and not the alphabet's.</summary>
    static IEnumerable<CompletionItem> ItemsOf(IEnumerable<Func<CompletionContext, IEnumerable<CompletionItem>>> sources) => sources.SelectMany(source => source(CompletionContext.Empty));

    static Completion Of(IEnumerable<CompletionItem> items, string current, string before)
    {
        var all = items.ToList();
        return new(
            all.Find(item => item.Label == item.Kind)?.Label ?? "words",
            [
                .. from item in all
                   where item.Label != item.Kind && (item.Kind != Offers.OtherTool || current.Length > 0)
                   where item.Label.StartsWith(current, StringComparison.OrdinalIgnoreCase)
                   select (before + item.Label, item.Detail ?? ""),
            ]);
    }
}
