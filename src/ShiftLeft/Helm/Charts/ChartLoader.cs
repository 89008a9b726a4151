using System.Collections.Immutable;
using ShiftLeft.Files;
using ShiftLeft.Go.Reflect;
using ShiftLeft.Go.Semver;
using ShiftLeft.Go.Strings;
using ShiftLeft.Go.Yaml;
using ShiftLeft.Text;
using ShiftLeft.Tracing;

namespace ShiftLeft.Helm.Charts;

/// <summary>
/// Reads a chart's folder, or an archive of one, with all charts below it: Helm's <c>pkg/chart/v2/loader</c>. A dependency that lies in the
/// same tree (<c>file://</c>) is read where it lies, when nobody has copied it into <c>charts/</c> yet.
/// </summary>
sealed class ChartLoader(FileTree tree, HelmProfile profile, RenderBudget budget)
{
    const int MostFiles = 20_000;
    const int MostCharts = 1_000;
    const int DeepestChart = 20;

    readonly ArchiveBudget archives = new(budget.All);
    int files;
    int charts;

    /// <summary>Folders of charts of the tree that may stand in for dependencies which are not there; default where none may, as in Helm.</summary>
    public ImmutableArray<string> Neighbours { get; init; }

    /// <summary>Entries of dependencies for which a neighbour stands in.</summary>
    public List<ChartDependency> Borrowed { get; } = [];

    /// <summary>The name of the chart that is being loaded, as soon as it is known.</summary>
    public string? Name { get; private set; }

    /// <summary>The archives that were unpacked.</summary>
    public List<ArchiveTree> Archives { get; } = [];

    /// <summary>Files and folders of the chart that cannot be had, although Helm would: links that lead out of the tree.</summary>
    public List<(string Path, string Error)> Unreadable { get; } = [];

    /// <exception cref="ChartException">What keeps it from being loaded.</exception>
    public Chart Load(string folder) => Read(new(folder, tree, folder), Collect(folder), isVendored: false, depth: 0);

    IEnumerable<ChartFile> Collect(string folder)
    {
        var ignore = HelmIgnore.None;
        if (tree.FileExists(TreePath.Join(folder, ".helmignore")))
        {
            var source = TextOf(new ChartFile(".helmignore", TreePath.Join(folder, ".helmignore"), tree, TreePath.Join(folder, ".helmignore")));
            ignore = HelmIgnore.Parse(source.Content, out var error) ?? throw new ChartException(error!, new(source, new(0, 0)));
        }
        return Walk(folder, "", ignore);
    }

    IEnumerable<ChartFile> Walk(string root, string relative, HelmIgnore ignore)
    {
        var folder = TreePath.Join(root, relative);
        var broken = tree.BrokenLinks(folder);
        foreach (var link in broken) Stop(TreePath.Join(folder, link.Name), TreePath.Join(relative, link.Name), link, ignore);
        // What would be a chart there is none that can be read, and no fault of this one.
        var noCharts = TreePath.NameOf(relative) == "charts" ? broken.Select(link => link.Name).ToHashSet(StringComparer.Ordinal) : [];
        foreach (var entry in tree.List(folder))
        {
            var name = TreePath.Join(relative, entry.Name);
            if (ignore.Ignores(name, entry.IsFolder, budget)) continue;
            if (noCharts.Contains(entry.Name)) continue;
            if (entry.IsFolder)
            {
                foreach (var file in Walk(root, name, ignore)) yield return file;
                continue;
            }
            if (++files > MostFiles) throw new ChartException($"the chart has more than {MostFiles:N0} files", null);
            var path = TreePath.Join(root, name);
            yield return new(name, path, tree, path);
        }
    }

    /// <summary>
    /// Helm follows every link that it meets before it asks whether the file is ignored; where one leads nowhere, it loads nothing. A folder that is
    /// ignored is not entered.
    /// </summary>
    void Stop(string path, string name, BrokenLink link, HelmIgnore ignore)
    {
        if (link.End == LinkEnd.Nowhere || (link.End == LinkEnd.Back && !ignore.Ignores(name, isFolder: true, budget))) throw new ChartException($"`{path}` {link.Why}", new(new(path, ""), default));
        if (link.End != LinkEnd.Outside || ignore.Ignores(name, isFolder: false, budget) || ignore.Ignores(name, isFolder: true, budget)) return;
        if (++files > MostFiles) throw new ChartException($"the chart has more than {MostFiles:N0} files", null);
        Unreadable.Add((path, link.Why));
    }

    /// <param name="Folder">As people see it.</param>
    /// <param name="Tree">Where it is read from.</param>
    /// <param name="InTree">The folder there.</param>
    readonly record struct Root(string Folder, FileTree Tree, string InTree)
    {
        public Root Below(string path) => new(TreePath.Join(Folder, path), Tree, TreePath.Join(InTree, path));
    }

