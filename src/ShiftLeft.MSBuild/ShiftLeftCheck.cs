using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
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
    /// <summary>The full path of the project's file, to which errors of the request are ascribed.</summary>
    public string ProjectFile { get; set; } = "";
    /// <summary>The full path of the solution that is built, whose own check tells of what belongs to no project; empty where there is none.</summary>
    public string Solution { get; set; } = "";
    /// <summary>Whether this is the check of the solution itself.</summary>
    public bool IsSolutionCheck { get; set; }
    /// <summary>Files, folders and charts elsewhere that are checked too.</summary>
    public ITaskItem[] Paths { get; set; } = [];
    /// <summary>The full path of the Dockerfile that the project is built with; empty for the one in its folder.</summary>
    public string Dockerfile { get; set; } = "";
    /// <summary>The full path of the context that it is built in; empty for the default.</summary>
    public string DockerfileContext { get; set; } = "";
    /// <summary>The full path of the Compose project that the project belongs to.</summary>
    public string ComposeProject { get; set; } = "";
    /// <summary>Files and folders that are left out.</summary>
    public ITaskItem[] Exclude { get; set; } = [];
    /// <summary>The full path of the policy; empty to look for <c>shiftleft.yml</c> upwards.</summary>
    public string Config { get; set; } = "";
    /// <summary><c>baseline</c>, <c>recommended</c>, <c>strict</c> or <c>all</c>; empty for the policy's choice.</summary>
    public string Profile { get; set; } = "";
    /// <summary><c>true</c> counts what is accepted as well.</summary>
    public string NoIgnores { get; set; } = "";
    /// <summary>The least level that is told: <c>info</c>, <c>warning</c> or <c>error</c>; empty for all.</summary>
    public string Level { get; set; } = "";
    /// <summary>What is accepted, one a line; parted by tabs: the rule, the folder that the pattern is relative to, the pattern of paths, of objects, of containers, the reason, the last day, the file that says so.</summary>
    public string Suppressions { get; set; } = "";
    /// <summary>How many threads may scan.</summary>
    public string Jobs { get; set; } = "1";
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
    /// <summary>Whether the check is only begun, so that it is done while the compiler works; another task, with the same request, tells what came of it.</summary>
    public bool StartsOnly { get; set; }
    /// <summary>Whether a build in which nothing has changed shows warnings and messages again; errors it always shows.</summary>
    public bool Repeat { get; set; } = true;
    /// <summary>The full path of the file in which the projects of one build leave what they have told; empty where each tells all.</summary>
    public string ToldFile { get; set; } = "";
    /// <summary>The project with the properties that it is built with, of which a build has several for several frameworks.</summary>
    public string Instance { get; set; } = "";
    /// <summary>Whether only the first of the project's instances in a build checks.</summary>
    public bool OncePerProject { get; set; }
    /// <summary>The folder in which NuGet leaves what the project imports.</summary>
    public string ExtensionsFolder { get; set; } = "";
    /// <summary>The analyzer configurations of the project: <c>.editorconfig</c> and global ones.</summary>
    public ITaskItem[] AnalyzerConfigs { get; set; } = [];
    public string NoWarn { get; set; } = "";
    public string WarningsAsErrors { get; set; } = "";
    public string WarningsNotAsErrors { get; set; } = "";
    public string TreatWarningsAsErrors { get; set; } = "";

    /// <summary>The Dockerfiles, manifests and charts that were checked; the metadata <c>Kind</c> says which of these.</summary>
    [Output]
    public ITaskItem[] CheckedFiles { get; set; } = [];
    [Output]
    public int ErrorCount { get; set; }
    [Output]
    public int WarningCount { get; set; }
    [Output]
    public int InfoCount { get; set; }
    [Output]
    public int SuppressedCount { get; set; }
    [Output]
    public int UnjudgedCount { get; set; }

    /// <summary>Whose day is the day of the check.</summary>
    internal TimeProvider Clock { get; set; } = TimeProvider.System;

    GitRevision? since;

    internal List<string> FullPaths { get; private set; } = [];
    internal List<string> FullExcludes { get; private set; } = [];
    internal List<string> FullConfigs { get; private set; } = [];

    [SuppressMessage("Reliability", "CA2000", Justification = "The build engine disposes of what it is given when the build is over.")]
    public override bool Execute()
    {
        // The items are the engine's; what works on while it goes on has its own copy.
        (FullPaths, FullExcludes, FullConfigs) = (FullPathsOf(Paths), FullPathsOf(Exclude), FullPathsOf(AnalyzerConfigs));
        if (StartsOnly) return Start();
        try
        {
            if (ToldFile.Length > 0 && BuildEngine is IBuildEngine4 engine) engine.RegisterTaskObject(ToldFile, new FileOfBuild(ToldFile), RegisteredTaskObjectLifetime.Build, allowEarlyCollection: false);
            var told = new ToldFindings(ToldFile, Instance);
            if (OncePerProject && !told.Take(ProjectFile))
            {
                Log.LogMessage(MessageImportance.Low, "ShiftLeft has checked this project in this build");
                return true;
            }
            var outcome = Check();
            if (outcome.Why is { } why) Log.LogMessage(MessageImportance.Low, "ShiftLeft scans: {0}", why);
            else Log.LogMessage(MessageImportance.Low, "ShiftLeft repeats what it said: nothing has changed");
            Count(outcome.Events);
            Tell(outcome.Events, told, isRepeated: outcome.Why is null);
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

    /// <summary>Begins what a later task of the same project ends; a build engine that keeps nothing between them has it all done there.</summary>
    bool Start()
    {
        // What is wrong with the name of a commit is told by the task that may fail.
        if (NewSince.Length > 0) return true;
        if (BuildEngine is not IBuildEngine4 engine || engine.GetRegisteredTaskObject(Key, RegisteredTaskObjectLifetime.Build) is not null) return true;
        if (OncePerProject && !new ToldFindings(ToldFile, Instance).Take(ProjectFile)) return true;
        engine.RegisterTaskObject(Key, new ScanAhead(CheckNow), RegisteredTaskObjectLifetime.Build, allowEarlyCollection: false);
        return true;
    }

    ScanOutcome Check() =>
        BuildEngine is IBuildEngine4 engine && engine.UnregisterTaskObject(Key, RegisteredTaskObjectLifetime.Build) is ScanAhead ahead ? ahead.Outcome : CheckNow();

    string Key => $"ShiftLeft {Convert.ToHexString(SHA256.HashData(Inputs(Today)))}";

    DateOnly Today => DateOnly.FromDateTime(Clock.GetUtcNow().UtcDateTime);

    ScanOutcome CheckNow()
    {
        var today = Today;
        if (MemoryFile.Length == 0) return new(ContainerScan.Run(this, Since, today, new(), out _), "nothing is kept");

        var memory = new ScanMemory(MemoryFile, Inputs(today), Drives());
        if (memory.Recall(out var why) is { } known) return new(known, null);
        var trace = new DiskTrace();
        var disk = new Disk(trace);
        var events = ContainerScan.Run(this, Since, today, disk, out var isRepeatable);
        if (InputsFile.Length > 0) WriteInputs(trace, disk);
        if (isRepeatable) memory.Keep(trace, events);
        return new(events, why);
    }

    static List<string> FullPathsOf(ITaskItem[] items) => [.. items.Select(item => item.GetMetadata("FullPath"))];

    /// <summary>Found anew on each build: a branch moves. What a commit holds never changes, so what was kept for it counts. Null to count all.</summary>
    GitRevision? Since => NewSince.Length == 0 ? null : since ??= FindSince();

    GitRevision FindSince()
    {
        var top = WorkspaceRoot.Of(ProjectDirectory, [.. FullPaths.Prepend(ProjectDirectory).Select(Path.TrimEndingDirectorySeparator).Distinct()]);
        var problem = "needs a project and ShiftLeftPath items on one drive";
        return top is not null && GitRevision.Find(top.Folder, NewSince, Environment.GetEnvironmentVariable("PATH"), out problem) is { } found ? found : throw new InputException($"ShiftLeftNewSince {problem}");
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

    void Count(List<LogEvent> events)
    {
        var files = new List<ITaskItem>();
        foreach (var said in events)
        {
            if (said.Kind == EventKind.Error) ErrorCount++;
            else if (said.Kind == EventKind.Warning) WarningCount++;
            else if (said.Kind == EventKind.Info) InfoCount++;
            else if (said.Kind == EventKind.SuppressedCount) SuppressedCount = int.Parse(said.Text, CultureInfo.InvariantCulture);
            else if (said.Kind == EventKind.UnjudgedCount) UnjudgedCount = int.Parse(said.Text, CultureInfo.InvariantCulture);
            else if (said.Kind == EventKind.FileRead) files.Add(new TaskItem(said.File, new Dictionary<string, string> { ["Kind"] = said.Code }));
        }
        CheckedFiles = [.. files];
    }

    void Tell(List<LogEvent> events, ToldFindings told, bool isRepeated)
    {
        var findings = events.FindAll(said => said.IsFinding);
        var tellings = told.Told(findings);
        var (at, raised, again) = (0, new List<LogEvent>(), 0);
        foreach (var said in events)
        {
            if (!said.IsFinding)
            {
                // Advice is about what is told here, and good for the whole build.
                if (said.Kind != EventKind.Advice || (tellings.Contains(Telling.First) && told.Take(said.Text))) TellOfWork(said);
                continue;
            }
            var telling = tellings[at++];
            if (telling == Telling.Raised && said.Kind == EventKind.Error) raised.Add(said);
            if (telling != Telling.First) again++;
            else if (Repeat || !isRepeated || said.Kind >= EventKind.Error) Tell(said);
        }
        if (again > 0) Log.LogMessage(MessageImportance.Low, "ShiftLeft leaves out {0} findings that another project of this build has told", again);
        // Their places have been told; that they fail this project has not.
        if (raised.Count > 0) Log.LogError(null, "SL0004", null, null, ProjectFile, 0, 0, 0, 0, "{0}", $"errors in this project are {raised.Count} findings that another project of this build has told as warnings: {string.Join(", ", raised.Take(MostRaised).Select(said => $"{said.Code} at {said.File}({said.Place.Line},{said.Place.Column})"))}{(raised.Count > MostRaised ? ", …" : "")}");
    }

    const int MostRaised = 10;

    void TellOfWork(LogEvent said)
    {
        if (said.Kind == EventKind.FileRead) Log.LogMessage(MessageImportance.Low, "ShiftLeft read {0}", said.Text);
        else if (said.Kind == EventKind.Detail) Log.LogMessage(MessageImportance.Low, "ShiftLeft: {0}", said.Text);
        else if (said.Kind == EventKind.Note) Log.LogMessage(MessageImportance.Normal, "ShiftLeft: {0}", said.Text);
        else if (said.Kind == EventKind.Advice) Log.LogMessage(MessageImportance.High, "ShiftLeft: {0}", said.Text);
    }

    void Tell(LogEvent said)
    {
        var (line, column, endLine, endColumn) = said.Place;
        // The message is one argument and no format, because it quotes the file, which may hold braces.
        if (said.Kind == EventKind.Error) Log.LogError(null, said.Code, null, said.HelpLink, said.File, line, column, endLine, endColumn, "{0}", said.Text);
        else if (said.Kind == EventKind.Warning) Log.LogWarning(null, said.Code, null, said.HelpLink, said.File, line, column, endLine, endColumn, "{0}", said.Text);
        else if (said.Kind == EventKind.Info) Log.LogMessage(null, said.Code, null, said.File, line, column, endLine, endColumn, MessageImportance.Normal, "{0}", said.Text);
        // Warnings beyond the policy's threshold fail the build although each of them is only a warning.
        else if (ErrorCount == 0) Log.LogError(null, said.Code, null, null, said.File, line, column, endLine, endColumn, "{0}", said.Text);
    }

    /// <summary>All that the outcome depends on besides the disk, each with its length or count, so that no two lists look alike.</summary>
    byte[] Inputs(DateOnly today)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        writer.Write(ShippedFiles.Hash);
        writer.Write(typeof(ShiftLeftCheck).Module.ModuleVersionId.ToByteArray());
        writer.Write(Environment.Version.ToString());
        writer.Write(today.DayNumber);
        writer.Write(IsSolutionCheck);
        foreach (var text in (string[])[ProjectDirectory, ProjectFile, Solution, Dockerfile, DockerfileContext, ComposeProject, ExtensionsFolder, Config, Profile, NewSince, NewSince.Length == 0 ? "" : Since!.Commit, NoIgnores, Level, Suppressions, SarifFile, NoWarn, WarningsAsErrors, WarningsNotAsErrors, TreatWarningsAsErrors]) writer.Write(text);
        foreach (var paths in (List<string>[])[FullPaths, FullExcludes, FullConfigs])
        {
            writer.Write(paths.Count);
            foreach (var path in paths) writer.Write(path);
        }
        return bytes.ToArray();
    }

    List<string> Drives()
    {
        var drives = new List<string>();
        foreach (var path in (string[])[ProjectDirectory, ProjectFile, Solution, Dockerfile, DockerfileContext, ComposeProject, ExtensionsFolder, Config, SarifFile]) Add(path);
        foreach (var path in FullPaths) Add(path);
        foreach (var path in FullConfigs) Add(path);
        return drives;

        void Add(string path)
        {
            if (Path.GetPathRoot(path) is { Length: > 0 } drive && !drives.Contains(drive)) drives.Add(drive);
        }
    }

    bool Fail(string message)
    {
        Log.LogError(null, "SL0003", null, null, ProjectFile.Length > 0 ? ProjectFile : null, 0, 0, 0, 0, "{0}", message);
        return false;
    }
}
