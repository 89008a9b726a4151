using System.Collections.Immutable;
using ShiftLeft.Text;
using ShiftLeft.Yaml;

namespace ShiftLeft.Kubernetes;

/// <summary>A file of manifests: its objects, lists unpacked, and what could not be read.</summary>
/// <param name="Yaml">The file, or what a template rendered to.</param>
/// <param name="Origin">Where a person edits it.</param>
/// <param name="Objects">Documents that have an API version and a kind; others are not Kubernetes objects.</param>
sealed record ManifestFile(YamlFile Yaml, Origin Origin, ImmutableArray<KubernetesObject> Objects)
{
    public SourceText Source => Yaml.Source;
    /// <summary>What could not be read, when the file is one of manifests.</summary>
    public ImmutableArray<Problem> Problems { get; init; } = [];
    /// <summary>Where it shows that a document is a template of another tool, which nobody can read before it is filled in; null where none is.</summary>
    public Problem? Foreign { get; init; }
    /// <summary>Whether all of it could be read.</summary>
    public bool IsWhole => Problems.IsEmpty && Foreign is null;
    /// <summary>Keys that stand a second time in their mapping.</summary>
    public ImmutableArray<YamlScalar> RepeatedKeys => Objects.IsEmpty ? [] : Yaml.RepeatedKeys;
    /// <summary>For suppressions.</summary>
    public ImmutableArray<Comment> Comments => Yaml.Comments;

    /// <param name="source">The file.</param>
    /// <param name="isNamed">Whether it was asked for by name, so that it is meant to be one of manifests.</param>
    public static ManifestFile Read(SourceText source, bool isNamed = false)
    {
        var file = Read(YamlFile.ParseManifests(source, CustomResource.LengthToRead), Origin.Plain);
        // A file without any object may be something else altogether, unless what could not be read was meant as a manifest.
        var isManifest = isNamed || !file.Objects.IsEmpty || file.Yaml.Unread.Any(part => ManifestKeys.StandIn(source, part));
        if (!isManifest) return file;
        var problems = file.Yaml.Problems.ToLookup(problem => TemplateMark(file.Yaml, problem) is null);
        return file with { Problems = [.. problems[true]], Foreign = problems[false].FirstOrDefault() is { } first ? Template(source, TemplateMark(file.Yaml, first)!.Value) : null };
    }

    /// <summary>The mark that shows why a document cannot be read: in the line where the reader stopped or beside it, or above at the start of something.</summary>
    static Span? TemplateMark(YamlFile file, Problem problem)
    {
        if (problem.Code != YamlFile.SyntaxProblem) return null;
        var (source, at) = (problem.Location.Source, problem.Location.Span.Start);
        var line = source.LineOf(at);
        var before = source.LineStart(Math.Max(0, line - 1));
        var part = file.Unread.FirstOrDefault(part => part.Contains(at) || part.End == at, new(before, 0));
        var end = source.LineSpan(Math.Min(line + 1, source.LineCount - 1)).End;
        var mark = TemplateMarks.FindAtStart(source.Content, Span.FromBounds(Math.Min(part.Start, before), end))
            ?? TemplateMarks.FindAnywhere(source.Content, Span.FromBounds(before, end), withDollars: true);
        return mark is { } found && IsHelms(source[found]) ? null : mark;
    }

    /// <summary>A value that only a chart can fill in is no other tool's: outside of a chart nobody can, and that is a failure. A file with a chart's control actions is meant for one.</summary>
    static bool IsHelms(string mark) => Helms.Any(word => mark.Contains(word, StringComparison.Ordinal)) && !Controls.Any(word => mark.TrimStart('{', '-', ' ').StartsWith(word, StringComparison.Ordinal));

    static readonly ImmutableArray<string> Controls = ["with ", "if ", "range ", "include ", "template ", "toYaml ", "define ", "tpl ", "else"];

    static readonly ImmutableArray<string> Helms = [".Values", ".Release.", ".Chart.", ".Capabilities."];

    static Problem Template(SourceText source, Span mark) =>
        new("template", new(source, mark), $"the file is a template of another tool and no manifest before `{YamlFile.Short(source.Content.AsSpan(mark.Start, mark.Length))}` is filled in, so what cannot be read of it was not judged");

    /// <summary>What a chart rendered to; its problems are those of the chart.</summary>
    public static ManifestFile Read(YamlFile file, Origin origin) =>
        new(file, origin, [.. file.Documents.OfType<YamlMapping>().SelectMany(root => Unpack(root, "", "")).Select(found => new KubernetesObject(found.Root, found.ApiVersion, found.Kind, origin))]);

    /// <summary>The objects of a document. The items of a list may leave out both what the list says of them: a <c>PodList</c> holds pods.</summary>
    static IEnumerable<(YamlMapping Root, string ApiVersion, string Kind)> Unpack(YamlMapping root, string listVersion, string listedKind)
    {
        var (version, kind) = (root["apiVersion"]?.Text ?? "", root["kind"]?.Text ?? "");
        if (version.Length == 0 && kind.Length == 0) (version, kind) = (listVersion, listedKind);
        if (version.Length == 0 || kind.Length == 0) return [];
        return kind.EndsWith("List", StringComparison.Ordinal) && root["items"] is YamlSequence items
            ? items.Elements.OfType<YamlMapping>().SelectMany(item => Unpack(item, version, kind[..^"List".Length]))
            : [(root, version, kind)];
    }
}
