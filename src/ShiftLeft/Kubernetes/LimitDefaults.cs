using ShiftLeft.Files;
using ShiftLeft.Yaml;

namespace ShiftLeft.Kubernetes;

/// <summary>What the LimitRanges of a namespace give to containers that say nothing: admission fills it in.</summary>
static class LimitDefaults
{
    /// <summary>Whether a LimitRange gives a container of the workload a value.</summary>
    /// <param name="workload">Its namespace decides.</param>
    /// <param name="list"><c>limits</c> or <c>requests</c>.</param>
    /// <param name="resource"><c>cpu</c>, <c>memory</c>.</param>
    public static bool Give(Workload workload, string list, string resource) =>
        workload.Object.Set.OfKind("LimitRange", workload.Object.Namespace).Where(range => IsOver(range, workload.Object)).Take(MostRanges)
            .SelectMany(range => range.Spec?["limits"]?.Items ?? [])
            .Any(item => item["type"]?.Text == "Container" && Keys(list).Any(key => IsSet(item[key]?[resource])));

    /// <summary>A namespace has one or two.</summary>
    const int MostRanges = 100;

    /// <summary>As the API server defaults them: a limit is the greatest allowed one where no other is given, a request the limit, or else the least allowed one.</summary>
    static string[] Keys(string list) => list == "limits" ? ["default", "max"] : ["defaultRequest", "default", "max", "min"];

    static bool IsSet(YamlNode? node) => node?.Text is { } text && Quantity.Parse(text) is not 0;

    /// <summary>Where not both name their namespace, the place must tell that they belong together.</summary>
    static bool IsOver(KubernetesObject range, KubernetesObject workload) =>
        (range.Namespace is not null && workload.Namespace is not null) || !workload.Set.Rendered.IsEmpty ||
        TreePath.IsWithin(TreePath.FolderOf(workload.Root.Source.Path), TreePath.FolderOf(range.Root.Source.Path));
}
