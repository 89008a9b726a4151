using ShiftLeft.Kubernetes;

namespace ShiftLeft.Rules.RuntimeHardening;

/// <summary>The container runtime's socket in a pod.</summary>
sealed class RuntimeSocketMount : Rule<Workload>
{
    public override RuleInfo Info { get; } = new("SL2110", "runtime-socket-mount", Level.Error, Profile.Baseline, Since: "0.1")
    {
        Title = "A pod mounts the container runtime's socket",
        Why = "Whoever can talk to the runtime starts privileged containers beside every control of Kubernetes: the pod owns its node.",
        Fix = "Remove the mount; build images with a rootless builder such as BuildKit, and read container data through the kubelet's API.",
        Equivalents =
        [
            "KSV-0006", "CKV_K8S_27", "kube-linter/docker-sock", "kubesec/DockerSock", "kics/docker_daemon_socket_is_exposed_to_containers",
            "sonar/S6429", "semgrep/exposing-docker-socket-hostpath", "kyverno/disallow-cri-sock-mount", "C-0074", "PSS/hostPathVolumes",
        ],
        Cwe = [250],
        SecuritySeverity = 9.3,
        Bad =
        [
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: ci-runner
            spec:
              template:
                spec:
                  containers:
                    - name: runner
                      image: ghcr.io/acme/ci-runner:2.3
                      volumeMounts:
                        - name: docker
                          mountPath: /var/run/docker.sock
                  volumes:
                    - name: docker
                      hostPath:
                        path: [|/var/run/docker.sock|]

            """,
            """
            apiVersion: apps/v1
            kind: DaemonSet
            metadata:
              name: image-cleaner
            spec:
              template:
                spec:
                  containers:
                    - name: cleaner
                      image: ghcr.io/acme/image-cleaner:1.1
                      volumeMounts:
                        - name: containerd
                          mountPath: /run/containerd
                  volumes:
                    - name: containerd
                      hostPath:
                        path: [|/run/containerd|]

            """,
        ],
        Good =
        [
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: ci-runner
            spec:
              template:
                spec:
                  containers:
                    - name: runner
                      image: ghcr.io/acme/ci-runner:2.3
                      env:
                        - name: BUILDKIT_HOST
                          value: tcp://buildkitd.ci:1234

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
                        path: /var/log

            """,
        ],
    };

    public override IEnumerable<Finding> Check(Workload workload, Settings settings) =>
        from volume in workload.Volumes
        let path = volume.At("hostPath", "path")
        where IsSocket(path?.Text)
        select this.At(workload.Object, path, $"`{path.Text}` gives the pod the container runtime of its node");

    internal static bool IsSocket(string? path) =>
        path is not null && (path.EndsWith("docker.sock", StringComparison.Ordinal) || path.EndsWith("containerd.sock", StringComparison.Ordinal) || path.EndsWith("crio.sock", StringComparison.Ordinal) ||
            path.EndsWith("cri-dockerd.sock", StringComparison.Ordinal) || path.EndsWith("podman.sock", StringComparison.Ordinal) || path.TrimEnd('/') is "/run/containerd" or "/var/run/containerd" or "/var/run" or "/run");
}
