using ShiftLeft.Kubernetes;
using ShiftLeft.Yaml;

namespace ShiftLeft.Rules.RuntimeHardening;

/// <summary>A folder of the node in a pod.</summary>
sealed class HostPathVolume : Rule<Workload>
{
    public override RuleInfo Info { get; } = new("SL2109", "host-path-volume", Level.Error, Profile.Baseline, Since: "0.1")
    {
        Title = "A pod mounts a folder of its node",
        Why = "What the pod may write there, it may use to leave the container; what it may read there can hold the node's credentials and other pods' data.",
        Fix = "Use an `emptyDir`, a `configMap` or a persistent volume. A node agent that needs the path is a reason for a suppression with that reason.",
        References = ["https://kubernetes.io/docs/concepts/storage/volumes/#hostpath"],
        Equivalents = ["KSV-0023", "polaris/hostPathSet", "kyverno/disallow-host-path", "C-0048", "PSS/hostPathVolumes"],
        Similar =
        [
            "KSV-0121", "kube-linter/sensitive-host-mounts", "kube-linter/writable-host-mount", "kubesec/ProcMount",
            "kics/non_kube_system_pod_with_host_mount", "kics/workload_mounting_with_sensitive_os_directory",
            "kics/volume_mount_with_os_directory_write_permissions", "sonar/S6433", "kyverno/ensure-readonly-hostpath", "gatekeeper/host-filesystem",
            "C-0020", "C-0045",
        ],
        Cwe = [668],
        SecuritySeverity = 7.5,
        Bad =
        [
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: shop
            spec:
              template:
                spec:
                  containers:
                    - name: shop
                      image: ghcr.io/acme/shop:3.1
                      volumeMounts:
                        - name: uploads
                          mountPath: /var/lib/shop/uploads
                  volumes:
                    - name: uploads
                      hostPath:
                        path: [|/srv/shop/uploads|]
                        type: DirectoryOrCreate

            """,
            """
            apiVersion: apps/v1
            kind: DaemonSet
            metadata:
              name: log-shipper
            spec:
              template:
                spec:
                  containers:
                    - name: log-shipper
                      image: ghcr.io/acme/log-shipper:4.0
                      volumeMounts:
                        - name: logs
                          mountPath: /var/log
                          readOnly: true
                  volumes:
                    - name: logs
                      hostPath:
                        path: [|/var/log|]

            """,
        ],
        Good =
        [
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: shop
            spec:
              template:
                spec:
                  containers:
                    - name: shop
                      image: ghcr.io/acme/shop:3.1
                      volumeMounts:
                        - name: uploads
                          mountPath: /var/lib/shop/uploads
                  volumes:
                    - name: uploads
                      persistentVolumeClaim:
                        claimName: shop-uploads

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
                      image: ghcr.io/acme/orders:1.4.2
                      volumeMounts:
                        - name: tmp
                          mountPath: /tmp
                  volumes:
                    - name: tmp
                      emptyDir: {}

            """,
        ],
    };

    public override IEnumerable<Finding> Check(Workload workload, Settings settings) =>
        from violation in workload.PodSecurityViolations("hostPathVolumes", settings)
        where !RuntimeSocketMount.IsSocket(violation.Node.Text)
        select this.At(workload, violation, $"`{violation.Node.Text}` of the node is mounted into the pod");
}
