using ShiftLeft.Docker;
using ShiftLeft.Docker.Shell;

namespace ShiftLeft.Rules.Correctness;

/// <summary>A change of directory that ends with its step.</summary>
sealed class LoneCd : Rule<Dockerfile>
{
    public override RuleInfo Info { get; } = new("SL8027", "lone-cd", Level.Warning, Profile.Recommended, Since: "0.1")
    {
        Title = "A step ends with `cd`, which has no effect",
        Why = "Each `RUN` starts in the directory of `WORKDIR`: the next instruction does not see where this one went.",
        Fix = "Use `WORKDIR`, or put the commands that need the directory behind the `cd`.",
        Similar = ["DL3003", "DS-0013", "kics/run_command_cd_instead_of_workdir", "semgrep/use-workdir"],
        Bad =
        [
            """
            FROM node:24-slim
            COPY . /srv/web
            RUN [|cd /srv/web|]
            RUN npm ci --omit=dev

            """,
            """
            FROM node:24-slim
            RUN mkdir -p /srv/web && [|cd /srv/web|]
            COPY . .
            RUN npm ci --omit=dev

            """,
        ],
        Good =
        [
            """
            FROM node:24-slim
            COPY . /srv/web
            RUN cd /srv/web && npm ci --omit=dev

            """,
            """
            FROM node:24-slim
            WORKDIR /srv/web
            COPY . .
            RUN npm ci --omit=dev

            """,
        ],
    };

    public override IEnumerable<Finding> Check(Dockerfile file, Settings settings) =>
        from stage in file.Stages
        from run in stage.Runs
        let last = stage.Script(run).Commands.LastOrDefault()
        where last is { Name: "cd" }
        select this.At(stage, last.Location, "the directory is left again at the end of the step");
}
