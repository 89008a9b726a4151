using System.Collections.Immutable;
using ShiftLeft.Files;
using ShiftLeft.Helm;
using ShiftLeft.Images;
using ShiftLeft.Rules;
using ShiftLeft.Text;

namespace ShiftLeft.Policy;

/// <summary>What <c>shiftleft.yml</c> says. The default is the policy of a repository that has none.</summary>
sealed record PolicyFile
{
    public static PolicyFile Default { get; } = new();

    /// <summary>The file itself; null where there is none.</summary>
    public SourceText? Source { get; init; }
    public Profile Profile { get; init; } = Profile.Recommended;
    public ImmutableArray<Threshold> Thresholds { get; init; } = [];
    /// <summary>Rule id → level in force.</summary>
    public ImmutableDictionary<string, Level> Levels { get; init; } = ImmutableDictionary<string, Level>.Empty;
    public ImmutableDictionary<string, ImmutableDictionary<string, string>> RuleOptions { get; init; } = ImmutableDictionary<string, ImmutableDictionary<string, string>>.Empty;
    public ImmutableArray<string> TrustedImages { get; init; } = [];
    public bool RequireDigest { get; init; }
    /// <summary>Image repository → path of the Dockerfile that makes it.</summary>
    public ImmutableDictionary<string, string> Repositories { get; init; } = ImmutableDictionary<string, string>.Empty;
    public KubernetesVersion Kubernetes { get; init; } = Settings.Default.Kubernetes;
    /// <summary>Kind → path of its pod template.</summary>
    public ImmutableDictionary<string, string> Workloads { get; init; } = ImmutableDictionary<string, string>.Empty;
    public ImmutableArray<PathPattern> Excluded { get; init; } = [];
    /// <summary>Whether folders of tests and copies are read.</summary>
    public bool ReadsFixtures { get; init; }
    public ImmutableArray<PolicySuppression> Suppressions { get; init; } = [];
    public HelmEngine HelmEngine { get; init; }
    /// <summary>Whether values are checked against <c>values.schema.json</c>.</summary>
    public bool ChecksSchemas { get; init; }
    public ImmutableArray<ChartPolicy> Charts { get; init; } = [];

    /// <summary>The nearest policy at or above a folder of the tree, and what is wrong with it.</summary>
    public static (PolicyFile Policy, ImmutableArray<Problem> Problems) Find(FileTree tree, string folder)
    {
        for (var at = folder; ; at = TreePath.FolderOf(at))
        {
            var paths = Names.Select(name => TreePath.Join(at, name)).Where(tree.FileExists).ToList();
            if (paths is [var path, .. var others])
            {
                var (policy, problems) = Load(tree, path);
                return (policy, [.. others.Select(other => new Problem("policy", new(new(other, ""), default), $"`{path}` lies beside it; only one of them can be the policy")), .. problems]);
            }
            if (at.Length == 0) return (Default, []);
        }
    }

    static readonly ImmutableArray<string> Names = ["shiftleft.yml", "shiftleft.yaml"];

    public static (PolicyFile Policy, ImmutableArray<Problem> Problems) Load(FileTree tree, string path) => PolicyReader.Read(tree, path);

    public Settings SettingsFor(DateOnly today) => new()
    {
        Today = today,
        Kubernetes = Kubernetes,
        TrustedImages = [.. TrustedImages.Select(pattern => new TrustPattern(pattern))],
        RequireDigest = RequireDigest,
        Repositories = Repositories,
        RuleOptions = RuleOptions,
    };

    /// <summary>Whether a file, or a folder with all that is in it, is left out.</summary>
    /// <summary>Whether a folder holds tests or copies that are not looked at; a chart that the policy names is.</summary>
    public bool IsFixture(string folder) => !ReadsFixtures && FixtureFolder.IsNamed(TreePath.NameOf(folder)) && !Charts.Any(chart => TreePath.IsWithin(chart.Path, folder));

    public bool Excludes(string path) => Excluded.Any(pattern => pattern.Covers(path));

    /// <summary>The level in force: the policy's word on the rule, else the profile's.</summary>
    public Level LevelOf(RuleInfo rule, Profile? profile) => Levels.TryGetValue(rule.Id, out var level) ? level : rule.LevelIn(profile ?? Profile);
}

/// <param name="Level">Findings of this level,</param>
/// <param name="Practice">of this practice, or of all,</param>
/// <param name="Maximum">may be this many.</param>
sealed record Threshold(Level Level, Practice? Practice, int Maximum)
{
    /// <summary>Where it is written; null for one that nobody wrote.</summary>
    public Location? Location { get; init; }

    /// <summary>The same bound is the same wherever it is written.</summary>
    public bool Equals(Threshold? other) => other is not null && other.Level == Level && other.Practice == Practice && other.Maximum == Maximum;
    public override int GetHashCode() => HashCode.Combine(Level, Practice, Maximum);
}

/// <summary>A finding that is accepted by an entry of the policy. What is null does not matter.</summary>
/// <param name="Rule">Whose findings.</param>
/// <param name="Path">In which files.</param>
/// <param name="Object">In which object, as a glob over <see cref="Subject.Object"/>.</param>
/// <param name="Container">In which container, as a glob over its name.</param>
/// <param name="Reason">Why.</param>
/// <param name="Expires">The last day.</param>
/// <param name="Location">The entry.</param>
sealed record PolicySuppression(RuleInfo Rule, PathPattern? Path, string? Object, string? Container, string Reason, DateOnly? Expires, Location Location)
{
    readonly Glob? objects = Object is null ? null : new(Object);
    readonly Glob? containers = Container is null ? null : new(Container);

    /// <param name="finding">The finding.</param>
    /// <param name="lies">Whether a path lies in a pattern, which may be known.</param>
    public bool Covers(Finding finding, Func<PathPattern, string, bool> lies) =>
        finding.Rule.Id == Rule.Id &&
        (objects is null || (finding.Subject is { } subject && objects.IsMatch(subject.Object))) &&
        (containers is null || (finding.Subject?.Container is { } container && containers.IsMatch(container))) &&
        (Path is null || lies(Path, finding.Location.Path) || finding.Related.Any(related => lies(Path, related.Location.Path)));

    public bool IsExpired(DateOnly today) => Expires < today;

    /// <summary>Whether it may meet nothing without a word: several scans share it, and it is meant for one of them.</summary>
    public bool MayBeIdle { get; init; }
}

enum HelmEngine { Auto, Builtin, Cli }

/// <summary>A chart with the environments it is rendered for.</summary>
sealed record ChartPolicy(string Path, ImmutableArray<ChartEnvironment> Environments, Location Location);
