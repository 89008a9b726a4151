using System.Collections.Immutable;
using ShiftLeft.Rules;
using ShiftLeft.Rules.Tool;
using ShiftLeft.Text;

namespace ShiftLeft.Policy;

/// <summary>
/// All that is accepted in a scan, beside the code and in the policy. A suppression must have a reason, name rules that exist, be needed and not be over;
/// what is not so is a finding itself.
/// </summary>
sealed class Suppressions
{
    /// <summary>More comments about one rule in one file do not count: each finding of the rule there would meet all of them.</summary>
    internal const int MaximumPerRule = 1_000;

    readonly List<InlineSuppression> all = [];
    readonly List<InlineSuppression> own = [];
    readonly List<InlineSuppression> excess = [];
    readonly Dictionary<(string Path, string Rule), List<InlineSuppression>> inline = [];
    readonly ILookup<string, PolicySuppression> entries;
    readonly PolicyFile policy;
    readonly DateOnly today;
    /// <summary>What each has met: a values key, or a place.</summary>
    readonly Dictionary<object, HashSet<(string Rule, string Path, Span Span, string? ValuesKey)>> met = new(ReferenceEqualityComparer.Instance);
    /// <summary>The patterns of entries that cover a path.</summary>
    readonly Dictionary<string, HashSet<object>> covering = new(StringComparer.Ordinal);

    public Suppressions(PolicyFile policy, IEnumerable<InlineSuppression> inline, DateOnly today)
    {
        (this.policy, this.today) = (policy, today);
        entries = policy.Suppressions.ToLookup(entry => entry.Rule.Id);
        foreach (var suppression in inline)
        {
            all.Add(suppression);
            var counts = suppression.Rules.Count(rule => Add(suppression, rule)) == suppression.Rules.Length;
            if (suppression.IsOwn) (counts ? own : excess).Add(suppression);
        }
    }

    bool Add(InlineSuppression suppression, RuleInfo rule)
    {
        if (!inline.TryGetValue((suppression.Location.Path, rule.Id), out var known)) inline[(suppression.Location.Path, rule.Id)] = known = [];
        if (known.Count == MaximumPerRule) return false;
        known.Add(suppression);
        return true;
    }

    /// <summary>The finding as it is, or accepted: by the first comment that speaks of it, else by the first entry. One of several parts needs comments for all of them.</summary>
    public Finding Apply(Finding finding)
    {
        Suppression? found = null;
        var left = finding.Parts;
        foreach (var path in finding.Related.Select(related => related.Location.Path).Prepend(finding.Location.Path).Distinct())
        {
            foreach (var comment in inline.GetValueOrDefault((path, finding.Rule.Id)) ?? [])
            {
                if (!comment.Covers(finding)) continue;
                Meet(comment, finding);
                if (!comment.IsInForce) continue;
                found ??= new(comment.Reason, comment.Location, InSource: true);
                left = finding.Rule.Without(comment.Name, left);
            }
        }
        if (!left.IsEmpty) found = null;
        foreach (var entry in entries[finding.Rule.Id])
        {
            if (!entry.Covers(finding, LiesIn)) continue;
            Meet(entry, finding);
            if (!entry.IsExpired(today)) found ??= new(entry.Reason, entry.Location, InSource: false);
        }
        return found is null ? finding : finding with { Suppression = found };
    }

    void Meet(object accepting, Finding finding)
    {
        if (!met.TryGetValue(accepting, out var places)) met[accepting] = places = [];
        places.Add((finding.Rule.Id, finding.Location.Path, finding.ValuesKey is null ? finding.Location.Span : default, finding.ValuesKey));
    }

