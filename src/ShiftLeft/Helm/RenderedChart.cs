using System.Collections.Immutable;
using ShiftLeft.Files;
using ShiftLeft.Helm.Rendering;
using ShiftLeft.Text;
using ShiftLeft.Tracing;
using ShiftLeft.Yaml;

namespace ShiftLeft.Helm;

/// <summary>What a chart renders to in one environment.</summary>
/// <param name="Folder">The chart's folder in the tree.</param>
/// <param name="Environment">The environment it was rendered for.</param>
/// <param name="Documents">The rendered documents, each with the template that wrote it.</param>
/// <param name="Problems">Why it, or a part of it, could not be rendered.</param>
sealed record RenderedChart(string Folder, ChartEnvironment Environment, ImmutableArray<RenderedDocument> Documents, ImmutableArray<Problem> Problems)
{
    /// <summary>What was rendered all the same, and needs to be known.</summary>
    public ImmutableArray<Problem> Remarks { get; init; } = [];
    /// <summary>Whether something that it would have rendered to is not known: whatever is looked for and not found may have been there.</summary>
    public bool IsPartial { get; init; }
    /// <summary>Where <c>required</c> and <c>fail</c> left holes in what was rendered.</summary>
    public ImmutableArray<Location> Holes { get; init; } = [];
    /// <summary>The dependencies that other charts of the tree stood in for, each at its entry.</summary>
    public ImmutableArray<Location> Borrowed { get; init; } = [];
    /// <summary>Files of the chart beside its templates that it rendered from.</summary>
    public ImmutableArray<string> FilesRead { get; init; } = [];
    /// <summary>The values files that fed it, the chart's own included.</summary>
    public ImmutableArray<SourceText> ValuesFiles { get; init; } = [];
    /// <summary>Files of the chart that are named as values and that no environment takes: <c>values-prod.yaml</c>.</summary>
    public ImmutableArray<SourceText> OtherValuesFiles { get; init; } = [];
    /// <summary>This chart in all environments, in their order; it is one of them.</summary>
    public ImmutableArray<RenderedChart> Renderings { get; init; } = [];
    /// <summary>Where the values stand that a manifest shows, by file and offset; null where the renderer does not say.</summary>
    public IReadOnlySet<(string Path, int Start)>? ShownValues => field ??= FindShownValues();
    /// <summary>The templates that a person edits, partial ones included.</summary>
    public ImmutableArray<SourceText> Templates { get; init; } = [];

    /// <summary>All files of the chart that are known to it, by their paths.</summary>
    public IEnumerable<string> Files => [TreePath.Join(Folder, "Chart.yaml"), .. FilesRead, .. ValuesFiles.Concat(OtherValuesFiles).Concat(Templates).Select(source => source.Path)];

    const int MostWalked = 1_000_000;

    HashSet<(string, int)>? FindShownValues()
    {
        if (Documents.Any(document => document.Trace is null)) return null;
        var runs = new HashSet<Provenance>();
        foreach (var document in Documents)
        {
            foreach (ref readonly var run in document.Trace!.Text.Runs)
            {
                if (run is { Length: > 0, From: { } from }) runs.Add(from);
            }
        }
        return [.. MadeUp.Taken(runs, MostWalked).OfType<ValueProvenance>().Select(value => (value.Source.Path, value.Value.Start))];
    }
}

/// <param name="Rendered">The rendered text.</param>
/// <param name="Template">The template file that it comes from.</param>
sealed record RenderedDocument(SourceText Rendered, SourceText Template)
{
    /// <summary>Where each character comes from; null where the <c>helm</c> command rendered, which does not say.</summary>
    public DocumentTrace? Trace { get; init; }
    /// <summary>The document, read.</summary>
    public YamlFile Yaml { get => field ??= YamlFile.ParseRendered(Rendered); init; }
}

/// <param name="Text">The document's text.</param>
/// <param name="Places">Which files a person edits.</param>
sealed record DocumentTrace(TracedText Text, ChartPlaces Places);
