using System.Collections.Immutable;
using ShiftLeft.Text;
using ShiftLeft.Yaml;

namespace ShiftLeft.Kubernetes;

/// <summary>Any object with an API version and a kind.</summary>
/// <param name="root">Its node.</param>
/// <param name="apiVersion">As written: <c>apps/v1</c>; of the item of a list, as the list says.</param>
/// <param name="kind">As written, or as the list says.</param>
/// <param name="origin">Where a person edits it.</param>
sealed class KubernetesObject(YamlMapping root, string apiVersion, string kind, Origin origin)
{
    ManifestSet? set;

    public YamlMapping Root { get; } = root;
    public Origin Origin { get; } = origin;
    public string ApiVersion => apiVersion;
    public string Kind => kind;
    public string Name { get; } = root.At("metadata", "name")?.Text ?? root.At("metadata", "generateName")?.Text ?? "";
    /// <summary>As written; null where the release or the command line decides.</summary>
    public string? Namespace { get; } = root.At("metadata", "namespace")?.Text is { Length: > 0 } name ? name : null;

    /// <summary>All that is deployed together with it.</summary>
    public ManifestSet Set => set ?? throw new InvalidOperationException("the object is in no set yet");
    public string Group => ApiVersion.Contains('/', StringComparison.Ordinal) ? ApiVersion[..ApiVersion.IndexOf('/', StringComparison.Ordinal)] : "";
    public string Subject => $"{Kind}/{Name}";
    public YamlNode? Metadata => Root["metadata"];
    public YamlNode? Spec => Root["spec"];
    public ImmutableDictionary<string, string> Labels => Strings(Root.At("metadata", "labels"));
    public ImmutableDictionary<string, string> Annotations => Strings(Root.At("metadata", "annotations"));
    /// <summary>Stands for the whole object: its name, or its kind where it has none, or all of it where a list says the kind.</summary>
    public YamlNode Anchor => Root.At("metadata", "name") ?? Root["kind"] ?? Root;
    /// <summary>A Helm hook is not part of what runs; a test even less.</summary>
    public bool IsHook => Annotations.ContainsKey("helm.sh/hook");
    /// <summary>It runs when <c>helm test</c> is asked for, and at no other time.</summary>
    public bool IsTest => Annotations.TryGetValue("helm.sh/hook", out var hook) && hook.Split(',').Any(part => part.Trim() is "test" or "test-success" or "test-failure");

    internal void BelongsTo(ManifestSet owner) => set = owner;

    internal static ImmutableDictionary<string, string> Strings(YamlNode? mapping) =>
        mapping is YamlMapping { Pairs: var pairs }
            ? pairs.Where(pair => pair.Value is YamlScalar).DistinctBy(pair => pair.Key.Value).ToImmutableDictionary(pair => pair.Key.Value, pair => pair.Value.Text ?? "", StringComparer.Ordinal)
            : ImmutableDictionary<string, string>.Empty;

    public override string ToString() => Subject;
}
