using System.Collections.Immutable;
using ShiftLeft.Files;
using ShiftLeft.Go.Reflect;
using ShiftLeft.Go.Regexp;
using ShiftLeft.Go.Semver;
using ShiftLeft.Go.Template;
using ShiftLeft.Helm.Charts;
using ShiftLeft.Helm.Rendering;
using ShiftLeft.Helm.Values;
using ShiftLeft.Text;
using ShiftLeft.Tracing;

namespace ShiftLeft.Helm;

/// <summary>One run of what <c>helm template</c> does, in its order: what came out, and what went wrong on the way.</summary>
sealed class HelmTemplate(string folder, ChartEnvironment environment, HelmProfile profile)
{
    readonly List<Problem> problems = [];
    readonly List<(string Message, Location Place)> complaints = [];
    readonly List<SourceText> valuesFiles = [];
    MapValue? given;

    public string Folder => folder;
    public Chart? Chart { get; private set; }
    public ImmutableArray<Manifest> Manifests { get; private set; } = [];
    public ImmutableArray<RenderedFile> Files { get; private set; } = [];
    public IReadOnlyList<SourceText> ValuesFiles => valuesFiles;
    /// <summary>Files that are named as values and were not taken.</summary>
    public IEnumerable<SourceText> OtherValuesFiles =>
        Chart?.All.Where(chart => !chart.IsVendored).SelectMany(chart => chart.Files).Where(file => IsValuesName(TreePath.NameOf(file.Path))).Select(file => file.Source).Where(source => valuesFiles.TrueForAll(known => known.Path != source.Path)) ?? [];

