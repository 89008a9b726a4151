using ShiftLeft.Kubernetes;
using ShiftLeft.Text;

namespace ShiftLeft.Rules.Correctness;

/// <summary>A mount of a volume that the pod does not have.</summary>
sealed class UnknownVolume : Rule<Workload>
{
    public override RuleInfo Info { get; } = new("SL8106", "unknown-volume", Level.Error, Profile.Baseline, Since: "0.1")
    {
        Title = "A container mounts a volume that the pod does not define",
        Why = "The API server refuses the pod; a Deployment is accepted and never gets one.",
        Fix = "Define the volume under `spec.volumes`, or correct the name.",
        References = ["https://kubernetes.io/docs/concepts/storage/volumes/"],
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
                      volumeMounts:
                        - name: [|settings|]
                          mountPath: /etc/orders
                  volumes:
                    - name: config
                      configMap:
                        name: orders

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
                      volumeMounts:
                        - name: config
                          mountPath: /etc/orders
                  volumes:
                    - name: config
                      configMap:
                        name: orders

            """,
            """
            apiVersion: apps/v1
            kind: StatefulSet
            metadata:
              name: invoices
            spec:
              template:
                spec:
                  containers:
                    - name: invoices
                      image: ghcr.io/acme/invoices:2.3
                      volumeMounts:
                        - name: archive
                          mountPath: /var/lib/invoices
              volumeClaimTemplates:
                - metadata:
                    name: archive
                  spec:
                    accessModes: [ReadWriteOnce]
                    resources:
                      requests:
                        storage: 10Gi

            """,
        ],
    };

    public override IEnumerable<Finding> Check(Workload workload, Settings settings)
    {
        // A namespace that can be none stands for one: a program fills the object in, and the rest of it with it.
        if (workload.Object.Set.Kustomizations.Change(workload.Object) || workload.Object.Namespace?.Any(c => c is ' ' or '<' or '{' or '$' or (>= 'A' and <= 'Z')) == true) return [];
        var known = workload.Volumes.Select(volume => volume["name"]?.Text)
            .Concat((workload.Object.Spec?["volumeClaimTemplates"]?.Items ?? []).Select(claim => claim.At("metadata", "name")?.Text))
            .OfType<string>().ToHashSet(StringComparer.Ordinal);
        return from container in workload.Containers
               from mount in container.VolumeMounts.Concat(container.Node["volumeDevices"]?.Items ?? [])
               let name = mount["name"]
               where name?.Text is { Length: > 0 } text && !known.Contains(text)
               select this.At(container, name, $"the pod has no volume `{name.Text}`{Suggestion.Sentence(name.Text!, known.Take(100))}");
    }
}
