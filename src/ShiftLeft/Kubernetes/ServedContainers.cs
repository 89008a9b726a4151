using System.Collections.Immutable;
using ShiftLeft.Yaml;

namespace ShiftLeft.Kubernetes;

/// <summary>
/// The containers that others send traffic to. A Service that selects the pod is the test; the ports that a container declares are information only, and
/// are asked where no Service is known at all.
/// </summary>
static class ServedContainers
{
    public static IEnumerable<Container> Of(Workload workload)
    {
        // Knative probes its containers by itself.
        if (workload.RunsToCompletion || workload.Object.IsHook || workload.Kind is "Service" or "PodTemplate") return [];
        var set = workload.Object.Set;
        var services = set.ServicesOf(workload).Where(service => !IsForMetrics(service)).Take(MostServices).ToList();
        if (services.Count > 0) return Behind(workload, services);
        return set.OfKind("Service", workload.Object.Namespace).Any() || set.Hidden.Hold("Service") ? [] : workload.LongRunning.Where(container => container.Ports.Any(port => !IsMetricsName(port["name"]?.Text) && !IsHealthName(port["name"]?.Text)));
    }

    const int MostServices = 50;

    /// <summary>Those that declare a port that a Service sends to; where none is known to, the first.</summary>
    static ImmutableArray<Container> Behind(Workload workload, List<KubernetesObject> services)
    {
        var targets = services.SelectMany(service => service.Spec?["ports"]?.Items ?? []).Where(port => !IsMetricsName(port["name"]?.Text))
            .Select(port => Present(port["targetPort"])?.Text ?? port["port"]?.Text).OfType<string>().ToHashSet(StringComparer.Ordinal);
        ImmutableArray<Container> declaring =
            [.. workload.LongRunning.Where(container => container.Ports.Any(port => (port["name"]?.Text is { } name && targets.Contains(name)) || (port["containerPort"]?.Text is { } number && targets.Contains(number))))];
        return !declaring.IsEmpty ? declaring : [.. workload.LongRunning.Where(container => container.Kind == ContainerKind.App).Take(1)];
    }

    /// <summary>A Service for the monitoring alone: nobody waits for an answer.</summary>
    static bool IsForMetrics(KubernetesObject service) =>
        service.Spec?["ports"] is { Items: { Length: > 0 } ports } && (ports.All(port => IsMetricsName(port["name"]?.Text)) || (ports.Length == 1 && IsMetricsName(service.Name)));

    static bool IsMetricsName(string? name) =>
        name is not null && (name.Contains("metrics", StringComparison.Ordinal) || name.Split('-', '.', '_').Any(word => word is "prometheus" or "monitoring" or "prom" or "telemetry"));

    /// <summary>A port that the kubelet alone asks.</summary>
    static bool IsHealthName(string? name) =>
        name is not null && name.Split('-', '.', '_').Any(word => word is "health" or "healthz" or "liveness" or "livez" or "readyz" or "readiness" or "probe" or "probes");

    static YamlNode? Present(YamlNode? node) => node is null or { IsNull: true } ? null : node;
}
