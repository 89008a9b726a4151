using ShiftLeft.Kubernetes;

namespace ShiftLeft.Rules.TrustedImages;

/// <summary>A container's image that is not pinned by digest.</summary>
sealed class UnpinnedImage : Rule<Workload>
{
    public override RuleInfo Info { get; } = new("SL1103", "unpinned-image", Level.Info, Profile.Strict, Since: "0.1")
    {
        Title = "A container's image is not pinned by digest",
        Why = "A tag can be pushed again. A digest names exactly the bytes that were tested and signed.",
        Fix = "Append the digest: `ghcr.io/acme/api:1.4.2@sha256:…`; an updater keeps it current.",
        Equivalents = ["CKV_K8S_43", "C-0306", "kics/image_without_digest", "kyverno/require-image-checksum", "gatekeeper/imagedigests"],
        StrictLevel = Level.Warning,
        Cwe = [494],
        SecuritySeverity = 3.5,
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
                      image: [|ghcr.io/acme/orders:1.4.2|]

            """,
            """
            apiVersion: batch/v1
            kind: Job
            metadata:
              name: migrate
            spec:
              template:
                spec:
                  restartPolicy: Never
                  initContainers:
                    - name: wait-for-database
                      image: [|busybox:1.37|]
                      command: ["sh", "-c", "until nc -z database 5432; do sleep 1; done"]
                  containers:
                    - name: migrate
                      image: ghcr.io/acme/migrate@sha256:306d057139115275209b34b13bf3a28340129029ee5b62258a526361f7bf8fa5

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
                      image: ghcr.io/acme/orders:1.4.2@sha256:306d057139115275209b34b13bf3a28340129029ee5b62258a526361f7bf8fa5

            """,
            """
            apiVersion: batch/v1
            kind: Job
            metadata:
              name: migrate
            spec:
              template:
                spec:
                  restartPolicy: Never
                  containers:
                    - name: migrate
                      image: ghcr.io/acme/migrate@sha256:306d057139115275209b34b13bf3a28340129029ee5b62258a526361f7bf8fa5

            """,
        ],
    };

    public override IEnumerable<Finding> Check(Workload workload, Settings settings) =>
        from container in workload.Containers
        where container.Image is { Digest: null }
        select this.AtImage(container, container.Image!.Tag ?? container.Image!.ShortName, $"the image of container `{container.Name}` is not pinned by digest");
}
