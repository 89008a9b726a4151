using ShiftLeft.Kubernetes;
using ShiftLeft.Text;
using ShiftLeft.Yaml;

namespace ShiftLeft.Rules;

/// <summary>Findings on nodes of manifests: their places come from the object's origin, their subject from the object.</summary>
static class KubernetesFindings
{
    /// <summary>A node that is there and wrong.</summary>
    public static Finding At(this Rule rule, KubernetesObject owner, YamlNode node, string message, Container? container = null) =>
        Place(rule, owner, owner.Origin.Locate(node), message, container, node);

    /// <summary>A node that is there and wrong, where its place was found by another way.</summary>
    public static Finding At(this Rule rule, KubernetesObject owner, YamlNode node, Places places, string message) =>
        Place(rule, owner, places, message, null, node);

    /// <summary>A field that is missing from the block that <paramref name="anchor"/> stands for; its path starts at the container, else at the object.</summary>
    public static Finding Missing(this Rule rule, KubernetesObject owner, YamlNode anchor, string path, string message, Container? container = null) =>
        rule.Missing(owner, anchor, container?.Node ?? owner.Root, path, message, container);

    public static Finding Missing(this Rule rule, KubernetesObject owner, YamlNode anchor, YamlNode within, string path, string message, Container? container = null) =>
        Place(rule, owner, owner.Origin.LocateMissing(anchor, within, path), message, container, path.Length == 0 ? null : within, path);

    public static Finding At(this Rule rule, Container container, YamlNode node, string message) =>
        rule.At(container.Workload.Object, node, message, container);

    /// <summary>A container's image; the part is what must be changed of it: its tag, or its name.</summary>
    public static Finding AtImage(this Rule rule, Container container, string? part, string message) =>
        Place(rule, container.Workload.Object, container.Workload.Object.Origin.Locate(container.ImageNode!, part), message, container, container.ImageNode);

    public static Finding Missing(this Rule rule, Container container, string key, string message) =>
        rule.Missing(container.Workload.Object, container.Anchor, key, message, container);

    /// <summary>A part of a scalar's text; in a block of lines that part has a place of its own.</summary>
    /// <param name="part">Null for all of it.</param>
    /// <param name="occurrence">How often the same stands in the text before it.</param>
    public static Finding AtPart(this Rule rule, KubernetesObject owner, YamlNode node, string? part, int occurrence, string message, Container? container = null) =>
        Place(rule, owner, part is null ? owner.Origin.Locate(node) : owner.Origin.LocatePart(node, part, occurrence), message, container, node);

    /// <summary>A violation of the Pod Security Standards, with one message for a wrong value and one for a missing field.</summary>
    public static Finding At(this Rule rule, Workload workload, PodSecurityViolation violation, string message) =>
        violation.MissingKey is { } key
            ? rule.Missing(workload.Object, violation.Node, key, message, violation.Container)
            : rule.At(workload.Object, violation.Node, message, violation.Container);

    /// <summary>What breaks one check of the Pod Security Standards at the targeted version.</summary>
    public static IEnumerable<PodSecurityViolation> PodSecurityViolations(this Workload workload, string check, Settings settings) =>
        PodSecurity.Checks.First(known => known.Id == check).Check(workload, settings.Kubernetes.Minor);

    /// <summary>Whether some other tool fills a text in before it gets to the cluster: <c>${PORT}</c>, <c>{{port}}</c>, <c>$(PORT)</c>.</summary>
    public static bool IsFilledIn(string? text) =>
        text is not null && (text.Contains("${", StringComparison.Ordinal) || text.Contains("{{", StringComparison.Ordinal) || text.Contains("$(", StringComparison.Ordinal));

    public static string Describe(Container? container) => container is null ? "the pod" : $"container `{container.Name}`";

    /// <param name="node">What the field's path leads to, or from where a path leads on to what is missing; null where no field is meant.</param>
    static Finding Place(Rule rule, KubernetesObject owner, Places places, string message, Container? container, YamlNode? node, string path = "")
    {
        var subject = new Subject(owner.Subject, owner.Namespace, container?.Name, node is null ? null : Joined(node.Path)) { LastingField = node is null ? null : Joined(node.LastingPath) };
        return new(rule.Info, places.Primary, message) { Related = places.Related, ValuesKey = places.ValuesKey, IsInTemplate = owner.Origin != Origin.Plain && !places.IsValues, Subject = subject };

        string Joined(string start) => path.Length == 0 ? start : start.Length == 0 ? path : $"{start}.{path}";
    }
}
