using ShiftLeft.Images;

namespace ShiftLeft.Rules.Tool;

/// <summary>What this program knows of releases is old on the day of the scan.</summary>
sealed class OutdatedReleaseData : Rule<Workspace>
{
    public override RuleInfo Info { get; } = new("SL0907", "outdated-release-data", Level.Info, Profile.Recommended, Since: "0.1")
    {
        Title = "What is known of releases is older than a year",
        Why = "Which releases have ended is part of the program. What came out or ended after it was built is not known, so an image that has ended since passes in silence, and the release that a message names may be an old one.",
        Fix = "Update ShiftLeft.",
        References = ["https://endoflife.date/"],
    };

    /// <summary>Once a scan, at the first image whose releases are known: where there is none, nothing is missing.</summary>
    public override IEnumerable<Finding> Check(Workspace workspace, Settings settings) =>
        Releases.Date.AddYears(1) >= settings.Today ? [] : InDockerfiles(workspace).Concat(InManifests(workspace)).Take(1);

    IEnumerable<Finding> InDockerfiles(Workspace workspace) =>
        from file in workspace.Dockerfiles
        from pulled in file.PulledImages()
        where EndOfLife.Knows(pulled.Image)
        select this.At(pulled.Stage, pulled.Location, Message);

    IEnumerable<Finding> InManifests(Workspace workspace) =>
        from set in workspace.Manifests
        from workload in set.Workloads
        from container in workload.Containers
        where container.Image is { } image && EndOfLife.Knows(image)
        select this.AtImage(container, container.Image!.Tag ?? container.Image!.ShortName, Message);

    static string Message => $"what this version of ShiftLeft knows of releases is of {DataFile.Spell(Releases.Date)}; what has ended since is not told";
}
