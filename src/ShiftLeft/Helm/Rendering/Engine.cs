using System.Collections.Immutable;
using ShiftLeft.Go.Reflect;
using ShiftLeft.Go.Strings;
using ShiftLeft.Go.Template;
using ShiftLeft.Go.Yaml;
using ShiftLeft.Helm.Charts;
using ShiftLeft.Text;
using ShiftLeft.Tracing;

namespace ShiftLeft.Helm.Rendering;

/// <summary>
/// Executes the templates of a chart and of all below it, as Helm's <c>pkg/engine</c> does: all of them share one name space, and what one of
/// them changes in the values the next ones see.
/// </summary>
sealed class Engine(RenderContext context)
{
    readonly List<RenderedFile> rendered = [];
    readonly List<ChartFiles> filesOfCharts = [];
    readonly List<TemplateFailure> failures = [];
    readonly List<(ChartFile File, string Path, string BasePath, MapValue Data, Provenance? EnabledBy)> templates = [];

    public Executor Executor { get; } = new(context);
    /// <summary>The templates that failed, where that is not the end of all.</summary>
    public IReadOnlyList<TemplateFailure> Failures => failures;
    /// <summary>The templates in which <c>required</c> or <c>fail</c> spoke, where that is not the end of all.</summary>
    public HashSet<string> Complaining { get; } = new(StringComparer.Ordinal);
    /// <summary>The files that templates asked for by <c>.Files</c>.</summary>
    public IEnumerable<string> FilesRead => filesOfCharts.SelectMany(files => files.Paths);
    /// <summary>Templates, and files that templates asked for, that could not be read.</summary>
    public IEnumerable<(string Path, string Error)> Unreadable =>
        templates.Where(template => template.File.Error is not null).Select(template => (template.File.Path, template.File.Error!)).Concat(filesOfCharts.SelectMany(files => files.Unreadable));

    /// <param name="chart">With its dependencies processed.</param>
    /// <param name="values">Coalesced.</param>
    /// <param name="release">Name and namespace.</param>
    /// <param name="capabilities">What is known of the cluster.</param>
    public ImmutableArray<RenderedFile> Render(Chart chart, MapValue values, ReleaseOptions release, Capabilities capabilities)
    {
        var type = context.Profile.Major >= 4 ? "common.Values" : "chartutil.Values";
        Collect(chart, new MapValue(values.Entries, values.From, type), chart.Name, isRoot: true, type, ReleaseOf(release), capabilities);
        // The deepest come first, and among equals the last by name: so the definitions of the outermost, first file win.
        templates.Sort((one, other) => Depth(other.Path).CompareTo(Depth(one.Path)) is var depth and not 0 ? depth : GoString.Compare(other.Path, one.Path));
        var set = new TemplateSet();
        foreach (var (file, path, _, _, _) in templates)
        {
            foreach (var template in Parse(file, path)) set.Add(template);
        }
        foreach (var (file, path, basePath, data, enabledBy) in templates)
        {
            if (IsPartial(path)) continue;
            var place = new MapValue();
            place.Entries.Set("Name", StringValue.Of(path, Builtin("Template.Name")));
            place.Entries.Set("BasePath", StringValue.Of(basePath, Builtin("Template.BasePath")));
            data.Entries.Set("Template", new MapValue(place.Entries, null, type));
            if (set.Find(path) is not { } template) rendered.Add(new(path, file, TracedText.Empty));
            else if (Execute(file, template, set, new MapValue(data.Entries, data.From, type), enabledBy) is { } text) rendered.Add(new(path, file, text));
        }
        return [.. rendered];
    }

    /// <summary>What a template file writes; null where it fails and the others go on.</summary>
    TracedText? Execute(ChartFile file, Template template, TemplateSet set, MapValue data, Provenance? enabledBy)
    {
        var complaints = context.Engine.Complaints.Count;
        try
        {
            return EngineFunctions.WithoutNoValue(Executor.ExecuteFile(template, set, data, enabledBy));
        }
        catch (ExecutionException exception) when (context.IsLenient)
        {
            context.Engine.StartOver();
            failures.Add(new(template.Name, file, exception.Innermost.Place, $"`{exception.Innermost.Node}`: {exception.Innermost.Message.Trim()}") { Cause = exception.Innermost });
            return null;
        }
        finally
        {
            if (context.Engine.Complaints.Count > complaints) Complaining.Add(template.Name);
        }
    }

