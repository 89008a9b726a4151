using ShiftLeft.Docker;

namespace ShiftLeft.Rules.Observability;

/// <summary>Nothing tells whether the service works.</summary>
sealed class MissingHealthcheck : Rule<Workspace>
{
    public override RuleInfo Info { get; } = new("SL6001", "missing-healthcheck", Level.Info, Profile.Recommended, Since: "0.1")
    {
        Title = "The final image has no health check",
        Why = "Docker, Compose and Swarm then only see that the process exists; a service that hangs stays in use. Kubernetes ignores `HEALTHCHECK` and needs probes instead.",
        Fix = "Add `HEALTHCHECK CMD [\"/app/healthcheck\"]` or, for images that run in Kubernetes only and whose manifests lie elsewhere, suppress this rule with that reason.",
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

    // Kubernetes does not look at it, so a repository that deploys there has probes to write instead.
    public override IEnumerable<Finding> Check(Workspace workspace, Settings settings) =>
        workspace.Manifests.Any(set => !set.Workloads.IsEmpty) ? [] :
        from file in workspace.Dockerfiles
        let stage = file.FinalStage
        where stage is { Healthcheck: null } && MayNeedOne(stage)
        select this.At(stage, stage.Anchor, "the final image opens ports and has no `HEALTHCHECK`");

    /// <summary>
    /// An image that opens no port is a job or a tool, which ends rather than hangs; a base that is not known may bring a check; and one that
    /// holds nothing but the program has nothing to ask with.
    /// </summary>
    static bool MayNeedOne(Stage stage) => stage.Ports.Any() && stage.BaseImage is { IsKnown: true, HasShell: not false };
}