    Chart Read(Root root, IEnumerable<ChartFile> files, bool isVendored, int depth)
    {
        var folder = root.Folder;
        if (depth > DeepestChart) throw new ChartException($"charts are nested more than {DeepestChart} deep", null);
        budget.Step(RenderBudget.StepsOfChart);
        if (++charts > MostCharts) throw new ChartException($"the chart has more than {MostCharts:N0} charts below it", null);
        SourceText? chartFile = null, values = null, requirements = null, schema = null;
        var (templates, others) = (ImmutableArray.CreateBuilder<ChartFile>(), ImmutableArray.CreateBuilder<ChartFile>());
        var below = new SortedDictionary<string, List<ChartFile>>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            switch (file.Name)
            {
                case "Chart.yaml": chartFile = TextOf(file); break;
                case "values.yaml": values = TextOf(file); break;
                case "values.schema.json": schema = TextOf(file); break;
                case "requirements.yaml":
                    requirements = TextOf(file);
                    others.Add(file);
                    break;
                case "Chart.lock": break;
                case var name when name.StartsWith("templates/", StringComparison.Ordinal): templates.Add(file); break;
                case var name when name.StartsWith("charts/", StringComparison.Ordinal) && !name.EndsWith(".prov", StringComparison.Ordinal):
                    var first = name.Split('/')[1];
                    if (!below.TryGetValue(first, out var list)) below[first] = list = [];
                    list.Add(file with { Name = name["charts/".Length..] });
                    break;
                default: others.Add(file); break;
            }
        }
        if (chartFile is null) throw new ChartException($"`{(folder.Length == 0 ? "." : folder)}` has no `Chart.yaml`", null);
        var metadata = ReadMetadata(chartFile, requirements);
        Name ??= metadata.Name;
        // Only charts of version 1 hand their list of requirements to templates.
        if (metadata.ApiVersion != "v1") others.RemoveAll(file => file.Name is "requirements.yaml" or "requirements.lock");
        return new()
        {
            Folder = folder,
            Tree = root.Tree,
            FolderInTree = root.InTree,
            Metadata = metadata,
            Values = values is null ? new MapValue() : ReadValues(values),
            ValuesFile = values,
            Schema = schema,
            Templates = templates.ToImmutable(),
            Files = others.ToImmutable(),
            Dependencies = [.. Below(root, metadata, below, isVendored, depth)],
            IsVendored = isVendored,
        };
    }

    IEnumerable<Chart> Below(Root root, ChartMetadata metadata, SortedDictionary<string, List<ChartFile>> below, bool isVendored, int depth)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, files) in below)
        {
            if (name[0] is '_' or '.') continue;
            var inside = root.Below($"charts/{name}");
            Chart child;
            if (name.EndsWith(".tgz", StringComparison.Ordinal))
            {
                var archive = ChartArchive.Read(inside.Tree, inside.InTree, archives, out var error) ?? throw new ChartException($"`{inside.Folder}` {error}", null);
                Archives.Add(archive);
                child = Read(new(inside.Folder, archive, ""), Inside(archive, inside.Folder, ""), isVendored: true, depth + 1);
            }
            else
            {
                var own = files.Where(file => file.Name.Length > name.Length + 1).Select(file => file with { Name = file.Name[(name.Length + 1)..] });
                child = Read(inside, own, isVendored, depth + 1);
                if ((metadata.Dependencies ?? []).FirstOrDefault(dependency => dependency.Name == child.Name) is { Repository: { Length: > 0 } repository } && !IsLocal(repository)) child = AsVendored(child);
            }
            found.Add(child.Name);
            yield return child;
        }
        if (isVendored) yield break;
        foreach (var dependency in metadata.Dependencies ?? [])
        {
            if (!IsLocal(dependency.Repository) || !found.Add(dependency.Name)) continue;
            if (TreePath.Resolve(root.Folder, dependency.Repository["file://".Length..]) is not { } local || !tree.FileExists(TreePath.Join(local, "Chart.yaml"))) continue;
            yield return Read(new(local, tree, local), Collect(local), isVendored: false, depth + 1);
        }
        if (Neighbours.IsDefault) yield break;
        foreach (var dependency in metadata.Dependencies ?? [])
        {
            if (found.Contains(dependency.Name) || NeighboursFor(root.Folder, dependency).FirstOrDefault(near => Takes(dependency, near.Version)).Folder is not { } near) continue;
            found.Add(dependency.Name);
            Borrowed.Add(dependency);
            yield return Read(new(near, tree, near), Collect(near), isVendored: false, depth + 1);
        }
    }

    /// <summary>Charts of the tree that have the name of a dependency. One goes by the name of its folder, so only those are looked at.</summary>
    public IEnumerable<(string Folder, string Version)> NeighboursFor(string folder, ChartDependency dependency)
    {
        if (Neighbours.IsDefault || folder.Length == 0) yield break;
        budget.Step(Neighbours.Length);
        var beside = TreePath.Join(TreePath.FolderOf(folder), dependency.Name);
        foreach (var near in Neighbours.Where(near => near != beside && TreePath.NameOf(near) == dependency.Name).Prepend(beside))
        {
            var path = TreePath.Join(near, "Chart.yaml");
            if (near == folder || !TreePath.NameOf(near).Equals(dependency.Name, StringComparison.Ordinal) || !tree.FileExists(path) || tree.Read(path) is not { Error: null } read) continue;
            if (YamlValues.Read(new(path, GoString.Decode(read.Bytes.Span)), areMany: false) is not { Problem: null, Maps: [var map, ..] }) continue;
            if (ChartMetadata.AsString(map["name"])?.Text == dependency.Name && ChartMetadata.AsString(map["version"])?.Text is { } version) yield return (near, version);
        }
    }

    bool Takes(ChartDependency dependency, string version) => SemanticVersion.Parse(version, profile.Versions, out _) is not null && VersionConstraint.IsMetBy(dependency.Version, version, profile.Versions);

    static bool IsLocal(string repository) => repository.StartsWith("file://", StringComparison.Ordinal) && !repository.StartsWith("file:///", StringComparison.Ordinal);

    static Chart AsVendored(Chart chart) => chart with { IsVendored = true, Dependencies = [.. chart.Dependencies.Select(AsVendored)] };

    IEnumerable<ChartFile> Inside(FileTree archive, string path, string relative)
    {
        foreach (var entry in archive.List(relative))
        {
            var name = TreePath.Join(relative, entry.Name);
            if (entry.IsFolder)
            {
                foreach (var file in Inside(archive, path, name)) yield return file;
                continue;
            }
            if (++files > MostFiles) throw new ChartException($"the chart has more than {MostFiles:N0} files", null);
            yield return new(name, $"{path}/{name}", archive, name);
        }
    }

    static SourceText TextOf(ChartFile file) => file.Read().Error is { } error ? throw new ChartException($"`{file.Path}` {error}", null) : file.Source;

    ChartMetadata ReadMetadata(SourceText source, SourceText? requirements)
    {
        var document = ReadMap(source, onlyFirst: true);
        var name = ChartMetadata.AsString(document["name"]);
        Location At(string key) => (document[key]?.From as Tracing.ValueProvenance) is { } from ? new(from.Source, from.Value) : new(source, source.LineSpan(0));
        ChartException Invalid(string key, string message) => new($"`Chart.yaml` {message}", At(key));
        if (name is not { Text.Length: > 0 }) throw Invalid("name", "gives no `name`");
        if (name.Text is "." or ".." || name.Text.Contains('/', StringComparison.Ordinal)) throw Invalid("name", $"gives the name `{name.Text}`, which is a path");
        if (ChartMetadata.AsString(document["version"]) is not { Text.Length: > 0 } version) throw Invalid("version", "gives no `version`");
        if (SemanticVersion.Parse(version.Text, profile.Versions, out _) is null) throw Invalid("version", $"gives the version `{version.Text}`, which is no semantic version like `1.2.3`");
        if (ChartMetadata.AsString(document["type"])?.Text is { } type and not ("" or "application" or "library")) throw Invalid("type", $"gives the type `{type}`; it takes `application` or `library`");
        var list = (requirements is null ? null : ReadMap(requirements, onlyFirst: true)["dependencies"] as ListValue) ?? document["dependencies"] as ListValue;
        return new()
        {
            Source = source,
            Document = document,
            NameValue = name,
            Dependencies = list is null ? null : [.. list.Items.Select(item => ReadDependency(item, Invalid))],
        };
    }

    static ChartDependency ReadDependency(Value item, Func<string, string, ChartException> invalid)
    {
        var dependency = ChartDependency.Read(item) ?? throw invalid("dependencies", "has a dependency without a `name`");
        if (dependency.Alias is { } alias && !alias.Text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-'))
            throw invalid("dependencies", $"has the dependency `{dependency.Name}` with disallowed characters in the alias `{alias.Text}`");
        return dependency;
    }

    MapValue ReadValues(SourceText source)
    {
        budget.All.TakeValues(0);
        var values = ReadMap(source, !profile.ReadsAllValuesDocuments);
        budget.All.TakeValues(values.CountAll());
        return values;
    }

    /// <summary>A values file that a user gives.</summary>
    public MapValue ReadValues(string path, out SourceText source)
    {
        var read = tree.Read(path);
        if (read.Error is { } error) throw new ChartException($"`{path}` {error}", null);
        source = new(path, GoString.Decode(read.Bytes.Span));
        return ReadValues(source);
    }

    static MapValue ReadMap(SourceText source, bool onlyFirst)
    {
        var read = YamlValues.Read(source, areMany: !onlyFirst);
        if (read.Problem is { } problem) throw new ChartException($"`{source.Path}`: {problem.Message}", problem.Location);
        return read.Maps.Aggregate((MapValue?)null, (merged, map) => merged is null ? map : Coalescing.Overlay(merged, map)) ?? new MapValue();
    }
}
