using ShiftLeft.Docker;
using ShiftLeft.Images;

namespace ShiftLeft.Rules.Updates;

/// <summary>A base image that gets no security fixes any more.</summary>
sealed class EndOfLifeBaseImage : Rule<Dockerfile>
{
    public override RuleInfo Info { get; } = new("SL3001", "end-of-life-base-image", Level.Warning, Profile.Baseline, Since: "0.1")
    {
        Title = "A base image stands on a release that is no longer supported",
        Why = "After the end of support no security fix reaches the image, however often it is built again.",
        Fix = "Move to a supported release, such as the one that the message names.",
        References = ["https://endoflife.date/"],
        Cwe = [1104],
        SecuritySeverity = 7.0,
        Bad =
        [
            """
            FROM [|debian:10|]
            COPY orders /usr/local/bin/orders
            USER 10001
            CMD ["orders"]

            """,
            """
            FROM [|node:22-alpine3.16|] AS build
            WORKDIR /src
            COPY web/ ./
            RUN npm ci && npm run build

            FROM scratch
            COPY --from=build /src/dist/ /

            """,
        ],
        Good =
        [
            """
            FROM debian:13
            COPY orders /usr/local/bin/orders
            USER 10001
            CMD ["orders"]

            """,
            """
            FROM node:24-alpine3.22 AS build
            WORKDIR /src
            COPY web/ ./
            RUN npm ci && npm run build

            FROM scratch
            COPY --from=build /src/dist/ /

            """,
        ],
    };

    public override IEnumerable<Finding> Check(Dockerfile file, Settings settings) =>
        from pulled in file.PulledImages()
        let ended = EndOfLife.Of(pulled.Image, settings.Today)
        where ended is not null
        select this.At(pulled.Stage, pulled.Location, ended.Message);
}
