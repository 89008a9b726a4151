using System.Collections.Immutable;
using ShiftLeft.Text;

namespace ShiftLeft.Helm;

/// <summary>What a chart renders to in one environment.</summary>
/// <param name="Folder">The chart's folder in the tree.</param>
/// <param name="Environment">The environment it was rendered for.</param>
/// <param name="Documents">The rendered documents, each with the template that wrote it.</param>
/// <param name="Problems">Why it could not be rendered.</param>
sealed record RenderedChart(string Folder, ChartEnvironment Environment, ImmutableArray<RenderedDocument> Documents, ImmutableArray<Problem> Problems);

/// <param name="Rendered">The rendered text.</param>
/// <param name="Template">The template file that it comes from.</param>
sealed record RenderedDocument(SourceText Rendered, SourceText Template);
