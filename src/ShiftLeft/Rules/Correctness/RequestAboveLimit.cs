using ShiftLeft.Kubernetes;

namespace ShiftLeft.Rules.Correctness;

/// <summary>More is requested than may be used.</summary>
sealed class RequestAboveLimit : Rule<Workload>
{
    public override RuleInfo Info { get; } = new("SL8108", "request-above-limit", Level.Error, Profile.Baseline, Since: "0.1")
    {
        Title = "A container requests more of a resource than its limit, or an amount that is none",
        Why = "The API server refuses the pod.",
        Fix = "Set the request to at most the limit, in Kubernetes' units: `500m`, `256Mi`.",
        References = ["https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/"],
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
                    - name: orders
                      image: ghcr.io/acme/orders:1.4
                      resources:
                        requests:
                          cpu: 250m
                          memory: [|1Gi|]
                        limits:
                          memory: 512Mi

            """,
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
                      image: ghcr.io/acme/orders:1.4
                      resources:
                        limits:
                          memory: [|512MB|]

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
                      image: ghcr.io/acme/orders:1.4
                      resources:
                        requests:
                          cpu: 500m
                          memory: 1000Mi
                        limits:
                          cpu: 1
                          memory: 1Gi

            """,
        ],
    };

    public override IEnumerable<Finding> Check(Workload workload, Settings settings)
    {
        foreach (var container in workload.Containers)
        {
            var resources = container.Node["resources"];
            foreach (var entry in (resources?["requests"]?.Entries ?? []).Concat(resources?["limits"]?.Entries ?? []))
            {
                if (entry.Value.Text is { } text && Quantity.Parse(text) is null && !KubernetesFindings.IsFilledIn(text))
                    yield return this.At(container, entry.Value, $"`{text}` is no amount of `{entry.Key.Value}`");
            }
            foreach (var request in resources?["requests"]?.Entries ?? [])
            {
                if (request.Value.Text is { } wanted && resources?["limits"]?[request.Key.Value]?.Text is { } allowed && Quantity.Parse(wanted) > Quantity.Parse(allowed))
                    yield return this.At(container, request.Value, $"container `{container.Name}` requests {wanted} of `{request.Key.Value}`, above its limit of {allowed}");
            }
        }
    }
}
