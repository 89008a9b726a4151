using System.Collections.Immutable;
using ShiftLeft.Files;
using ShiftLeft.Helm;
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
    /// <summary>Globs over paths of the tree.</summary>
    public ImmutableArray<string> Excluded { get; init; } = [];
    public ImmutableArray<PolicySuppression> Suppressions { get; init; } = [];
    public HelmEngine HelmEngine { get; init; }
    public ImmutableArray<ChartPolicy> Charts { get; init; } = [];

    /// <summary>The nearest policy at or above a folder of the tree, and what is wrong with it.</summary>
    public static (PolicyFile Policy, ImmutableArray<Problem> Problems) Find(FileTree tree, string folder)
    {
        for (var at = folder; ; at = TreePath.FolderOf(at))
        {
            foreach (var name in (string[])["shiftleft.yml", "shiftleft.yaml"])
            {
                if (tree.FileExists(TreePath.Join(at, name))) return Load(tree, TreePath.Join(at, name));
            }
            if (at.Length == 0) return (Default, []);
        }
    }

    public static (PolicyFile Policy, ImmutableArray<Problem> Problems) Load(FileTree tree, string path) => PolicyReader.Read(tree, path);

    public Settings SettingsFor(DateOnly today) => new()
    {
        Today = today,
        Kubernetes = Kubernetes,
        TrustedImages = TrustedImages,
        RequireDigest = RequireDigest,
        Repositories = Repositories,
        RuleOptions = RuleOptions,
    };

    /// <summary>A file is left out when it or a folder above it matches.</summary>
    public bool Excludes(string path) => Excluded.Any(glob => Glob.IsMatch(glob, path) || (glob.EndsWith("/**", StringComparison.Ordinal) && Glob.IsMatch(glob[..^3], path)));

    /// <summary>The level in force: the policy's word, else the profile's. A failure to read something cannot be left out by a profile.</summary>
    public Level LevelOf(RuleInfo rule, Profile? profile) => Levels.TryGetValue(rule.Id, out var level) ? level : rule.LevelIn(profile ?? Profile);
}

/// <param name="Level">Findings of this level,</param>
/// <param name="Practice">of this practice, or of all,</param>
/// <param name="Maximum">may be this many.</param>
sealed record Threshold(Level Level, Practice? Practice, int Maximum);

/// <summary>An accepted finding, as an entry of the policy.</summary>
sealed record PolicySuppression(RuleInfo Rule, string? Path, string? Object, string? Container, string Reason, DateOnly? Expires, Location Location)
{
    public bool Covers(Finding finding) =>
        finding.Rule.Id == Rule.Id &&
        (Path is null || Glob.IsMatch(Path, finding.Location.Path) || finding.Related.Any(related => Glob.IsMatch(Path, related.Location.Path))) &&
        (Object is null || Object == finding.Subject?.Object) &&
        (Container is null || Container == finding.Subject?.Container);

    public bool IsExpired(DateOnly today) => Expires < today;
}

enum HelmEngine { Auto, Builtin, Cli }

/// <summary>A chart with the environments it is rendered for.</summary>
sealed record ChartPolicy(string Path, ImmutableArray<ChartEnvironment> Environments, Location Location);
