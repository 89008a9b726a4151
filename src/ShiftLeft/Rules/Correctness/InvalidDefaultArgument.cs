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
        RefusedBy = "buildkit",
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

    // An argument without a default counts as empty; whoever says `${TAG:?…}` knows that it must be given, and BuildKit tells it then.
    public override IEnumerable<Finding> Check(Dockerfile file, Settings settings)
    {
        var arguments = file.GlobalArguments.SelectMany(argument => argument.Assignments).Select(assignment => assignment.Name).ToHashSet(StringComparer.Ordinal);
        return from stage in file.Stages
               where stage.Base is { Stage: null, IsScratch: false } && stage.From.Syntax.Words.Length is 1 or 3 && stage.Base.Expansion.Uses.Any(use => arguments.Contains(use.Name))
               let text = stage.Base.Expansion.Text ?? stage.Base.WithoutArguments
               where text is not null
               let fault = ReferenceReader.Read(text).Fault
               // A digest that is written out is asked by another rule.
               where fault is not null && (fault.Part != ReferencePart.Digest || stage.Base.Expansion.Text is null)
               select this.At(stage, stage.From.Image!.Location, $"without build arguments this is `{text}`, which names no image: {fault.Message}") with { IsConditional = true };
    }
}
