using ShiftLeft.Rules;

namespace ShiftLeft.Tests.Rules;

/// <summary>
/// BuildKit's own lint cases: where one of our rules lists a BuildKit rule as an equivalent, it reports the same lines, no fewer and no more.
/// </summary>
public sealed class BuildKitCasesTests
{
    /// <summary>Case number (from 0) and BuildKit rule, with the reason why we differ on purpose.</summary>
    static readonly Dictionary<(int Case, string Rule), string> Differences = new()
    {
        [(18, "FromAsCasing")] = "the case overrides the file's own `check=skip=all` by a build argument that the file does not show",
        [(19, "FromAsCasing")] = "the case skips all rules by a build argument that the file does not show",
        [(19, "ConsistentInstructionCasing")] = "the same",
        [(55, "UndefinedArgInFrom")] = "the line recorded is that of a longer file than the one recorded",
        [(56, "UndefinedArgInFrom")] = "the same",
        [(63, "UndefinedVar")] = "the warnings recorded are those of another file of the same test; this one has none there either",
        [(64, "UndefinedVar")] = "the same",
        [(65, "UndefinedVar")] = "the same",
        [(66, "MultipleInstructionsDisallowed")] = "the recorded case leaves out the warnings that its test computes",
        [(67, "MultipleInstructionsDisallowed")] = "the same",
        [(71, "LegacyKeyValueFormat")] = "the lines recorded are those of another file of the same test",
        [(78, "InvalidDefaultArgInFrom")] = "the case gives the argument to the build",
        [(79, "InvalidDefaultArgInFrom")] = "the same",
        [(80, "InvalidDefaultArgInFrom")] = "the same",
    };

    [Fact]
    public void Every_outside_case_is_reported_on_the_lines_that_BuildKit_reports()
    {
        var equivalents = Catalogue.Rules.SelectMany(rule => rule.Info.Equivalents.Where(id => id.StartsWith("BuildKit/", StringComparison.Ordinal)), (rule, id) => (rule.Info.Id, Peer: id["BuildKit/".Length..]))
            .ToLookup(pair => pair.Id, pair => pair.Peer);
        var peers = equivalents.SelectMany(group => group).ToHashSet();
        var wrong = new List<string>();
        var agreeing = Differences.Keys.ToHashSet();
        var number = -1;
        foreach (var item in SharedCases.Read("buildkit-check.jsonl"))
        {
            number++;
            var text = item.GetProperty("dockerfile").GetString()!;
            var report = Expect.Scan([KeyValuePair.Create("Dockerfile", text)]);
            var lines = text.Split('\n');
            var expected = item.GetProperty("warnings").EnumerateArray()
                .Select(warning => (Rule: warning.GetProperty("rule").GetString()!, Line: warning.GetProperty("line").GetInt32()))
                .Where(warning => peers.Contains(warning.Rule)).ToHashSet();
            var found = report.Active.SelectMany(finding => equivalents[finding.Rule.Id].Where(peer => finding.Rule.IsAskedBy("BuildKit/" + peer, finding)).Select(peer => (Rule: peer, Line: InstructionLine(text, finding)))).ToHashSet();
            foreach (var difference in expected.Except(found).Select(missing => (missing.Rule, Text: $"misses {missing}")).Concat(found.Except(expected).Select(extra => (extra.Rule, Text: $"has also {extra}"))))
            {
                agreeing.Remove((number, difference.Rule));
                if (!Differences.ContainsKey((number, difference.Rule))) wrong.Add($"case {number} {difference.Text}:\n{text}");
            }
        }
        Assert.Empty(agreeing);
        Assert.True(wrong.Count == 0, $"{wrong.Count} differences\n{string.Join("\n-----\n", wrong)}");
    }

    /// <summary>BuildKit reports the line that the instruction starts on; a blank line inside one is reported at the instruction's end.</summary>
    static int InstructionLine(string text, Finding finding)
    {
        var file = ShiftLeft.Docker.Dockerfile.Read(new("Dockerfile", text));
        var instruction = file.Syntax.Instructions.FirstOrDefault(instruction => instruction.Location.Span.Contains(finding.Location.Span.Start)) ??
            file.Syntax.Instructions.FirstOrDefault(instruction => instruction.Location.Span.End == finding.Location.Span.Start);
        if (instruction is null) return finding.Location.Start.Line + 1;
        return (finding.Rule.Name == "empty-continuation" ? instruction.Location.End.Line : instruction.Location.Start.Line) + 1;
    }
}
