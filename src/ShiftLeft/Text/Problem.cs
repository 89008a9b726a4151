using System.Collections.Immutable;

namespace ShiftLeft.Text;

/// <summary>Something a parser could not accept. A rule turns it into a finding; <paramref name="Code"/> tells which one.</summary>
/// <param name="Code">A short stable name, such as <c>unknown-instruction</c>.</param>
/// <param name="Location">The offending token.</param>
/// <param name="Message">The fact, with code in backticks.</param>
/// <param name="Help">What to do about it, an imperative; null when the message says it all.</param>
sealed record Problem(string Code, Location Location, string Message, string? Help = null)
{
    /// <summary>Whether it depends on what only the build knows, such as its arguments.</summary>
    public bool IsConditional { get; init; }
    /// <summary>Other places that belong to it, the nearest first.</summary>
    public ImmutableArray<RelatedLocation> Related { get; init; } = [];
}
