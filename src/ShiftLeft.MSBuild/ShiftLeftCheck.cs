using System.Collections.Immutable;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using ShiftLeft.Hosting;
using ShiftLeft.Policy;
using ShiftLeft.Reporting;
using ShiftLeft.Rules;

namespace ShiftLeft.MSBuild;

/// <summary>The MSBuild task: items and properties become a request, the report becomes errors, warnings and messages.</summary>
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
    /// <summary>The full path that SARIF is written to; empty for nowhere.</summary>
    public string SarifFile { get; set; } = "";
    /// <summary>The full path of a file that is touched on success, for Visual Studio's up-to-date check.</summary>
    public string StampFile { get; set; } = "";
    /// <summary>The analyzer configurations of the project: <c>.editorconfig</c> and global ones.</summary>
    public ITaskItem[] AnalyzerConfigs { get; set; } = [];
    public string NoWarn { get; set; } = "";
    public string WarningsAsErrors { get; set; } = "";
    public string WarningsNotAsErrors { get; set; } = "";
    public string TreatWarningsAsErrors { get; set; } = "";

    public override bool Execute()
    {
        try
        {
            return Check();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Fail($"a file could not be read or written: {error.Message}");
        }
    }

    bool Check()
    {
        Profile? profile = null;
        if (Profile.Length > 0)
        {
            if (!Enum.TryParse<Profile>(Profile, ignoreCase: true, out var named) || !Enum.IsDefined(named)) return Fail($"ShiftLeftProfile is '{Profile}'; it takes baseline, recommended, strict or all");
            profile = named;
        }
        if (Config.Length > 0 && !File.Exists(Config)) return Fail($"the policy '{Config}' named by ShiftLeftConfig does not exist");
        var paths = Paths.Select(item => item.GetMetadata("FullPath")).Prepend(ProjectDirectory).Select(Path.TrimEndingDirectorySeparator).Distinct().ToList();
        if (paths.Find(path => !Path.Exists(path)) is { } missing) return Fail($"'{missing}', named by a ShiftLeftPath item, does not exist");
        if (WorkspaceRoot.Of(ProjectDirectory, paths) is not { } root) return Fail("the project and its ShiftLeftPath items lie on different drives");

        var severities = new Severities(NoWarn, WarningsAsErrors, WarningsNotAsErrors, TreatWarningsAsErrors, [.. AnalyzerConfigs.Select(item => item.GetMetadata("FullPath"))]);
        var report = Scan.Run(new(new DiskTree(root.Folder, Config.Length > 0 ? Config : null), [.. paths.Select(path => root.TreePathOf(path)!)])
        {
            ConfigPath = Config.Length == 0 ? null : root.TreePathOf(Config) ?? Config,
            Profile = profile,
            Relevel = finding => severities.Apply(finding, Path.Combine(root.Folder, finding.Location.Path)),
            Excluded = [.. Exclude.Select(item => item.GetMetadata("FullPath")).Where(path => path.Length > 0).Select(path => root.TreePathOf(Path.TrimEndingDirectorySeparator(path))).OfType<string>().Where(path => path.Length > 0)],
            Today = DateOnly.FromDateTime(DateTime.UtcNow),
            Helm = HelmProcess.In(root.Folder),
        });

        foreach (var file in report.Files) Log.LogMessage(MessageImportance.Low, "ShiftLeft read {0}", file.Path);
        foreach (var finding in report.Active) Tell(finding, root);
        // Warnings beyond the policy's threshold fail the build although each of them is only a warning.
        if (!Log.HasLoggedErrors && report.Verdict.Outcome != Outcome.Within)
            Log.LogError(null, "SL0002", null, null, null, 0, 0, 0, 0, "{0}", $"the thresholds of the policy are passed: {string.Join("; ", report.Verdict.Reasons)}");

        if (SarifFile.Length > 0) SarifOutput.Write(SarifFile, report);
        if (Log.HasLoggedErrors) return false;
        if (StampFile.Length > 0)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(StampFile)!);
            File.WriteAllBytes(StampFile, []);
        }
        return true;
    }

    /// <summary>Lines and columns count from one; the end column is the one behind the last character, as csc has it.</summary>
    void Tell(Finding finding, WorkspaceRoot root)
    {
        var file = Path.Combine(root.Folder, finding.Location.Path);
        var (start, end) = (finding.Location.Start, finding.Location.End);
        var hasPlace = finding.Location.Source.Content.Length > 0;
        var (line, column, endLine, endColumn) = hasPlace ? (start.Line + 1, start.Column + 1, end.Line + 1, end.Column + 1) : (0, 0, 0, 0);
        var message = VisibleText.Of(finding.Message);
        var (id, help) = (finding.Rule.Id, RulePage.Address(finding.Rule));
        // The message is one argument and no format, because it quotes the file, which may hold braces.
        if (finding.Level == Level.Error) Log.LogError(null, id, null, help, file, line, column, endLine, endColumn, "{0}", message);
        else if (finding.Level == Level.Warning) Log.LogWarning(null, id, null, help, file, line, column, endLine, endColumn, "{0}", message);
        else Log.LogMessage(null, id, null, file, line, column, endLine, endColumn, MessageImportance.Normal, "{0}", message);
    }

    bool Fail(string message)
    {
        Log.LogError(null, "SL0003", null, null, null, 0, 0, 0, 0, "{0}", message);
        return false;
    }
}
