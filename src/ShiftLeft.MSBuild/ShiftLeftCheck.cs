using System.Text;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using ShiftLeft.Hosting;

namespace ShiftLeft.MSBuild;

/// <summary>
/// The MSBuild task: items and properties become a request, the report becomes errors, warnings and messages. It runs on every build, so nothing
/// in this file may need the engine, which takes longer to load and to compile than all the rest of a build that has nothing to do.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed class ShiftLeftCheck : Microsoft.Build.Utilities.Task
{
    /// <summary>The full path of the project's folder, which is checked.</summary>
    [Required]
    public string ProjectDirectory { get; set; } = "";
    /// <summary>Files, folders and charts elsewhere that are checked too.</summary>
    public ITaskItem[] Paths { get; set; } = [];
    /// <summary>Files and folders that are left out.</summary>
    public ITaskItem[] Exclude { get; set; } = [];
    /// <summary>The full path of the policy; empty to look for <c>shiftleft.yml</c> upwards.</summary>
    public string Config { get; set; } = "";
    /// <summary><c>baseline</c>, <c>recommended</c>, <c>strict</c> or <c>all</c>; empty for the policy's choice.</summary>
    public string Profile { get; set; } = "";
    /// <summary>The commit whose findings count for nothing, as git calls it; empty to count all.</summary>
    public string NewSince { get; set; } = "";
    /// <summary>The full path that SARIF is written to; empty for nowhere.</summary>
    public string SarifFile { get; set; } = "";
    /// <summary>The full path of a file that is touched on success, for Visual Studio's up-to-date check.</summary>
    public string StampFile { get; set; } = "";
    /// <summary>The full path of a file that lists, one a line, the files that the last scan has read, for the same check; empty for none.</summary>
    public string InputsFile { get; set; } = "";
    /// <summary>The full path of a file that keeps what was said for the next build; empty to scan on every build.</summary>
    public string MemoryFile { get; set; } = "";
    /// <summary>The analyzer configurations of the project: <c>.editorconfig</c> and global ones.</summary>
    public ITaskItem[] AnalyzerConfigs { get; set; } = [];
    public string NoWarn { get; set; } = "";
    public string WarningsAsErrors { get; set; } = "";
    public string WarningsNotAsErrors { get; set; } = "";
    public string TreatWarningsAsErrors { get; set; } = "";

    /// <summary>Whose day is the day of the check.</summary>
    internal TimeProvider Clock { get; set; } = TimeProvider.System;

    public override bool Execute()
    {
        try
        {
            foreach (var said in Check()) Tell(said);
            if (Log.HasLoggedErrors) return false;
            if (StampFile.Length > 0)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(StampFile)!);
                File.WriteAllBytes(StampFile, []);
            }
            return true;
        }
        catch (InputException error)
        {
            return Fail(error.Message);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Fail($"a file could not be read or written: {error.Message}");
        }
    }

    List<LogEvent> Check()
    {
        var today = DateOnly.FromDateTime(Clock.GetUtcNow().UtcDateTime);
        var since = NewSince.Length == 0 ? null : Since();
        if (MemoryFile.Length == 0) return ContainerScan.Run(this, since, today, new(), out _);

        var memory = new ScanMemory(MemoryFile, Inputs(today, since?.Commit ?? ""), Drives());
        if (memory.Recall(out var why) is { } known)
        {
            Log.LogMessage(MessageImportance.Low, "ShiftLeft repeats what it said: nothing has changed");
            return known;
        }
        Log.LogMessage(MessageImportance.Low, "ShiftLeft scans: {0}", why);
        var trace = new DiskTrace();
        var disk = new Disk(trace);
        var events = ContainerScan.Run(this, since, today, disk, out var isRepeatable);
        if (InputsFile.Length > 0) WriteInputs(trace, disk);
        if (isRepeatable) memory.Keep(trace, events);
        return events;
    }

    /// <summary>Found anew on each build: a branch moves. What a commit holds never changes, so what was kept for it counts.</summary>
    GitRevision Since()
    {
        var top = WorkspaceRoot.Of(ProjectDirectory, Scanned());
        var problem = "needs a project and ShiftLeftPath items on one drive";
        return top is not null && GitRevision.Find(top.Folder, NewSince, Environment.GetEnvironmentVariable("PATH"), out problem) is { } since ? since : throw new InputException($"ShiftLeftNewSince {problem}");
    }

    /// <summary>The full paths of what is checked, once each.</summary>
    internal List<string> Scanned()
    {
        var paths = new List<string> { Path.TrimEndingDirectorySeparator(ProjectDirectory) };
        foreach (var item in Paths)
        {
            var path = Path.TrimEndingDirectorySeparator(item.GetMetadata("FullPath"));
            if (!paths.Contains(path)) paths.Add(path);
        }
        return paths;
    }

    /// <summary>Written only when it has changed, because the change of this file makes Visual Studio ask for the inputs again.</summary>
    void WriteInputs(DiskTrace trace, Disk disk)
    {
        var files = Encoding.UTF8.GetBytes(string.Concat(trace.FilesRead().Where(file => file != SarifFile).Select(file => file + "\n")));
        if (!new Disk().Read(InputsFile).Bytes.Span.SequenceEqual(files))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(InputsFile)!);
            File.WriteAllBytes(InputsFile, files);
        }
        disk.Read(InputsFile);
    }

    void Tell(LogEvent said)
    {
        var (line, column, endLine, endColumn) = said.Place;
        // The message is one argument and no format, because it quotes the file, which may hold braces.
        if (said.Kind == EventKind.FileRead) Log.LogMessage(MessageImportance.Low, "ShiftLeft read {0}", said.Text);
        else if (said.Kind == EventKind.LeftOut) Log.LogMessage(MessageImportance.Low, "ShiftLeft left out {0}", said.Text);
        else if (said.Kind == EventKind.Older) Log.LogMessage(MessageImportance.High, "{0}", said.Text);
        else if (said.Kind == EventKind.Error) Log.LogError(null, said.Code, null, said.HelpLink, said.File, line, column, endLine, endColumn, "{0}", said.Text);
        else if (said.Kind == EventKind.Warning) Log.LogWarning(null, said.Code, null, said.HelpLink, said.File, line, column, endLine, endColumn, "{0}", said.Text);
        else if (said.Kind == EventKind.Info) Log.LogMessage(null, said.Code, null, said.File, line, column, endLine, endColumn, MessageImportance.Normal, "{0}", said.Text);
        // Warnings beyond the policy's threshold fail the build although each of them is only a warning.
        else if (!Log.HasLoggedErrors) Log.LogError(null, said.Code, null, null, null, 0, 0, 0, 0, "{0}", said.Text);
    }

    /// <summary>All that the outcome depends on besides the disk, each with its length or count, so that no two lists look alike.</summary>
    byte[] Inputs(DateOnly today, string commit)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        writer.Write(ShippedFiles.Hash);
        writer.Write(typeof(ShiftLeftCheck).Module.ModuleVersionId.ToByteArray());
        writer.Write(Environment.Version.ToString());
        writer.Write(today.DayNumber);
        foreach (var text in (string[])[ProjectDirectory, Config, Profile, NewSince, commit, SarifFile, NoWarn, WarningsAsErrors, WarningsNotAsErrors, TreatWarningsAsErrors]) writer.Write(text);
        foreach (var items in (ITaskItem[][])[Paths, Exclude, AnalyzerConfigs])
        {
            writer.Write(items.Length);
            foreach (var item in items) writer.Write(item.GetMetadata("FullPath"));
        }
        return bytes.ToArray();
    }

    List<string> Drives()
    {
        var drives = new List<string>();
        foreach (var path in (string[])[ProjectDirectory, Config, SarifFile]) Add(path);
        foreach (var items in (ITaskItem[][])[Paths, AnalyzerConfigs])
        {
            foreach (var item in items) Add(item.GetMetadata("FullPath"));
        }
        return drives;

        void Add(string path)
        {
            if (Path.GetPathRoot(path) is { Length: > 0 } drive && !drives.Contains(drive)) drives.Add(drive);
        }
    }

    bool Fail(string message)
    {
        Log.LogError(null, "SL0003", null, null, null, 0, 0, 0, 0, "{0}", message);
        return false;
    }
}
