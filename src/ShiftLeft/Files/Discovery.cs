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
    readonly SortedDictionary<string, SourceText> dockerfiles = new(StringComparer.Ordinal);
    readonly SortedDictionary<string, SourceText> manifests = new(StringComparer.Ordinal);
    readonly SortedDictionary<string, SourceText> automation = new(StringComparer.Ordinal);
    readonly SortedDictionary<string, SourceText> builds = new(StringComparer.Ordinal);
    readonly SortedSet<string> charts = new(StringComparer.Ordinal);
    readonly List<Problem> problems = [];
    readonly List<Problem> templates = [];
    int entries;

    Discovery(FileTree tree, Func<string, bool> isExcluded) => (this.tree, this.isExcluded) = (tree, isExcluded);

    public static Discovered Find(FileTree tree, IReadOnlyCollection<string> paths, Func<string, bool> isExcluded)
    {
        var discovery = new Discovery(tree, isExcluded);
        foreach (var path in paths) discovery.Visit(path);
        discovery.AddAutomation();
        discovery.AddBuildsAbove(paths);
        return new(
            [.. discovery.dockerfiles.Values], [.. discovery.manifests.Values], [.. discovery.charts],
            [.. discovery.automation.Values], [.. discovery.problems]) { Templates = [.. discovery.templates], Builds = [.. discovery.builds.Values] };
    }

    void Visit(string path)
    {
        if (tree.FileExists(path)) AddNamedFile(path);
        else if (path.Length == 0 || tree.List(path).Length > 0 || ExistsAsFolder(path)) Walk(path, IgnoresAbove(path), 0, readsYaml: true);
        else Report("not-found", path, $"`{path}` does not exist", "Name a file or folder that exists.");
    }

    bool ExistsAsFolder(string path) => tree.List(TreePath.FolderOf(path)).Contains(new TreeEntry(TreePath.NameOf(path), true));

    void AddNamedFile(string path)
    {
        var name = TreePath.NameOf(path);
        if (name == "Chart.yaml") charts.Add(TreePath.FolderOf(path));
        else if (name.EndsWith(".tgz", StringComparison.OrdinalIgnoreCase)) charts.Add(path);
        else if (ReadText(path, isYaml: IsYamlName(name)) is not { } source) return;
        else if (IsYamlName(name)) manifests[path] = source;
        else dockerfiles[path] = source;
    }

    void Walk(string folder, GitIgnore ignores, int depth, bool readsYaml)
    {
        if (depth > MaximumDepth)
        {
            Report("too-deep", folder, $"folders are nested more than {MaximumDepth} deep", "Exclude the folder under `paths.exclude`.");
            return;
        }
        var children = tree.List(folder);
        if (tree.WhyClosed(folder) is { } why) Report("unreadable", folder, $"`{folder}` {why}", "Make it readable, or exclude it under `paths.exclude`.");
        if (children.Any(child => child is { Name: ".gitignore", IsFolder: false }) &&
            tree.Read(TreePath.Join(folder, ".gitignore")) is { Error: null } read)
        {
            ignores = ignores.With(folder, Encoding.UTF8.GetString(read.Bytes.Span));
        }
        var isChart = children.Any(child => child is { Name: "Chart.yaml", IsFolder: false });
        if (isChart) charts.Add(folder);
        readsYaml &= !isChart;

        foreach (var child in children)
        {
            if (++entries == MaximumEntries + 1) Report("too-many-files", folder, $"there are more than {MaximumEntries} files to look at", "Scan fewer folders, or exclude some under `paths.exclude`.");
            if (entries > MaximumEntries) return;
            var path = TreePath.Join(folder, child.Name);
            if (ignores.Ignores(path, child.IsFolder) || isExcluded(path)) continue;
            if (!child.IsFolder) AddFoundFile(path, child.Name, readsYaml);
            else if (child.Name is ".git" or "node_modules" || (isChart && child.Name is "templates" or "charts")) continue;
            // Of a chart's own YAML only crds/ goes to the cluster as it is; values and files are the templates' material.
            else Walk(path, ignores, depth + 1, readsYaml || (isChart && child.Name == "crds"));
        }
    }

    void AddFoundFile(string path, string name, bool readsYaml)
    {
        if (IsDockerfileName(name))
        {
            if (ReadText(path) is { } source) dockerfiles[path] = source;
        }
        else if (IsTemplateName(name))
        {
            if (ReadText(path) is { } template && (LooksLikeDockerfile(template.Content) || TemplateMarks.FindAnywhere(template.Content, new(0, template.Content.Length), withDollars: false) is not null))
                templates.Add(new(NamedTemplate, new(template, default), $"`{name}` is a template by its name, so it was not judged; what is made of it is"));
        }
        else if (MayBeDockerfileName(name))
        {
            if (ReadText(path) is { } source && LooksLikeDockerfile(source.Content)) dockerfiles[path] = source;
        }
        else
        {
            var isManifest = readsYaml && IsYamlName(name);
            var isBuild = BuildFileName.KindOf(path) != BuildFileKind.None;
            if (!(isManifest || isBuild) || ReadText(path, isYaml: IsYamlName(name)) is not { } text) return;
            if (isBuild) builds[path] = text;
            if (isManifest && LooksLikeManifest(text.Content)) manifests[path] = text;
        }
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
            .Concat(tree.List(BuildFileName.Workflows).Where(entry => !entry.IsFolder && IsYamlName(entry.Name)).Select(entry => TreePath.Join(BuildFileName.Workflows, entry.Name)));
        foreach (var path in files.Where(path => !builds.ContainsKey(path) && !isExcluded(path)))
        {
            if (ReadText(path) is { } source) builds[path] = source;
        }
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

    GitIgnore IgnoresAbove(string path)
    {
        var ignores = GitIgnore.None;
        for (var at = path.Length == 0 ? -1 : 0; at >= 0; at = path.IndexOf('/', at + 1))
        {
            var folder = path[..at];
            if (tree.Read(TreePath.Join(folder, ".gitignore")) is { Error: null } read)
                ignores = ignores.With(folder, Encoding.UTF8.GetString(read.Bytes.Span));
        }
        return ignores;
    }

    /// <param name="path">The file.</param>
    /// <param name="isYaml">Whether its reader must know of bytes that are no UTF-8, because <c>kubectl</c> refuses them.</param>
    SourceText? ReadText(string path, bool isYaml = false)
    {
        var read = tree.Read(path);
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

    /// <summary>
    /// <c>Dockerfile</c> and <c>Containerfile</c>, alone or with something before or behind them that a dot, a dash or an underscore parts off: what
    /// the image is for, or which variant it is.
    /// </summary>
    public static bool IsDockerfileName(string name) => IsNamed(name, "Dockerfile") || IsNamed(name, "Containerfile");

    static bool IsNamed(string name, string kind)
    {
        if (name.Length == kind.Length) return name.Equals(kind, StringComparison.OrdinalIgnoreCase);
        if (name.Length < kind.Length) return false;
        if (name.EndsWith(kind, StringComparison.OrdinalIgnoreCase)) return name[^(kind.Length + 1)] is '.' or '-' or '_';
        return name.StartsWith(kind, StringComparison.OrdinalIgnoreCase) && name[kind.Length] is '.' or '-' or '_'
            && !NotDockerfiles.Contains(EndingOf(name)) && !IsProgramName(name, kind.Length);
    }

    /// <summary>Behind a dash or an underscore a last ending says more than the beginning: <c>dockerfile-lint.tsx</c>.</summary>
    static bool IsProgramName(string name, int at) => name[at] != '.' && name.IndexOf('.', at) > 0;

    /// <summary>Endings that say what a <c>Dockerfile.…</c> is instead: a companion file, or a template that some other tool fills in.</summary>
    static readonly ImmutableHashSet<string> NotDockerfiles =
    [
        "dockerignore", "containerignore", "md", "txt", "json", "yml", "yaml", "toml", "xml", "html", "rego", "bak", "orig", "rej", "swp", "lock", "svg", "css", .. Templates, .. Languages,
    ];

    static ImmutableArray<string> Templates => ["j2", "jinja", "jinja2", "tmpl", "tpl", "template", "erb", "mustache", "gotmpl", "in", "em"];

    /// <summary>The code of a template whose name says that it is one.</summary>
    public const string NamedTemplate = "named-template";

    static bool IsTemplateName(string name) =>
        Templates.Contains(EndingOf(name)) && name.LastIndexOf('.') is var dot && IsDockerfileName(name[..dot]);

    static string EndingOf(string name) => name[(name.LastIndexOf('.') + 1)..].ToLowerInvariant();

    /// <summary>Endings of programs, which also say what an image is for: <c>Dockerfile.php</c> may be either.</summary>
    static ImmutableArray<string> Languages => ["sh", "bat", "ps1", "py", "js", "ts", "cs", "go", "rb", "rs", "java", "php"];

    /// <summary>Names with the word in them that say no more, <c>Dockerfile2</c> or <c>MyDockerfile</c>, and programs about Dockerfiles: the content decides.</summary>
    static bool MayBeDockerfileName(string name) =>
        (name.Contains("Dockerfile", StringComparison.OrdinalIgnoreCase) || name.Contains("Containerfile", StringComparison.OrdinalIgnoreCase))
        && (!NotDockerfiles.Contains(EndingOf(name)) || name.Equals("Dockerfile.txt", StringComparison.OrdinalIgnoreCase) || Languages.Contains(EndingOf(name))) && !name.EndsWith('~');

    /// <summary>The first line that is neither blank nor a comment begins with <c>FROM</c> or <c>ARG</c>.</summary>
    static bool LooksLikeDockerfile(string text)
    {
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            var start = line.TrimStart();
            if (start.IsEmpty || start[0] == '#') continue;
            return start.StartsWith("FROM ", StringComparison.OrdinalIgnoreCase) || start.StartsWith("ARG ", StringComparison.OrdinalIgnoreCase);
        }
        return false;
    }

    static bool IsYamlName(string name) =>
        name.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".yml", StringComparison.OrdinalIgnoreCase) ||
        name.EndsWith(".json", StringComparison.OrdinalIgnoreCase);

    static bool LooksLikeManifest(string text) => MayHold(text, "apiVersion") && MayHold(text, "kind");

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
    /// <summary>Templates of Dockerfiles that are named as such.</summary>
    public ImmutableArray<Problem> Templates { get; init; } = [];
    /// <summary>The files of tools that build images.</summary>
    public ImmutableArray<SourceText> Builds { get; init; } = [];
}
