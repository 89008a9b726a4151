using ShiftLeft.Docker;

namespace ShiftLeft.Rules.Correctness;

/// <summary>WORKDIR relative to something that nobody here set.</summary>
sealed class RelativeWorkdir : Rule<Dockerfile>
{
    public override RuleInfo Info { get; } = new("SL8014", "relative-workdir", Level.Warning, Profile.Recommended, Since: "0.1")
    {
        Title = "A working directory depends on the base image's",
        Why = "A relative path goes on from the base image's working directory, which another version may change.",
        Fix = "Write an absolute path.",
        References = ["https://docs.docker.com/reference/build-checks/workdir-relative-path/"],
        Equivalents = ["DL3000", "DS-0009", "CKV_DOCKER_10", "BuildKit/WorkdirRelativePath", "kics/workdir_path_not_absolute", "sonar/S7021"],
        Bad =
        [
            """
            FROM node:24-slim
            WORKDIR [|shop|]
            COPY . .
            WORKDIR web
            RUN npm ci --omit=dev
            USER 1000
            CMD ["node", "server.js"]

            """,
        ],
        Good =
        [
            """
            FROM node:24-slim
            WORKDIR /shop
            COPY . .
            WORKDIR web
            RUN npm ci --omit=dev
            USER 1000
            CMD ["node", "server.js"]

            """,
            """
            FROM node:24-slim AS source
            WORKDIR /shop
            COPY . .

            FROM source
            WORKDIR web
            RUN npm ci --omit=dev
            USER 1000
            CMD ["node", "server.js"]

            """,
            """
            # escape=`
            FROM mcr.microsoft.com/dotnet/aspnet:10.0-nanoserver-ltsc2025
            WORKDIR C:\orders
            COPY publish/ .
            ENTRYPOINT ["dotnet", "orders.dll"]

            """,
        ],
    };

    public override IEnumerable<Finding> Check(Dockerfile file, Settings settings)
    {
        var set = new HashSet<Stage>();
        foreach (var stage in file.Stages)
        {
            var own = stage.Instructions.OfType<WorkdirInstruction>().FirstOrDefault();
            var isSetBelow = stage.Base.Stage is { } parent && set.Contains(parent);
            if (isSetBelow || own is not null) set.Add(stage);
            if (isSetBelow || own is not { Path: { } path } first) continue;
            if (first.Expand(path).Text is { } text && !text.StartsWith('/') && !(stage.MayBeWindows && (text.StartsWith('\\') || (text.Length > 1 && text[1] == ':'))))
                yield return this.At(stage, path.Location, $"`{text}` goes on from the base image's working directory");
        }
    }
}
