using System.Collections.Frozen;
using ShiftLeft.Images;
using ShiftLeft.Kubernetes;

namespace ShiftLeft.Rules.TrustedImages;

/// <summary>An image in a manifest that is no name to pull: a tool or a controller puts the real one in its place.</summary>
static class FilledInImage
{
    public static bool Is(Container container) =>
        container.Image is { } image && (IsBuilt(container, image) || IsImportPath(image) || IsInjected(container, image) || IsPlaceholder(image) || IsTriggered(container));

    /// <summary>What Skaffold, Tilt or a kustomization of the repository names.</summary>
    static bool IsBuilt(Container container, ImageReference image) =>
        container.Workload.Object.Set.FilledInImages is { Count: > 0 } names && (names.Contains(image.Text) || names.Contains(image.FamiliarName) || names.Contains(image.FullName));

    /// <summary><c>ko</c> builds what a Go program's import path names; no registry answers at these hosts.</summary>
    static bool IsImportPath(ImageReference image) => image.Registry is "github.com" or "gitlab.com" or "bitbucket.org" or "golang.org";

    /// <summary>Istio fills in its proxy where a gateway says <c>auto</c>.</summary>
    static bool IsInjected(Container container, ImageReference image) => image is { Tag: null, FamiliarName: "auto" } && container.Name == "istio-proxy";

    /// <summary>A name that says of itself that it is none.</summary>
    static bool IsPlaceholder(ImageReference image) =>
        image.FamiliarName.Split('/', '-', '_', '.').Any(Words.Contains) || image.FamiliarName.Contains("change-me", StringComparison.Ordinal) || image.FamiliarName.Contains("replace-me", StringComparison.Ordinal);

    static readonly FrozenSet<string> Words = FrozenSet.ToFrozenSet(["placeholder", "changeme", "replaceme", "replaced", "overwritten", "overridden"], StringComparer.Ordinal);

    /// <summary>OpenShift puts the image of a stream in, where a trigger says so.</summary>
    static bool IsTriggered(Container container)
    {
        var item = container.Workload.Object;
        if (item.Annotations.TryGetValue("image.openshift.io/triggers", out var triggers) && triggers.Replace("\\", "", StringComparison.Ordinal).Contains($"name==\"{container.Name}\"", StringComparison.Ordinal)) return true;
        return item.Kind == "DeploymentConfig" && (item.Spec?["triggers"]?.Items ?? []).Any(trigger => (trigger.At("imageChangeParams", "containerNames")?.Items ?? []).Any(name => name.Text == container.Name));
    }
}
