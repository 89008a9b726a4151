using ShiftLeft.Hosting;

namespace ShiftLeft.MSBuild;

/// <summary>What a build of a solution looks at besides its projects: the folder of the policy that governs the solution, or without one the solution's own.</summary>
static class GovernedFolder
{
    /// <param name="solution">The full path of the solution's file.</param>
    /// <param name="disk">The way to the disk.</param>
    public static string Of(string solution, Disk disk)
    {
        var own = Path.GetDirectoryName(solution)!;
        for (var at = own; at is not null; at = Path.GetDirectoryName(at))
        {
            if (disk.IsFile(Path.Combine(at, "shiftleft.yml")) || disk.IsFile(Path.Combine(at, "shiftleft.yaml"))) return at;
            // A repository is where a policy's word ends.
            if (disk.Exists(Path.Combine(at, ".git"))) return own;
        }
        return own;
    }
}
