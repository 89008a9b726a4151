using System.Globalization;
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
    const int MaximumPerRule = 1_000;

    readonly List<InlineSuppression> own = [];
    readonly List<InlineSuppression> excess = [];
    readonly Dictionary<(string Path, string Rule), List<InlineSuppression>> inline = [];
    readonly ILookup<string, PolicySuppression> entries;
    readonly PolicyFile policy;
    readonly DateOnly today;
    /// <summary>The patterns of entries that cover a path.</summary>
    readonly Dictionary<string, HashSet<object>> covering = new(StringComparer.Ordinal);
    readonly HashSet<object> used = new(ReferenceEqualityComparer.Instance);

    public Suppressions(PolicyFile policy, IEnumerable<InlineSuppression> inline, DateOnly today)
    {
        (this.policy, this.today) = (policy, today);
        entries = policy.Suppressions.ToLookup(entry => entry.Rule.Id);
        foreach (var suppression in inline)
        {
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
                used.Add(comment);
                if (comment.Reason.Length == 0) continue;
                found ??= new(comment.Reason, comment.Location, InSource: true);
                left = finding.Rule.Without(comment.Name, left);
            }
        }
        if (!left.IsEmpty) found = null;
        foreach (var entry in entries[finding.Rule.Id])
        {
            if (!entry.Covers(finding, LiesIn)) continue;
            used.Add(entry);
            if (!entry.IsExpired(today)) found ??= new(entry.Reason, entry.Location, InSource: false);
        }
        return found is null ? finding : finding with { Suppression = found };
    }

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
        }
        foreach (var first in excess.DistinctBy(suppression => (suppression.Location.Path, suppression.Name)))
            yield return new UnusedSuppression().At(first.Location, $"more than {MaximumPerRule} comments of this file accept `{first.Name}`; from here on they do not count");
        foreach (var entry in policy.Suppressions.Where(entry => entry.IsExpired(today)))
            yield return new ExpiredSuppression().At(entry.Location, $"the suppression of `{entry.Rule.Name}` expired on {entry.Expires!.Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}");
    }

    /// <summary>Those that would hold and have met nothing, where all was looked at that they could have met.</summary>
    public IEnumerable<Finding> UnusedOnes(Func<RuleInfo, bool> isJudged, Func<PolicySuppression, bool> isEntryJudged)
    {
        foreach (var comment in own.GroupBy(suppression => suppression.Location))
        {
            var unused = comment.Where(suppression => suppression.Reason.Length > 0 && suppression.Rules.Any(isJudged) && !used.Contains(suppression)).ToList();
            if (unused.Count > 0) yield return new UnusedSuppression().At(comment.Key, $"nothing here breaks {string.Join(" or ", unused.Select(suppression => $"`{suppression.Name}`"))}");
        }
        foreach (var entry in policy.Suppressions.Where(entry => !entry.IsExpired(today) && !used.Contains(entry) && isEntryJudged(entry)))
            yield return new UnusedSuppression().At(entry.Location, $"nothing{In(entry.Path?.Glob)} breaks `{entry.Rule.Name}`{In(entry.Object)}{In(entry.Container)}");
    }

    static string In(string? place) => place is null ? "" : $" in `{place}`";
}
