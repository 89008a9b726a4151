using System.Collections.Immutable;
using System.Text;
using ShiftLeft.Docker;
using ShiftLeft.Files;
using ShiftLeft.Images;
using ShiftLeft.Kubernetes;
using ShiftLeft.Yaml;

namespace ShiftLeft.Policy;

/// <summary>The images that a repository names, by where they come from.</summary>
static class SeenImages
{
    /// <summary>Registries that are everybody's: what is trusted there is an account, not the host.</summary>
    static readonly ImmutableHashSet<string> Shared = ["docker.io", "ghcr.io", "quay.io", "gcr.io", "public.ecr.aws", "registry.gitlab.com", "codeberg.org"];

    /// <summary>Pattern of a trust list → how many different images it would cover, the most first.</summary>
    public static ImmutableArray<KeyValuePair<string, int>> Sources(FileTree tree, Discovered found) =>
    [
        .. OfDockerfiles(found).Concat(OfManifests(found)).Concat(OfCharts(tree, found))
            .Where(image => image.FullName.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or ':' or '-' or '_' or '/'))
            .DistinctBy(image => image.FullName)
            .CountBy(PatternOf)
            .OrderByDescending(source => source.Value).ThenBy(source => source.Key, StringComparer.Ordinal),
    ];

    static string PatternOf(ImageReference image) =>
        Shared.Contains(image.Registry) && image.Repository.IndexOf('/', StringComparison.Ordinal) is var slash and > 0 ? $"{image.Registry}/{image.Repository[..slash]}/*" : image.Registry;

    static IEnumerable<ImageReference> OfDockerfiles(Discovered found) =>
        found.Dockerfiles.SelectMany(source => Dockerfile.Read(source).Stages).Select(stage => stage.Base.Image).OfType<ImageReference>();

    static IEnumerable<ImageReference> OfManifests(Discovered found) =>
        new ManifestSet(found.Manifests.SelectMany(source => ManifestFile.Read(source).Objects)).Workloads
            .SelectMany(workload => workload.Containers).Select(container => container.Image).OfType<ImageReference>();

    /// <summary>Values that are named as charts name their images: <c>repository</c>, with or without a <c>registry</c> beside it.</summary>
    static IEnumerable<ImageReference> OfCharts(FileTree tree, Discovered found) =>
        from chart in found.Charts
        from mapping in Mappings(ReadYaml(tree, TreePath.Join(chart, "values.yaml")))
        let repository = mapping["repository"]?.Text
        where repository is not null && !repository.Contains("://", StringComparison.Ordinal)
        let image = ImageReference.Parse(mapping["registry"]?.Text is { } registry ? $"{registry}/{repository}" : repository)
        where image is not null
        select image;

    /// <summary>Each mapping of the document once, however many aliases lead to it.</summary>
    static IEnumerable<YamlMapping> Mappings(YamlNode? root)
    {
        var seen = new HashSet<YamlNode>(ReferenceEqualityComparer.Instance);
        var waiting = new Stack<YamlNode>();
        if (root is not null) waiting.Push(root);
        while (waiting.TryPop(out var node))
        {
            if (!seen.Add(node)) continue;
            if (node is YamlMapping mapping) yield return mapping;
            foreach (var entry in node.Entries) waiting.Push(entry.Value);
            foreach (var item in node.Items) waiting.Push(item);
        }
    }

    /// <summary>The first document of a file; null where there is none.</summary>
    public static YamlNode? ReadYaml(FileTree tree, string path) =>
        tree.Read(path) is { Error: null } read ? YamlFile.ParseManifests(new(path, Encoding.UTF8.GetString(read.Bytes.Span))).Documents.FirstOrDefault() : null;
}
