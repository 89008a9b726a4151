using ShiftLeft.Kubernetes;

namespace ShiftLeft.Rules.TrustedImages;

/// <summary>A container's image from outside the trusted list.</summary>
sealed class UntrustedImage : Rule<Workload>
{
    public override RuleInfo Info { get; } = new("SL1102", "untrusted-image", Level.Error, Profile.Baseline, Since: "0.1")
    {
        Title = "A container's image does not come from a trusted source",
        Why = "Whoever publishes the image decides what runs in the cluster. The policy names the registries and repositories whose publishers are trusted.",
        Fix = "Use an image from the list, or add the source to `images.trusted` in `shiftleft.yml`.",
        Equivalents = ["KSV-0125", "C-0078"],
        Cwe = [829],
        SecuritySeverity = 7.5,
        Bad = ["=== pod.yaml\napiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n    - name: a\n      image: [|nginx:1.29|]\n=== shiftleft.yml\nversion: 1\nimages: { trusted: [ghcr.io/acme/*] }\n"],
        Good = ["=== pod.yaml\napiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n    - name: a\n      image: ghcr.io/acme/api:1\n=== shiftleft.yml\nversion: 1\nimages: { trusted: [ghcr.io/acme/*] }\n"],
    };

    public override IEnumerable<Finding> Check(Workload workload, Settings settings) =>
        settings.TrustedImages.IsEmpty ? [] :
        from container in workload.Containers
        where container.Image is { } image && !settings.TrustedImages.Any(image.IsCoveredBy)
        select this.AtImage(container, container.Image!.Repository, $"`{container.Image!.FamiliarName}` is not covered by `images.trusted`");
}
