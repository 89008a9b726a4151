extern alias task;

using Microsoft.Build.Utilities;
using task::ShiftLeft.MSBuild;

namespace ShiftLeft.Tests.MSBuild;

/// <summary>A project on disk that the task checks again and again, as builds do.</summary>
sealed class CheckedProject : IDisposable
{
    public TemporaryFolder Disk { get; } = new TemporaryFolder().WithFolder("repo/.git").WithFolder("repo/app/obj");

    public string Folder => Disk["repo/app"];
    public string Sarif => Disk["repo/app/obj/shiftleft.sarif"];
    public string Stamp => Disk["repo/app/obj/shiftleft.stamp"];
    public string Inputs => Disk["repo/app/obj/shiftleft.inputs"];
    public string Memory => Disk["repo/app/obj/shiftleft.memory"];

    public CheckedProject With(string path, string text = "")
    {
        Disk.With("repo/app/" + path, text);
        return this;
    }

    public (bool Succeeded, BuildLog Log) Build(Action<ShiftLeftCheck>? adjust = null)
    {
        var log = new BuildLog();
        var check = new ShiftLeftCheck
        {
            BuildEngine = log,
            ProjectDirectory = Folder,
            Exclude = [new TaskItem(Disk["repo/app/obj/"]), new TaskItem(Disk["repo/app/bin/"])],
            SarifFile = Sarif,
            StampFile = Stamp,
            InputsFile = Inputs,
            MemoryFile = Memory,
        };
        adjust?.Invoke(check);
        return (check.Execute(), log);
    }

    /// <summary>A build that must not need a scan, and must show what a scan shows.</summary>
    public BuildLog Repeat(Action<ShiftLeftCheck>? adjust = null)
    {
        var (succeeded, log) = Build(adjust);
        Assert.Null(log.Scanned);
        var (anew, scan) = Build(check => { adjust?.Invoke(check); check.MemoryFile = ""; });
        Assert.Equal(scan.Shown, log.Shown);
        Assert.Equal(anew, succeeded);
        return log;
    }

    /// <summary>A build that must see that something has changed.</summary>
    public BuildLog Scan(Action<ShiftLeftCheck>? adjust = null)
    {
        var (_, log) = Build(adjust);
        Assert.NotNull(log.Scanned);
        return log;
    }

    public void Dispose() => Disk.Dispose();
}
