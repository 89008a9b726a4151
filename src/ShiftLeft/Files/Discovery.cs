using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using ShiftLeft.Text;

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
    public static Discovered Find(FileTree tree, IReadOnlyCollection<string> paths, Func<string, bool> isExcluded, Func<string, bool>? isHidden = null, Func<string, bool>? isFixture = null, Func<string, bool>? isExcludable = null)
    {
        var discovery = new Discovery(tree, isExcluded, isHidden ?? (_ => false), isFixture ?? (_ => false));
        foreach (var path in paths)
        {
            if (isExcludable?.Invoke(path) == true && discovery.IsExcludedAlongWay(path)) discovery.leftOut.Add(new(LeftOutReason.Excluded, path));
            else discovery.Visit(path, isOneOfMany: paths.Count > 1);
        }
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
            var found = Found;
            Walk(path, WorkingTree.Above(tree, path), 0, readsYaml: true);
            // Of a single folder the sum says it.
            if (isOneOfMany && Found == found) leftOut.Add(new(LeftOutReason.NamedInVain, path.Length == 0 ? "." : path));
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
        else if (FileKinds.IsYaml(name) || (name == FileKinds.Nameless && !FileKinds.LooksLikeDockerfile(HeadOf(path))))
        {
            if (ReadText(path, isYaml: true) is not { } source) return;
            manifests[path] = source;
            named.Add(path);
        }
        else if (ReadText(path) is { } source) dockerfiles[path] = source;
    }

    void Walk(string folder, WorkingTree git, int depth, bool readsYaml)
    {
        if (depth > MaximumDepth)
        {
            Report("too-deep", folder, $"folders are nested more than {MaximumDepth} deep", "Exclude the folder under `paths.exclude`.");
            return;
        }
        var children = tree.List(folder);
        if (tree.WhyClosed(folder) is { } why) Report("unreadable", folder, $"`{folder}` {why}", "Make it readable, or exclude it under `paths.exclude`.");
        git = git.In(tree, folder, children);
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
            else if (!child.IsFolder) AddFoundFile(path, child.Name, readsYaml);
            else if (child.Name == "node_modules") leftOut.Add(new(LeftOutReason.Packages, path));
            else if (isChart && child.Name is "templates" or "charts") continue;
            else if (isFixture(path)) AddFixtures(path, depth + 1);
            // Of a chart's own YAML only crds/ goes to the cluster as it is; values and files are the templates' material.
            else Walk(path, below.Value, depth + 1, readsYaml || (isChart && child.Name == "crds"));
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
            else if (child.Name is not ("node_modules" or ".git")) AddFixtures(path, depth + 1);
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

    void AddFoundFile(string path, string name, bool readsYaml)
    {
        AddBuild(path);
        if (FileKinds.IsDockerfile(name))
        {
            if (ReadText(path) is { } source) dockerfiles[path] = source;
        }
        else if (FileKinds.MayBeDockerfile(name))
        {
            if (ReadText(path) is { } source && FileKinds.LooksLikeDockerfile(source.Content)) dockerfiles[path] = source;
        }
        else if (FileKinds.IsKustomization(name)) AddKustomization(path, name, readsYaml);
        else if (FileKinds.IsYaml(name)) AddYaml(path, name, readsYaml);
        else if (FileKinds.IsDockerfileTemplate(name)) leftOut.Add(new(LeftOutReason.TemplateOfOtherTool, path));
        else if (name.EndsWith(".tgz", StringComparison.OrdinalIgnoreCase)) leftOut.Add(new(LeftOutReason.PackagedChart, path));
        else if (name.Contains('\uFFFD', StringComparison.Ordinal) && !tree.FileExists(path)) leftOut.Add(new(LeftOutReason.NameNotUtf8, path));
        else if (FileKinds.MayBeUnnamedDockerfile(name) && FileKinds.BeginsLikeDockerfile(HeadOf(path))) leftOut.Add(new(LeftOutReason.LooksLikeDockerfile, path));
    }

    void AddKustomization(string path, string name, bool readsYaml)
    {
        if (tree.Read(path) is { Error: null } read) kustomizations[path] = new(path, Utf8Text.Decode(read.Bytes.Span));
        if (FileKinds.IsYaml(name)) AddYaml(path, name, readsYaml);
    }

    void AddYaml(string path, string name, bool readsYaml)
    {
        if (!readsYaml && FileKinds.IsPartOfChart(name)) return;
        var read = tree.Read(path);
        if (read.Error == FileRead.TooLarge && !LooksLikeManifest(HeadOf(path))) leftOut.Add(new(LeftOutReason.TooLarge, path));
        else if (read is { Error: null, Bytes.IsEmpty: true }) leftOut.Add(new(LeftOutReason.Empty, path));
        else if (TextOf(path, read, isYaml: true) is not { } text || !LooksLikeManifest(text.Content)) return;
        else if (readsYaml) manifests[path] = text;
        else besideTemplates.Add(path);
    }

    string HeadOf(string path) => Encoding.UTF8.GetString(tree.ReadHead(path).Bytes.Span);

    /// <summary>A file of a tool that builds images, which may be a manifest as well.</summary>
    void AddBuild(string path)
    {
        if (BuildFileName.KindOf(path) != BuildFileKind.None && !builds.ContainsKey(path) && tree.Read(path) is { Error: null } read) builds[path] = new(path, Encoding.UTF8.GetString(read.Bytes.Span));
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
            if (tree.FileExists(path) && ReadText(path) is { } source) automation[path] = source;
        }
    }

    static readonly ImmutableArray<string> AutomationFiles =
    [
        ".github/dependabot.yml", ".github/dependabot.yaml", "renovate.json", "renovate.json5", ".renovaterc", ".renovaterc.json",
        ".renovaterc.json5", ".github/renovate.json", ".github/renovate.json5", ".gitlab/renovate.json", ".gitlab/renovate.json5",
    ];

    /// <param name="path">The file.</param>
    /// <param name="isYaml">Whether its reader must know of bytes that are no UTF-8, because <c>kubectl</c> refuses them.</param>
    SourceText? ReadText(string path, bool isYaml = false) => TextOf(path, tree.Read(path), isYaml);

    SourceText? TextOf(string path, FileRead read, bool isYaml)
    {
        if (read.Error is { } error)
        {
            Report("unreadable", path, $"`{path}` {error}", "Make it readable, or exclude it under `paths.exclude`.");
            return null;
        }
        var bytes = read.Bytes.Span;
        if (bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
        {
            Report("not-utf8", path, $"`{path}` is UTF-16, which builders and API servers do not read", "Save it as UTF-8.");
            return null;
        }
        return new(path, isYaml ? Utf8Text.Decode(bytes) : Encoding.UTF8.GetString(bytes));
    }

    void Report(string code, string path, string message, string help) =>
        problems.Add(new(code, new(new(path, ""), default), message, help));

    /// <summary>Whether the words are there without which nothing is an object of Kubernetes.</summary>
    public static bool LooksLikeManifest(string text) => MayHold(text, "apiVersion") && MayHold(text, "kind");

    /// <summary>Whether a word stands in YAML or JSON: as it is, or written with escapes in double quotes, which nearly no file has.</summary>
    static bool MayHold(string text, string word)
    {
        if (text.Contains(word, StringComparison.Ordinal)) return true;
        for (var at = text.IndexOf('\\', StringComparison.Ordinal); at >= 0 && at + 2 < text.Length; at = text.IndexOf('\\', at + 2))
        {
            var isPart = text[at + 1] switch
            {
                'x' => IsEscaped(text, at + 2, 2, word),
                'u' => IsEscaped(text, at + 2, 4, word),
                'U' => IsEscaped(text, at + 2, 8, word),
                '\n' or '\r' => GoesOnFrom(text.AsSpan(0, at), word),
                _ => false,
            };
            if (isPart) return true;
        }
        return false;
    }

    /// <summary>Whether the digits of an escape stand for a character of the word.</summary>
    static bool IsEscaped(string text, int at, int digits, string word) =>
        at + digits <= text.Length && uint.TryParse(text.AsSpan(at, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) && code < 0x80 && word.Contains((char)code, StringComparison.Ordinal);

    /// <summary>Whether a quoted text breaks its line within the word.</summary>
    static bool GoesOnFrom(ReadOnlySpan<char> before, string word)
    {
        for (var length = 0; length < word.Length && length < before.Length; length++)
        {
            if (before[^(length + 1)] == '"' && before.EndsWith(word.AsSpan(0, length))) return true;
        }
        return false;
    }
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
