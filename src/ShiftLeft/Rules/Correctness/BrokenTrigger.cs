using ShiftLeft.Docker;

namespace ShiftLeft.Rules.Correctness;

/// <summary>An ONBUILD that fails every build on the image.</summary>
sealed class BrokenTrigger : Rule<Dockerfile>
{
    public override RuleInfo Info { get; } = new("SL8032", "broken-trigger", Level.Error, Profile.Baseline, Since: "0.1")
    {
        Title = "A trigger fails the builds that it is for",
        Why = "`ONBUILD` is kept as text: this image builds, and every image that is built on it then fails at its `FROM`, far from the mistake.",
        Fix = "Write behind `ONBUILD` what would build as an instruction of its own.",
        References = ["https://docs.docker.com/reference/dockerfile/#onbuild"],
        Bad =
        [
            """
            FROM node:22-alpine
            WORKDIR /app
            ONBUILD COPY package.json package-lock.json ./
            ONBUILD RUN npm ci
            ONBUILD [|COYP|] . .
            CMD ["node", "server.js"]

            """,
            """
            FROM python:3.13-slim
            ONBUILD COPY [|--user|]=1000 requirements.txt /tmp/
            ONBUILD RUN pip install --no-cache-dir -r /tmp/requirements.txt

            """,
        ],
        Good =
        [
            """
            FROM node:22-alpine
            WORKDIR /app
            ONBUILD COPY package.json package-lock.json ./
            ONBUILD RUN npm ci
            ONBUILD COPY . .
            CMD ["node", "server.js"]

            """,
            """
            FROM python:3.13-slim
            ONBUILD ARG PORT=8000
            ONBUILD COPY --chown=1000 requirements.txt /tmp/
            ONBUILD EXPOSE $PORT

            """,
        ],
    };

    public override IEnumerable<Finding> Check(Dockerfile file, Settings settings) =>
        from problem in file.TriggerProblems
        let stage = file.StageAt(problem.Location.Span.Start)
        where stage is not null
        select this.At(stage, problem.Location, $"fails every build on this image: {(problem.Help is { } help ? $"{problem.Message.TrimEnd('.')}. {help.TrimEnd('.')}" : problem.Message.TrimEnd('.'))}");
}
