using ShiftLeft.Docker;

namespace ShiftLeft.Rules.Correctness;

/// <summary>A CMD, ENTRYPOINT or HEALTHCHECK that a later one replaces.</summary>
sealed class OverriddenInstruction : Rule<Dockerfile>
{
    public override RuleInfo Info { get; } = new("SL8004", "overridden-instruction", Level.Warning, Profile.Baseline, Since: "0.1")
    {
        Title = "An instruction is replaced by a later one of its kind",
        Why = "Only the last `CMD`, `ENTRYPOINT` and `HEALTHCHECK` of a stage counts. The earlier one does nothing, and its reader believes it does.",
        Fix = "Remove the earlier instruction.",
        References = ["https://docs.docker.com/reference/build-checks/multiple-instructions-disallowed/"],
        Equivalents = ["BuildKit/MultipleInstructionsDisallowed", "sonar/S6589"],
        Parts =
        [
            new(["CMD"], "DL4003", "DS-0016", "kics/multiple_cmd_instructions_listed"),
            new(["ENTRYPOINT"], "DL4004", "DS-0007", "kics/multiple_entrypoint_instructions_listed", "semgrep/multiple-entrypoint-instructions"),
            new(["HEALTHCHECK"], "DL3012", "DS-0023", "kics/do_not_use_multiple_healthcheck"),
        ],
        Bad =
        [
            """
            FROM node:24-slim
            WORKDIR /srv/web
            COPY . .
            [|CMD ["npm", "run", "migrate"]|]
            RUN npm ci --omit=dev
            USER 1000
            CMD ["node", "server.js"]

            """,
        ],
        Good =
        [
            """
            FROM node:24-slim
            WORKDIR /srv/web
            COPY . .
            RUN npm ci --omit=dev
            USER 1000
            CMD ["node", "server.js"]

            """,
            """
            # Each stage has its own.
            FROM node:24-slim AS migrate
            WORKDIR /srv/web
            COPY migrations/ .
            CMD ["node", "migrate.js"]

            FROM node:24-slim
            WORKDIR /srv/web
            COPY . .
            RUN npm ci --omit=dev
            USER 1000
            CMD ["node", "server.js"]

            """,
        ],
    };

    public override IEnumerable<Finding> Check(Dockerfile file, Settings settings) =>
        from stage in file.Stages
        from kind in (string[])["CMD", "ENTRYPOINT", "HEALTHCHECK"]
        from dead in stage.Instructions.Where(instruction => instruction.Name == kind).SkipLast(1)
        select this.At(stage, dead.Location, $"a later `{kind}` of the stage replaces this one");
}
