using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using ShiftLeft.Files;
using ShiftLeft.Rules;
using ShiftLeft.Rules.TrustedImages;
using ShiftLeft.Text;
using ShiftLeft.Yaml;

namespace ShiftLeft.Policy;

/// <summary>
/// The first <c>shiftleft.yml</c> of a repository: what was found there, and beside it, commented out, what else can be said. As written it
/// changes no finding except that charts are rendered for their environments.
/// </summary>
static class InitialPolicy
{
    public const string FileName = "shiftleft.yml";

    /// <param name="tree">The files.</param>
    /// <param name="found">What there is to check.</param>
    /// <param name="report">What is found there, in folders of tests and copies as well; null to say nothing of folders.</param>
    public static string Render(FileTree tree, Discovered found, Report? report = null) => string.Join("\n",
    [
        $"# yaml-language-server: $schema={PolicyJsonSchema.Address}",
        "# How ShiftLeft judges this repository. Only `version` is needed; `shiftleft rules` lists the rules.",
        "version: 1",
        "",
        "# Which rules run: baseline (what nobody defends), recommended, strict (restricted pods, pins, digests) or all.",
        "profile: recommended",
        "",
        "# How many findings may be left before the scan fails, of each level and of one practice.",
        "thresholds:",
        "  error: 0",
        "  # warning: 25",
        $"  # practices: {{ {PracticeName.KeyOf(Practice.Secrets)}: {{ warning: 0 }} }}",
        "",
        "# The level of a rule, by name or id: off, info, warning or error.",
        "# rules:",
        $"#   {ExampleRule}: error",
        "",
        .. Images(SeenImages.Sources(tree, found)),
        "# The minor version of the clusters: which APIs are there, and which are gone.",
        "kubernetes:",
        $"  version: \"{PolicyFile.Default.Kubernetes}\"",
        "",
        "# What is not looked at. Ignored by git is ignored here too, and so are folders of tests and copies unless fixtures are wanted.",
        .. Paths(SeenFolders.Of(report)),
        "",
        "# Findings that are accepted. Each has a reason; with a last day it comes up again.",
        "# suppressions:",
        $"#   - rule: {ExampleRule}",
        "#     path: tools/**",
        "#     reason: only used at build time",
        "#     expires: 2030-12-31",
        .. Charts(tree, found),
        "",
    ]);

    static string ExampleRule => new FloatingBaseImage().Info.Name;

    static IEnumerable<string> Images(ImmutableArray<KeyValuePair<string, int>> sources) => sources.IsEmpty ? [] :
    [
        "# Where images may come from. These are in use here; keep those that you trust, and an image from elsewhere is a finding.",
        "# images:",
        "#   trusted:",
        .. sources.Select(source => $"#     - {Scalar(source.Key)} # {source.Value.ToString(CultureInfo.InvariantCulture)} {(source.Value == 1 ? "image" : "images")}"),
        "",
    ];

