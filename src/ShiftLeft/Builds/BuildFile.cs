using System.Collections.Immutable;
using ShiftLeft.Files;
using ShiftLeft.Text;
using ShiftLeft.Yaml;

namespace ShiftLeft.Builds;

/// <summary>
/// What one file of a build tool says of Dockerfiles and manifests: the contexts that it gives to builds by name, and the images whose place in
/// manifests it fills in. What cannot be understood says that any name may be one.
/// </summary>
sealed record BuildFile(ImmutableArray<NamedContext> Contexts, ImmutableArray<string> Images)
{
    public static BuildFile Nothing { get; } = new([], []);

    public static BuildFile Read(SourceText source) => BuildFileName.KindOf(source.Path) switch
    {
        BuildFileKind.Bake => new([.. Bake(source)], []),
        BuildFileKind.Compose => new([.. Documents(source).SelectMany(root => Compose(root, source.Path))], []),
        BuildFileKind.Workflow => new([.. Documents(source).SelectMany(root => Workflow(root))], []),
        BuildFileKind.Skaffold => new([], [.. Documents(source).SelectMany(Skaffold)]),
        BuildFileKind.Kustomization => new([], [.. Documents(source).SelectMany(Kustomization)]),
        BuildFileKind.Tilt => new([], [.. Tilt(source.Content)]),
        _ => Nothing,
    };

    /// <summary>The Dockerfiles that the services of a Compose file are built from, as paths of the tree.</summary>
    public static IEnumerable<string> DockerfilesOf(SourceText compose) =>
        from root in Documents(compose)
        from service in root["services"]?.Entries ?? []
        let build = service.Value["build"]
        where build is not null
        let path = DockerfileAt(TreePath.FolderOf(compose.Path), build.Text ?? build["context"]?.Text ?? ".", build["dockerfile"]?.Text ?? "Dockerfile")
        where path is not null
        select path;

    static IEnumerable<YamlNode> Documents(SourceText source) => YamlFile.ParseManifests(source).Documents;

    /// <summary><c>target "api" { contexts = { base = "…" } }</c>. A target that others inherit from hands its contexts to their Dockerfiles, too.</summary>
    static IEnumerable<NamedContext> Bake(SourceText source)
    {
        var targets = source.Path.EndsWith(".json", StringComparison.OrdinalIgnoreCase)
            ? Documents(source).SelectMany(root => root["target"]?.Entries ?? []).Select(entry => BakeTarget.Of(entry.Value)).ToList()
            : BakeTarget.Read(source.Content).ToList();
        var inherits = targets.Exists(target => target.Inherits);
        return from target in targets
               from name in target.Contexts
               select new NamedContext(name, inherits ? null : DockerfileAt(TreePath.FolderOf(source.Path), target.Context, target.Dockerfile));
    }

    static IEnumerable<NamedContext> Compose(YamlNode root, string path) =>
        from service in root["services"]?.Entries ?? []
        let build = service.Value["build"]
        where build is YamlMapping
        from name in Names(build["additional_contexts"])
        select new NamedContext(name, DockerfileAt(TreePath.FolderOf(path), build["context"]?.Text ?? ".", build["dockerfile"]?.Text ?? "Dockerfile"));

    /// <summary>The steps of all jobs, or those of an action: <c>docker/build-push-action</c>, and <c>--build-context</c> in scripts.</summary>
    static IEnumerable<NamedContext> Workflow(YamlNode root)
    {
        var lists = (root["jobs"]?.Entries ?? []).Select(job => job.Value["steps"]).Append(root.At("runs", "steps"));
        foreach (var step in lists.SelectMany(steps => steps?.Items ?? []))
        {
            if (step.At("with", "build-contexts")?.Text is { } lines)
            {
                var folder = step.At("with", "context")?.Text ?? ".";
                // The file is named from the working directory, and without a name lies in the context.
                var file = step.At("with", "file")?.Text is { } named ? DockerfileAt("", ".", named) : DockerfileAt("", folder, "Dockerfile");
                foreach (var line in lines.Split('\n')) if (NameOf(line.Trim()) is { } name) yield return new(name, file);
            }
            if (step["run"]?.Text is not { } script) continue;
            const string Option = "--build-context";
            for (var at = script.IndexOf(Option, StringComparison.Ordinal); at >= 0; at = script.IndexOf(Option, at + 1, StringComparison.Ordinal))
            {
                var rest = script[(at + Option.Length)..].TrimStart(' ', '=', '"', '\'');
                if (NameOf(rest.Length > MostOfName ? rest[..MostOfName] : rest) is { } name) yield return new(name, null);
            }
        }
    }

