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
    /// <summary>The code of the problem that dependencies are not there.</summary>
    public const string MissingDependency = "dependency-missing";

    const int MostRelated = 10;
    const int MostNames = 20;

    readonly List<Problem> problems = [];
    readonly List<(string Message, Location Place)> complaints = [];
    readonly List<SourceText> valuesFiles = [];
    readonly List<Location> borrowed = [];
    Engine? engine;
    MapValue? given;
    string? name;
    bool lacksDependency;

    public string Folder => folder;
    /// <summary>Folders of charts that may stand in for dependencies which are not there; default where none may.</summary>
    public ImmutableArray<string> Neighbours { get; init; }
    public Chart? Chart { get; private set; }
    /// <summary>The archives that it was read from.</summary>
    public IReadOnlyList<ArchiveTree> Archives { get; private set; } = [];
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
        var loader = new ChartLoader(tree, profile, context.Budget) { Neighbours = Neighbours };
        Archives = loader.Archives;
        var chart = Chart = Load(loader);
        valuesFiles.AddRange(chart.All.Where(one => !one.IsVendored).Select(one => one.ValuesFile).OfType<SourceText>());
        if (chart.IsLibrary) throw new ChartException("library charts are not installable", null);
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
        var dependencies = new Dependencies(profile, context.Budget);
        ImmutableArray<ChartDependency> missing = [.. dependencies.Missing(chart, user)];
        // A chart of the tree that stands in for a dependency may lack one itself.
        ImmutableArray<(Chart Chart, ImmutableArray<ChartDependency> Missing)> below =
        [
            .. chart.All.Where(child => child != chart && !child.IsVendored).DistinctBy(child => child.Metadata.Source?.Path).Select(child => (child, dependencies.Missing(child, new MapValue()).ToImmutableArray())).Where(lacking => !lacking.Item2.IsEmpty),
        ];
        lacksDependency = !missing.IsEmpty || !below.IsEmpty;
        borrowed.AddRange(loader.Borrowed.Select(dependency => PlaceOf(dependency)));
        chart = Chart = dependencies.Process(chart, user);
        var coalesced = new Coalescing(profile, context.Budget).Coalesce(chart, user);
        if (environment.ChecksSchemas) CheckSchemas(chart, coalesced, context.Budget);
        var release = Release.Name.Length > 0 ? Release : Release with { Name = IsReleaseName(chart.Name) ? chart.Name : "release-name" };
        var capabilities = Capabilities.Of(profile, release.KubeVersion, release.ApiVersions, out var unknown) ?? throw new ChartException(unknown!, null);
        if (chart.Metadata.KubeVersion is { Length: > 0 } wanted && !VersionConstraint.IsMetBy(wanted, capabilities.KubeVersion.PrintDirectly(), profile.Versions))
            Refuse(context, $"chart requires kubeVersion: {wanted} which is incompatible with Kubernetes {capabilities.KubeVersion.PrintDirectly()}", chart.Metadata.Place("kubeVersion"));
        engine = new(context);
        Files = engine.Render(chart, coalesced, release, capabilities);
        complaints.AddRange(context.Engine.Complaints);
        if (!missing.IsEmpty) problems.Add(Missing(loader, chart, missing));
        // Others say it themselves when they are rendered.
        foreach (var lacking in below.Where(lacking => lacking.Chart.IsLibrary)) problems.Add(MissingBelow(lacking.Chart, lacking.Missing));
        problems.AddRange(Failing(chart));
        problems.AddRange(loader.Unreadable.Concat(engine.Unreadable).DistinctBy(file => file.Path).Select(file => new Problem("chart-file-unreadable", ChartPlace(), $"`{file.Path}`, which the chart `{chart.Name}` uses, {file.Error}")));
        Manifests = Rendering.Manifests.Sort(Files, profile);
    }

    Chart Load(ChartLoader loader)
    {
        try
        {
            return loader.Load(folder);
        }
        finally
        {
            name = loader.Name;
        }
    }

    /// <summary>Helm ends here; the manifests are known all the same.</summary>
    void Refuse(RenderContext context, string message, Location place)
    {
        if (!context.IsLenient) throw new ChartException(message, place);
        problems.Add(new("chart-refused", place, $"`helm` refuses the chart `{Name}`{In()}: {message}"));
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
        foreach (var (manifest, problem) in Unreadable().Where(unread => engine?.Complaining.Contains(unread.Manifest.File.Path) != true))
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

    /// <summary>What <c>required</c> and <c>fail</c> said while rendering went on without them: one remark, because one set of values answers all of it.</summary>
    public IEnumerable<Problem> Remarks()
    {
        if (complaints.DistinctBy(complaint => (complaint.Message, complaint.Place)).ToList() is not [var first, .. var others]) yield break;
        yield return new("chart-needs-values", first.Place, $"the chart `{Name}` asks for values that nobody gives{In()}: {first.Message.Trim()}{(others.Count == 0 ? "" : $"; and {others.Count} more")}{Hint()}")
        {
            Related = [.. others.Take(MostRelated).Select(other => new RelatedLocation(other.Place, other.Message.Trim()))],
        };
    }

    /// <summary>Values that are kept for trying the chart out: <c>ct</c> takes them from here.</summary>
    string Hint() => OtherValuesFiles.Select(source => source.Path).FirstOrDefault(path => TreePath.NameOf(TreePath.FolderOf(path)) == "ci") is { } path ? $"; `{path}` may have them" : "";

    /// <summary>Whether something that it would have rendered to is not known.</summary>
    public bool IsPartial => Failure is not null || lacksDependency || Unreadable().Any() || Holes.Any() || engine?.Failures.Any(failure => !IsNotes(failure.Path)) == true;

    /// <summary>Where <c>required</c> and <c>fail</c> left holes in what was rendered; what NOTES.txt says is no manifest.</summary>
    public IEnumerable<Location> Holes => engine is null || engine.Complaining.All(IsNotes) ? [] : complaints.Select(complaint => complaint.Place).Distinct();

    /// <summary>The entries of dependencies for which other charts of the tree stand in.</summary>
    public IEnumerable<Location> Borrowed => borrowed;

    /// <summary>The files beside its templates that it rendered from.</summary>
    public IEnumerable<string> FilesRead => engine?.FilesRead ?? [];

    static bool IsNotes(string path) => path.EndsWith("NOTES.txt", StringComparison.Ordinal);

    string Name => Chart?.Name ?? name ?? (folder.Length == 0 ? "." : TreePath.NameOf(folder));

    string In() => environment.Name is { } name ? $" for `{name}`" : "";

    Location ChartPlace()
    {
        var source = Chart?.Metadata.Source ?? new SourceText(TreePath.Join(folder, "Chart.yaml"), "");
        return new(source, source.LineSpan(0));
    }

    Location PlaceOf(ChartDependency dependency) => dependency.Document["name"]?.From is ValueProvenance entry ? new(entry.Source, entry.Value) : ChartPlace();

    /// <summary>One problem for all of them: one command brings them.</summary>
    Problem Missing(ChartLoader loader, Chart chart, ImmutableArray<ChartDependency> missing)
    {
        // One chart may be taken under several names.
        ImmutableArray<string> names = [.. missing.Select(dependency => $"`{dependency.Name}`").Distinct()];
        var lost = engine!.Failures.Count(failure => IsConsequence(failure) && !IsNotes(failure.Path));
        var near = missing.SelectMany(dependency => loader.NeighboursFor(folder, dependency).Take(1).Select(near => $"; `{near.Folder}` of this repository has the version `{near.Version}`, which `{dependency.Version}` does not take")).Distinct().Take(MostNames);
        return new(MissingDependency, PlaceOf(missing[0]),
            $"{(names.Length == 1 ? "the dependency" : "the dependencies")} {Listed(names)} of the chart `{chart.Name}` {(names.Length == 1 ? "is" : "are")} not in its `charts/` folder{(lost == 0 ? "" : lost == 1 ? "; a template cannot be rendered without" : $"; {lost} templates cannot be rendered without")}{string.Concat(near)}; run `helm dependency build {(folder.Length == 0 ? "." : folder)}`")
        {
            Related = [.. missing.Skip(1).Select(dependency => new RelatedLocation(PlaceOf(dependency), $"`{dependency.Name}`")).DistinctBy(related => related.Location).Take(MostRelated)],
        };
    }

    static string Listed(ImmutableArray<string> names) => string.Join(", ", names.Take(MostNames)) + (names.Length > MostNames ? $" and {names.Length - MostNames} more" : "");

    /// <summary>The same for a chart below it, which every chart that takes it would say: in the same words, so that it is said once.</summary>
    Problem MissingBelow(Chart child, ImmutableArray<ChartDependency> missing) =>
        new(MissingDependency, PlaceOf(missing[0]), $"{(missing.Length == 1 ? "the dependency" : "the dependencies")} {Listed([.. missing.Select(dependency => $"`{dependency.Name}`").Distinct()])} of the chart `{child.Name}`, which other charts here take, {(missing.Length == 1 ? "is" : "are")} not in its `charts/` folder; run `helm dependency build {TreePath.FolderOf(child.Metadata.Source?.Path ?? "")}`");

    /// <summary>Whether a template fails for lack of what another problem already names: a dependency, or a template file that cannot be parsed.</summary>
    bool IsConsequence(TemplateFailure failure) => failure.Cause is { } cause && (engine!.Complaining.Contains(failure.Path)
        || (cause.IsOfMissingTemplate && (lacksDependency || engine.Failures.Any(other => other.IsOfSyntax)))
        || (lacksDependency && IsOfMissingChart(cause)));

    /// <summary>
    /// Whether what is lacking are values that a dependency would bring. What fails within a chart that was copied calls what another copy defines.
    /// </summary>
    bool IsOfMissingChart(ExecutionException cause) =>
        Chart is null || !new ChartPlaces(Chart, given).IsEditable(cause.Place.Source) || (FirstKeyOf(cause) is { } key && (Chart.Metadata.Dependencies ?? []).Any(dependency => dependency.Name == key));

    /// <summary>The key of the values, below which a template looks for something: of what it was told is absent, or of what is written where it fails.</summary>
    static string? FirstKeyOf(ExecutionException cause) =>
        cause.Asked is AbsentProvenance absent ? (absent.Path.Above is ValueProvenance file ? ChartPlaces.KeysOf(file) : []).Concat(absent.Path.Keys).FirstOrDefault()
        : cause.Node.ToString()?.Split('.') is [_, "Values", var key, ..] ? key : null;

    /// <summary>What fails in a place that many templates call is one problem.</summary>
    IEnumerable<Problem> Failing(Chart chart)
    {
        var places = new ChartPlaces(chart, given);
        foreach (var same in engine!.Failures.Where(failure => !IsConsequence(failure)).GroupBy(failure => (failure.Place, failure.Message)))
        {
            var first = same.First();
            var others = same.Select(failure => failure.File.Path).Distinct().Count() - 1;
            var place = places.IsEditable(first.Place.Source) ? first.Place : places.Dependency(first.Place.Source) ?? ChartPlace();
            yield return new("template-failed", place, $"the template `{first.File.Path}` of the chart `{chart.Name}` cannot be rendered{In()}: {first.Message}{(others == 0 ? "" : others == 1 ? "; it fails in another template, too" : $"; it fails in {others} other templates, too")}")
            {
                Related = first.Cause?.Asked is AbsentProvenance absent && Above(places, absent) is { } above ? [new(above, $"`{string.Join('.', absent.Path.Keys.Prepend(((ValueProvenance)absent.Path.Above!).Path).Where(key => key.Length > 0))}` is not set")] : [],
            };
        }
    }

    /// <summary>The key of one's own values below which something is lacking.</summary>
    static Location? Above(ChartPlaces places, AbsentProvenance absent) =>
        (places.NullOf(absent) ?? absent.Path.Above as ValueProvenance) is { Key: not null } key && places.IsEditable(key.Source) ? ChartPlaces.KeyOf(key) : null;

    /// <summary>Helm's own condition (<c>chartutil.ValidateReleaseName</c>), but for the dots.</summary>
    static bool IsReleaseName(string name) =>
        name.Length is > 0 and <= 53 && name[0] != '-' && name[^1] != '-' && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
}

/// <param name="Message">Helm's words.</param>
/// <param name="Place">What failed; null for the chart as a whole.</param>
/// <param name="IsIntended">Whether <c>required</c> or <c>fail</c> said so.</param>
sealed record RenderFailure(string Message, Location? Place, bool IsIntended);
