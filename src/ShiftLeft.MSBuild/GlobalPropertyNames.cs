using Microsoft.Build.Framework;

namespace ShiftLeft.MSBuild;

/// <summary>
/// The names of the global properties that a project is built with. What is to be done once in a build is asked for without any of them, because MSBuild does a
/// thing again for every set of global properties.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed class ShiftLeftGlobalProperties : Microsoft.Build.Utilities.Task
{
    [Output]
    public string[] Names { get; set; } = [];

    public override bool Execute()
    {
        if (BuildEngine is IBuildEngine6 engine) Names = [.. engine.GetGlobalProperties().Keys];
        return true;
    }
}
