using System.Collections.Immutable;
using ShiftLeft.Text;
using ShiftLeft.Work;

namespace ShiftLeft.Files;

/// <summary>
/// Finds what there is to check: Dockerfiles, manifests and charts below the given paths. A path that is named is read whatever it is
/// called; what a folder holds is chosen by name, <c>.gitignore</c> and the policy's exclusions.
/// </summary>
sealed class Discovery
{
    /// <summary>More entries than this in one scan are refused, and said.</summary>
    const int MaximumEntries = 200_000;
    const int MaximumDepth = 64;

    readonly FileTree tree;
    readonly Func<string, bool> isExcluded;
    readonly Func<string, bool> isHidden;
    readonly Func<string, bool> isFixture;
    readonly List<Omission> leftOut = [];
    readonly List<Omission> untracked = [];
    readonly SortedSet<string> besideTemplates = new(StringComparer.Ordinal);
    readonly SortedSet<string> named = new(StringComparer.Ordinal);
    readonly SortedDictionary<string, SourceText> dockerfiles = new(StringComparer.Ordinal);
    readonly SortedDictionary<string, SourceText> manifests = new(StringComparer.Ordinal);
    readonly SortedDictionary<string, SourceText> kustomizations = new(StringComparer.Ordinal);
    readonly SortedDictionary<string, SourceText> automation = new(StringComparer.Ordinal);
    readonly SortedDictionary<string, SourceText> builds = new(StringComparer.Ordinal);
    readonly SortedSet<string> charts = new(StringComparer.Ordinal);
    readonly List<Problem> problems = [];
    /// <summary>The files that the walk has met, in its order.</summary>
    readonly List<(string Path, bool ReadsYaml)> met = [];
    /// <summary>Named folders in which the walk saw nothing to check yet, with the part of what it met that lies there.</summary>
    readonly List<(string Path, Range Met)> idle = [];
    /// <summary>Folders that links lead to, with what holds there: they are entered when all folders that lie where they are have been.</summary>
    readonly Queue<(string Path, WorkingTree Git, int Depth, bool ReadsYaml)> links = [];
    readonly HashSet<string> entered = new(StringComparer.Ordinal);
    readonly HashSet<string> tooManyPatterns = new(StringComparer.Ordinal);
    int entries;

    Discovery(FileTree tree, Func<string, bool> isExcluded, Func<string, bool> isHidden, Func<string, bool> isFixture) =>
        (this.tree, this.isExcluded, this.isHidden, this.isFixture) = (tree, isExcluded, isHidden, isFixture);

    /// <summary>What there is to check.</summary>
    /// <param name="tree">The files.</param>
    /// <param name="paths">Files and folders of the tree; the empty string is all of it.</param>
    /// <param name="isExcluded">What the policy leaves out.</param>
    /// <param name="isHidden">What the face leaves out without a word: what a build writes.</param>
    /// <param name="isFixture">Which folders of a folder hold fixtures and copies, which count and are not read; null for none.</param>
    /// <param name="isExcludable">Which of the paths the policy may leave out although they are named; null for none.</param>
    /// <param name="workers">Who reads the files; null for this thread alone.</param>
    public static Discovered Find(FileTree tree, IReadOnlyCollection<string> paths, Func<string, bool> isExcluded, Func<string, bool>? isHidden = null, Func<string, bool>? isFixture = null, Func<string, bool>? isExcludable = null, Workers? workers = null)
    {
        var discovery = new Discovery(tree, isExcluded, isHidden ?? (_ => false), isFixture ?? (_ => false));
        foreach (var path in paths)
        {
            if (isExcludable?.Invoke(path) == true && discovery.IsExcludedAlongWay(path)) discovery.leftOut.Add(new(LeftOutReason.Excluded, path));
            else discovery.Visit(path, isOneOfMany: paths.Count > 1);
        }
        while (discovery.links.TryDequeue(out var link)) discovery.Walk(link.Path, link.Git, link.Depth, link.ReadsYaml);
        discovery.ReadAll(workers ?? new(1));
        discovery.ForgetSecondNames();
        discovery.AddAutomation();
        discovery.AddBuildsAbove(paths);
        return new(
            [.. discovery.dockerfiles.Values], [.. discovery.manifests.Values], [.. discovery.charts],
            [.. discovery.automation.Values], [.. discovery.problems])
        {
            Kustomizations = [.. discovery.kustomizations.Values],
            Builds = [.. discovery.builds.Values],
            Named = [.. discovery.named],
            BesideTemplates = [.. discovery.besideTemplates],
            LeftOut = [.. discovery.leftOut],
            Untracked = [.. discovery.untracked],
        };
    }