    /// <summary>All there are, in the order of their places.</summary>
    public ImmutableArray<Acceptance> Listed() =>
    [
        .. all.GroupBy(one => (one.Location, one.Tool)).Select(comment => Acceptance.Of(comment, comment.SelectMany(MetBy).Distinct().Count()))
            .Concat(policy.Suppressions.Select(entry => Acceptance.Of(entry, MetBy(entry).Count(), entry.IsExpired(today))))
            .OrderBy(one => one.Location.Path, StringComparer.Ordinal).ThenBy(one => one.Location.Span.Start),
    ];

    IEnumerable<(string, string, Span, string?)> MetBy(object accepting) => met.GetValueOrDefault(accepting) ?? [];

    /// <summary>Whether a path lies in a pattern of an entry; a file may have very many findings.</summary>
    bool LiesIn(PathPattern pattern, string path)
    {
        if (!covering.TryGetValue(path, out var all))
            covering[path] = all = new(policy.Suppressions.Select(entry => entry.Path).OfType<PathPattern>().Where(one => one.Covers(path)), ReferenceEqualityComparer.Instance);
        return all.Contains(pattern);
    }

    /// <summary>Those that name no rule, give no reason or have expired.</summary>
    public IEnumerable<Finding> InvalidOnes()
    {
        foreach (var comment in own.GroupBy(suppression => suppression.Location))
        {
            foreach (var suppression in comment.Where(suppression => suppression.Rules.IsEmpty))
            {
                yield return new SuppressionOfUnknownRule().At(comment.Key, suppression.Name.Length == 0
                    ? "the suppression names no rule"
                    : $"there is no rule `{suppression.Name}`{(Suggestion.For(suppression.Name, Shape.RuleName.Names) is { } near ? $". Did you mean `{near}`?" : "")}");
            }
            if (comment.First().Reason.Length == 0) yield return new SuppressionWithoutReason().At(comment.Key, "the suppression gives no reason behind `--`, so it does not hold");
            if (comment.First().UnclearDay is { } day) yield return new UnclearExpiry().At(comment.Key, $"`{InlineSuppressions.ExpiresMark}{day}` names no day, so the suppression does not hold");
            if (comment.First() is { IsExpired: true } over) yield return new ExpiredSuppression().At(comment.Key, $"the suppression of {string.Join(" and ", comment.Select(one => $"`{one.Name}`"))} expired on {Acceptance.DayOf(over.Expires!.Value)}");
        }
        foreach (var first in excess.DistinctBy(suppression => (suppression.Location.Path, suppression.Name)))
            yield return new UnusedSuppression().At(first.Location, $"more than {MaximumPerRule} comments of this file accept `{first.Name}`; from here on they do not count");
        foreach (var entry in policy.Suppressions.Where(entry => entry.IsExpired(today)))
            yield return new ExpiredSuppression().At(entry.Location, $"the suppression of `{entry.Rule.Name}` expired on {Acceptance.DayOf(entry.Expires!.Value)}");
    }

    /// <summary>Those that would hold and have met nothing, where all was looked at that they could have met.</summary>
    public IEnumerable<Finding> UnusedOnes(Func<RuleInfo, bool> isJudged, Func<PolicySuppression, bool> isEntryJudged)
    {
        foreach (var comment in own.GroupBy(suppression => suppression.Location))
        {
            var unused = comment.Where(suppression => suppression.IsInForce && suppression.Rules.Any(isJudged) && !met.ContainsKey(suppression)).ToList();
            if (unused.Count > 0) yield return new UnusedSuppression().At(comment.Key, $"nothing here breaks {string.Join(" or ", unused.Select(suppression => $"`{suppression.Name}`"))}");
        }
        foreach (var entry in policy.Suppressions.Where(entry => !entry.MayBeIdle && !entry.IsExpired(today) && !met.ContainsKey(entry) && isEntryJudged(entry)))
            yield return new UnusedSuppression().At(entry.Location, $"nothing{In(entry.Path?.Glob)} breaks `{entry.Rule.Name}`{In(entry.Object)}{In(entry.Container)}");
    }

    static string In(string? place) => place is null ? "" : $" in `{place}`";
}
