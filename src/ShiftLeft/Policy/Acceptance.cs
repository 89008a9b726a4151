using System.Collections.Immutable;
using System.Globalization;
using ShiftLeft.Rules;
using ShiftLeft.Text;

namespace ShiftLeft.Policy;

/// <summary>One comment, annotation or entry of the policy by which findings are accepted, and how many it was for.</summary>
/// <param name="Location">Where it stands.</param>
/// <param name="Names">The rules as they are written there.</param>
/// <param name="Rules">The rules that are meant.</param>
/// <param name="Reason">Why; empty where no reason is given.</param>
/// <param name="Findings">How many findings it speaks of.</param>
sealed record Acceptance(Location Location, ImmutableArray<string> Names, ImmutableArray<RuleInfo> Rules, string Reason, int Findings)
{
    /// <summary>So many days before its last one it is told of.</summary>
    const int SoonDays = 30;

    /// <summary>Whose form it has; null for our own.</summary>
    public string? Tool { get; init; }
    /// <summary>Whether it stands beside the code, and not in the policy.</summary>
    public bool InSource { get; init; }
    /// <summary>What an entry of the policy speaks of: its path, object and container.</summary>
    public string? Scope { get; init; }
    /// <summary>The last day.</summary>
    public DateOnly? Expires { get; init; }
    public bool IsExpired { get; init; }
    /// <summary>Whether it is understood, has a reason and is not over.</summary>
    public bool IsInForce { get; init; }

    public bool ExpiresSoon(DateOnly today) => !IsExpired && Expires is { } last && last.DayNumber - today.DayNumber <= SoonDays;

    public static string DayOf(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>All that one comment names.</summary>
    public static Acceptance Of(IEnumerable<InlineSuppression> comment, int findings)
    {
        var all = comment.ToList();
        var first = all[0];
        return new(first.Location, [.. all.Select(one => one.Name).Where(name => name.Length > 0)], [.. all.SelectMany(one => one.Rules).Distinct()], first.Reason, findings)
        {
            Tool = first.Tool,
            InSource = true,
            Expires = first.Expires,
            IsExpired = all.TrueForAll(one => one.IsExpired),
            IsInForce = all.Exists(one => one.IsInForce && !one.Rules.IsEmpty),
        };
    }

    public static Acceptance Of(PolicySuppression entry, int findings, bool isExpired) =>
        new(entry.Location, [entry.Rule.Id], [entry.Rule], entry.Reason, findings)
        {
            Scope = string.Join(' ', ((string?[])[entry.Path?.Glob, entry.Object, entry.Container]).Where(part => part is { Length: > 0 })) is { Length: > 0 } parts ? parts : null,
            Expires = entry.Expires,
            IsExpired = isExpired,
            IsInForce = !isExpired,
        };
}
