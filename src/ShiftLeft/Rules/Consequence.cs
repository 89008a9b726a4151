using ShiftLeft.Files;
using ShiftLeft.Kubernetes;
using ShiftLeft.Text;

namespace ShiftLeft.Rules;

/// <summary>Findings that only follow from something that is not known and is said by itself.</summary>
static class Consequence
{
    public static bool Is(Finding finding, ManifestSet set) =>
        (finding.Rule.IsOfAbsence && (set.IsPartial || set.PartialFolders.Contains(TreePath.FolderOf(finding.Location.Path))))
        || set.Holes.Any(hole => IsOn(finding.Location, hole) || finding.Related.Any(related => IsOn(related.Location, hole)));

    /// <summary>Whether both stand on a line: what was to be written there is a part of it.</summary>
    static bool IsOn(Location place, Location hole) =>
        place.Path == hole.Path && place.Start.Line <= hole.End.Line && hole.Start.Line <= place.End.Line;
}
