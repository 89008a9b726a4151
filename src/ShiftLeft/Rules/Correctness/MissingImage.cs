using ShiftLeft.Kubernetes;
using ShiftLeft.Yaml;

namespace ShiftLeft.Rules.Correctness;

/// <summary>A container whose image is left empty.</summary>
sealed class MissingImage : Rule<Workload>
{
    public override RuleInfo Info { get; } = new("SL8115", "missing-image", Level.Error, Profile.Baseline, Since: "0.1")
    {
        Title = "A container names no image",
        Why = "The API server refuses the object.",
        Fix = "Name an image with its version, such as `ghcr.io/acme/orders:1.4.2`.",
        References = ["https://kubernetes.io/docs/concepts/containers/images/"],
        Similar = ["CKV_K8S_14", "kics/invalid_image"],
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
                      image: [|""|]

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
                      [|image|]:

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

            """,
        ],
    };

    // An image that is not mentioned at all may be a later step's to add.
    public override IEnumerable<Finding> Check(Workload workload, Settings settings) =>
        workload.Object.Set.Kustomizations.Change(workload.Object) ? [] :
        from container in workload.Containers
        let entry = container.Node.Entry("image")
        where entry?.Value is YamlScalar image && string.IsNullOrWhiteSpace(image.Text)
        select this.At(container, entry.Value.Span.IsEmpty ? entry.Key : entry.Value, $"container `{container.Name}` names no image");
}
