using System.Collections.Immutable;
using System.Text;
using System.Xml;
using ShiftLeft.Hosting;
using ShiftLeft.Policy;
using ShiftLeft.Reporting;
using ShiftLeft.Rules;
using ShiftLeft.Rules.Tool;
using ShiftLeft.Text;

namespace ShiftLeft.MSBuild;

/// <summary>What a project's own items and properties say of findings, and what is wrong with that.</summary>
/// <param name="task">The request.</param>
/// <param name="root">The root of the scan.</param>
/// <param name="disk">The way to the disk.</param>
sealed class ProjectSettings(ShiftLeftCheck task, WorkspaceRoot root, Disk disk)
{
    readonly List<Finding> problems = [];
    readonly Dictionary<string, SourceText> sources = new(StringComparer.Ordinal);

    public ImmutableArray<Finding> Problems => [.. problems];

    /// <summary>The findings that <c>ShiftLeftSuppress</c> items accept.</summary>
    public ImmutableArray<PolicySuppression> Suppressions() =>
    [
        .. task.Suppressions.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t')).Where(fields => fields.Length == 8).Select(Suppression).OfType<PolicySuppression>(),
    ];

    PolicySuppression? Suppression(string[] fields)
    {
        if (fields is not [var name, var folder, var written, var @object, var container, var reason, var expires, var file]) return null;
        var place = PlaceOf(file.Length > 0 ? file : task.ProjectFile, "ShiftLeftSuppress", name);
        if (Catalogue.Find(name)?.Info is not { } rule)
        {
            var other = Catalogue.FindByPeer(name).FirstOrDefault()?.Info;
            problems.Add(new SuppressionOfUnknownRule().At(place, $"`ShiftLeftSuppress` names `{name}`, and there is no such rule{(other is null ? "" : $"; `{other.Id}` answers the question of `{name}`")}"));
            return null;
        }
        if (reason.Trim().Length == 0) problems.Add(new SuppressionWithoutReason().At(place, $"the `ShiftLeftSuppress` of `{name}` has no `Reason`, so it does not hold"));
        var day = DateOnly.TryParseExact(expires, "yyyy-MM-dd", out var last) ? last : (DateOnly?)null;
        if (expires.Length > 0 && day is null) problems.Add(new InvalidPolicy().At(place, $"`Expires` of a `ShiftLeftSuppress` is `{expires}`; it takes a day such as `2027-06-30`"));
        var pattern = written.Length > 0 ? PatternOf(folder, written.Replace('\\', '/')) : null;
        if (written.Length > 0 && pattern is null) problems.Add(new InvalidPolicy().At(place, $"`Path` of a `ShiftLeftSuppress` is `{written}`, which leads out of the repository"));
        // One that cannot be understood must not accept more than was meant.
        if (reason.Trim().Length == 0 || (expires.Length > 0 && day is null) || (written.Length > 0 && pattern is null)) return null;
        return new(rule, pattern, OrNull(@object), OrNull(container), reason.Trim(), day, place) { MayBeIdle = task.IsSolutionCheck || file != task.ProjectFile };
    }

    static string? OrNull(string text) => text.Length == 0 ? null : text;

    /// <summary>A pattern relative to the project's folder, or with a full path before it.</summary>
    PathPattern? PatternOf(string folder, string written)
    {
        if (folder.Length > 0) return root.TreePathOf(folder) is { } at ? PathPattern.Read(at, written) : null;
        var top = root.Folder.Replace('\\', '/').TrimEnd('/') + "/";
        return written.StartsWith(top, StringComparison.Ordinal) ? PathPattern.Read("", written[top.Length..]) : null;
    }

    /// <summary>The Dockerfiles that the project's container properties name, as full paths.</summary>
    public List<string> Dockerfiles()
    {
        if (task.DockerfileContext.Length > 0 && !disk.IsFolder(task.DockerfileContext)) Missing("DockerfileContext", task.DockerfileContext, "folder");
        if (task.Dockerfile.Length > 0 && !disk.IsFile(task.Dockerfile)) Missing("DockerfileFile", task.Dockerfile, "file");
        if (task.ComposeProject.Length > 0 && !disk.IsFile(task.ComposeProject)) Missing("DockerComposeProjectPath", task.ComposeProject, "file");
        return [.. task.Dockerfile.Length > 0 && disk.IsFile(task.Dockerfile) ? (string[])[task.Dockerfile] : [], .. ComposeDockerfiles()];
    }

    void Missing(string property, string path, string kind) =>
        problems.Add(new SettingWithoutEffect().At(PlaceOf(task.ProjectFile, property, ""), $"`{property}` names `{root.PathFrom(task.ProjectDirectory, Path.GetRelativePath(root.Folder, path))}`, and there is no such {kind}"));

    /// <summary>What the services of the Compose project beside its file are built from.</summary>
    IEnumerable<string> ComposeDockerfiles()
    {
        if (task.ComposeProject.Length == 0 || Path.GetDirectoryName(task.ComposeProject) is not { } folder) yield break;
        foreach (var name in (string[])["docker-compose.yml", "docker-compose.yaml", "docker-compose.override.yml", "compose.yaml", "compose.yml"])
        {
            var path = Path.Combine(folder, name);
            if (root.TreePathOf(path) is not { } treePath || !disk.IsFile(path) || disk.Read(path) is not { Error: null } file) continue;
            foreach (var dockerfile in Builds.BuildFile.DockerfilesOf(new(treePath, Encoding.UTF8.GetString(file.Bytes.Span))))
            {
                var full = Path.GetFullPath(dockerfile, root.Folder);
                if (disk.IsFile(full)) yield return full;
            }
        }
    }

    public void Add(string? file, int line, string property, string message) =>
        problems.Add(new SettingWithoutEffect().At(file is null ? PlaceOf(task.ProjectFile, property, "") : LineOf(file, line), message));

    Location LineOf(string file, int line)
    {
        var source = SourceOf(file);
        return new(source, line <= source.LineCount ? source.LineSpan(line - 1) : default);
    }

    /// <summary>An element of a project's file, by its name and what it includes; where it stands in no such file, the file.</summary>
    Location PlaceOf(string file, string element, string include)
    {
        var source = SourceOf(file);
        try
        {
            using var text = new StringReader(source.Content.TrimStart('\uFEFF'));
            using var reader = XmlReader.Create(text, new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            while (reader.Read())
            {
                if (reader.NodeType != XmlNodeType.Element || !reader.LocalName.Equals(element, StringComparison.OrdinalIgnoreCase)) continue;
                if (include.Length > 0 && reader.GetAttribute("Include")?.Contains(include, StringComparison.OrdinalIgnoreCase) != true) continue;
                var at = (IXmlLineInfo)reader;
                return new(source, new(source.LineStart(at.LineNumber - 1) + at.LinePosition - 1, element.Length));
            }
        }
        catch (XmlException)
        {
            // MSBuild has read it otherwise than it is now.
        }
        return new(source, default);
    }

    SourceText SourceOf(string file)
    {
        if (sources.TryGetValue(file, out var known)) return known;
        var text = disk.Read(file) is { Error: null } read ? Encoding.UTF8.GetString(read.Bytes.Span) : "";
        return sources[file] = new(root.TreePathOf(file) ?? Path.GetRelativePath(root.Folder, file).Replace('\\', '/'), text);
    }
}
