using System.Globalization;
using System.Text.Json;
using ShiftLeft.Docker;
using ShiftLeft.Docker.Syntax;
using ShiftLeft.Files;
using ShiftLeft.Images;
using ShiftLeft.Rules;

namespace ShiftLeft.Tests.Verdicts;

/// <summary>
/// Small adversarial Dockerfiles with the answers of BuildKit's own frontend, asked through the front door: each is scanned as a file is. BuildKit
/// took every base image for one that sets <c>PATH</c> and nothing else.
/// </summary>
public sealed class BuildKitVerdicts
{
    const string Peer = "BuildKit/";

    static readonly ILookup<string, string> Equivalents = Catalogue.Rules
        .SelectMany(rule => rule.Info.Equivalents.Where(id => id.StartsWith(Peer, StringComparison.Ordinal)), (rule, id) => (rule.Info.Id, Name: id[Peer.Length..]))
        .ToLookup(pair => pair.Id, pair => pair.Name);

    [Fact]
    public void A_file_is_refused_where_BuildKit_refuses_it_and_warned_of_where_it_warns() => VerdictFile.Read("buildkit").Ask(Compare);

    static IEnumerable<(string, string)> Compare(JsonElement item)
    {
        var text = item.GetProperty("dockerfile").GetString()!;
        var isAccepted = item.GetProperty("accepted").GetBoolean();
        var line = item.TryGetProperty("line", out var number) ? number.GetInt32() : 0;
        var found = Scan.Run(new(new MemoryTree([KeyValuePair.Create("Dockerfile", text)]), [""]) { Profile = Profile.All, Today = new(2026, 7, 1), BaseImages = _ => BaseImage.PathOnly })
            .Active.ToList();
        var file = Dockerfile.Read(new("Dockerfile", text));

        var refused = found.Where(finding => finding.Rule.RefusedBy == "buildkit").ToList();
        if (isAccepted != (refused.Count == 0)) yield return ("accepted", $"{(isAccepted ? "accepted" : $"refused as {item.GetProperty("kind")}")}, and we say {Show(refused)}\n{text}");
        // Some refusals name no line. What the file holds besides the fault that BuildKit stops at is told too.
        else if (line > 0 && refused.TrueForAll(finding => LineOf(file, finding) != line)) yield return ("line", $"refused at {line}, and we say {Show(refused)}\n{text}");

        var expected = item.GetProperty("warnings").EnumerateArray().Select(warning => Show(warning[0].GetString()!, warning[1].GetInt32())).ToList();
        var ours = found.SelectMany(finding => Equivalents[finding.Rule.Id].Where(name => finding.Rule.IsAskedBy(Peer + name, finding)), (finding, name) => Show(name, LineOf(file, finding))).ToList();
        var missing = expected.Where(warning => !ours.Remove(warning)).ToList();
        // A file that is refused is not warned of to its end.
        if (!isAccepted) ours.Clear();
        if (missing.Count + ours.Count > 0) yield return ("warnings", $"missing: {string.Join(", ", missing)}; too many: {string.Join(", ", ours)}\n{text}");
    }

    /// <summary>BuildKit reports the line that an instruction starts on; a blank line inside one at the end of its command, before any heredoc.</summary>
    static int LineOf(Dockerfile file, Finding finding)
    {
        if (file.InstructionAt(finding.Location.Span.Start) is not { } instruction) return finding.Location.Start.Line + 1;
        return (finding.Rule.Name == "empty-continuation" ? EndOfCommand(instruction) : instruction.Location.Start.Line) + 1;
    }

    static int EndOfCommand(InstructionSyntax instruction) =>
        instruction.Heredocs is [var first, ..] ? first.Body.Start.Line - 1 : instruction.Location.End.Line;

    static string Show(List<Finding> findings) =>
        findings.Count == 0 ? "accepted" : string.Join("; ", findings.Select(finding => string.Create(CultureInfo.InvariantCulture, $"{finding.Location.Start.Line + 1}: {finding.Rule.Id} {finding.Message}")));

    static string Show(string rule, int line) => string.Create(CultureInfo.InvariantCulture, $"{rule} in {line}");
}
