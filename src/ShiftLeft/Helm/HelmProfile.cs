using System.Collections.Immutable;
using ShiftLeft.Go;
using ShiftLeft.Go.Semver;
using ShiftLeft.Go.Toml;
using ShiftLeft.Helm.Functions;

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
    /// <summary>Whether every document does: only a line that begins with dashes separates, and not the blanks before it. So it is from 4.2.4 on.</summary>
    public bool SplitsAtLines { get; private init; }
    /// <summary>Whether <c>.Files.Lines</c> of an empty file is an error.</summary>
    public bool FailsOnEmptyLines { get; private init; }
    /// <summary>Whether a schema's complaint about a key names the map that holds it.</summary>
    public bool PlacesPropertyNames { get; private init; }
    /// <summary>Whether webhook configurations come last of all known kinds; else they are sorted among the unknown.</summary>
    public bool InstallsWebhooksLast { get; private init; }

    /// <summary>The Go that it is built with.</summary>
    public GoRelease Go => Major >= 4 ? GoRelease.Go125 : GoRelease.Go123;
    public TomlRelease Toml => Major >= 4 ? TomlRelease.Toml15 : TomlRelease.Toml14;
    public VersionRules Versions { get; private init; } = VersionRules.Semver35;

    /// <summary>Functions that later releases added.</summary>
    public ImmutableArray<string> LackedFunctions { get; private init; } = [];

    public static HelmProfile Helm317 { get; } = new("3.17", 3) { Versions = VersionRules.Semver33, FailsOnEmptyLines = true, LackedFunctions = ["mustToYaml", "mustToToml", .. Durations.Names] };
    public static HelmProfile Helm41 { get; } = new("4.1", 4) { Versions = VersionRules.Semver34, KeepsUnmatchedNulls = true, ReadsAllValuesDocuments = true, FailsOnEmptyLines = true, LackedFunctions = ["mustToToml", .. Durations.Names], InstallsWebhooksLast = true };
    public static HelmProfile Helm42 { get; } = Helm41 with { Name = "4.2", Versions = VersionRules.Semver35, LackedFunctions = Durations.Names, RemovesDefaultNulls = true, KeepsTrailingBlanks = true };
    public static HelmProfile Helm43 { get; } = Helm42 with { Name = "4.3", LackedFunctions = [], SplitsAtLines = true, FailsOnEmptyLines = false, PlacesPropertyNames = true };

    public static HelmProfile Default => Helm43;
    public static ImmutableArray<HelmProfile> All { get; } = [Helm317, Helm41, Helm42, Helm43];
}
