using System.Collections.Immutable;
using System.Text;
using ShiftLeft.Files;
using ShiftLeft.Helm.Values;
using ShiftLeft.Text;
using ShiftLeft.Yaml;

namespace ShiftLeft.Helm;

/// <summary>Renders a chart with the <c>helm</c> command and finds each document's template by its <c># Source:</c> line.</summary>
static class HelmRenderer
{
    /// <summary>The code of the problem that helm did not render the chart.</summary>
    public const string Refused = "helm-failed";

    const int LargestOutput = 50 * 1024 * 1024;

    /// <summary>Null for a library chart, which renders to nothing by itself.</summary>
    public static RenderedChart? Render(FileTree tree, string folder, ChartEnvironment environment, HelmCommand? helm)
    {
        var path = TreePath.Join(folder, "Chart.yaml");
        var read = tree.Read(path);
        var source = new SourceText(path, read.Error is null ? Encoding.UTF8.GetString(read.Bytes.Span) : "");
        RenderedChart Failed(string code, string message) =>
            new(folder, environment, [], [new(code, new(source, source.LineSpan(0)), message)]);
        if (read.Error is { } error) return Failed("chart-unreadable", $"`{path}` {error}");
        var chart = YamlFile.ParseManifests(source) is { Documents: [var root, ..] } ? root : null;
        if (chart?["type"]?.Text == "library") return null;
        var name = chart?["name"]?.Text ?? TreePath.NameOf(folder);

        var output = helm?.Invoke(Arguments(folder, name, environment));
        if (output is null) return Failed("helm-missing", $"the chart `{name}` is not rendered, because there is no `helm` on the path; install helm, or check the output of `helm template` kept in a file");
        if (output.ExitCode != 0) return Failed(Refused, $"`helm template` could not render the chart `{name}`{In(environment)}: {FirstLine(output.Error)}");
        if (output.Output.Length > LargestOutput) return Failed("chart-too-large", $"the chart `{name}` renders to more than {LargestOutput / 1024 / 1024} MiB");
        var documents = Split(output.Output, tree, folder, source).ToImmutableArray();
        return new(folder, environment, documents, [])
        {
            Templates = [.. documents.Select(document => document.Template).DistinctBy(template => template.Path)],
            ValuesFiles = [.. environment.Values.Prepend(TreePath.Join(folder, "values.yaml")).Select(file => (Path: file, Read: tree.Read(file))).Where(file => file.Read.Error is null).Select(file => new SourceText(file.Path, Encoding.UTF8.GetString(file.Read.Bytes.Span)))],
        };
    }

    /// <summary>
    /// What a chart or a policy says never becomes an option: whoever writes a chart could else make helm run a program of theirs.
    /// </summary>
    static ImmutableArray<string> Arguments(string folder, string name, ChartEnvironment environment) =>
    [
        "template",
        .. environment.Namespace is { } space ? (string[])["--namespace", space] : [],
        .. environment.KubeVersion is { } version ? (string[])["--kube-version", version] : [],
        .. environment.Values.SelectMany(file => (string[])["--values", OneFile("./" + file)]),
        .. environment.Set.SelectMany(pair => (string[])[OptionOf(pair), pair.Text]),
        "--", environment.Release ?? (IsReleaseName(name) ? name : "release-name"), "./" + folder,
    ];

    static string OptionOf(SetArgument argument) => argument.Option switch
    {
        SetOption.Json => "--set-json",
        SetOption.String => "--set-string",
        SetOption.File => "--set-file",
        SetOption.Literal => "--set-literal",
        _ => "--set",
    };

    /// <summary>Helm reads the option as comma-separated values, and a part of a path could name a file anywhere.</summary>
    static string OneFile(string path) => path.AsSpan().ContainsAny(',', '"') ? $"\"{path.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : path;

    /// <summary>Helm's own condition (<c>chartutil.ValidateReleaseName</c>), but for the dots.</summary>
    static bool IsReleaseName(string name) =>
        name.Length is > 0 and <= 53 && name[0] != '-' && name[^1] != '-' && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');

    static IEnumerable<RenderedDocument> Split(string output, FileTree tree, string folder, SourceText chart)
    {
        const string Marker = "# Source: ";
        var templates = new Dictionary<string, SourceText>(StringComparer.Ordinal);
        foreach (var text in ("\n" + output).Split("\n---\n", StringSplitOptions.RemoveEmptyEntries))
        {
            var start = text.IndexOf(Marker, StringComparison.Ordinal);
            if (start < 0) continue;
            var end = text.IndexOf('\n', start);
            var named = text[(start + Marker.Length)..(end < 0 ? text.Length : end)].Trim();
            var slash = named.IndexOf('/', StringComparison.Ordinal);
            var path = TreePath.Join(folder, slash < 0 ? named : named[(slash + 1)..]);
            if (!templates.TryGetValue(path, out var template))
                templates[path] = template = tree.Read(path) is { Error: null } read ? new(path, Encoding.UTF8.GetString(read.Bytes.Span)) : chart;
            yield return new(new(path, text), template);
        }
    }

    static string In(ChartEnvironment environment) => environment.Name is { } name ? $" for `{name}`" : "";

    static string FirstLine(string error) => error.Trim() is var text && text.IndexOf('\n', StringComparison.Ordinal) is var end and >= 0 ? text[..end] : error.Trim();
}
