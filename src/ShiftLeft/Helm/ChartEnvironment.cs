using System.Collections.Immutable;

namespace ShiftLeft.Helm;

/// <summary>One rendering of a chart.</summary>
/// <param name="Name">The environment's name; null for a chart's only rendering.</param>
/// <param name="Values">Values files as paths of the tree, the later wins.</param>
/// <param name="Set">As with <c>--set</c>.</param>
sealed record ChartEnvironment(
    string? Name, ImmutableArray<string> Values, ImmutableArray<KeyValuePair<string, string>> Set, string? Release = null, string? Namespace = null, string? KubeVersion = null)
{
    public static ChartEnvironment Only { get; } = new(null, [], []);
}
