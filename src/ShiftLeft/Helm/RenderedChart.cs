using System.Collections.Immutable;
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
    /// <summary>The values files that fed it, the chart's own included.</summary>
    public ImmutableArray<SourceText> ValuesFiles { get; init; } = [];
    /// <summary>The templates that a person edits, partial ones included.</summary>
    public ImmutableArray<SourceText> Templates { get; init; } = [];
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
