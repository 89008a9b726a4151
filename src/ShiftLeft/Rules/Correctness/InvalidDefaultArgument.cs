using ShiftLeft.Docker;
using ShiftLeft.Images;

namespace ShiftLeft.Rules.Correctness;

/// <summary>FROM that is no image unless arguments are given.</summary>
sealed class InvalidDefaultArgument : Rule<Dockerfile>
{
    public override RuleInfo Info { get; } = new("SL8023", "invalid-default-argument", Level.Info, Profile.Recommended, Since: "0.1")
    {
        Title = "Without build arguments, FROM names no image",
        Why = "A plain `docker build` fails with a message about the reference instead of the missing argument.",
        Fix = "Give the argument a default, or say that it must be given: `${TAG:?required}`.",
        References = ["https://docs.docker.com/reference/build-checks/invalid-default-arg-in-from/"],
        Equivalents = ["BuildKit/InvalidDefaultArgInFrom"],
        Bad =
        [
            """
            ARG DOTNET_VERSION
            FROM [|mcr.microsoft.com/dotnet/aspnet:${DOTNET_VERSION}|]
            COPY publish/ /app/
            ENTRYPOINT ["dotnet", "/app/orders.dll"]

            """,
        ],
        Good =
        [
            """
            ARG DOTNET_VERSION=10.0-noble-chiseled
            FROM mcr.microsoft.com/dotnet/aspnet:${DOTNET_VERSION}
            COPY publish/ /app/
            ENTRYPOINT ["dotnet", "/app/orders.dll"]

            """,
            """
            ARG DOTNET_VERSION
            FROM mcr.microsoft.com/dotnet/aspnet:${DOTNET_VERSION:?required}
            COPY publish/ /app/
            ENTRYPOINT ["dotnet", "/app/orders.dll"]

            """,
        ],
    };

    public override IEnumerable<Finding> Check(Dockerfile file, Settings settings)
    {
        foreach (var stage in file.Stages)
        {
            if (stage.From.Image is not { } image || stage.Base.Expansion.Uses is not { IsEmpty: false } uses || uses.Any(use => use.Modifier.Contains('?', StringComparison.Ordinal))) continue;
            var unset = file.GlobalScope with { Arguments = file.GlobalScope.Arguments.SetItems(file.GlobalScope.Arguments.Where(pair => pair.Value.Knowledge == Knowledge.Unknown).Select(pair => KeyValuePair.Create(pair.Key, VariableValue.Of("")))) };
            if (Expander.Expand(image.Mapped, unset, stage.From.Escape).Text is not { } text) continue;
            if (!IsReference(text)) yield return this.At(stage, image.Location, $"without build arguments this is `{text}`, which names no image");
        }
    }

    static bool IsReference(string text) =>
        text is "scratch" || (ImageReference.Parse(text) is { } image && image.Tag is not "" && image.Digest is not "" && image.Repository.Length > 0 && !image.Repository.EndsWith('/') && image.Repository.AsSpan()[0] is not ('-' or '.' or '_' or ':') && !text.Contains("//", StringComparison.Ordinal) && text == text.Trim('-', '/', ':'));
}
