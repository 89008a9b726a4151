using System.Collections.Immutable;
using ShiftLeft.Files;
using ShiftLeft.Helm;
using ShiftLeft.Policy;
using ShiftLeft.Rules;

namespace ShiftLeft;

/// <summary>
/// Text becomes a tree, a tree becomes a model, a rule turns a model into findings, policy decides what they mean here. Reporters do the rest.
/// </summary>
static class Scan
{
    public static Report Run(ScanRequest request)
    {
        var settings = Settings.Default with { Today = request.Today };
        var found = Discovery.Find(request.Tree, request.Paths, _ => false);
        var findings = Check(found, settings);
        return new(
            [.. findings.OrderBy(finding => finding.Location.Path, StringComparer.Ordinal).ThenBy(finding => finding.Location.Span.Start).ThenBy(finding => finding.Rule.Id, StringComparer.Ordinal)],
            new(findings.Any(finding => finding.Rule.IsFailure) ? Outcome.Failed : findings.Any(finding => finding.Level == Level.Error) ? Outcome.Over : Outcome.Within, []),
            [.. found.Dockerfiles.Select(source => new ScannedFile(source.Path, "Dockerfile")), .. found.Manifests.Select(source => new ScannedFile(source.Path, "manifest"))]);
    }

    /// <summary>Wakes the rules that take this kind of unit.</summary>
    static ImmutableArray<Finding> Check<TUnit>(TUnit unit, Settings settings) =>
        [.. Catalogue.Rules.OfType<Rule<TUnit>>().SelectMany(rule => rule.Check(unit, settings))];
}

/// <summary>What a face asks for.</summary>
/// <param name="Tree">The files.</param>
/// <param name="Paths">Files or folders of the tree; the empty string is all of it.</param>
sealed record ScanRequest(FileTree Tree, ImmutableArray<string> Paths)
{
    /// <summary>The policy file to use; null to look for <c>shiftleft.yml</c> upwards from the paths.</summary>
    public string? ConfigPath { get; init; }
    public Profile? Profile { get; init; }
    public FailOn? FailOn { get; init; }
    /// <summary>The day of the scan: the engine has no clock.</summary>
    public required DateOnly Today { get; init; }
    /// <summary>Runs <c>helm</c>; null where the face cannot.</summary>
    public HelmCommand? Helm { get; init; }
}
