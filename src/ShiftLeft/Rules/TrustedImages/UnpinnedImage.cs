using ShiftLeft.Kubernetes;

namespace ShiftLeft.Rules.TrustedImages;

/// <summary>A container's image that is not pinned by digest.</summary>
sealed class UnpinnedImage : Rule<Workload>
{
    public override RuleInfo Info { get; } = new("SL1103", "unpinned-image", Level.Info, Profile.Strict, Since: "0.1")
    {
        Title = "A container's image is not pinned by digest",
        Why = "A tag can be pushed again. A digest names exactly the bytes that were tested and signed.",
        Fix = "Append the digest: `ghcr.io/acme/api:1.4.2@sha256:…`; an updater keeps it current.",
        Equivalents = ["CKV_K8S_43", "C-0306", "kics/image_without_digest"],
        StrictLevel = Level.Warning,
        Cwe = [494],
        SecuritySeverity = 3.5,
        Bad = ["apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n    - name: a\n      image: [|app:1|]\n"],
        Good = ["apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n    - name: a\n      image: app@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\n"],
    };

    public override IEnumerable<Finding> Check(Workload workload, Settings settings) =>
        from container in workload.Containers
        where container.Image is { Digest: null }
        select this.AtImage(container, container.Image!.Tag ?? container.Image!.ShortName, $"the image of container `{container.Name}` is not pinned by digest");
}
