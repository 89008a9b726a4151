using ShiftLeft.Docker;
using ShiftLeft.Images;
using ShiftLeft.Text;

namespace ShiftLeft.Rules.TrustedImages;

/// <summary>COPY --from of a name that is no stage: it is pulled from Docker Hub instead.</summary>
sealed class UnknownCopySource : Rule<Dockerfile>
{
    public override RuleInfo Info { get; } = new("SL1010", "unknown-copy-source", Level.Warning, Profile.Recommended, Since: "0.1")
    {
        Title = "COPY --from names no stage",
        Why = "A name that is no stage is pulled as an image from Docker Hub. A misspelt stage thus becomes a stranger's files.",
        Fix = "Name an earlier stage, or write the image with its registry and version.",
        Equivalents = ["DL3022", "kics/copy_from_without_from_alias_defined_previously"],
        Cwe = [829],
        SecuritySeverity = 5.0,
        Bad =
        [
            """
            FROM node:24 AS build
            WORKDIR /src
            COPY web/ ./
            RUN npm ci && npm run build

            FROM nginxinc/nginx-unprivileged:1.29
            COPY --from=[|biuld|] /src/dist/ /usr/share/nginx/html/

            """,
            """
            FROM mcr.microsoft.com/dotnet/sdk:10.0
            WORKDIR /src
            COPY src/ ./
            RUN dotnet publish Orders.csproj -o /publish

            FROM mcr.microsoft.com/dotnet/aspnet:10.0
            COPY --from=[|publish|] /publish/ /app/
            USER $APP_UID
            ENTRYPOINT ["dotnet", "/app/Orders.dll"]

            """,
        ],
        Good =
        [
            """
            FROM node:24 AS build
            WORKDIR /src
            COPY web/ ./
            RUN npm ci && npm run build

            FROM nginxinc/nginx-unprivileged:1.29
            COPY --from=build /src/dist/ /usr/share/nginx/html/
            COPY --from=0 /src/nginx.conf /etc/nginx/conf.d/default.conf

            """,
            """
            FROM scratch
            COPY --from=busybox:1.37 /bin/sh /bin/sh
            COPY orders /orders
            USER 10001
            ENTRYPOINT ["/orders"]

            """,
        ],
    };

    /// <summary>Words compared with names to find the one that was meant; a file that takes more gets no suggestions.</summary>
    const int MostComparisons = 10_000;

    public override IEnumerable<Finding> Check(Dockerfile file, Settings settings)
    {
        var unknown = Unknown(file).ToList();
        var names = file.Stages.Select(stage => stage.Name).OfType<string>().Distinct().ToList();
        if ((long)unknown.Count * names.Count > MostComparisons) names.Clear();
        return from found in unknown
               let word = found.Copy.From!
               let near = Suggestion.For(word.Value!, names)
               select this.At(found.Stage, word.ValueLocation, $"`{word.Value}` is no stage, so it is pulled from Docker Hub.{(near is null ? "" : $" Did you mean `{near}`?")}", near is null ? null : DockerFindings.Replace($"Name the stage `{near}`", word.ValueLocation, near));
    }

    static IEnumerable<(Stage Stage, CopyInstruction Copy)> Unknown(Dockerfile file) =>
        from stage in file.Stages
        from copy in stage.Copies
        where copy.From is { Value: { Length: > 0 } name } && file.FindStage(name) is null && !file.IsContext(name) && name.AsSpan().IndexOfAny('$', '/') < 0 && !long.TryParse(name, out _)
            && ImageReference.Parse(name) is { Tag: null, Digest: null, HasExplicitRegistry: false }
        select (stage, copy);
}
