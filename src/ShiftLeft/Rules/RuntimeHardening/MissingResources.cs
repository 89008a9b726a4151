using ShiftLeft.Kubernetes;
using ShiftLeft.Yaml;

namespace ShiftLeft.Rules.RuntimeHardening;

/// <summary>A container that may take all of its node's memory or CPU.</summary>
sealed class MissingResources : Rule<Workload>
{
    const string MemoryLimit = "memory limit";
    const string MemoryRequest = "memory request";
    const string CpuRequest = "CPU request";

    public override RuleInfo Info { get; } = new("SL2107", "missing-resources", Level.Warning, Profile.Recommended, Since: "0.1")
    {
        Title = "A container has no limits or requests of resources",
        Why = "Without a memory limit one leak or one flood of requests takes the node down with all its pods; without requests the scheduler packs nodes blindly. A LimitRange of the namespace that gives defaults is as good. A CPU limit is contested, because it throttles, and is asked for only if the policy says so.",
        Fix = "Set `resources.requests.cpu`, `resources.requests.memory` and `resources.limits.memory`, such as `100m`, `128Mi` and `256Mi`.",
        Settings = [new("resources.requests.cpu", "100m"), new("resources.requests.memory", "128Mi"), new("resources.limits.memory", "256Mi")],
        References = ["https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/"],
        Equivalents = ["kube-score/container-resources", "kyverno/require-pod-requests-limits"],
        Parts =
        [
            new([MemoryLimit], "KSV-0018", "CKV_K8S_13", "kube-linter/unset-memory-requirements", "polaris/memoryLimitsMissing", "kubesec/LimitsMemory", "kics/memory_limits_not_defined", "sonar/S6864", "C-0271"),
            new([MemoryRequest], "KSV-0016", "CKV_K8S_12", "kube-linter/unset-memory-requirements", "polaris/memoryRequestsMissing", "kubesec/RequestsMemory", "kics/memory_requests_not_defined", "sonar/S6873", "C-0269"),
            new([CpuRequest], "KSV-0015", "CKV_K8S_10", "kube-linter/unset-cpu-requirements", "polaris/cpuRequestsMissing", "kubesec/RequestsCPU", "kics/cpu_requests_not_set", "sonar/S6892", "C-0268"),
        ],
        Similar =
        [
            "KSV-0011", "CKV_K8S_11", "polaris/cpuLimitsMissing", "kubesec/LimitsCPU", "kics/cpu_limits_not_set", "sonar/S6869",
            "kyverno/require-cpu-limits", "gatekeeper/containerresources", "C-0004", "C-0009", "C-0050", "C-0270",
        ],
        Cwe = [770],
        SecuritySeverity = 5.0,
        Options = [new("memory", "Whether a memory limit and request are required", ["required", "off"]), new("cpu", "What is asked of CPU", ["request", "required", "off"])],
        Bad =
        [
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: orders
            spec:
              template:
                spec:
                  containers:
                    - name: [|orders|]
                      image: ghcr.io/acme/orders:1.4.2

            """,
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: checkout
            spec:
              template:
                spec:
                  containers:
                    - name: checkout
                      image: ghcr.io/acme/checkout:2.0.1
                      [|resources|]:
                        requests:
                          cpu: 250m
                          memory: 256Mi

            """,
        ],
        Good =
        [
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: orders
            spec:
              template:
                spec:
                  containers:
                    - name: orders
                      image: ghcr.io/acme/orders:1.4.2
                      resources:
                        requests:
                          cpu: 100m
                        limits:
                          memory: 256Mi

            """,
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: checkout
            spec:
              template:
                spec:
                  resources:
                    requests:
                      cpu: 250m
                      memory: 256Mi
                    limits:
                      memory: 512Mi
                  containers:
                    - name: checkout
                      image: ghcr.io/acme/checkout:2.0.1

            """,
        ],
    };

    // An init container's requests count for the pod, and its memory is the node's; it only has less time. Ephemeral containers can have no resources.
    public override IEnumerable<Finding> Check(Workload workload, Settings settings)
    {
        if (workload.Object.IsTest) yield break;
        foreach (var container in workload.Containers.Where(container => container.Kind != ContainerKind.Ephemeral))
        {
            var missing = Missing(container, settings.Option(Info, "memory"), settings.Option(Info, "cpu")).ToList();
            if (missing.Count == 0) continue;
            var anchor = container.Node.Entry("resources") is { } entry ? entry.Key : container.Anchor;
            var finding = this.Missing(workload.Object, anchor, "resources." + (missing[0].StartsWith("memory", StringComparison.Ordinal) ? "limits.memory" : "requests.cpu"), $"container `{container.Name}` has no {Join(missing)}", container) with { Parts = [.. missing] };
            yield return container.Kind == ContainerKind.Init && !container.IsSidecar ? finding with { Level = Level.Info } : finding;
        }
    }

    static IEnumerable<string> Missing(Container container, string? memory, string? cpu)
    {
        if (memory == "required" && !Has(container, "limits", "memory")) yield return MemoryLimit;
        if (memory == "required" && !Has(container, "requests", "memory") && !Has(container, "limits", "memory")) yield return MemoryRequest;
        if (cpu != "off" && !Has(container, "requests", "cpu") && !Has(container, "limits", "cpu")) yield return CpuRequest;
        if (cpu == "required" && !Has(container, "limits", "cpu")) yield return "CPU limit";
    }

    /// <summary>The container's own value, the pod's (from 1.34 on), or the default of its namespace; a zero is none.</summary>
    static bool Has(Container container, string list, string resource) =>
        IsSet(container.Node.At("resources", list, resource)) || IsSet(container.Workload.PodSpec.At("resources", list, resource)) ||
        (container.Node.At("resources", list, resource) is null && LimitDefaults.Give(container.Workload, list, resource));

    static bool IsSet(YamlNode? node) => node?.Text is { } text && Quantity.Parse(text) is not 0;

    static string Join(List<string> parts) => parts.Count == 1 ? parts[0] : $"{string.Join(", ", parts[..^1])} and {parts[^1]}";
}
