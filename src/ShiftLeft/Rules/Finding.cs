using System.Collections.Immutable;
using ShiftLeft.Text;

namespace ShiftLeft.Rules;

/// <summary>One fact about one place that breaks a rule.</summary>
sealed record Finding(RuleInfo Rule, Location Location, string Message)
{
    /// <summary>What an editor sees first; policy may change it.</summary>
    public Level Level { get; init; } = Rule.Level;
    /// <summary>Other places that belong to it, the nearest first.</summary>
    public ImmutableArray<RelatedLocation> Related { get; init; } = [];
    /// <summary>What the finding is about, in the input's own terms; survives moved lines.</summary>
    public Subject? Subject { get; init; }
    /// <summary>Which parts of the rule's question it answers, as <see cref="RuleInfo.Parts"/> names them, where one finding may answer several.</summary>
    public ImmutableArray<string> Parts { get; init; } = [];
    public Fix? Fix { get; init; }
    /// <summary>All that are wrong in the same way at this place, the one told of first; empty where it is the only one.</summary>
    public ImmutableArray<Occurrence> Occurrences { get; init; } = [];
    /// <summary>How many more of the rule in the same file it stands for, which are counted and not listed.</summary>
    public int Unlisted { get; init; }
    /// <summary>Whether the place is a line of a template, which may write many objects whose names the release decides.</summary>
    public bool IsInTemplate { get; init; }
    /// <summary>The key where the place is one of a values file, which may feed many objects: what they all do wrong is one finding.</summary>
    public string? ValuesKey { get; init; }
    /// <summary>Whether it depends on what is not in the files, such as the arguments of a build.</summary>
    public bool IsConditional { get; init; }
    /// <summary>Whether it certainly fails: a program refuses it, whatever else there is.</summary>
    public bool CertainlyFails => Rule.RefusedBy is not null && !IsConditional;
    /// <summary>The chart environments in which it holds; empty when environments do not matter.</summary>
    public ImmutableArray<string> Environments { get; init; } = [];
    /// <summary>Set by policy; a suppressed finding counts for nothing but stays in the report.</summary>
    public Suppression? Suppression { get; init; }
}

static class FindingCount
{
    /// <summary>How many they are, with those that are not listed.</summary>
    public static int Total(this IEnumerable<Finding> findings) => findings.Sum(finding => 1 + finding.Unlisted);
}

/// <summary>A mechanical repair that is safe to apply as it is.</summary>
sealed record Fix(string Title, ImmutableArray<Edit> Edits);

/// <summary>What a finding is about.</summary>
/// <param name="Object"><c>Deployment/api</c> for Kubernetes, <c>stage/final</c> for a Dockerfile.</param>
/// <param name="Namespace">As written; null where the release decides.</param>
/// <param name="Container">The container's name.</param>
/// <param name="Field">The path in the object: <c>spec.template.spec.containers[0].image</c>.</param>
sealed record Subject(string Object, string? Namespace = null, string? Container = null, string? Field = null)
{
    /// <summary>The field's path with the items of lists by their names, which stay when others are added; null where the field has none to say.</summary>
    public string? LastingField { get; init; }
}

/// <summary>One of several that are wrong in the same way at one place: a template line or a values key may write many objects.</summary>
/// <param name="Subject">What it is about.</param>
/// <param name="Message">The fact about this one.</param>
/// <param name="Environments">The chart environments in which it holds; empty when environments do not matter.</param>
sealed record Occurrence(Subject Subject, string Message, ImmutableArray<string> Environments);

/// <summary>Why a finding does not count.</summary>
/// <param name="Reason">The mandatory reason, as written.</param>
/// <param name="Location">The comment or the entry of <c>shiftleft.yml</c>.</param>
/// <param name="InSource">True for a comment beside the code, false for an entry of the policy file.</param>
sealed record Suppression(string Reason, Location Location, bool InSource)
{
    /// <summary>Whether nobody accepts it: it is only as old as the commit that was asked for, and what is suppressed is told without it.</summary>
    public bool IsEarlier { get; init; }
}
