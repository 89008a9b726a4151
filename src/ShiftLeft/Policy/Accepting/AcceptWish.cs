using System.Collections.Immutable;
using ShiftLeft.Rules;
using ShiftLeft.Text;

namespace ShiftLeft.Policy.Accepting;

/// <summary>Which findings are to be accepted, and why.</summary>
/// <param name="Names">Rules by id, name or another tool's id.</param>
/// <param name="Reason">Why, in one line.</param>
sealed record AcceptWish(ImmutableArray<string> Names, string Reason)
{
    const int LongestReason = 1_000;

    /// <summary>In which files; empty for all.</summary>
    public ImmutableArray<PathPattern> Paths { get; init; } = [];
    /// <summary>In which objects, as a pattern over <see cref="Subject.Object"/>; null for all.</summary>
    public string? Object { get; init; }
    /// <summary>The day of the scan.</summary>
    public required DateOnly Today { get; init; }
    /// <summary>The last day; null for ever.</summary>
    public DateOnly? Expires { get; init; }
    /// <summary>Whether it is written into the policy, wherever a comment could stand.</summary>
    public bool InPolicy { get; init; }
    /// <summary>Why a file of the tree is not to be written, in words that follow its path; null where it may be.</summary>
    public Func<string, string?> WhyNotWritten { get; init; } = _ => null;
    /// <summary>Where a policy is made when there is none.</summary>
    public string NewPolicy { get; init; } = InitialPolicy.FileName;

    /// <summary>What stands in the comment behind its marker.</summary>
    public string WordsFor(IEnumerable<string> names) =>
        $"{InlineSuppressions.OwnMark} {string.Join(", ", names)}{(Expires is { } last ? $" {InlineSuppressions.ExpiresMark}{Acceptance.DayOf(last)}" : "")} -- {Reason}";

    /// <summary>The reason as it is written and read back; null where it is none, with the words that say so.</summary>
    public static (string? Reason, string Problem) ReasonOf(string given)
    {
        var reason = string.Join(' ', given.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)).Trim(' ', '-');
        if (reason.Length == 0) return (null, "the reason is empty; say in a few words why the findings may stay");
        if (reason.Length > LongestReason) return (null, $"the reason is longer than {LongestReason} characters");
        if (reason.Any(c => char.IsControl(c) || c is '\u2028' or '\u2029' or '\uFEFF') || !IsWhole(reason)) return (null, "the reason has characters that cannot stand in one line of text");
        return (reason, "");
    }

    static bool IsWhole(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value == 0xFFFD) return false;
        }
        return true;
    }

    /// <summary>All that the names mean.</summary>
    public ImmutableHashSet<RuleInfo> Rules { get; } = [.. Names.SelectMany(RulesOf)];

    public bool Asks(Finding finding) =>
        (Paths.IsEmpty || Paths.Any(pattern => pattern.Covers(finding.Location.Path)))
        && (Object is null || (finding.Subject is { } subject && Glob.IsMatch(Object, subject.Object)))
        && NamesFor(finding).Any();

    /// <summary>The names under which a finding is asked for. Another tool's id that asks a part of the rule's question is kept, ours stands for everything else.</summary>
    public IEnumerable<string> NamesFor(Finding finding)
    {
        var asked = Names.Where(name => finding.Rule.IsAskedBy(name, finding) && RulesOf(name).Contains(finding.Rule)).ToList();
        var left = asked.Aggregate(finding.Parts, (parts, name) => finding.Rule.Without(name, parts));
        return !left.IsEmpty ? [] : asked.Exists(name => !IsPart(finding.Rule, name)) ? [finding.Rule.Id] : asked.Distinct(StringComparer.OrdinalIgnoreCase);
    }

    public static IEnumerable<RuleInfo> RulesOf(string name) => (Catalogue.Find(name) is { } rule ? [rule] : Catalogue.FindByPeer(name)).Select(found => found.Info);

    static bool IsPart(RuleInfo rule, string name) => rule.Parts.Any(part => part.Peers.Contains(name, StringComparer.OrdinalIgnoreCase));
}
