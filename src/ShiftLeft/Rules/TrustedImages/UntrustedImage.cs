using ShiftLeft.Images;
using ShiftLeft.Kubernetes;

namespace ShiftLeft.Rules.TrustedImages;

/// <summary>A container's image from outside the trusted list.</summary>
sealed class UntrustedImage : Rule<Workload>
{
    public override RuleInfo Info { get; } = new("SL1102", "untrusted-image", Level.Error, Profile.Baseline, Since: "0.1")
    {
        Title = "A container's image does not come from a trusted source",
        Why = "Whoever publishes the image decides what runs in the cluster. The policy names the registries and repositories whose publishers are trusted.",
        Fix = "Use an image from the list, or add the source to `images.trusted` in `shiftleft.yml`.",
        Equivalents = ["C-0078", "kyverno/restrict-image-registries", "gatekeeper/allowedrepos"],
        Similar = ["KSV-0125", "KSV-0032", "KSV-0033", "KSV-0034", "KSV-0035", "C-0001", "gatekeeper/disallowedrepos", "kyverno/advanced-restrict-image-registries"],
        Cwe = [829],
        SecuritySeverity = 7.5,
        Bad =
        [
            """
            === deploy/web.yaml
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: web
            spec:
              template:
                spec:
                  containers:
                    - name: web
                      image: [|nginx:1.29|]
            === shiftleft.yml
            version: 1
            images:
              trusted:
                - ghcr.io/acme/*

            """,
            """
            === deploy/orders.yaml
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: orders
            spec:
              template:
                spec:
                  initContainers:
                    - name: wait-for-database
                      image: [|jdoe/wait-for:1.0|]
                  containers:
                    - name: orders
                      image: ghcr.io/acme/orders:1.4.2
            === shiftleft.yml
            version: 1
            images:
              trusted:
                - ghcr.io/acme/*

            """,
        ],
        Good =
        [
            """
            === deploy/web.yaml
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: web
            spec:
              template:
                spec:
                  containers:
                    - name: web
                      image: ghcr.io/acme/web:1.29
            === shiftleft.yml
            version: 1
            images:
              trusted:
                - ghcr.io/acme/*

            """,
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: web
            spec:
              template:
                spec:
                  containers:
                    - name: web
                      image: nginx:1.29

            """,
        ],
    };

    public override IEnumerable<Finding> Check(Workload workload, Settings settings) =>
        settings.TrustedImages.IsEmpty ? [] :
        from container in workload.Containers
        where container.Image is { } image && !TrustPattern.AnyCovers(settings.TrustedImages, image)
        select this.AtImage(container, container.Image!.Repository, $"`{container.Image!.FamiliarName}` is not covered by `images.trusted`");
}
