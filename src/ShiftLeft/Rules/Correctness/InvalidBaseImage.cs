using ShiftLeft.Docker;
using ShiftLeft.Images;
using ShiftLeft.Text;

namespace ShiftLeft.Rules.Correctness;

/// <summary>FROM with something that is no image reference.</summary>
sealed class InvalidBaseImage : Rule<Dockerfile>
{
    public override RuleInfo Info { get; } = new("SL8031", "invalid-base-image", Level.Error, Profile.Baseline, Since: "0.1")
    {
        Title = "FROM names no image",
        Why = "The text is no image reference, so there is nothing that a builder could pull: the build ends with `invalid reference format` before its first step.",
        Fix = "Write the image as `registry/repository:tag`: the name in lower case, a tag behind the colon, no scheme before it.",
        References = ["https://docs.docker.com/reference/dockerfile/#from", "https://docs.docker.com/reference/build-checks/invalid-default-arg-in-from/"],
        RefusedBy = "buildkit",
        Equivalents = ["BuildKit/InvalidDefaultArgInFrom"],
        Bad =
        [
            """
            FROM node:22-alpine AS build
            WORKDIR /src
            COPY . .
            RUN npm ci && npm run build

            FROM nginx[|:|]
            COPY --from=build /src/dist /usr/share/nginx/html

            """,
            """
            FROM [|https://|]ghcr.io/acme/base:2.4
            COPY service /usr/local/bin/
            ENTRYPOINT ["service"]

            """,
        ],
        Good =
        [
            """
            FROM node:22-alpine AS build
            WORKDIR /src
            COPY . .
            RUN npm ci && npm run build

            FROM nginx:1.29
            COPY --from=build /src/dist /usr/share/nginx/html

            """,
            """
            ARG VERSION=2.4
            FROM registry.example.com:5000/acme/base:${VERSION}-slim
            ENTRYPOINT ["service"]

            """,
        ],
    };

    // What depends on an argument is asked by another rule, and a digest by a third.
    public override IEnumerable<Finding> Check(Dockerfile file, Settings settings)
    {
        var arguments = file.GlobalArguments.SelectMany(argument => argument.Assignments).Select(assignment => assignment.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var stage in file.Stages)
        {
            if (stage.Base is not { Stage: null, Fault: { Part: not ReferencePart.Digest } fault, Expansion: { Text: { } text } expansion } || expansion.Uses.Any(use => arguments.Contains(use.Name))) continue;
            var written = stage.From.Image!;
            var place = written.Text == text && !fault.Span.IsEmpty ? written.Mapped.LocationOf(fault.Span) : written.Location;
            // A stage is found by its name in lower case, however it was written where it was named.
            var lower = text.ToLowerInvariant();
            if (file.FindNamed(text) is { } named && named.Index < stage.Index)
                yield return this.At(stage, written.Location, $"`{Short(text)}` names no image, and the stage is found as `{lower}` only", written.Text == text ? DockerFindings.Replace($"Write `{lower}`", written.Location, lower) : null);
            else yield return this.At(stage, place, text.Length == 0 ? $"`{written.Text}` is empty, and so names no image" : $"`{Short(text)}` names no image: {fault.Message}");
        }
    }

    static string Short(string text) => text.Length <= 60 ? text : text[..57] + "…";
}
