using System.Collections.Immutable;
using ShiftLeft.Text;
using ShiftLeft.Yaml;

namespace ShiftLeft.Kubernetes;

/// <summary>A file of manifests: its objects, lists unpacked, and what could not be read.</summary>
/// <param name="Yaml">The file.</param>
/// <param name="Objects">Documents that have an API version and a kind; others are not Kubernetes objects.</param>
/// <param name="Problems">What could not be read, when the file is one of manifests.</param>
sealed record ManifestFile(YamlFile Yaml, ImmutableArray<KubernetesObject> Objects, ImmutableArray<Problem> Problems)
{
    public SourceText Source => Yaml.Source;
    /// <summary>For suppressions.</summary>
    public ImmutableArray<Comment> Comments => Yaml.Comments;

    public static ManifestFile Read(SourceText source) => Read(YamlFile.Parse(source, CustomResource.LengthToRead), Origin.Plain);

    public static ManifestFile Read(YamlFile file, Origin origin)
    {
        var objects = file.Documents.SelectMany(Unpack).Select(root => new KubernetesObject(root, origin)).ToImmutableArray();
        // A file without any object may be something else altogether, unless its lines say that it was meant as a manifest.
        var isManifest = objects.Length > 0 || (HasLine(file.Source.Content, "apiVersion:") && HasLine(file.Source.Content, "kind:"));
        return new(file, objects, isManifest ? file.Problems : []);
    }

    static IEnumerable<YamlMapping> Unpack(YamlNode document)
    {
        if (document is not YamlMapping mapping || mapping["apiVersion"]?.Text is not { Length: > 0 } || mapping["kind"]?.Text is not { Length: > 0 } kind) return [];
        return kind.EndsWith("List", StringComparison.Ordinal) && mapping["items"] is YamlSequence items ? items.Elements.SelectMany(Unpack) : [mapping];
    }

    static bool HasLine(string text, string start) =>
        text.StartsWith(start, StringComparison.Ordinal) || text.Contains("\n" + start, StringComparison.Ordinal);
}