    /// <summary>Where much is found that nobody may mean to repair: whether to look there is for those who know the folders to say.</summary>
    static IEnumerable<string> Paths(ImmutableArray<SeenFolder> seen)
    {
        var folders = seen.Where(folder => IsPrintable(new(folder.Path, true)) && folder.Path.AsSpan().IndexOfAny("*?[]{}!\\") < 0).ToList();
        var proposed = folders.Where(folder => !folder.IsFixture).ToList();
        var fixtures = folders.Where(folder => folder.IsFixture).ToList();
        if (fixtures.Count > 0) yield return $"# Left out as tests and copies: {string.Join(", ", fixtures.Select(folder => $"{folder.Path} ({Counted(folder)})"))}.";
        if (proposed.Count > 0) yield return "# Below are folders in which much is found, by what their names or their files say of themselves; those that nobody repairs can be left out.";
        yield return "# paths:";
        if (proposed.Count == 0) yield return "#   exclude: [legacy/**]";
        else yield return "#   exclude:";
        foreach (var folder in proposed) yield return $"#     - {Scalar(folder.Path + "/**")} # {folder.Why}: {Counted(folder)}";
        yield return "#   fixtures: true";
    }

    static string Counted(SeenFolder folder) => string.Create(CultureInfo.InvariantCulture, $"{folder.Findings} {(folder.Findings == 1 ? "finding" : "findings")} in {folder.Files} {(folder.Files == 1 ? "file" : "files")}");

    static IEnumerable<string> Charts(FileTree tree, Discovered found)
    {
        var charts = found.Charts.Where(chart => tree.FileExists(TreePath.Join(chart, "Chart.yaml")) && IsPrintable(new(chart, true)) && !IsLibrary(tree, chart))
            .Select(chart => (Path: chart, Environments: Environments(tree, chart))).ToList();
        if (charts.Count == 0) return [];
        var declared = charts.Where(chart => chart.Environments.Count > 0).ToList();
        return declared.Count == 0
            ? [
                "",
                "# Charts are rendered once for each environment; without any, with their own values.",
                "# helm:",
                "#   charts:",
                $"#     - path: {Scalar(charts[0].Path.Length == 0 ? "." : charts[0].Path)}",
                "#       environments:",
                "#         prod: { namespace: shop, set: { replicaCount: 3 } }",
            ]
            : [
                "",
                "# Charts are rendered once for each environment: values files, and where needed set, release, namespace and kube-version.",
                "helm:",
                "  charts:",
                .. declared.SelectMany(Chart),
            ];
    }

    static IEnumerable<string> Chart((string Path, SortedDictionary<string, string> Environments) chart) =>
    [
        $"    - path: {Scalar(chart.Path.Length == 0 ? "." : chart.Path)}",
        "      environments:",
        .. chart.Environments.Select(environment => $"        {Scalar(environment.Key)}: {{ values: [{Scalar(environment.Value)}] }}"),
    ];

    static bool IsLibrary(FileTree tree, string chart) => SeenImages.ReadYaml(tree, TreePath.Join(chart, "Chart.yaml"))?["type"]?.Text == "library";

    /// <summary>Environment → values file, relative to the chart, by the names that charts give them.</summary>
    static SortedDictionary<string, string> Environments(FileTree tree, string chart)
    {
        var environments = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in tree.List(chart).Where(IsPrintable))
        {
            if (!entry.IsFolder && EnvironmentOf(entry.Name) is { } name) environments.TryAdd(name, entry.Name);
            if (!entry.IsFolder || entry.Name is not ("values" or "environments" or "envs" or "env")) continue;
            foreach (var file in tree.List(TreePath.Join(chart, entry.Name)).Where(IsPrintable))
            {
                if (!file.IsFolder && WithoutYaml(file.Name) is { } own) environments.TryAdd(EnvironmentOf(file.Name) ?? own, TreePath.Join(entry.Name, file.Name));
            }
        }
        return environments;
    }

    /// <summary><c>values.prod.yaml</c>, <c>values-prod.yaml</c> and <c>prod.values.yaml</c> are of <c>prod</c>.</summary>
    static string? EnvironmentOf(string file)
    {
        if (WithoutYaml(file) is not { } name) return null;
        foreach (var separator in (char[])['.', '-', '_'])
        {
            if (name.StartsWith($"values{separator}", StringComparison.Ordinal) && name.Length > 7) return name[7..];
            if (name.EndsWith($"{separator}values", StringComparison.Ordinal) && name.Length > 7) return name[..^7];
        }
        return null;
    }

    /// <summary>A name that would end its line cannot be written into one.</summary>
    static bool IsPrintable(TreeEntry entry) => !entry.Name.Any(c => char.IsControl(c) || c is '\u2028' or '\u2029' or '\uFEFF' || char.IsSurrogate(c));

    static string? WithoutYaml(string file) =>
        file.EndsWith(".yaml", StringComparison.Ordinal) ? file[..^5] : file.EndsWith(".yml", StringComparison.Ordinal) ? file[..^4] : null;

    static readonly SearchValues<char> Plain = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._/-:*");

    /// <summary>As it stands where YAML reads it as that text, else in quotes.</summary>
    static string Scalar(string text)
    {
        var node = text.Length > 0 && char.IsAsciiLetter(text[0]) && text.AsSpan().IndexOfAnyExcept(Plain) < 0 && text[^1] != ':'
            ? new YamlScalar(new("", text), new(0, text.Length), text, ScalarStyle.Plain, null)
            : null;
        return text == "." || node is { IsString: true } ? text : $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
    }
}
