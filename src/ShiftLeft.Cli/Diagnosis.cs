using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using ShiftLeft.Files;
using ShiftLeft.Helm;
using ShiftLeft.Hosting;
using ShiftLeft.Policy;
using ShiftLeft.Rules;

namespace ShiftLeft.Cli;

/// <summary>What a scan of one path would go by, found out by scanning it.</summary>
sealed record Diagnosis
{
    public required string Root { get; init; }
    /// <summary>Why that folder is the root.</summary>
    public required string WhyRoot { get; init; }
    public required PolicyFile Policy { get; init; }
    /// <summary>Its path of the tree with how many findings it lists; null where there is none.</summary>
    public (string Path, int Findings)? Baseline { get; init; }
    public required ImmutableArray<ScannedFile> Files { get; init; }
    public required ImmutableArray<LeftOut> LeftOut { get; init; }
    /// <summary>What git ignores and does not track.</summary>
    public LeftOut? Untracked { get; init; }
    /// <summary>The <c>helm</c> that the policy asks for; null where charts are rendered in process.</summary>
    public HelmProgram? Helm { get; init; }
    /// <summary>How many names the index of git has; null where there is none that can be read.</summary>
    public int? Tracked { get; init; }
    public bool HasGit { get; init; }
    public required Terminal Terminal { get; init; }
    public required ImmutableArray<Trouble> Troubles { get; init; }

    public bool IsBroken => Troubles.Any(trouble => trouble.IsBroken);

    /// <summary>What a person types for a path of the tree.</summary>
    public string Shown(string treePath) => new WorkspaceRoot(Root).PathFrom(Terminal.CurrentFolder, treePath);

    public int Count(string kind) => Files.Count(file => file.Kind == kind);

    public static Diagnosis Of(string path, Terminal terminal)
    {
        var root = WorkspaceRoot.Of(terminal.CurrentFolder, [path])!;
        var asked = root.TreePathOf(path)!;
        var tree = new NotingTree(new DiskTree(root.Folder));
        using var progress = new ProgressTree(tree, terminal);
        var found = default(Discovered);
        var report = Scan.Run(new(progress, [asked]) { Today = terminal.Today, Helm = HelmProcess.In(root.Folder), Found = discovered => progress.Know(found = discovered) });
        progress.Clear();

        var folder = tree.FileExists(asked) ? TreePath.FolderOf(asked) : asked;
        var (policy, _) = PolicyFile.Find(tree, folder);
        var tracked = GitFolder.TrackedBelow(root.Folder, out var hasGit);
        var diagnosis = new Diagnosis
        {
            Root = root.Folder,
            WhyRoot = hasGit ? "it holds `.git`" : File.Exists(Path.Combine(root.Folder, InitialPolicy.FileName)) ? $"it holds `{InitialPolicy.FileName}`, and there is no git" : "there is neither git nor a policy",
            Policy = policy,
            Baseline = BaselineAbove(tree, folder),
            Files = report.Files,
            LeftOut = report.LeftOut,
            Untracked = ShiftLeft.Policy.LeftOut.Of(found!.Untracked).FirstOrDefault(),
            Helm = policy.HelmEngine == HelmEngine.Cli ? HelmProgram.Find(root.Folder) : null,
            Tracked = tracked?.Count,
            HasGit = hasGit,
            Terminal = terminal,
            Troubles = [],
        };
        return diagnosis with { Troubles = [.. diagnosis.Find(report, [.. tree.Noted.Where(note => !Governs(note, folder) && IsOne(tree, note)).Order(StringComparer.Ordinal)])] };
    }

    static (string, int)? BaselineAbove(FileTree tree, string folder)
    {
        for (var at = folder; ; at = TreePath.FolderOf(at))
        {
            if (tree.FileExists(TreePath.Join(at, ShiftLeft.Policy.Baseline.FileName))) return (TreePath.Join(at, ShiftLeft.Policy.Baseline.FileName), ShiftLeft.Policy.Baseline.Find(tree, at)!.Count);
            if (at.Length == 0) return null;
        }
    }

