using System.Collections.Immutable;
using ShiftLeft.Helm.Rendering;
using ShiftLeft.Helm.Values;

namespace ShiftLeft.Helm;

/// <summary>One rendering of a chart.</summary>
/// <param name="Name">The environment's name; null for a chart's only rendering.</param>
/// <param name="Values">Values files as paths of the tree, the later wins.</param>
/// <param name="Set">What is given beside values files, in order.</param>
sealed record ChartEnvironment(
    string? Name, ImmutableArray<string> Values, ImmutableArray<SetArgument> Set, string? Release = null, string? Namespace = null, string? KubeVersion = null)
{
    /// <summary>API versions that the cluster has beside those of Kubernetes.</summary>
    public ImmutableArray<string> ApiVersions { get; init; } = [];

    /// <summary>Whether values must fit <c>values.schema.json</c>.</summary>
    public bool ChecksSchemas { get; init; }

    public static ChartEnvironment Only { get; } = new(null, [], []);
}
