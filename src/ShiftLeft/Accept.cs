using System.Collections.Immutable;
using ShiftLeft.Files;
using ShiftLeft.Policy;
using ShiftLeft.Policy.Accepting;
using ShiftLeft.Rules;
using ShiftLeft.Text;

namespace ShiftLeft;

/// <summary>
/// Accepts findings where they are: scans, drafts comments and entries of the policy, and scans the draft until it silences what was asked for and nothing
/// else. Nothing is written; a face does that with what comes out.
/// </summary>
static class Accept
{
    /// <summary>So many drafts are scanned; each refuses or moves something, so that few are needed.</summary>
    const int MaximumRounds = 12;

    public static AcceptOutcome Run(ScanRequest request, AcceptWish wish)
    {
        var before = Scan.Look(request);
        if (!before.Problems.IsEmpty) return new() { PolicyProblem = before.Problems[0] };
        var counting = before.Report.Active.Select(PlaceOf).ToHashSet();
        var asked = before.Judged.Each.Where(wish.Asks).ToList();
        var plan = new AcceptPlan(request.Tree, SightOf(before), asked.Where(finding => finding.Suppression is null && counting.Contains(PlaceOf(finding))), before.Policy.Source, wish) { Counts = finding => counting.Contains(PlaceOf(finding)) };
        var outcome = new AcceptOutcome
        {
            Accepted = asked.Where(finding => finding.Suppression is not null).Select(PlaceOf).Distinct().Count(),
            Known = asked.Where(finding => finding.Suppression is null && !counting.Contains(PlaceOf(finding))).Select(PlaceOf).Distinct().Count(),
            Failures = before.Report.Active.Count(finding => finding.Rule.IsFailure),
        };
        if (plan.Spots.Count == 0) return outcome;

        for (var round = 0; round < MaximumRounds; round++)
        {
            var draft = plan.Draft();
            if (draft.Files.Count > 0 && !plan.IsAsMeant(draft, SightOf(Scan.Look(request with { Tree = new OverlayTree(request.Tree, draft.Texts) })))) continue;
            return outcome with { Draft = draft, Refused = [.. plan.Spots.Where(spot => spot.Way is null)] };
        }
        return outcome with { Refused = [.. plan.Spots] };
    }

    static Sight SightOf(Looked looked) => new(looked.Judged.Each, looked.Commented, looked.Charts, looked.Problems);

    /// <summary>What is one finding in the report.</summary>
    internal static (string Rule, string Path, Span Span, string? ValuesKey) PlaceOf(Finding finding) =>
        (finding.Rule.Id, finding.Location.Path, finding.ValuesKey is null ? finding.Location.Span : default, finding.ValuesKey);
}

/// <summary>What is to be written, and what cannot be.</summary>
sealed record AcceptOutcome
{
    /// <summary>What is wrong with the policy; then nothing was tried.</summary>
    public Problem? PolicyProblem { get; init; }
    /// <summary>Null where there is nothing to write.</summary>
    public AcceptDraft? Draft { get; init; }
    /// <summary>What no way accepts exactly.</summary>
    public ImmutableArray<Spot> Refused { get; init; } = [];
    /// <summary>How many findings that were asked for are accepted already.</summary>
    public int Accepted { get; init; }
    /// <summary>How many a baseline lists.</summary>
    public int Known { get; init; }
    /// <summary>How much could not be judged.</summary>
    public int Failures { get; init; }
}
