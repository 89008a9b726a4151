using System.Collections.Immutable;

namespace ShiftLeft.Helm.Rendering;

/// <summary>What <c>helm template</c> is told beside the chart and its values.</summary>
sealed record ReleaseOptions
{
    public string Name { get; init; } = "release-name";
    public string Namespace { get; init; } = "default";
    /// <summary>As <c>--kube-version</c>; null for the profile's own.</summary>
    public string? KubeVersion { get; init; }
    /// <summary>As <c>--api-versions</c>, added to the profile's own.</summary>
    public ImmutableArray<string> ApiVersions { get; init; } = [];
    /// <summary>As <c>--is-upgrade</c>.</summary>
    public bool IsUpgrade { get; init; }
}