    void Visit(string path, bool isOneOfMany)
    {
        if (ChartAround(path) is { } chart) charts.Add(chart);
        else if (tree.FileExists(path)) AddNamedFile(path);
        else if (path.Length == 0 || tree.List(path).Length > 0 || ExistsAsFolder(path))
        {
            var (found, first, isKnown) = (Found, met.Count, entered.Contains(tree.RealPathOf(path)));
            Walk(path, WorkingTree.Above(tree, path), 0, readsYaml: true);
            // Of a single folder the sum says it.
            if (isOneOfMany && Found == found && !isKnown) idle.Add((path, first..met.Count));
        }
        else Report("not-found", path, $"`{path}` does not exist", "Name a file or folder that exists.");
    }

    bool IsExcludedAlongWay(string path)
    {
        for (; path.Length > 0; path = TreePath.FolderOf(path))
        {
            if (isExcluded(path)) return true;
        }
        return false;
    }

    int Found => dockerfiles.Count + manifests.Count + charts.Count + problems.Count;

    /// <summary>The chart of which a path is a template, or a folder of templates: alone it cannot be read.</summary>
    string? ChartAround(string path)
    {
        for (var at = path; at.Length > 0; at = TreePath.FolderOf(at))
        {
            if (TreePath.NameOf(at) == "templates" && IsChart(TreePath.FolderOf(at))) return OutermostChart(TreePath.FolderOf(at));
        }
        return null;
    }

    /// <summary>A chart below another takes its values from there.</summary>
    string OutermostChart(string chart)
    {
        while (TreePath.NameOf(TreePath.FolderOf(chart)) == "charts" && IsChart(TreePath.FolderOf(TreePath.FolderOf(chart)))) chart = TreePath.FolderOf(TreePath.FolderOf(chart));
        return chart;
    }

    bool IsChart(string folder) => tree.FileExists(TreePath.Join(folder, "Chart.yaml"));

    bool ExistsAsFolder(string path) => tree.List(TreePath.FolderOf(path)).Contains(new TreeEntry(TreePath.NameOf(path), true));

    void AddNamedFile(string path)
    {
        var name = TreePath.NameOf(path);
        if (name == "Chart.yaml" || (FileKinds.IsValues(name) && IsChart(TreePath.FolderOf(path)))) charts.Add(TreePath.FolderOf(path));
        else if (name.EndsWith(".tgz", StringComparison.OrdinalIgnoreCase)) charts.Add(path);
        else
        {
            var sight = FileSight.OfNamed(tree, path);
            if (sight.Manifest is not null) named.Add(path);
            Add(sight);
        }
    }

    void Walk(string folder, WorkingTree git, int depth, bool readsYaml)
    {
        if (depth > MaximumDepth)
        {
            Report("too-deep", folder, $"folders are nested more than {MaximumDepth} deep", "Exclude the folder under `paths.exclude`.");
            return;
        }
        if (!entered.Add(tree.RealPathOf(folder))) return;
        var children = tree.List(folder);
        if (tree.WhyClosed(folder) is { } why) Report("unreadable", folder, $"`{folder}` {why}", "Make it readable, or exclude it under `paths.exclude`.");
        git = git.In(tree, folder, children);
        if (git.Ignores.TooLarge is { } large && tooManyPatterns.Add(large)) Report("too-many-patterns", large, $"`{large}` {GitIgnore.WhyTooLarge}; this and the rest ignore nothing", "Ignore whole folders, or exclude them under `paths.exclude`.");
        var isChart = children.Any(child => child is { Name: "Chart.yaml", IsFolder: false });
        if (isChart) charts.Add(folder);
        readsYaml &= !isChart;

        foreach (var child in children)
        {
            if (++entries == MaximumEntries + 1) Report("too-many-files", folder, $"there are more than {MaximumEntries} files to look at", "Scan fewer folders, or exclude some under `paths.exclude`.");
            if (entries > MaximumEntries) return;
            var path = TreePath.Join(folder, child.Name);
            if (child.Name == ".git" || isHidden(path)) continue;
            var below = git.Of(path, child.IsFolder);
            if (below is null) AddIgnored(git, path, child);
            else if (isExcluded(path)) Add(LeftOutReason.Excluded, path, child);
            else if (!child.IsFolder) met.Add((path, readsYaml));
            else if (child.Name == "node_modules") leftOut.Add(new(LeftOutReason.Packages, path));
            else if (isChart && child.Name is "templates" or "charts") continue;
            else if (isFixture(path)) AddFixtures(path, depth + 1);
            // Of a chart's own YAML only crds/ goes to the cluster as it is; values and files are the templates' material.
            else Enter(path, folder, below.Value, depth + 1, readsYaml || (isChart && child.Name == "crds"));
        }
    }

