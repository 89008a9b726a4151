using System.CommandLine;
using System.CommandLine.Help;

namespace ShiftLeft.Cli;

/// <summary>How commands, arguments and options are written, for every page that shows them.</summary>
static class Usage
{
    /// <summary><c>shiftleft scan [PATH...] [options]</c>.</summary>
    public static string Of(Command command)
    {
        var words = command.Arguments.Where(argument => !argument.Hidden).Select(Of).Prepend(NameOf(command));
        if (command.Subcommands.Count > 0) words = words.Append("<command>");
        return string.Join(' ', VisibleOptions(command).Any(option => option is not HelpOption) ? words.Append("[options]") : words);
    }

    /// <summary>The names from the program's own on.</summary>
    public static string NameOf(Command command) => command.Parents.OfType<Command>().FirstOrDefault() is { } above ? $"{NameOf(above)} {command.Name}" : command.Name;

    public static string Of(Argument argument) => argument.Arity switch
    {
        { MinimumNumberOfValues: 0, MaximumNumberOfValues: > 1 } => $"[{argument.Name}...]",
        { MinimumNumberOfValues: 0 } => $"[{argument.Name}]",
        { MaximumNumberOfValues: > 1 } => $"{argument.Name}...",
        _ => argument.Name,
    };

    /// <summary><c>-f, --values FILE</c>; the short name stands first, as people look for it.</summary>
    /// <param name="option">The option.</param>
    /// <param name="longest">A list of values that makes it longer than this is told elsewhere.</param>
    public static string Of(Option option, int longest = int.MaxValue)
    {
        var names = string.Join(", ", option.Aliases.Where(alias => alias.StartsWith('-') && alias != "-?").Append(option.Name));
        if (!TakesValue(option)) return names;
        var whole = $"{names} <{option.HelpName}>";
        return whole.Length <= longest ? whole : $"{names} <WORD>";
    }

    public static bool TakesValue(Option option) => option.HelpName is { Length: > 0 };

    /// <summary>Its own and those of the commands above that hold for all below.</summary>
    public static IEnumerable<Option> VisibleOptions(Command command) =>
        command.Options.Concat(Above(command).SelectMany(above => above.Options).Where(option => option.Recursive)).Where(option => !option.Hidden);

    static IEnumerable<Command> Above(Command command)
    {
        for (var at = command.Parents.OfType<Command>().FirstOrDefault(); at is not null; at = at.Parents.OfType<Command>().FirstOrDefault()) yield return at;
    }

    /// <summary>A command and all below it, in the order in which they were added.</summary>
    public static IEnumerable<Command> All(Command command) => command.Subcommands.Where(sub => !sub.Hidden).SelectMany(All).Prepend(command);
}
