using ShiftLeft.Kubernetes;

namespace ShiftLeft.Rules.TrustedImages;

/// <summary>A container's image without a tag, or with one that moves.</summary>
sealed class FloatingImage : Rule<Workload>
{
    public override RuleInfo Info { get; } = new("SL1101", "floating-image", Level.Warning, Profile.Baseline, Since: "0.1")
    {
        Title = "A container's image has no fixed version",
        Why = "Each node may run something else under the same name, a rollback brings nothing back, and a bad push reaches production at the next restart.",
        Fix = "Name the version that was tested, such as `ghcr.io/acme/api:1.4.2`, or pin the digest.",
        References = ["https://kubernetes.io/docs/concepts/containers/images/#image-names"],
        Equivalents =
        [
            "KSV-0013", "CKV_K8S_14", "kube-linter/latest-tag", "kube-score/container-image-tag", "polaris/tagNotSpecified", "kics/invalid_image",
            "sonar/S6596", "kyverno/disallow-latest-tag", "gatekeeper/disallowedtags",
        ],
        Cwe = [1357],
        SecuritySeverity = 5.0,
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
                      image: [|ghcr.io/acme/orders:latest|]

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
                      image: [|registry.example.com:5000/checkout|]

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
                      image: registry.example.com:5000/checkout@sha256:306d057139115275209b34b13bf3a28340129029ee5b62258a526361f7bf8fa5

            """,
        ],
    };

    public override IEnumerable<Finding> Check(Workload workload, Settings settings) =>
        from container in workload.Containers
        where container.Image is { IsLatest: true } && !FilledInImage.Is(container)
        select this.AtImage(container, container.Image!.Tag ?? container.Image!.ShortName, $"container `{container.Name}` runs `{container.Image!.FamiliarName}` without a fixed version");
}