    ImmutableArray<Template> Parse(ChartFile file, string path)
    {
        try
        {
            return Parse(TracedSource.OfFile(path, file.Source));
        }
        catch (ChartException exception) when (context.IsLenient)
        {
            failures.Add(new(path, file, exception.Place!, exception.Message));
            return [];
        }
    }

    ImmutableArray<Template> Parse(TracedSource source)
    {
        try
        {
            return Executor.Parsed.Parse(source);
        }
        catch (TemplateSyntaxException exception)
        {
            // Of Go's words Helm keeps what follows the last colon.
            throw new ChartException($"parse error at ({source.Name}:{exception.Line}): {exception.Message[(exception.Message.LastIndexOf(": ", StringComparison.Ordinal) is var colon and >= 0 ? colon + 2 : 0)..]}", source.Locate(exception.Offset, exception.Offset));
        }
    }

    MapValue Collect(Chart chart, MapValue values, string path, bool isRoot, string valuesType, MapValue release, Capabilities capabilities, Provenance? enabledBy = null)
    {
        var below = new MapValue();
        var data = new MapValue();
        data.Entries.Set("Chart", chart.Metadata.ToValue(context.Profile, isRoot));
        var files = new ChartFiles(chart.Tree, chart.FolderInTree, chart.Folder, YamlEmitter.Emit);
        filesOfCharts.Add(files);
        data.Entries.Set("Files", files.ToValue(chart.Files.Select(file => file.Name)));
        data.Entries.Set("Release", release);
        data.Entries.Set("Capabilities", capabilities);
        data.Entries.Set("Values", values);
        data.Entries.Set("Subcharts", below);
        foreach (var child in chart.Dependencies)
        {
            var own = values[child.Name] is MapValue table ? new MapValue(table.Entries, table.From, valuesType) : new MapValue(new MapEntries(), null, valuesType);
            below.Entries.Set(child.Name, Collect(child, own, $"{path}/charts/{child.Name}", isRoot: false, valuesType, release, capabilities, Both(enabledBy, child.EnabledBy)));
        }
        foreach (var file in chart.Templates)
        {
            var name = $"{path}/{file.Name}";
            if (!chart.IsLibrary || IsPartial(name)) templates.Add((file, name, $"{path}/templates", data, enabledBy));
        }
        return data;
    }

    /// <summary>A chart is on while all above it are.</summary>
    static Provenance? Both(Provenance? outer, Provenance? own) => outer is null ? own : own is null ? outer : new ComputedProvenance("condition", [own, outer]);

    static MapValue ReleaseOf(ReleaseOptions options)
    {
        var release = new MapValue();
        release.Entries.Set("Name", StringValue.Of(options.Name, Builtin("Release.Name")));
        release.Entries.Set("Namespace", StringValue.Of(options.Namespace, Builtin("Release.Namespace")));
        release.Entries.Set("IsUpgrade", new BoolValue(options.IsUpgrade, Builtin("Release.IsUpgrade")));
        release.Entries.Set("IsInstall", new BoolValue(!options.IsUpgrade, Builtin("Release.IsInstall")));
        release.Entries.Set("Revision", new IntegerValue(1, Builtin("Release.Revision")));
        release.Entries.Set("Service", StringValue.Of("Helm", Builtin("Release.Service")));
        return release;
    }

    static BuiltinProvenance Builtin(string name) => new(name);

    static bool IsPartial(string path) => path.AsSpan(path.LastIndexOf('/') + 1).StartsWith("_");

    static int Depth(string path) => path.AsSpan().Count('/');
}

/// <param name="Path">As Helm names it: <c>shop/charts/db/templates/service.yaml</c>.</param>
/// <param name="File">The template.</param>
/// <param name="Text">What it wrote.</param>
sealed record RenderedFile(string Path, ChartFile File, TracedText Text);

/// <summary>A template that could not be parsed or executed.</summary>
/// <param name="Path">As Helm names it.</param>
/// <param name="File">The template.</param>
/// <param name="Place">What failed, which may be in another template that it calls.</param>
/// <param name="Message">Helm's words.</param>
sealed record TemplateFailure(string Path, ChartFile File, Location Place, string Message)
{
    /// <summary>The failure itself; null where the template could not be parsed.</summary>
    public ExecutionException? Cause { get; init; }
    /// <summary>Whether it could not be parsed: others miss what it defines.</summary>
    public bool IsOfSyntax => Cause is null;
}