    const int MostOfName = 300;

    static IEnumerable<string> Skaffold(YamlNode root) =>
        from build in (root["profiles"]?.Items ?? []).Select(profile => profile["build"]).Append(root["build"])
        from artifact in build?["artifacts"]?.Items ?? []
        let image = artifact["image"]?.Text
        where image is not null
        select image;

    /// <summary><c>images</c> with a new tag, digest or name, and Kustomize's older <c>imageTags</c>.</summary>
    static IEnumerable<string> Kustomization(YamlNode root) =>
        from image in (root["images"]?.Items ?? []).Concat(root["imageTags"]?.Items ?? [])
        let name = image["name"]?.Text
        where name is not null && (image["newTag"] ?? image["digest"] ?? image["newName"]) is not null
        select name;

    /// <summary>The first text of <c>docker_build('name', …)</c> and its like.</summary>
    static IEnumerable<string> Tilt(string text)
    {
        foreach (var call in (string[])["docker_build", "custom_build", "docker_build_with_restart", "custom_build_with_restart", "ko_build", "pack"])
        {
            for (var at = text.IndexOf(call + "(", StringComparison.Ordinal); at >= 0; at = text.IndexOf(call + "(", at + 1, StringComparison.Ordinal))
            {
                var rest = text.AsSpan(at + call.Length + 1).TrimStart();
                if (rest.StartsWith("ref")) rest = rest[3..].TrimStart([' ', '=']);
                if (rest is not ['"' or '\'', ..]) continue;
                var end = rest[1..].IndexOf(rest[0]);
                if (end is > 0 and < MostOfName) yield return rest.Slice(1, end).ToString();
            }
        }
    }

    /// <summary>A mapping of names, or a list of <c>name=path</c>.</summary>
    static IEnumerable<string> Names(YamlNode? node) =>
        (node?.Entries ?? []).Select(entry => entry.Key.Value).Concat((node?.Items ?? []).Select(item => NameOf(item.Text ?? "")).OfType<string>());

    static string? NameOf(string pair) => pair.IndexOf('=', StringComparison.Ordinal) is var equals and > 0 && !pair.StartsWith('#') ? pair[..equals] is var name && name.Contains('$', StringComparison.Ordinal) ? NamedContext.AnyName : name : null;

    /// <summary>The Dockerfile's path in the tree; null when it cannot be told.</summary>
    static string? DockerfileAt(string folder, string? context, string? dockerfile)
    {
        if (context is null || dockerfile is null || context.Contains("://", StringComparison.Ordinal) || (context + dockerfile).AsSpan().IndexOfAny('$', '{', '\0') >= 0) return null;
        return TreePath.Resolve(folder, context) is { } at ? TreePath.Resolve(at, dockerfile) : null;
    }
}

/// <summary>A context that a build gets by a name, which then stands for it in <c>FROM</c> and <c>--from</c>.</summary>
/// <param name="Name">As written, or <see cref="AnyName"/>.</param>
/// <param name="Dockerfile">For which Dockerfile; null when that cannot be told, and it may be any.</param>
sealed record NamedContext(string Name, string? Dockerfile)
{
    /// <summary>Stands for names that are put together when the build runs.</summary>
    public const string AnyName = "*";
}
