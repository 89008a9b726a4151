using ShiftLeft.Docker;

namespace ShiftLeft.Rules.Correctness;

/// <summary>FROM and AS in different cases.</summary>
sealed class FromAsCasing : Rule<Dockerfile>
{
    public override RuleInfo Info { get; } = new("SL8009", "from-as-casing", Level.Info, Profile.All, Since: "0.1")
    {
        Title = "FROM and AS are written in different cases",
        Why = "It is a matter of reading: both are keywords of one instruction.",
        Fix = "Write both in capitals.",
        References = ["https://docs.docker.com/reference/build-checks/from-as-casing/"],
        Equivalents = ["BuildKit/FromAsCasing", "sonar/S6476"],
        Bad =
        [
            """
            FROM golang:1.26 [|as|] build
            WORKDIR /src
            COPY . .
            RUN CGO_ENABLED=0 go build -o /out/gateway ./cmd/gateway

            FROM gcr.io/distroless/static:nonroot
            COPY --from=build /out/gateway /gateway
            ENTRYPOINT ["/gateway"]

            """,
        ],
        Good =
        [
            """
            FROM golang:1.26 AS build
            WORKDIR /src
            COPY . .
            RUN CGO_ENABLED=0 go build -o /out/gateway ./cmd/gateway

            FROM gcr.io/distroless/static:nonroot
            COPY --from=build /out/gateway /gateway
            ENTRYPOINT ["/gateway"]

            """,
            """
            from golang:1.26 as build
            workdir /src
            copy . .
            run CGO_ENABLED=0 go build -o /out/gateway ./cmd/gateway

            from gcr.io/distroless/static:nonroot
            copy --from=build /out/gateway /gateway
            entrypoint ["/gateway"]

            """,
        ],
    };

    public override IEnumerable<Finding> Check(Dockerfile file, Settings settings) =>
        from stage in file.Stages
        let keyword = stage.From.Syntax.Keyword.Text
        where stage.From.As is { } word && ((keyword == "FROM" && word.Text != "AS") || (keyword == "from" && word.Text != "as"))
        select this.At(stage, stage.From.As!.Location, $"`{stage.From.As.Text}` and `{keyword}` are written in different cases",
            DockerFindings.Replace("Use one case", stage.From.As.Location, keyword == "FROM" ? "AS" : "as"));
}
