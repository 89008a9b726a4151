using System.Collections.Immutable;
using System.CommandLine;
using ShiftLeft.Reporting;
using ShiftLeft.Rules;

namespace ShiftLeft.Cli;

/// <summary><c>shiftleft rules</c>: all of them.</summary>
static class RulesCommand
{
    enum Listing { Text, Json, Markdown }

    public static Command Build(Terminal terminal)
    {
        var format = CommandTree.Choice("--format", "How to list (default: text)", ("text", Listing.Text), ("json", Listing.Json), ("markdown", Listing.Markdown));
        var command = new ExplainedCommand("rules", "List all rules")
        {
            Examples = [new("shiftleft rules", "All rules, practice by practice"), new("shiftleft rules --format json", "The same for programs")],
        };
        command.Add(format);
        command.SetAction(parsed =>
        {
            ImmutableArray<RuleInfo> rules = [.. Catalogue.Rules.Select(rule => rule.Info)];
            terminal.Out.Write(parsed.GetValue(format) switch
            {
                Listing.Json => RuleList.RenderJson(rules),
                Listing.Markdown => RuleTable.RenderMarkdown(rules),
                _ => RuleTable.RenderText(rules, terminal.Style),
            });
            return ExitCode.Within;
        });
        return command;
    }
}
