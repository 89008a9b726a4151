using ShiftLeft.Kubernetes;

namespace ShiftLeft.Rules.RuntimeHardening;

/// <summary>A container with all rights on its node.</summary>
sealed class PrivilegedContainer : Rule<Workload>
{
    public override RuleInfo Info { get; } = new("SL2101", "privileged-container", Level.Error, Profile.Baseline, Since: "0.1")
    {
        Title = "A container is privileged",
        Why = "A privileged container has every capability and every device of its node. Whoever gets into it owns the node, and through the node's credentials often the cluster.",
        Fix = "Remove `privileged: true`; add the single capability that is needed, if any. What else is set of capabilities, seccomp or privilege escalation has no effect beside it.",
        References = ["https://kubernetes.io/docs/concepts/security/pod-security-standards/"],
        Equivalents =
        [
            "KSV-0017", "CKV_K8S_16", "kube-linter/privileged-container", "kube-score/container-security-context-privileged",
            "polaris/runAsPrivileged", "kubesec/Privileged", "kics/container_is_privileged", "sonar/S6428", "semgrep/privileged-container",
            "kyverno/disallow-privileged-containers", "gatekeeper/privileged-containers", "PSS/privileged",
        ],
        Similar = ["C-0057"],
        Cwe = [250],
        SecuritySeverity = 9.3,
        Bad =
        [
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
                      image: ghcr.io/acme/web:1.29
                      ports:
                        - containerPort: 80
                      securityContext:
                        privileged: [|true|]

            """,
            """
            apiVersion: apps/v1
            kind: StatefulSet
            metadata:
              name: search
            spec:
              template:
                spec:
                  initContainers:
                    - name: raise-map-count
                      image: busybox:1.37
                      command: ["sysctl", "-w", "vm.max_map_count=262144"]
                      securityContext:
                        privileged: [|true|]
                  containers:
                    - name: elasticsearch
                      image: elasticsearch:9.2.1

            """,
        ],
        Good =
        [
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
                      image: ghcr.io/acme/web:1.29
                      ports:
                        - containerPort: 80
                      securityContext:
                        privileged: false
                        capabilities:
                          drop: [ALL]
                          add: [NET_BIND_SERVICE]

            """,
            """
            apiVersion: apps/v1
            kind: StatefulSet
            metadata:
              name: search
            spec:
              template:
                spec:
                  containers:
                    - name: elasticsearch
                      image: elasticsearch:9.2.1
                      env:
                        - name: node.store.allow_mmap
                          value: "false"

            """,
        ],
    };

    public override IEnumerable<Finding> Check(Workload workload, Settings settings) =>
        from violation in workload.PodSecurityViolations("privileged", settings)
        select this.At(workload, violation, $"{KubernetesFindings.Describe(violation.Container)} is privileged");
}
