using ShiftLeft.Text;
using ShiftLeft.Yaml;

namespace ShiftLeft.Helm.Rendering;

/// <summary>
/// What Helm reads of each document before it sorts them (<c>SimpleHead</c>): a kind, and a name and annotations, all of them scalars. Where they
/// are something else, it prints nothing at all.
/// </summary>
static class ManifestHead
{
    public const string Code = "manifest-head";

    const string Metadata = "struct { Name string \"json:\\\"name\\\"\"; Annotations map[string]string \"json:\\\"annotations\\\"\" }";

    /// <summary>The file, with a problem where its head does not fit.</summary>
    public static YamlFile Check(YamlFile yaml, HelmProfile profile)
    {
        if (!yaml.Problems.IsEmpty) return yaml;
        if (yaml.Documents is not [var root, ..] || Mismatch(root, profile) is not ({ } message, { } place)) return yaml;
        return new(yaml.Source, yaml.Documents, [new(Code, place.Location, message)]);
    }

    static (string? Message, YamlNode? Place) Mismatch(YamlNode root, HelmProfile profile)
    {
        if (root is not YamlMapping) return (root.IsNull ? null : Into(root, TypeOf(profile)), root);
        foreach (var key in (string[])["apiVersion", "kind"])
        {
            if (root[key] is YamlMapping or YamlSequence) return (Field(root[key]!, $"SimpleHead.{key}", "string"), root[key]);
        }
        if (root["metadata"] is not { IsNull: false } metadata) return default;
        if (metadata is not YamlMapping) return (Field(metadata, "SimpleHead.metadata", Metadata), metadata);
        if (metadata["annotations"] is { IsNull: false } annotations)
        {
            if (annotations is not YamlMapping map) return (Field(annotations, ".metadata.annotations", "map[string]string"), annotations);
            if (map.Pairs.FirstOrDefault(pair => pair.Value is YamlMapping or YamlSequence)?.Value is { } value) return (Field(value, ".metadata.annotations", "string"), value);
        }
        return metadata["name"] is YamlMapping or YamlSequence ? (Field(metadata["name"]!, ".metadata.name", "string"), metadata["name"]) : default;
    }

    static string TypeOf(HelmProfile profile) => profile.Major >= 4 ? "util.SimpleHead" : "releaseutil.SimpleHead";

    static string Into(YamlNode node, string type) => Words(KindOf(node), $"value of type {type}");

    static string Field(YamlNode node, string field, string type) => Words(KindOf(node), $"struct field {field} of type {type}");

    static string Words(string kind, string into) => $"json: cannot unmarshal {kind} into Go {into}";

    static string KindOf(YamlNode node) => node switch
    {
        YamlMapping => "object",
        YamlSequence => "array",
        YamlScalar { Boolean: not null } => "bool",
        YamlScalar { IsString: false } => "number",
        _ => "string",
    };
}