    /// <summary>Whether a policy or baseline lies at the folder or above it; a fixture's own is nobody's business.</summary>
    static bool Governs(string note, string folder) => TreePath.IsWithin(folder, TreePath.FolderOf(note)) || FixtureFolder.Holds(note);

    /// <summary>A workflow may be called as a policy is.</summary>
    static bool IsOne(FileTree tree, string note) => TreePath.NameOf(note) == ShiftLeft.Policy.Baseline.FileName || PolicyFile.Load(tree, note).Problems.IsEmpty;

    IEnumerable<Trouble> Find(Report report, ImmutableArray<string> elsewhere)
    {
        var tool = report.Active.Where(finding => finding.Rule.Practice == Practice.Tool).ToList();
        foreach (var finding in tool)
        {
            var place = string.Create(CultureInfo.InvariantCulture, $"{Shown(finding.Location.Path)}:{finding.Location.Start.Line + 1}");
            yield return new(finding.Rule.IsFailure && finding.Level == Level.Error, $"{finding.Rule.Id} {finding.Rule.Name}: {finding.Message}", place, finding.Fix?.Title ?? finding.Rule.Fix);
        }
        if (Helm is { Path: null }) yield return new(true, "the policy asks for the `helm` command, and there is none on the PATH", null, "Install helm, or take `engine: cli` out of the policy: charts are then rendered in process.");
        if (HasGit && Tracked is null) yield return new(false, "git's index cannot be read, so what `.gitignore` names is left out even where git tracks it", null, "Run `git status`; it says what is wrong with the index.");
        if (report.Files.IsEmpty && tool.Count == 0) yield return new(false, "there is nothing to check here", null, LeftOut.IsEmpty ? "Name the folder that holds Dockerfiles, manifests or charts." : "See what is left out and by whom; what is named on the command line is read all the same.");
        foreach (var other in elsewhere) yield return new(false, $"`{TreePath.NameOf(other)}` in `{Shown(TreePath.FolderOf(other))}` does not govern this scan: the nearest at or above what is scanned does", Shown(other), "Scan that folder by itself, or move what it says to the one above.");
        if (LeftOut.FirstOrDefault(left => left.Reason == LeftOutReason.LooksLikeDockerfile) is { } unnamed) yield return new(false, unnamed.Words, Shown(unnamed.Paths[0]), "Name such a file on the command line, or call it `<name>.Dockerfile`.");
    }

    /// <summary>A tree that notes where policies and baselines lie.</summary>
    sealed class NotingTree(FileTree tree) : WrappedTree(tree)
    {
        readonly ConcurrentDictionary<string, bool> noted = new(StringComparer.Ordinal);

        public IEnumerable<string> Noted => noted.Keys;

        public override ImmutableArray<TreeEntry> List(string folder)
        {
            var entries = base.List(folder);
            foreach (var entry in entries)
            {
                if (!entry.IsFolder && entry.Name is InitialPolicy.FileName or "shiftleft.yaml" or ShiftLeft.Policy.Baseline.FileName) noted.TryAdd(TreePath.Join(folder, entry.Name), true);
            }
            return entries;
        }
    }
}

/// <param name="IsBroken">Whether a scan cannot check everything because of it; else it is advice.</param>
/// <param name="What">The fact, with code in backticks.</param>
/// <param name="Place">Where; null where it has none.</param>
/// <param name="Advice">What to do.</param>
sealed record Trouble(bool IsBroken, string What, string? Place, string Advice);

/// <summary>The <c>helm</c> command that charts are rendered with.</summary>
/// <param name="Path">Where it lies; null where there is none.</param>
/// <param name="Version">As it tells itself.</param>
sealed record HelmProgram(string? Path, string? Version)
{
    public static HelmProgram Find(string folder)
    {
        var path = HelmProcess.Find(Environment.GetEnvironmentVariable("PATH"));
        return new(path, path is null ? null : HelmProcess.Run(path, folder, ["version", "--short"]) is { ExitCode: 0 } told ? told.Output.Trim() : null);
    }
}
