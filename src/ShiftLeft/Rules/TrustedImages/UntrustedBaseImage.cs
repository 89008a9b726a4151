using ShiftLeft.Docker;
using ShiftLeft.Images;
using ShiftLeft.Text;

namespace ShiftLeft.Rules.TrustedImages;

/// <summary>An image from outside the trusted list.</summary>
sealed class UntrustedBaseImage : Rule<Dockerfile>
{
    public override RuleInfo Info { get; } = new("SL1002", "untrusted-base-image", Level.Error, Profile.Baseline, Since: "0.1")
    {
        Title = "An image does not come from a trusted source",
        Why = "Whoever publishes the image decides what runs. The policy names the registries and repositories whose publishers are trusted, and this one is not among them.",
        Fix = "Use an image from the list, or add the source to `images.trusted` in `shiftleft.yml`.",
        Equivalents = ["DL3026", "kics/use_only_an_allowed_registry_in_the_from_image"],
        Similar = ["kyverno/allowed-base-images"],
        Cwe = [829],
        SecuritySeverity = 7.5,
        Bad =
        [
            """
            === Dockerfile
            FROM [|node:24|]
            WORKDIR /app
            COPY dist/ ./
            USER 1000
            CMD ["node", "server.js"]
            === shiftleft.yml
            version: 1
            images:
              trusted:
                - mcr.microsoft.com
                - ghcr.io/acme

            """,
            """
            === Dockerfile
            FROM ghcr.io/acme/base:3.2
            COPY --from=[|jdoe/healthcheck:1.0|] /healthcheck /usr/local/bin/
            COPY orders /orders
            USER 10001
            ENTRYPOINT ["/orders"]
            === shiftleft.yml
            version: 1
            images:
              trusted:
                - ghcr.io/acme

            """,
        ],
        Good =
        [
            """
            === Dockerfile
            FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
            WORKDIR /src
            COPY src/ ./
            RUN dotnet publish Orders.csproj -o /publish

            FROM scratch
            COPY --from=build /publish/orders /orders
            USER 10001
            ENTRYPOINT ["/orders"]
            === shiftleft.yml
            version: 1
            images:
              trusted:
                - mcr.microsoft.com
                - ghcr.io/acme

            """,
            """
            FROM node:24
            WORKDIR /app
            COPY dist/ ./
            USER 1000
            CMD ["node", "server.js"]

            """,
        ],
    };

    public override IEnumerable<Finding> Check(Dockerfile file, Settings settings) =>
        settings.TrustedImages.IsEmpty ? [] :
        (from pulled in file.PulledImages().Concat(PartlyKnown(file))
         where !IsTrusted(pulled.Image, settings)
         select this.At(pulled.Stage, pulled.Location, $"`{pulled.Image.FamiliarName}` is not covered by `images.trusted`")).Concat(Frontend(file, settings));

    static bool IsTrusted(ImageReference image, Settings settings) => TrustPattern.AnyCovers(settings.TrustedImages, image);

    /// <summary>The image that reads the file gets all that the build gets, and writes all that it makes.</summary>
    IEnumerable<Finding> Frontend(Dockerfile file, Settings settings) =>
        file.Syntax.Frontend is { } frontend && ImageReference.Parse(frontend.Text) is { } image && !IsTrusted(image, settings)
            ? [At(frontend.Location, $"`{image.FamiliarName}` reads this file and runs the build, and is not covered by `images.trusted`")]
            : [];

    /// <summary>Images of which the name is certain and only the version depends on a variable.</summary>
    static IEnumerable<(Stage Stage, ImageReference Image, Location Location)> PartlyKnown(Dockerfile file) =>
        from stage in file.Stages
        where stage.Base.Part is { Name: not null }
        select (stage, stage.Base.Part!.Name!, stage.Anchor);
}
