using ShiftLeft.Docker;

namespace ShiftLeft.Rules.RuntimeHardening;

/// <summary>The container runtime's socket or a part of the host as a volume.</summary>
sealed class RuntimeSocketVolume : Rule<Dockerfile>
{
    public override RuleInfo Info { get; } = new("SL2006", "runtime-socket-volume", Level.Error, Profile.Baseline, Since: "0.1")
    {
        Title = "The image declares the runtime's socket or a system folder as a volume",
        Why = "Whoever can write to the container runtime's socket starts containers with all rights on the host. `/proc`, `/sys` and `/dev` are the kernel's.",
        Fix = "Remove the volume; build images with a rootless builder instead of a mounted socket.",
        Equivalents = ["semgrep/dockerfile-dockerd-socket-mount", "DKL-DI-0002"],
        Cwe = [250],
        SecuritySeverity = 8.5,
        Bad =
        [
            """
            FROM docker:29-cli
            COPY build.sh /usr/local/bin/
            VOLUME [|/var/run/docker.sock|]
            USER 10001
            CMD ["build.sh"]

            """,
            """
            FROM debian:13-slim
            COPY node-agent /usr/local/bin/
            VOLUME ["/var/lib/node-agent", [|"/sys"|]]
            USER 10001
            CMD ["node-agent"]

            """,
        ],
        Good =
        [
            """
            FROM docker:29-cli
            COPY build.sh /usr/local/bin/
            ENV BUILDKIT_HOST=tcp://buildkitd:1234
            USER 10001
            CMD ["build.sh"]

            """,
            """
            FROM debian:13-slim
            COPY orders /usr/local/bin/orders
            VOLUME /var/lib/orders
            USER 10001
            CMD ["orders"]

            """,
        ],
    };

    public override IEnumerable<Finding> Check(Dockerfile file, Settings settings) =>
        from stage in file.Stages
        from volume in stage.Written.OfType<VolumeInstruction>()
        from word in volume.Syntax.Words
        let path = (volume.Expand(word).Text ?? "").TrimEnd('/')
        where path.EndsWith("docker.sock", StringComparison.Ordinal) || path.EndsWith("containerd.sock", StringComparison.Ordinal) || path.EndsWith("crio.sock", StringComparison.Ordinal) || path is "/proc" or "/sys" or "/dev"
        select this.At(stage, word.Location, $"`{path}` is declared as a volume");
}
