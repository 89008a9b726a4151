using ShiftLeft.Docker;

namespace ShiftLeft.Rules.NetworkSegmentation;

/// <summary>EXPOSE with an address or a host port.</summary>
sealed class ExposedHostPort : Rule<Dockerfile>
{
    public override RuleInfo Info { get; } = new("SL4003", "exposed-host-port", Level.Warning, Profile.Recommended, Since: "0.1")
    {
        Title = "EXPOSE is given an address or a host port",
        Why = "`EXPOSE` names container ports only. What looks like a restriction to an address or a mapping to another port has no effect, and newer builders refuse it.",
        Fix = "Write the container port alone, and map it where the container is started.",
        Equivalents = ["BuildKit/ExposeInvalidFormat"],
        Bad =
        [
            """
            FROM gcr.io/distroless/static:nonroot
            COPY gateway /gateway
            EXPOSE [|80:8080|]
            ENTRYPOINT ["/gateway"]

            """,
            """
            FROM gcr.io/distroless/static:nonroot
            COPY gateway /gateway
            EXPOSE [|127.0.0.1:80:8080|]
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
        where port.HostPart is not null
        select this.At(stage, port.Location, $"`{port.Word.Text}` holds a host part, which `EXPOSE` does not take",
            port is { First: { } first, Fault: null } && port.Last == first && port.Word.Text == port.Text ? DockerFindings.Replace($"Write `{first}`", port.Location, first.ToString(System.Globalization.CultureInfo.InvariantCulture)) : null);
}
