using ShiftLeft.Docker;

namespace ShiftLeft.Rules.Observability;

/// <summary>Nothing tells whether the service works.</summary>
sealed class MissingHealthcheck : Rule<Dockerfile>
{
    public override RuleInfo Info { get; } = new("SL6001", "missing-healthcheck", Level.Info, Profile.Recommended, Since: "0.1")
    {
        Title = "The final image has no health check",
        Why = "Docker, Compose and Swarm then only see that the process exists; a service that hangs stays in use. Kubernetes ignores `HEALTHCHECK` and needs probes instead.",
        Fix = "Add `HEALTHCHECK CMD [\"/app/healthcheck\"]` or, for images that run in Kubernetes only, suppress this rule with that reason.",
        References = ["https://docs.docker.com/reference/dockerfile/#healthcheck"],
        Similar = ["DL3057", "DS-0026", "CKV_DOCKER_2", "kics/healthcheck_instruction_missing", "CIS-DI-0006"],
        Bad =
        [
            """
            FROM [|node:24-slim|]
            WORKDIR /srv/web
            COPY . .
            USER 1000
            EXPOSE 8080
            CMD ["node", "server.js"]

            """,
        ],
        Good =
        [
            """
            FROM node:24-slim
            WORKDIR /srv/web
            COPY . .
            USER 1000
            EXPOSE 8080
            HEALTHCHECK CMD ["node", "healthcheck.js"]
            CMD ["node", "server.js"]

            """,
            """
            # The check comes with the stage below.
            FROM node:24-slim AS base
            COPY healthcheck.js /usr/local/lib/
            HEALTHCHECK CMD ["node", "/usr/local/lib/healthcheck.js"]

            FROM base
            WORKDIR /srv/web
            COPY . .
            USER 1000
            EXPOSE 8080
            CMD ["node", "server.js"]

            """,
            """
            # A job opens no port, and ends rather than hangs.
            FROM node:24-slim
            WORKDIR /srv/web
            COPY . .
            USER 1000
            CMD ["node", "send-invoices.js"]

            """,
        ],
    };

    // An image that opens no port is a job or a tool, which ends rather than hangs.
    public override IEnumerable<Finding> Check(Dockerfile file, Settings settings) =>
        file.FinalStage is { Healthcheck: null } stage && stage.Ports.Any()
            ? [this.At(stage, stage.Anchor, "the final image opens ports and has no `HEALTHCHECK`")]
            : [];
}
