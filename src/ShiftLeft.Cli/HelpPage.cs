using System.CommandLine;
using System.CommandLine.Invocation;
using ShiftLeft.Reporting;

namespace ShiftLeft.Cli;

/// <summary>What <c>--help</c> prints: a page as wide as the terminal, made from the command itself.</summary>
sealed class HelpPage(Terminal terminal) : SynchronousCommandLineAction
{
    /// <summary>Where there is no terminal to ask.</summary>
    const int UsualWidth = 80;
    /// <summary>Labels that are longer have a line of their own.</summary>
    const int WidestLabel = 22;

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        parseResult.InvocationConfiguration.Output.Write(Render(parseResult.CommandResult.Command, terminal.HasColour, terminal.Width == TextStyle.DefaultWidth ? UsualWidth : terminal.Width));
        return ExitCode.Within;
    }

    public static string Render(Command command, bool colour, int width)
    {
        var ink = new Ink(colour);
        ink.Wrap(command.Description!, "", width, 0).Line();
        ink.Line("Usage:", Tone.Strong).Line($"  {Usage.Of(command)}");
        Rows(ink, "Arguments:", command.Arguments.Where(argument => !argument.Hidden).Select(argument => (argument.Name, argument.Description!)), width);
        Rows(ink, "Options:", Usage.VisibleOptions(command).Select(option => Row(option, width - 2)), width);
        Rows(ink, "Commands:", command.Subcommands.Where(sub => !sub.Hidden).Select(sub => (sub.Name, sub.Description!)), width);
        if (command is not ExplainedCommand explained) return ink.ToString();
        if (explained.Examples.Length > 0) ink.Line().Line("Examples:", Tone.Strong);
        foreach (var example in explained.Examples)
        {
            ink.Write("  # ", Tone.Quiet).Wrap(example.Says, "  # ", width, 4);
            ink.Line($"  {example.Line}");
        }
        Rows(ink, "Exit codes:", explained.ExitCodes.Select(meaning => (meaning.ExitCode.ToString(System.Globalization.CultureInfo.InvariantCulture), meaning.Words)), width);
        return ink.ToString();
    }

    static (string Label, string Words) Row(Option option, int longest)
    {
        var label = Usage.Of(option, longest);
        return (label, label.Length < Usage.Of(option).Length ? $"{option.Description}. One of {option.HelpName!.Replace("|", ", ", StringComparison.Ordinal)}" : option.Description!);
    }

    static void Rows(Ink ink, string title, IEnumerable<(string Label, string Words)> rows, int width)
    {
        var all = rows.ToList();
        if (all.Count == 0) return;
        var column = 2 + Math.Min(WidestLabel, all.Max(row => row.Label.Length)) + 2;
        var indent = new string(' ', column);
        ink.Line().Line(title, Tone.Strong);
        foreach (var (label, words) in all)
        {
            ink.Write("  ").Write(label, Tone.Strong);
            if (label.Length > column - 4) ink.Line().Write(indent);
            else ink.Write(new string(' ', column - 2 - label.Length));
            ink.Wrap(words, indent, width, column);
        }
    }
}