    static bool IsValuesName(string name) =>
        name.Contains("values", StringComparison.OrdinalIgnoreCase) && (name.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".yml", StringComparison.OrdinalIgnoreCase));

    /// <summary>Those of charts that are no copies of others.</summary>
    public IEnumerable<SourceText> Templates => Chart?.All.Where(chart => !chart.IsVendored).SelectMany(chart => chart.Templates).Select(file => file.Source) ?? [];
    /// <summary>Why there is nothing; null where there is.</summary>
    public RenderFailure? Failure { get; private set; }

    public ReleaseOptions Release { get; init; } = new() { Name = environment.Release ?? "", Namespace = environment.Namespace ?? "default", KubeVersion = environment.KubeVersion, ApiVersions = environment.ApiVersions };

    public void Run(FileTree tree, RenderContext context)
    {
        var loader = new ChartLoader(tree, profile, context.Budget);
        var chart = Chart = loader.Load(folder);
        valuesFiles.AddRange(chart.All.Where(one => !one.IsVendored).Select(one => one.ValuesFile).OfType<SourceText>());
        if (chart.IsLibrary) throw new ChartException("library charts are not installable", null);
        foreach (var missing in Dependencies.Missing(chart)) problems.Add(Missing(chart, missing));
        // What is not there at all would be in the chart's own values.
        var user = new MapValue(chart.Values.From);
        foreach (var path in environment.Values)
        {
            var values = loader.ReadValues(path, out var source);
            valuesFiles.Add(source);
            user = Coalescing.Overlay(user, values);
        }
        if (SetArguments.Apply(user, environment.Set, profile, tree.Read, context.Budget) is { } error) throw new ChartException(error, null);
        given = user;
        chart = Chart = new Dependencies(profile).Process(chart, user);
        var coalesced = new Coalescing(profile).Coalesce(chart, user);
        if (environment.ChecksSchemas) CheckSchemas(chart, coalesced, context.Budget);
        var release = Release.Name.Length > 0 ? Release : Release with { Name = IsReleaseName(chart.Name) ? chart.Name : "release-name" };
        var capabilities = Capabilities.Of(profile, release.KubeVersion, release.ApiVersions, out var unknown) ?? throw new ChartException(unknown!, null);
        if (chart.Metadata.KubeVersion is { Length: > 0 } wanted && !VersionConstraint.IsMetBy(wanted, capabilities.KubeVersion.PrintDirectly(), profile.Versions))
            throw new ChartException($"chart requires kubeVersion: {wanted} which is incompatible with Kubernetes {capabilities.KubeVersion.PrintDirectly()}", chart.Metadata.Place("kubeVersion"));
        var engine = new Engine(context);
        Files = engine.Render(chart, coalesced, release, capabilities);
        complaints.AddRange(context.Engine.Complaints);
        problems.AddRange(loader.Unreadable.Concat(engine.Unreadable).DistinctBy(file => file.Path).Select(file => new Problem("chart-file-unreadable", ChartPlace(), $"`{file.Path}`, which the chart `{chart.Name}` uses, {file.Error}")));
        Manifests = Rendering.Manifests.Sort(Files, profile);
    }

    /// <summary>Each chart's values against its own schema; Helm renders nothing where they do not fit.</summary>
    void CheckSchemas(Chart chart, MapValue values, RenderBudget budget)
    {
        if (chart.Schema is { } schema)
        {
            var patterns = new PatternCache();
            var result = ValuesSchema.Validate(schema, values, (pattern, text) => patterns.Get(pattern, budget).IsMatch(text, budget), budget, profile.PlacesPropertyNames);
            foreach (var part in result.Parts)
                problems.Add(new("values-break-schema", part.From is ValueProvenance from ? ChartPlaces.KeyOf(from) : new(schema, schema.LineSpan(0)), $"the values of the chart `{chart.Name}`{In()} do not fit `{schema.Path}`: {part.Describe().TrimStart('-', ' ')}"));
            foreach (var sentence in result.Unchecked) problems.Add(new("schema-not-checked", new(schema, schema.LineSpan(0)), $"`{schema.Path}` cannot be checked whole: {sentence}"));
        }
        foreach (var child in chart.Dependencies) CheckSchemas(child, values[child.Name] as MapValue ?? new MapValue(), budget);
    }

    public void Fail(string message, Location? place) => Failure ??= new(message, place, IsIntended: false);

    public void Fail(ExecutionException exception) => Failure ??= new(HelmError.Describe(exception, profile), exception.Innermost.Place, exception.IsIntended);

    /// <summary>The documents with their templates and traces.</summary>
    public IEnumerable<RenderedDocument> Documents()
    {
        if (Failure is not null || Chart is null) yield break;
        var places = new ChartPlaces(Chart, given);
        foreach (var manifest in Manifests)
            yield return new(manifest.Yaml.Source, manifest.File.File.Source) { Trace = new(manifest.Text, places.In(manifest.File.Path)), Yaml = manifest.Yaml };
    }

    /// <summary>What was not rendered, or is no YAML.</summary>
    public IEnumerable<Problem> Problems()
    {
        foreach (var problem in problems) yield return problem;
        if (Failure is { } failure) yield return new("chart-not-rendered", failure.Place ?? ChartPlace(), $"the chart `{Name}` cannot be rendered{In()}: {failure.Message}");
        foreach (var (manifest, problem) in Unreadable())
            yield return problem with { Location = PlaceOf(manifest, problem), Message = $"what `{manifest.File.Path}` renders to{In()} cannot be read: {problem.Message}" };
    }

    IEnumerable<(Manifest Manifest, Problem Problem)> Unreadable() =>
        Manifests.Where(manifest => Failure is null && !manifest.Yaml.Problems.IsEmpty).Select(manifest => (manifest, manifest.Yaml.Problems[0]));

    /// <summary>What wrote the place of a rendered document that cannot be read.</summary>
    static Location PlaceOf(Manifest manifest, Problem problem) =>
        manifest.Text.RunAt(Math.Min(problem.Location.Span.Start, Math.Max(0, manifest.Text.Length - 1)))?.Frame?.Place ?? new(manifest.File.File.Source, manifest.File.File.Source.LineSpan(0));

    /// <summary>The same in the words of <c>helm template</c>, with the places.</summary>
    public IEnumerable<(string Words, Location Place)> Errors()
    {
        foreach (var problem in problems) yield return (problem.Message, problem.Location);
        if (Failure is { } failure) yield return (failure.Message, failure.Place ?? ChartPlace());
        foreach (var (manifest, problem) in Unreadable()) yield return ($"YAML parse error on {manifest.File.Path}: {(problem.Code == ManifestHead.Code ? "error unmarshaling JSON: while decoding JSON" : "error converting YAML to JSON")}: {problem.Message}", PlaceOf(manifest, problem));
    }

    /// <summary>What <c>required</c> and <c>fail</c> said while rendering went on without them.</summary>
    public IEnumerable<Problem> Remarks() => complaints.DistinctBy(complaint => (complaint.Message, complaint.Place))
        .Select(complaint => new Problem("chart-needs-values", complaint.Place, $"the chart `{Name}` asks for values that nobody gives{In()}: {complaint.Message.Trim()}"));

    string Name => Chart?.Name ?? TreePath.NameOf(folder);

    string In() => environment.Name is { } name ? $" for `{name}`" : "";

    Location ChartPlace()
    {
        var source = Chart?.Metadata.Source ?? new SourceText(TreePath.Join(folder, "Chart.yaml"), "");
        return new(source, source.LineSpan(0));
    }

    Problem Missing(Chart chart, ChartDependency dependency) => new("dependency-missing",
        dependency.Document["name"]?.From is ValueProvenance name ? new(name.Source, name.Value) : ChartPlace(),
        $"the dependency `{dependency.Name}` of the chart `{chart.Name}` is not in its `charts/` folder; run `helm dependency build {(folder.Length == 0 ? "." : folder)}`");

    /// <summary>Helm's own condition (<c>chartutil.ValidateReleaseName</c>), but for the dots.</summary>
    static bool IsReleaseName(string name) =>
        name.Length is > 0 and <= 53 && name[0] != '-' && name[^1] != '-' && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
}

/// <param name="Message">Helm's words.</param>
/// <param name="Place">What failed; null for the chart as a whole.</param>
/// <param name="IsIntended">Whether <c>required</c> or <c>fail</c> said so.</param>
sealed record RenderFailure(string Message, Location? Place, bool IsIntended);
