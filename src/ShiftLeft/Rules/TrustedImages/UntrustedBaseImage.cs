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
        Equivalents = ["DL3026"],
        Cwe = [829],
        SecuritySeverity = 7.5,
        Bad =
        [
            "=== Dockerfile\nFROM [|node:22|]\n=== shiftleft.yml\nversion: 1\nimages: { trusted: [mcr.microsoft.com] }\n",
            "=== Dockerfile\nFROM ghcr.io/acme/base:1\nCOPY --from=[|evil/tool:1|] /x /x\n=== shiftleft.yml\nversion: 1\nimages: { trusted: [ghcr.io/acme] }\n",
        ],
        Good =
        [
            "=== Dockerfile\nFROM mcr.microsoft.com/dotnet/aspnet:10.0\nFROM scratch\n=== shiftleft.yml\nversion: 1\nimages: { trusted: [mcr.microsoft.com] }\n",
            "FROM node:22\n",
        ],
    };

    public override IEnumerable<Finding> Check(Dockerfile file, Settings settings) =>
        settings.TrustedImages.IsEmpty ? [] :
        from pulled in file.PulledImages().Concat(PartlyKnown(file))
        where !settings.TrustedImages.Any(pulled.Image.IsCoveredBy)
        select this.At(pulled.Stage, pulled.Location, $"`{pulled.Image.FamiliarName}` is not covered by `images.trusted`");

    /// <summary>Images of which the name is certain and only the version depends on a variable.</summary>
    static IEnumerable<(Stage Stage, ImageReference Image, Location Location)> PartlyKnown(Dockerfile file) =>
        from stage in file.Stages
        where stage.Base.Part is { Name: not null }
        select (stage, stage.Base.Part!.Name!, stage.Anchor);
}
