using System.Collections.Immutable;
using ShiftLeft.Go;
using ShiftLeft.Go.Semver;
using ShiftLeft.Go.Toml;

namespace ShiftLeft.Helm;

/// <summary>Where one Helm differs from another.</summary>
/// <param name="Name">The release line that it is measured on: <c>4.2</c>.</param>
/// <param name="Major">3 or 4.</param>
sealed record HelmProfile(string Name, int Major)
{
    /// <summary>Whether a null of a chart's own values is no value, and hides no global one.</summary>
    public bool RemovesDefaultNulls { get; private init; }
    /// <summary>Whether a user's null stays where the chart has nothing to remove.</summary>
    public bool KeepsUnmatchedNulls { get; private init; }
    /// <summary>Whether all documents of a values file count, the later over the earlier; else only the first does.</summary>
    public bool ReadsAllValuesDocuments { get; private init; }
    /// <summary>Whether the last document of a file keeps the blank lines at its end.</summary>
    public bool KeepsTrailingBlanks { get; private init; }
    /// <summary>Whether webhook configurations come last of all known kinds; else they are sorted among the unknown.</summary>
    public bool InstallsWebhooksLast { get; private init; }

    /// <summary>The Go that it is built with.</summary>
    public GoRelease Go => Major >= 4 ? GoRelease.Go125 : GoRelease.Go123;
    public TomlRelease Toml => Major >= 4 ? TomlRelease.Toml15 : TomlRelease.Toml14;
    public VersionRules Versions { get; private init; } = VersionRules.Semver35;

    /// <summary>Functions that later releases added.</summary>
    public ImmutableArray<string> LackedFunctions { get; private init; } = [];

    public static HelmProfile Helm317 { get; } = new("3.17", 3) { Versions = VersionRules.Semver33, LackedFunctions = ["mustToYaml", "mustToToml"] };
    public static HelmProfile Helm41 { get; } = new("4.1", 4) { Versions = VersionRules.Semver34, KeepsUnmatchedNulls = true, ReadsAllValuesDocuments = true, LackedFunctions = ["mustToToml"], InstallsWebhooksLast = true };
    public static HelmProfile Helm42 { get; } = Helm41 with { Name = "4.2", Versions = VersionRules.Semver35, LackedFunctions = [], RemovesDefaultNulls = true, KeepsTrailingBlanks = true };

    public static HelmProfile Default => Helm42;
    public static ImmutableArray<HelmProfile> All { get; } = [Helm317, Helm41, Helm42];
}
