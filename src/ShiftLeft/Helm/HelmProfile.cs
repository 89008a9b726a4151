using System.Collections.Immutable;

namespace ShiftLeft.Helm;

/// <summary>Where one Helm differs from another.</summary>
/// <param name="Name">The release line that it is measured on: <c>4.2</c>.</param>
/// <param name="Major">3 or 4.</param>
sealed partial record HelmProfile(string Name, int Major)
{
    /// <summary>Whether a null of a chart's own values is no value, and hides no global one.</summary>
    public bool RemovesDefaultNulls { get; private init; }
    /// <summary>Whether a user's null stays where the chart has nothing to remove.</summary>
    public bool KeepsUnmatchedNulls { get; private init; }
    /// <summary>Whether all documents of a values file count, the later over the earlier; else only the first does.</summary>
    public bool ReadsAllValuesDocuments { get; private init; }
    /// <summary>Whether the last document of a file keeps the blank lines at its end.</summary>
    public bool KeepsTrailingBlanks { get; private init; }
    /// <summary>Whether templates range over whole numbers, which Go does since 1.22 and <c>text/template</c> since 1.24.</summary>
    public bool RangesOverIntegers { get; private init; }
    /// <summary>Whether webhook configurations come last of all known kinds; else they are sorted among the unknown.</summary>
    public bool InstallsWebhooksLast { get; private init; }

    /// <summary>Functions that later releases added.</summary>
    public ImmutableArray<string> LackedFunctions { get; private init; } = [];

    public static HelmProfile Helm317 { get; } = new("3.17", 3) { LackedFunctions = ["mustToYaml", "mustToToml"] };
    public static HelmProfile Helm41 { get; } = new("4.1", 4) { KeepsUnmatchedNulls = true, ReadsAllValuesDocuments = true, RangesOverIntegers = true, LackedFunctions = ["mustToToml"], InstallsWebhooksLast = true };
    public static HelmProfile Helm42 { get; } = Helm41 with { Name = "4.2", LackedFunctions = [], RemovesDefaultNulls = true, KeepsTrailingBlanks = true };

    public static HelmProfile Default => Helm42;
    public static ImmutableArray<HelmProfile> All { get; } = [Helm317, Helm41, Helm42];
}
