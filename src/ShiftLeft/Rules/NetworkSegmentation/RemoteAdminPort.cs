using ShiftLeft.Docker;

namespace ShiftLeft.Rules.NetworkSegmentation;

/// <summary>A port for remote administration.</summary>
sealed class RemoteAdminPort : Rule<Dockerfile>
{
    public override RuleInfo Info { get; } = new("SL4001", "remote-admin-port", Level.Warning, Profile.Baseline, Since: "0.1")
    {
        Title = "The image exposes a port for remote administration",
        Why = "SSH, Telnet, RDP and VNC in a container are a second way in, with keys and passwords of their own, that nobody patches or watches.",
        Fix = "Remove the port and the server; use `docker exec` or `kubectl exec`, which are authenticated and logged.",
        Equivalents = ["sonar/S6473"],
        Parts = [new(["SSH"], "DS-0004", "CKV_DOCKER_1", "kics/exposing_port_22")],
        Cwe = [284],
        SecuritySeverity = 5.5,
        Bad =
        [
            """
            FROM debian:12-slim
            RUN apt-get update \
                && apt-get install -y --no-install-recommends openssh-server \
                && rm -rf /var/lib/apt/lists/*
            COPY orders /usr/local/bin/
            EXPOSE 8080 [|22|]
            CMD ["/usr/local/bin/orders"]

            """,
            """
            FROM gcr.io/distroless/static:nonroot
            COPY file-exchange /file-exchange
            EXPOSE [|20-22/tcp|]
            ENTRYPOINT ["/file-exchange"]

            """,
        ],
        Good =
        [
            """
            FROM debian:12-slim
            COPY orders /usr/local/bin/
            USER 10001
            EXPOSE 8080
            CMD ["/usr/local/bin/orders"]

            """,
            """
            FROM gcr.io/distroless/static:nonroot
            COPY file-exchange /file-exchange
            EXPOSE 8080 2222 22/udp
            ENTRYPOINT ["/file-exchange"]

            """,
        ],
    };

    public override IEnumerable<Finding> Check(Dockerfile file, Settings settings) =>
        from stage in file.Stages
        from expose in stage.Written.OfType<ExposeInstruction>()
        from port in expose.Ports
        where port.Protocol == "tcp"
        let service = Services.FirstOrDefault(service => port.Contains(service.Port))
        where service.Name is not null
        select this.At(stage, port.Location, $"`{port.Word.Text}` opens port {service.Port}, {service.Name}");

    static readonly (int Port, string Name)[] Services = [(22, "SSH"), (23, "Telnet"), (3389, "RDP"), (5800, "VNC"), (5900, "VNC"), (5985, "WinRM")];
}