    /// <summary>A folder is entered once, where it lies if that is asked for, whatever links lead to it.</summary>
    void Enter(string path, string folder, WorkingTree git, int depth, bool readsYaml)
    {
        if (IsLink(path, folder)) links.Enqueue((path, git, depth, readsYaml));
        else Walk(path, git, depth, readsYaml);
    }

    bool IsLink(string path, string folder) => tree.RealPathOf(path) != TreePath.Join(tree.RealPathOf(folder), TreePath.NameOf(path));

    /// <summary>A file that was found under several names is read under one: its own, if that is among them.</summary>
    void ForgetSecondNames()
    {
        foreach (var found in (SortedDictionary<string, SourceText>[])[dockerfiles, manifests])
        {
            var linked = found.Keys.Where(path => !named.Contains(path)).GroupBy(tree.RealPathOf, StringComparer.Ordinal).Where(same => same.Count() > 1).ToList();
            foreach (var path in linked.SelectMany(same => same.OrderBy(path => path != same.Key).ThenBy(path => IsLink(path, TreePath.FolderOf(path))).ThenBy(path => path, StringComparer.Ordinal).Skip(1))) found.Remove(path);
        }
    }

    /// <summary>What would be read, by its name: a fixture is not opened.</summary>
    void AddFixtures(string folder, int depth)
    {
        foreach (var child in depth > MaximumDepth ? [] : tree.List(folder))
        {
            if (++entries > MaximumEntries) return;
            var path = TreePath.Join(folder, child.Name);
            if (isHidden(path)) continue;
            if (!child.IsFolder) Add(LeftOutReason.Fixture, path, child);
            else if (child.Name is not ("node_modules" or ".git") && !IsLink(path, folder)) AddFixtures(path, depth + 1);
        }
    }

    /// <summary>What git does not track is nobody's loss; where it cannot be asked, that is said.</summary>
    void AddIgnored(WorkingTree git, string path, TreeEntry child)
    {
        if (child.Name == "node_modules") return;
        if (git.Tracked.IsKnown) untracked.Add(new(LeftOutReason.Ignored, path));
        else Add(git.Tracked.IsUnreadable ? LeftOutReason.IgnoredUnreadably : LeftOutReason.Ignored, path, child);
    }

    /// <summary>A folder may hold anything; of files only those count that would have been read.</summary>
    void Add(LeftOutReason reason, string path, TreeEntry child)
    {
        if (child.IsFolder || FileKinds.IsDockerfile(child.Name) || FileKinds.IsYaml(child.Name)) leftOut.Add(new(reason, path));
    }

    /// <summary>Reads what the walk has met.</summary>
    void ReadAll(Workers workers)
    {
        var sights = workers.Select([.. met], file => FileSight.Of(tree, file.Path, file.ReadsYaml), share: 8);
        foreach (var sight in sights) Add(sight);
        foreach (var (path, part) in idle)
        {
            if (!sights[part].Any(sight => sight.Dockerfile is not null || sight.Manifest is not null || sight.Problem is not null)) leftOut.Add(new(LeftOutReason.NamedInVain, path.Length == 0 ? "." : path));
        }
    }

