using ShiftLeft.Docker;

namespace ShiftLeft.Rules.Correctness;

/// <summary>A port that does not exist.</summary>
sealed class PortOutOfRange : Rule<Dockerfile>
{
    public override RuleInfo Info { get; } = new("SL8017", "port-out-of-range", Level.Error, Profile.Baseline, Since: "0.1")
    {
        Title = "A port is out of range",
        Why = "Ports go from 0 to 65535; the build fails or the port is never open.",
        Fix = "Write the port that the service listens on.",
        RefusedBy = "buildkit",
        Equivalents = ["DL3011", "DS-0008", "kics/unix_ports_out_of_range", "semgrep/invalid-port"],
        Bad =
        [
            """
            FROM gcr.io/distroless/static:nonroot
            COPY gateway /gateway
            EXPOSE [|80800|]
            ENTRYPOINT ["/gateway"]

            """,
        ],
        Good =
        [
            """
            FROM gcr.io/distroless/static:nonroot
            COPY gateway /gateway
            EXPOSE 8080
            ENTRYPOINT ["/gateway"]

            """,
            """
            FROM gcr.io/distroless/static:nonroot
            COPY media-relay /media-relay
            EXPOSE 8080 9000-9010/udp
            ENTRYPOINT ["/media-relay"]

            """,
        ],
    };

    public override IEnumerable<Finding> Check(Dockerfile file, Settings settings) =>
        from stage in file.Stages
        from expose in stage.Instructions.OfType<ExposeInstruction>()
        from port in expose.Ports
        where port.IsOutOfRange
        select this.At(stage, port.Location, $"`{port.Text}` is no port from 0 to 65535, nor a range of them");
}
