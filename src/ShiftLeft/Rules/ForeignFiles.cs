using System.Collections.Immutable;
using ShiftLeft.Text;

namespace ShiftLeft.Rules;

/// <summary>The files of a scan that are the material of another tool: templates, and what a frontend of its own reads.</summary>
/// <param name="Said">One for each, with the place that shows it.</param>
sealed record ForeignFiles(ImmutableArray<Problem> Said);
