using ShiftLeft.Files;
using ShiftLeft.Hosting;
using ShiftLeft.Policy;
using ShiftLeft.Reporting;
using ShiftLeft.Rules;

namespace ShiftLeft.MSBuild;

/// <summary>The part of the task that needs the engine: a request to scan becomes what is to be logged, and SARIF.</summary>
static class ContainerScan
{
    /// <summary>What there is to say.</summary>
    /// <param name="task">The request.</param>
    /// <param name="since">The commit whose findings count for nothing; null to count all.</param>
    /// <param name="today">The day of the scan.</param>
    /// <param name="disk">The way to the disk, which sees all that the outcome depends on there.</param>
    /// <param name="isRepeatable">False when the outcome depends on more than the disk and the request: another program had to be run.</param>
    /// <exception cref="InputException">The request cannot be carried out as it stands.</exception>
    public static List<LogEvent> Run(ShiftLeftCheck task, GitRevision? since, DateOnly today, Disk disk, out bool isRepeatable)
    {
        Profile? profile = null;
        if (task.Profile.Length > 0)
        {
            if (!Enum.TryParse<Profile>(task.Profile, ignoreCase: true, out var named) || !Enum.IsDefined(named)) throw new InputException($"ShiftLeftProfile is '{task.Profile}'; it takes baseline, recommended, strict or all");
            profile = named;
        }
        if (task.Config.Length > 0 && !disk.IsFile(task.Config)) throw new InputException($"the policy '{task.Config}' named by ShiftLeftConfig does not exist");
        var paths = task.Scanned();
        if (paths.Find(path => !disk.Exists(path)) is { } missing) throw new InputException($"'{missing}', named by a ShiftLeftPath item, does not exist");
        if (WorkspaceRoot.Of(task.ProjectDirectory, paths, disk) is not { } root) throw new InputException("the project and its ShiftLeftPath items lie on different drives");

        var scanned = paths.Select(path => root.TreePathOf(path)!).ToList();
        var excluded = task.Exclude.Select(item => item.GetMetadata("FullPath")).Where(path => path.Length > 0).Select(path => root.TreePathOf(Path.TrimEndingDirectorySeparator(path))).OfType<string>().Where(path => path.Length > 0).ToList();
        var severities = new Severities(task.NoWarn, task.WarningsAsErrors, task.WarningsNotAsErrors, task.TreatWarningsAsErrors, [.. task.AnalyzerConfigs.Select(item => item.GetMetadata("FullPath"))], disk);
        var ranHelm = false;
        // What a build writes must not be seen to come and go, or no second build would be like the first.
        var tree = new DiskTree(root.Folder, task.Config.Length > 0 ? task.Config : null, disk) { Hidden = [.. excluded.Except(scanned)] };
        var problem = "";
        using var earlier = since?.Open(task.Config.Length > 0 ? tree : null, out problem);
        if (since is not null && earlier is null) throw new InputException($"ShiftLeftNewSince {problem}");
        var report = Scan.Run(new(tree, [.. scanned])
        {
            Since = since is null ? null : new(earlier!, since.Name, since.Commit),
            ConfigPath = task.Config.Length == 0 ? null : root.TreePathOf(task.Config) ?? task.Config,
            Profile = profile,
            Relevel = finding => severities.Apply(finding, Path.Combine(root.Folder, finding.Location.Path)),
            Excluded = [.. excluded],
            Today = today,
            Helm = arguments =>
            {
                ranHelm = true;
                return HelmProcess.In(root.Folder)(arguments);
            },
        });
        isRepeatable = !ranHelm && (task.SarifFile.Length == 0 || SarifOutput.Write(task.SarifFile, report, disk));
        return [.. Events(report, root)];
    }

    static IEnumerable<LogEvent> Events(Report report, WorkspaceRoot root)
    {
        foreach (var file in report.Files) yield return new(EventKind.FileRead, file.Path);
        foreach (var leftOut in report.LeftOut) yield return new(EventKind.LeftOut, VisibleText.Of($"{leftOut.Words}: {string.Join(", ", leftOut.Paths)}{(leftOut.Count > leftOut.Paths.Length ? ", …" : "")}"));
        if (report.Since is { } since) yield return new(EventKind.Older, VisibleText.Of($"ShiftLeft: {TextReport.Older(since)}{(TextReport.SinceSentence(report) is { } unjudged ? $"; {unjudged}" : "")}"));
        foreach (var finding in report.Active)
        {
            var (start, end) = (finding.Location.Start, finding.Location.End);
            yield return new(finding.Level switch { Level.Error => EventKind.Error, Level.Warning => EventKind.Warning, _ => EventKind.Info }, VisibleText.Of(finding.Message))
            {
                Code = finding.Rule.Id,
                HelpLink = RulePage.Address(finding.Rule),
                File = Path.Combine(root.Folder, finding.Location.Path),
                Place = finding.Location.Source.Content.Length > 0 ? (start.Line + 1, start.Column + 1, end.Line + 1, end.Column + 1) : default,
            };
        }
        if (report.Verdict.Outcome != Outcome.Within) yield return new(EventKind.ThresholdPassed, $"the thresholds of the policy are passed: {string.Join("; ", report.Verdict.Reasons)}") { Code = "SL0002" };
    }
}

/// <summary>What the task was given cannot be carried out.</summary>
sealed class InputException(string message) : Exception(message);
