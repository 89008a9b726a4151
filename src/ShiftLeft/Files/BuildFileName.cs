using System.Collections.Immutable;

namespace ShiftLeft.Files;

enum BuildFileKind { None, Bake, Compose, Workflow, Skaffold, Kustomization, Tilt }

/// <summary>The names by which tools that build images find what they are to do.</summary>
static class BuildFileName
{
    public static BuildFileKind KindOf(string path)
    {
        var name = TreePath.NameOf(path).ToLowerInvariant();
        var isYaml = name.EndsWith(".yaml", StringComparison.Ordinal) || name.EndsWith(".yml", StringComparison.Ordinal);
        return name.Contains("bake", StringComparison.Ordinal) && (name.EndsWith(".hcl", StringComparison.Ordinal) || name.EndsWith(".json", StringComparison.Ordinal)) ? BuildFileKind.Bake
            : name == "tiltfile" ? BuildFileKind.Tilt
            : name is "kustomization" or "kustomization.yaml" or "kustomization.yml" ? BuildFileKind.Kustomization
            : !isYaml ? BuildFileKind.None
            : path.StartsWith(Workflows + "/", StringComparison.Ordinal) || name is "action.yml" or "action.yaml" ? BuildFileKind.Workflow
            : name.StartsWith("skaffold", StringComparison.Ordinal) ? BuildFileKind.Skaffold
            : name.StartsWith("compose", StringComparison.Ordinal) || name.StartsWith("docker-compose", StringComparison.Ordinal) || name.EndsWith(".compose.yml", StringComparison.Ordinal) || name.EndsWith(".compose.yaml", StringComparison.Ordinal) ? BuildFileKind.Compose
            : BuildFileKind.None;
    }

    public const string Workflows = ".github/workflows";

    /// <summary>Those that lie in a folder above what they build.</summary>
    public static ImmutableArray<string> Above { get; } =
        ["docker-bake.hcl", "docker-bake.json", "compose.yaml", "compose.yml", "docker-compose.yaml", "docker-compose.yml", "skaffold.yaml", "skaffold.yml", "Tiltfile"];
}
