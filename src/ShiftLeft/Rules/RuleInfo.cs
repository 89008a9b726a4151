using System.Collections.Immutable;

namespace ShiftLeft.Rules;

/// <summary>
/// All that is known of a rule, written once. Tests execute the examples; docs, <c>explain</c>, SARIF and the tables are made from it.
/// </summary>
/// <param name="Id"><c>SL</c>, the practice's digit, the input's digit, two more.</param>
/// <param name="Name">The defect in kebab case, so that it reads after "allow": <c>floating-base-image</c>.</param>
/// <param name="Level">The level in the profiles <c>baseline</c> and <c>recommended</c>.</param>
/// <param name="Profile">The smallest profile that holds the rule.</param>
/// <param name="Since">The version that brought it.</param>
sealed record RuleInfo(string Id, string Name, Level Level, Profile Profile, string Since)
{
    /// <summary>One line that names the defect, without a full stop.</summary>
    public required string Title { get; init; }
    /// <summary>Why it matters: what happens when it is left. Markdown.</summary>
    public required string Why { get; init; }
    /// <summary>What to do: an imperative with a concrete value. Markdown.</summary>
    public required string Fix { get; init; }

    /// <summary>
    /// Each yields exactly one finding of this rule, exactly at <c>[|…|]</c>, with its related places at <c>[1|…|]</c>, <c>[2|…|]</c> (<see cref="MarkedText"/>). Input 0 is read as a Dockerfile, 1 as a manifest;
    /// several files are separated by lines <c>=== path</c>, a <c>shiftleft.yml</c> among them is the policy.
    /// </summary>
    public ImmutableArray<string> Bad { get; init; } = [];
    /// <summary>None yields a finding of this rule.</summary>
    public ImmutableArray<string> Good { get; init; } = [];
    public ImmutableArray<string> References { get; init; } = [];
    /// <summary>
    /// Peers' ids that ask the same question: <c>DL3007</c>, <c>CKV_DOCKER_7</c>, <c>CKV_K8S_16</c>, <c>KSV-0017</c>, <c>DS-0001</c>,
    /// <c>kube-linter/…</c>, <c>kube-score/…</c>, <c>polaris/…</c>, <c>kubesec/…</c>, <c>kics/…</c>, <c>sonar/S6471</c>, <c>semgrep/…</c>, <c>kyverno/…</c>,
    /// <c>gatekeeper/…</c>, <c>scorecard/…</c>, <c>BuildKit/…</c>, <c>PSS/…</c>, <c>C-0057</c>, <c>CIS-DI-0001</c>; those of <see cref="Parts"/> are among them.
    /// </summary>
    public ImmutableArray<string> Equivalents { get => [.. field, .. Parts.SelectMany(part => part.Peers).Distinct()]; init; } = [];
    /// <summary>The parts of the question that peers ask one by one.</summary>
    public ImmutableArray<QuestionPart> Parts { get; init; } = [];
    /// <summary>Peers' ids that are near but ask another question: told to who looks for them, never taken for ours in comments or reports.</summary>
    public ImmutableArray<string> Similar { get; init; } = [];
    /// <summary>What a container must say, where the defect is that it does not; findings at one place are then repaired with one block.</summary>
    public ImmutableArray<Setting> Settings { get; init; } = [];
    /// <summary>Whether it speaks of something that is looked for among all that is deployed together and not found. Where part of that is not known, it stays silent.</summary>
    public bool IsOfAbsence { get; init; }
    /// <summary>The program that refuses what is found, in lower case: <c>buildkit</c>; null for what works, well or badly.</summary>
    public string? RefusedBy { get; init; }
    /// <summary>Common Weakness Enumeration numbers.</summary>
    public ImmutableArray<int> Cwe { get; init; } = [];
    /// <summary>The level under <c>strict</c> and <c>all</c>, where it differs.</summary>
    public Level? StrictLevel { get; init; }
    /// <summary>CVSS-like 0.1 to 10.0 for code scanning; null for rules that are not about security.</summary>
    public double? SecuritySeverity { get; init; }
    /// <summary>Names of the rule's own options in <c>shiftleft.yml</c>, each with what it takes.</summary>
    public ImmutableArray<RuleOption> Options { get; init; } = [];

    public Practice Practice => (Practice)(Id[2] - '0');
    public InputKind Input => (InputKind)(Id[3] - '0');

    /// <summary>A finding of this rule means that part of the input could not be judged: the exit code is 2.</summary>
    public bool IsFailure => Practice == Practice.Tool && Level == Level.Error;

    /// <summary>Whether a finding is one that the peer's id speaks of: where the peer asks a part of the question, findings of the other parts are not.</summary>
    public bool IsAskedBy(string peerId, Finding finding)
    {
        var parts = Parts.Where(part => part.Peers.Contains(peerId, StringComparer.OrdinalIgnoreCase)).ToList();
        return parts.Count == 0 || parts.Exists(part => part.Holds(finding));
    }

    /// <summary>What is left of a finding's parts when those that the peer's id speaks of are accepted.</summary>
    public ImmutableArray<string> Without(string peerId, ImmutableArray<string> parts)
    {
        var asked = Parts.Where(part => part.Peers.Contains(peerId, StringComparer.OrdinalIgnoreCase)).SelectMany(part => part.Of).ToList();
        return asked.Count == 0 ? [] : parts.RemoveAll(asked.Contains);
    }

    public Level LevelIn(Profile profile) =>
        profile < Profile ? Level.Off : profile >= Profile.Strict ? StrictLevel ?? Level : Level;

    public bool Equals(RuleInfo? other) => other is not null && other.Id == Id;
    public override int GetHashCode() => Id.GetHashCode(StringComparison.Ordinal);
    public override string ToString() => $"{Id} {Name}";
}

/// <summary>An option of a rule: one of <paramref name="Values"/>, the first being the default; no values means any string.</summary>
sealed record RuleOption(string Name, string Description, ImmutableArray<string> Values);

/// <summary>A field of a container and a value that does.</summary>
/// <param name="Field">The keys from the container on: <c>securityContext.runAsNonRoot</c>.</param>
/// <param name="Value">As YAML in one line.</param>
sealed record Setting(string Field, string Value);
