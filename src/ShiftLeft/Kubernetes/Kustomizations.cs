using System.Collections.Immutable;
using ShiftLeft.Files;
using ShiftLeft.Text;
using ShiftLeft.Yaml;

namespace ShiftLeft.Kubernetes;

/// <summary>
/// What the kustomizations of a tree say of its files. A patch is a part of an object, so it cannot be judged as a whole one, and of an object that is
/// patched nobody knows yet what it will be in the end.
/// </summary>
sealed class Kustomizations
{
    readonly HashSet<string> patches = new(StringComparer.Ordinal);
    readonly HashSet<string> resources = new(StringComparer.Ordinal);
    readonly HashSet<(string Kind, string? Name)> patched = [];
    readonly HashSet<string> folders = new(StringComparer.Ordinal);

    Kustomizations() { }

    public static Kustomizations None { get; } = new();

    /// <param name="files">Files called as kustomizations are.</param>
    /// <param name="manifests">What may be a patch among other things.</param>
    /// <param name="guard">Runs what reads a file; null to run it as it is.</param>
    public static Kustomizations Read(IEnumerable<SourceText> files, IEnumerable<SourceText> manifests, Action<SourceText, Action>? guard = null)
    {
        guard ??= (_, read) => read();
        var read = new Kustomizations();
        foreach (var file in files)
        {
            read.folders.Add(TreePath.FolderOf(file.Path));
            guard(file, () =>
            {
                foreach (var root in YamlFile.ParseManifests(file).Documents) read.Add(root);
                read.AddSwitchedOff(file);
            });
        }
        read.patches.ExceptWith(read.resources);
        if (read.folders.Count > 0)
        {
            foreach (var patch in manifests.Where(source => read.IsPatch(source.Path))) guard(patch, () => read.AddObjects(patch));
        }
        return read;
    }

    /// <summary>Whether a file is named as a patch, or lies called so beside a kustomization, and is nowhere named as a resource of its own.</summary>
    public bool IsPatch(string path) => patches.Contains(path) || (IsCalledPatch(TreePath.NameOf(path)) && folders.Contains(TreePath.FolderOf(path)) && !resources.Contains(path));

    static bool IsCalledPatch(string name) => EndsWith(name, "patch.yaml") || EndsWith(name, "patch.yml");

    static bool EndsWith(string name, string end) => name.EndsWith(end, StringComparison.Ordinal) && (name.Length == end.Length || name[^(end.Length + 1)] is '_' or '-' or '.');

    /// <summary>Whether an object is changed before it reaches the cluster.</summary>
    public bool Change(KubernetesObject item) => patched.Count > 0 && (patched.Contains((item.Kind, item.Name)) || patched.Contains((item.Kind, null)));

    void Add(YamlNode root)
    {
        var folder = TreePath.FolderOf(root.Source.Path);
        foreach (var resource in (root["resources"]?.Items ?? []).Concat(root["bases"]?.Items ?? [])) AddPath(resources, folder, resource.Text);
        foreach (var patch in root["patchesStrategicMerge"]?.Items ?? []) AddPathOrText(root.Source, folder, patch.Text);
        foreach (var patch in (root["patches"]?.Items ?? []).Concat(root["patchesJson6902"]?.Items ?? []))
        {
            // Before there was a target, a patch was a path and nothing else.
            AddPathOrText(root.Source, folder, patch.Text ?? patch["path"]?.Text);
            if (patch["target"]?["kind"]?.Text is { } kind) patched.Add((kind, patch["target"]!["name"]?.Text));
            if (patch["patch"]?.Text is { } text) AddObjects(new(root.Source.Path, text));
        }
    }

    void AddPathOrText(SourceText source, string folder, string? text)
    {
        if (text?.Contains('\n', StringComparison.Ordinal) == true) AddObjects(new(source.Path, text));
        else AddPath(patches, folder, text);
    }

    static void AddPath(HashSet<string> paths, string folder, string? text)
    {
        if (text is { Length: > 0 } && TreePath.Resolve(folder, text) is { } path) paths.Add(path);
    }

    void AddObjects(SourceText patch)
    {
        foreach (var item in ManifestFile.Read(patch).Objects) patched.Add((item.Kind, item.Name));
    }

    /// <summary>Patches that a comment keeps ready, as the scaffolding of kubebuilder does: the files are parts all the same.</summary>
    void AddSwitchedOff(SourceText file)
    {
        var folder = TreePath.FolderOf(file.Path);
        var isOfPatches = false;
        for (var i = 0; i < file.LineCount; i++)
        {
            var line = file[file.LineSpan(i)];
            var isComment = line.StartsWith('#');
            var text = line.TrimStart('#').Trim();
            if (text.IndexOf(':', StringComparison.Ordinal) is var colon and > 0 && (isComment || line[0] is not (' ' or '-')) && text[..colon].All(char.IsAsciiLetterOrDigit))
                isOfPatches = text.StartsWith("patches", StringComparison.Ordinal);
            // Some scripts switch a line on by a word of its own before the item.
            if (isOfPatches && isComment && text.IndexOf('-', StringComparison.Ordinal) is var item and >= 0 && (item == 0 || text[item - 1] == ' ')) AddPath(patches, folder, FileNamed(text[(item + 1)..].Trim()));
        }
    }

    /// <summary>The file of an item: <c>path: a.yaml</c> or <c>a.yaml</c>; null for words.</summary>
    static string? FileNamed(string item)
    {
        var name = item.StartsWith("path:", StringComparison.Ordinal) ? item["path:".Length..].Trim() : item;
        return !name.Contains(' ', StringComparison.Ordinal) && (name.EndsWith(".yaml", StringComparison.Ordinal) || name.EndsWith(".yml", StringComparison.Ordinal)) ? name : null;
    }
}
