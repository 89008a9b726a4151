using ShiftLeft.Kubernetes;
using ShiftLeft.Text;

namespace ShiftLeft.Policy;

/// <summary>Annotations by which checkov's users accept findings of one object: <c>checkov.io/skip1: CKV_K8S_20=reason</c>.</summary>
static class SkipAnnotations
{
    public static IEnumerable<Comment> Read(KubernetesObject item) =>
        from entry in item.Metadata?["annotations"]?.Entries ?? []
        where entry.Key.Value.StartsWith("checkov.io/skip", StringComparison.Ordinal) && entry.Value.Text is not null
        select new Comment(entry.Location, "checkov:skip=" + entry.Value.Text!.Replace('=', ':'), item.Root.Span);
}
