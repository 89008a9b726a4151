using ShiftLeft.Kubernetes;

namespace ShiftLeft.Rules.RuntimeHardening;

/// <summary>A pod in a namespace of its node.</summary>
sealed class HostNamespace : Rule<Workload>
{
    public override RuleInfo Info { get; } = new("SL2102", "host-namespace", Level.Error, Profile.Baseline, Since: "0.1")
    {
        Title = "A pod shares a namespace with its node",
        Why = "With `hostPID` it sees and signals every process of the node and reads their environment, with `hostNetwork` it reaches what listens on the node's loopback and escapes network policies, with `hostIPC` it reads shared memory.",
        Fix = "Remove the field. A node agent that needs it is a reason for a suppression with that reason.",
        References = ["https://kubernetes.io/docs/concepts/security/pod-security-standards/"],
        Equivalents = ["sonar/S6431", "kyverno/disallow-host-namespaces", "PSS/hostNamespaces"],
        Parts =
        [
            new(["hostNetwork"], "KSV-0009", "CKV_K8S_19", "kube-linter/host-network", "polaris/hostNetworkSet", "kubesec/HostNetwork", "kics/shared_host_network_namespace", "semgrep/hostnetwork-pod", "C-0041"),
            new(["hostPID"], "KSV-0010", "CKV_K8S_17", "kube-linter/host-pid", "polaris/hostPIDSet", "kubesec/HostPID", "kics/shared_host_pid_namespace", "semgrep/hostpid-pod", "gatekeeper/host-namespaces", "C-0038", "C-0275"),
            new(["hostIPC"], "KSV-0008", "CKV_K8S_18", "kube-linter/host-ipc", "polaris/hostIPCSet", "kubesec/HostIPC", "kics/shared_host_ipc_namespace", "semgrep/hostipc-pod", "gatekeeper/host-namespaces", "C-0038", "C-0276"),
        ],
        Cwe = [653],
        SecuritySeverity = 8.2,
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
                  hostNetwork: [|true|]
                  containers:
                    - name: orders
                      image: ghcr.io/acme/orders:1.4.2

            """,
            """
            apiVersion: v1
            kind: Pod
            metadata:
              name: profile-orders
            spec:
              hostPID: [|true|]
              containers:
                - name: orders
                  image: ghcr.io/acme/orders:1.4.2
                - name: profiler
                  image: ghcr.io/acme/profiler:0.9

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
                  hostNetwork: false
                  containers:
                    - name: orders
                      image: ghcr.io/acme/orders:1.4.2

            """,
            """
            apiVersion: v1
            kind: Pod
            metadata:
              name: profile-orders
            spec:
              shareProcessNamespace: true
              containers:
                - name: orders
                  image: ghcr.io/acme/orders:1.4.2
                - name: profiler
                  image: ghcr.io/acme/profiler:0.9

            """,
        ],
    };

    public override IEnumerable<Finding> Check(Workload workload, Settings settings) =>
        from violation in workload.PodSecurityViolations("hostNamespaces", settings)
        let field = violation.Node.Path[(violation.Node.Path.LastIndexOf('.') + 1)..]
        where field != "hostNetwork" || !IsHostProcess(workload)
        select this.At(workload, violation, $"`{field}` puts the pod into a namespace of its node");

    /// <summary>Processes of the node must be in its network: the API server refuses them otherwise.</summary>
    static bool IsHostProcess(Workload workload) =>
        workload.SecurityContext?.At("windowsOptions", "hostProcess")?.IsTrue == true || workload.Containers.Any(container => container.SecurityContext?.At("windowsOptions", "hostProcess")?.IsTrue == true);
}
