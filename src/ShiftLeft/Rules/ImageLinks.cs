using System.Collections.Immutable;
using ShiftLeft.Docker;
using ShiftLeft.Files;
using ShiftLeft.Images;
using ShiftLeft.Kubernetes;

namespace ShiftLeft.Rules;

/// <summary>
/// Which Dockerfile makes the image of a container: the one that the policy names, else the only one that is called, by its folder or its file
/// name, as the last part of the image's repository. Where two could, neither is taken.
/// </summary>
sealed class ImageLinks(Workspace workspace, Settings settings)
{
    readonly ILookup<string, Dockerfile> byPath = workspace.Dockerfiles.ToLookup(file => file.Path, StringComparer.Ordinal);
    readonly ILookup<string, Dockerfile> byName = workspace.Dockerfiles.SelectMany(file => NamesOf(file.Path).Distinct(), (file, name) => (file, name))
        .ToLookup(pair => pair.name, pair => pair.file, StringComparer.OrdinalIgnoreCase);

    /// <summary>All containers whose Dockerfile is known.</summary>
    public IEnumerable<LinkedContainer> All =>
        from set in workspace.Manifests
        from workload in set.Workloads
        from container in workload.Containers
        let link = Of(container)
        where link is not null
        select link;

    LinkedContainer? Of(Container container)
    {
        if (container.Image is not { } image) return null;
        foreach (var name in (ImmutableArray<string>)[image.FullName, image.FamiliarName])
        {
            if (!settings.Repositories.TryGetValue(name, out var path)) continue;
            return Link(byPath[path].Concat(byPath[TreePath.Join(path, "Dockerfile")]).FirstOrDefault(), isCertain: true);
        }
        // A well-known image is somebody else's, whatever a folder here is called.
        if (BaseImages.Of(image).User.Kind != ImageUserKind.Unknown) return null;
        return byName[image.ShortName].Take(2).ToArray() is [var only] ? Link(only, isCertain: false) : null;

        LinkedContainer? Link(Dockerfile? file, bool isCertain) => file?.FinalStage is { } stage ? new(container, file, stage, isCertain) : null;
    }

    static IEnumerable<string> NamesOf(string path)
    {
        var file = TreePath.NameOf(path);
        var folder = TreePath.FolderOf(path);
        if (file.EndsWith("file", StringComparison.OrdinalIgnoreCase) && file.LastIndexOf('.') is var dot and > 0) yield return file[..dot];
        else if (file.IndexOf('.', StringComparison.Ordinal) is var point and > 0) yield return file[(point + 1)..];
        else
        {
            // A folder such as docker/ is called after its content, the one above after the thing.
            while (TreePath.NameOf(folder).ToLowerInvariant() is "docker" or ".docker" or "build" or "container" or "src" or "deploy") folder = TreePath.FolderOf(folder);
            if (folder.Length > 0) yield return TreePath.NameOf(folder);
        }
    }
}

/// <param name="Container">The container in the manifests.</param>
/// <param name="Dockerfile">What its image is built from.</param>
/// <param name="Stage">The final stage.</param>
/// <param name="IsCertain">Whether the policy says so; else the names do, and a finding is a warning at most.</param>
sealed record LinkedContainer(Container Container, Dockerfile Dockerfile, Stage Stage, bool IsCertain)
{
    public Level Cap(Level level) => IsCertain || level < Level.Warning ? level : Level.Warning;
}
