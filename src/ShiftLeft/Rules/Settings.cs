using System.Collections.Immutable;
using ShiftLeft.Images;

namespace ShiftLeft.Rules;

/// <summary>What a rule may know of the policy. Levels, suppressions and thresholds are not here: they are decided afterwards.</summary>
sealed record Settings
{
    public static Settings Default { get; } = new();

    /// <summary>The day of the scan, given by the face; rules about end-of-life and expiry read it.</summary>
    public DateOnly Today { get; init; }
    /// <summary>The Kubernetes minor version that the manifests are meant for.</summary>
    public KubernetesVersion Kubernetes { get; init; } = new(1, 34);
    /// <summary>Registries and repositories that are trusted, as patterns such as <c>mcr.microsoft.com</c> or <c>ghcr.io/acme/*</c>; empty means no list.</summary>
    public ImmutableArray<TrustPattern> TrustedImages { get; init; } = [];
    public bool RequireDigest { get; init; }
    /// <summary>Image repository → path of the Dockerfile that makes it, where the policy says so.</summary>
    public ImmutableDictionary<string, string> Repositories { get; init; } = ImmutableDictionary<string, string>.Empty;
    /// <summary>Rule id → option name → value.</summary>
    public ImmutableDictionary<string, ImmutableDictionary<string, string>> RuleOptions { get; init; } =
        ImmutableDictionary<string, ImmutableDictionary<string, string>>.Empty;

    /// <summary>The option's value, or its default: the first of the values it may take.</summary>
    public string? Option(RuleInfo rule, string name) =>
        RuleOptions.TryGetValue(rule.Id, out var options) && options.TryGetValue(name, out var value) ? value
        : rule.Options.FirstOrDefault(o => o.Name == name) is { Values: [var first, ..] } ? first
        : null;
}

/// <summary>A Kubernetes minor version, such as 1.34.</summary>
readonly record struct KubernetesVersion(int Major, int Minor) : IComparable<KubernetesVersion>
{
    public int CompareTo(KubernetesVersion other) => Major != other.Major ? Major.CompareTo(other.Major) : Minor.CompareTo(other.Minor);

    public static bool operator <(KubernetesVersion left, KubernetesVersion right) => left.CompareTo(right) < 0;
    public static bool operator >(KubernetesVersion left, KubernetesVersion right) => left.CompareTo(right) > 0;
    public static bool operator <=(KubernetesVersion left, KubernetesVersion right) => left.CompareTo(right) <= 0;
    public static bool operator >=(KubernetesVersion left, KubernetesVersion right) => left.CompareTo(right) >= 0;

    public override string ToString() => $"{Major}.{Minor}";
}
