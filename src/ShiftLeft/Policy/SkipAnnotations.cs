using ShiftLeft.Kubernetes;
using ShiftLeft.Yaml;

namespace ShiftLeft.Policy;

/// <summary>
/// Annotations by which the users of other tools accept findings of one object: <c>checkov.io/skip1: CKV_K8S_20=reason</c>,
/// <c>ignore-check.kube-linter.io/privileged-container: reason</c>.
/// </summary>
static class SkipAnnotations
{
    const string KubeLinter = "ignore-check.kube-linter.io/";

    public static IEnumerable<InlineSuppression> Read(KubernetesObject item) =>
        from entry in item.Metadata?["annotations"]?.Entries ?? []
        let id = IdOf(entry)
        where id is not null
        let place = item.Origin.Locate(entry.Value).Primary
        let isPlain = ReferenceEquals(place.Source, item.Root.Source)
        let suppression = InlineSuppressions.OfPeer(entry.Key.Value.StartsWith(KubeLinter, StringComparison.Ordinal) ? "kube-linter" : "checkov", id, place, $"{entry.Key.Value}: {entry.Value.Text}", isPlain ? item.Root.Span : null) with { Object = isPlain ? null : item.Subject }
        select suppression;

    static string? IdOf(YamlEntry entry) =>
        entry.Key.Value.StartsWith("checkov.io/skip", StringComparison.Ordinal) ? entry.Value.Text?.Split('=')[0].Trim()
        : entry.Key.Value.StartsWith(KubeLinter, StringComparison.Ordinal) ? $"kube-linter/{entry.Key.Value[KubeLinter.Length..]}"
        : null;
}
