using System.Collections.Immutable;
using ShiftLeft.Text;
using ShiftLeft.Yaml;

namespace ShiftLeft.Kubernetes;

/// <summary>Any object with an API version and a kind.</summary>
sealed class KubernetesObject(YamlMapping root, Origin origin)
{
    ManifestSet? set;

    public YamlMapping Root { get; } = root;
    public Origin Origin { get; } = origin;
    /// <summary>As written: <c>apps/v1</c>.</summary>
    public string ApiVersion { get; } = root["apiVersion"]?.Text ?? "";
    public string Kind { get; } = root["kind"]?.Text ?? "";
    public string Name { get; } = root.At("metadata", "name")?.Text ?? root.At("metadata", "generateName")?.Text ?? "";
    /// <summary>As written; null where the release or the command line decides.</summary>
    public string? Namespace { get; } = root.At("metadata", "namespace")?.Text;

    /// <summary>All that is deployed together with it.</summary>
    public ManifestSet Set => set ?? throw new InvalidOperationException("the object is in no set yet");
    public string Group => ApiVersion.Contains('/', StringComparison.Ordinal) ? ApiVersion[..ApiVersion.IndexOf('/', StringComparison.Ordinal)] : "";
    public string Subject => $"{Kind}/{Name}";
    public YamlNode? Metadata => Root["metadata"];
    public YamlNode? Spec => Root["spec"];
    public ImmutableDictionary<string, string> Labels => Strings(Root.At("metadata", "labels"));
    public ImmutableDictionary<string, string> Annotations => Strings(Root.At("metadata", "annotations"));
    /// <summary>Stands for the whole object: its name, or its kind where it has none.</summary>
    public YamlNode Anchor => Root.At("metadata", "name") ?? Root["kind"]!;
    /// <summary>A Helm hook is not part of what runs; a test even less.</summary>
    public bool IsHook => Annotations.ContainsKey("helm.sh/hook");

    internal void BelongsTo(ManifestSet owner) => set = owner;

    internal static ImmutableDictionary<string, string> Strings(YamlNode? mapping) =>
        mapping is YamlMapping { Pairs: var pairs }
            ? pairs.Where(pair => pair.Value is YamlScalar).DistinctBy(pair => pair.Key.Value).ToImmutableDictionary(pair => pair.Key.Value, pair => pair.Value.Text ?? "", StringComparer.Ordinal)
            : ImmutableDictionary<string, string>.Empty;

    public override string ToString() => Subject;
}
