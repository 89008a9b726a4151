using ShiftLeft.Docker;

namespace ShiftLeft.Rules.Correctness;

/// <summary>EXPOSE with a protocol in capitals.</summary>
sealed class ProtocolCasing : Rule<Dockerfile>
{
    public override RuleInfo Info { get; } = new("SL8018", "protocol-casing", Level.Info, Profile.All, Since: "0.1")
    {
        Title = "A protocol is not in lower case",
        Why = "Builders show it in lower case and warn of anything else.",
        Fix = "Write `tcp`, `udp` or `sctp` in lower case.",
        References = ["https://docs.docker.com/reference/build-checks/expose-proto-casing/"],
        Equivalents = ["BuildKit/ExposeProtoCasing"],
        Bad =
        [
            """
            FROM gcr.io/distroless/static:nonroot
            COPY gateway /gateway
            EXPOSE 8080/[|TCP|]
            ENTRYPOINT ["/gateway"]

            """,
        ],
        Good =
        [
            """
            FROM gcr.io/distroless/static:nonroot
            COPY gateway /gateway
            EXPOSE 8080/tcp
            ENTRYPOINT ["/gateway"]

            """,
        ],
    };

    public override IEnumerable<Finding> Check(Dockerfile file, Settings settings) =>
        from stage in file.Stages
        from expose in stage.Written.OfType<ExposeInstruction>()
        from port in expose.Ports
        let lower = port.Protocol.ToLowerInvariant()
        where port.Protocol != lower && lower is "tcp" or "udp" or "sctp"
        let written = port.ProtocolLocation is { } place && place.Text == port.Protocol ? place : null
        select this.At(stage, written ?? port.Location, $"`{port.Protocol}` is not in lower case", written is null ? null : DockerFindings.Replace($"Write `{lower}`", written, lower));
}
