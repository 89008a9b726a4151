using ShiftLeft.Kubernetes;

namespace ShiftLeft.Rules.TrustedImages;

/// <summary>A container's image without a tag, or with one that moves.</summary>
sealed class FloatingImage : Rule<Workload>
{
    public override RuleInfo Info { get; } = new("SL1101", "floating-image", Level.Warning, Profile.Baseline, Since: "0.1")
    {
        Title = "A container's image has no fixed version",
        Why = "Each node may run something else under the same name, a rollback brings nothing back, and a bad push reaches production at the next restart.",
        Fix = "Name the version that was tested, such as `ghcr.io/acme/api:1.4.2`, or pin the digest.",
        References = ["https://kubernetes.io/docs/concepts/containers/images/#image-names"],
        Equivalents = ["KSV-0013", "CKV_K8S_14", "kube-linter/latest-tag", "kube-score/container-image-tag", "polaris/tagNotSpecified", "C-0304"],
        Cwe = [1357],
        SecuritySeverity = 5.0,
        Bad = ["apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n    - name: a\n      image: [|localhost:5000/app|]\n"],
        Good = ["apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n    - name: a\n      image: app:1.4.2\n"],
    };

    public override IEnumerable<Finding> Check(Workload workload, Settings settings) =>
        from container in workload.Containers
        where container.Image is { IsLatest: true }
        select this.AtImage(container, container.Image!.Tag ?? container.Image!.ShortName, $"container `{container.Name}` runs `{container.Image!.FamiliarName}` without a fixed version");
}
