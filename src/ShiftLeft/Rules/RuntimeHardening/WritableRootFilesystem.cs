using ShiftLeft.Kubernetes;

namespace ShiftLeft.Rules.RuntimeHardening;

/// <summary>A container that may change its own image's files.</summary>
sealed class WritableRootFilesystem : Rule<Workload>
{
    public override RuleInfo Info { get; } = new("SL2108", "writable-root-filesystem", Level.Info, Profile.Recommended, Since: "0.1")
    {
        Title = "A container may write to its root file system",
        Why = "An intruder can replace programs, drop tools and change configuration in place. With a read-only root only the mounted folders can be written.",
        Fix = "Set `readOnlyRootFilesystem: true`, and mount an `emptyDir` where the service writes, such as `/tmp`.",
        Settings = [new("securityContext.readOnlyRootFilesystem", "true")],
        Equivalents =
        [
            "KSV-0014", "CKV_K8S_22", "kube-linter/no-read-only-root-fs", "kube-score/container-security-context-readonlyrootfilesystem",
            "polaris/notReadOnlyRootFilesystem", "kubesec/ReadOnlyRootFilesystem", "kics/root_container_not_mounted_as_read_only",
            "semgrep/writable-filesystem-container", "kyverno/require-ro-rootfs", "gatekeeper/read-only-root-filesystem", "C-0017",
        ],
        StrictLevel = Level.Warning,
        Cwe = [732],
        SecuritySeverity = 4.5,
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
                      securityContext:
                        readOnlyRootFilesystem: [|false|]

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
                      securityContext:
                        readOnlyRootFilesystem: true
                      volumeMounts:
                        - name: tmp
                          mountPath: /tmp
                  volumes:
                    - name: tmp
                      emptyDir: {}

            """,
            """
            apiVersion: batch/v1
            kind: CronJob
            metadata:
              name: nightly-report
            spec:
              schedule: "0 3 * * *"
              jobTemplate:
                spec:
                  template:
                    spec:
                      restartPolicy: OnFailure
                      containers:
                        - name: report
                          image: ghcr.io/acme/report:1.8.0
                          securityContext:
                            readOnlyRootFilesystem: true

            """,
        ],
    };

    public override IEnumerable<Finding> Check(Workload workload, Settings settings) =>
        workload.RunsOnWindows || workload.Object.IsTest ? [] :
        from container in workload.Containers
        let value = container.Own("readOnlyRootFilesystem")
        where value?.IsTrue != true && (value is not null || !container.IsPrivileged)
        select value is not null
            ? this.At(container, value, $"container `{container.Name}` may write to its root file system")
            : this.Missing(workload.Object, container.Node.Entry("securityContext") is { } entry ? entry.Key : container.Anchor, "securityContext.readOnlyRootFilesystem", $"container `{container.Name}` does not set `readOnlyRootFilesystem: true`", container);
}
