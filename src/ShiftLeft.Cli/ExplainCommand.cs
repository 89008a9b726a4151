using System.CommandLine;
using ShiftLeft.Reporting;
using ShiftLeft.Rules;
using ShiftLeft.Text;

namespace ShiftLeft.Cli;

/// <summary><c>shiftleft explain</c>: what a rule finds, why, and what to do, by any name that people know it by.</summary>
static class ExplainCommand
{
    public static Command Build(Terminal terminal)
    {
        var name = new Argument<string>("RULE") { Description = "An id (SL1001), a name (floating-base-image) or the id of another tool's rule (DL3006)" }.Offering(Offers.Rules);
        var command = new ExplainedCommand("explain", "Explain a rule")
        {
            Examples =
            [
                new("shiftleft explain floating-base-image", "What the rule finds, why, and what to do"),
                new("shiftleft explain DL3007", "The same question by another tool's id"),
            ],
        };
        command.Add(name);
        command.SetAction(parsed => Explain(parsed.GetRequiredValue(name), terminal));
        return command;
    }

    static int Explain(string name, Terminal terminal)
    {
        var rules = Catalogue.Find(name) is { } rule ? [rule.Info] : Catalogue.FindByPeer(name).Select(peer => peer.Info).ToList();
        if (rules.Count > 0)
        {
            terminal.Out.Write(string.Join("\n", rules.Select(found => RuleExplanation.Render(found, terminal.Style))));
            return ExitCode.Within;
        }
        var similar = Catalogue.FindBySimilar(name).Select(peer => peer.Info).ToList();
        if (similar.Count > 0)
        {
            terminal.Out.WriteLine($"No rule asks the same question as '{name}'. The nearest:\n");
            terminal.Out.Write(string.Join("\n", similar.Select(found => RuleExplanation.Render(found, terminal.Style))));
            return ExitCode.Within;
        }
        return terminal.Fail(NoSuchRule(name));
    }

    public static string NoSuchRule(string name)
    {
        var near = Suggestion.For(name, Catalogue.Rules.SelectMany(known => known.Info.Equivalents.Concat(known.Info.Similar).Prepend(known.Info.Name).Prepend(known.Info.Id)));
        return $"no rule is called '{name}'" + (near is null ? "; `shiftleft rules` lists them" : $"; did you mean {near}?");
    }
}
