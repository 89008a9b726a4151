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
        return isManifest ? file with { Problems = file.Yaml.Problems } : file;
    }

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