    void Add(FileSight sight)
    {
        if (sight.Automation is { } bot) automation[bot.Path] = bot;
        if (sight.Build is { } build) builds.TryAdd(build.Path, build);
        if (sight.Dockerfile is { } dockerfile) dockerfiles[dockerfile.Path] = dockerfile;
        if (sight.Kustomization is { } kustomization) kustomizations[kustomization.Path] = kustomization;
        if (sight.Manifest is { } manifest) manifests[manifest.Path] = manifest;
        if (sight.BesideTemplates is { } beside) besideTemplates.Add(beside);
        if (sight.LeftOut is { } omission) leftOut.Add(omission);
        if (sight.Problem is { } problem) problems.Add(problem);
    }

    /// <summary>A file of a tool that builds images, which may be a manifest as well.</summary>
    void AddBuild(string path)
    {
        if (!builds.ContainsKey(path)) Add(FileSight.OfBuild(tree, path));
    }

    /// <summary>What builds the files of a part of the repository lies above that part, and its workflows at the root.</summary>
    void AddBuildsAbove(IEnumerable<string> paths)
    {
        var above = paths.Where(path => path.Length > 0).Select(TreePath.FolderOf).ToHashSet(StringComparer.Ordinal);
        foreach (var folder in above.ToList())
        {
            for (var at = folder; at.Length > 0 && above.Add(at = TreePath.FolderOf(at));) { }
        }
        if (above.Count == 0) return;
        var files = above.SelectMany(folder => BuildFileName.Above, TreePath.Join).Where(tree.FileExists)
            .Concat(tree.List(BuildFileName.Workflows).Where(entry => !entry.IsFolder).Select(entry => TreePath.Join(BuildFileName.Workflows, entry.Name)));
        foreach (var path in files.Where(path => !isExcluded(path) && !isHidden(path))) AddBuild(path);
    }

    /// <summary>The files by which a repository keeps itself up to date lie at its root, whatever part is scanned.</summary>
    void AddAutomation()
    {
        foreach (var path in AutomationFiles)
        {
            if (tree.FileExists(path)) Add(FileSight.OfAutomation(tree, path));
        }
    }

    static readonly ImmutableArray<string> AutomationFiles =
    [
        ".github/dependabot.yml", ".github/dependabot.yaml", "renovate.json", "renovate.json5", ".renovaterc", ".renovaterc.json",
        ".renovaterc.json5", ".github/renovate.json", ".github/renovate.json5", ".gitlab/renovate.json", ".gitlab/renovate.json5",
    ];

    void Report(string code, string path, string message, string help) =>
        problems.Add(new(code, new(new(path, ""), default), message, help));
}

/// <summary>What a discovery found, each list in the order of paths.</summary>
/// <param name="Dockerfiles">Their texts.</param>
/// <param name="Manifests">YAML and JSON that may hold Kubernetes objects.</param>
/// <param name="Charts">Folders that hold a <c>Chart.yaml</c>, and named <c>.tgz</c> files.</param>
/// <param name="Automation">Configurations of update bots.</param>
/// <param name="Problems">What could not be read.</param>
sealed record Discovered(
    ImmutableArray<SourceText> Dockerfiles, ImmutableArray<SourceText> Manifests, ImmutableArray<string> Charts,
    ImmutableArray<SourceText> Automation, ImmutableArray<Problem> Problems)
{
    /// <summary>Files called as kustomizations are.</summary>
    public ImmutableArray<SourceText> Kustomizations { get; init; } = [];
    /// <summary>The files of tools that build images.</summary>
    public required ImmutableArray<SourceText> Builds { get; init; }
    /// <summary>Manifests that were asked for by name.</summary>
    public required ImmutableHashSet<string> Named { get; init; }
    /// <summary>What looks like a manifest and lies in a chart beside its templates, which may read it.</summary>
    public required ImmutableArray<string> BesideTemplates { get; init; }
    /// <summary>What git ignores and does not track: nobody misses it.</summary>
    public ImmutableArray<Omission> Untracked { get; init; } = [];
    /// <summary>What was left out so far.</summary>
    public required ImmutableArray<Omission> LeftOut { get; init; }
}
