using System.Globalization;
using ShiftLeft.Files;
using ShiftLeft.Hosting;
using ShiftLeft.Policy;
using ShiftLeft.Reporting;
using ShiftLeft.Rules;
using ShiftLeft.Text;

namespace ShiftLeft.MSBuild;

/// <summary>The part of the task that needs the engine: a request to scan becomes what is to be logged, and SARIF.</summary>
sealed class ContainerScan
{
    readonly ShiftLeftCheck task;
    readonly Disk disk;
    readonly WorkspaceRoot root;
    readonly Severities severities;
    readonly ProjectOwners owners;
    /// <summary>Paths of the tree that are scanned; the project's folder is the first.</summary>
    readonly List<string> scanned;
    readonly string folder;
    readonly SortedSet<string> withoutPackage = new(StringComparer.Ordinal);

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
        var ignoresAccepted = false;
        if (task.NoIgnores.Length > 0 && !bool.TryParse(task.NoIgnores, out ignoresAccepted)) throw new InputException($"ShiftLeftNoIgnores is '{task.NoIgnores}'; it takes true or false");
        if (task.Config.Length > 0 && !disk.IsFile(task.Config)) throw new InputException($"the policy '{task.Config}' named by ShiftLeftConfig does not exist");
        if (!int.TryParse(task.Jobs, NumberStyles.None, CultureInfo.InvariantCulture, out var jobs) || jobs is 0 or > 1024) throw new InputException($"ShiftLeftJobs is '{task.Jobs}'; it takes a number of threads from 1 on");
        return new ContainerScan(task, disk).Run(today, profile, jobs, ignoresAccepted, since, out isRepeatable);
    }

    ContainerScan(ShiftLeftCheck task, Disk disk)
    {
        (this.task, this.disk) = (task, disk);
        folder = task.IsSolutionCheck ? GovernedFolder.Of(task.Solution, disk) : task.ProjectDirectory;
        var paths = task.FullPaths.Prepend(folder).Select(Path.TrimEndingDirectorySeparator).Distinct().ToList();
        if (paths.Find(path => !disk.Exists(path)) is { } missing) throw new InputException($"'{missing}', named by a ShiftLeftPath item, does not exist");
        // Where the container properties lead is part of what is looked at, so that the tree reaches there.
        var named = task.Dockerfile.Length > 0 && disk.IsFile(task.Dockerfile) ? (string[])[task.Dockerfile] : [];
        var compose = task.ComposeProject.Length > 0 && disk.IsFile(task.ComposeProject) ? (string[])[task.ComposeProject] : [];
        root = WorkspaceRoot.Of(folder, [.. paths, .. named, .. compose], disk) ?? throw new InputException("the project and its ShiftLeftPath items lie on different drives");
        scanned = [.. paths.Select(path => root.TreePathOf(path)!)];
        severities = new(task, disk);
        owners = new(folder, task.ExtensionsFolder, disk);
    }

    List<LogEvent> Run(DateOnly today, Profile? profile, int jobs, bool ignoresAccepted, GitRevision? since, out bool isRepeatable)
    {
        var settings = new ProjectSettings(task, root, disk);
        scanned.AddRange(settings.Dockerfiles().Select(root.TreePathOf).OfType<string>().Except(scanned).Distinct().ToList());
        foreach (var (file, line, message) in task.IsSolutionCheck ? [] : severities.Ineffective(folder)) settings.Add(file, line, message.Split('`')[1], message);
        var suppressions = settings.Suppressions();
        var excluded = Excluded();
        var config = ConfigPath();
        var ranHelm = false;
        // What a build writes must not be seen to come and go, or no second build would be like the first.
        var tree = new DiskTree(root.Folder, task.Config.Length > 0 ? task.Config : null, disk) { Hidden = [.. excluded.Except(scanned)] };
        var problem = "";
        using var earlier = since?.Open(task.Config.Length > 0 ? tree : null, out problem);
        if (since is not null && earlier is null) throw new InputException($"ShiftLeftNewSince {problem}");
        var report = Scan.Run(new(tree, [.. scanned])
        {
            ConfigPath = config,
            Since = since is null ? null : new(earlier!, since.Name, since.Commit),
            Profile = profile,
            IgnoresAccepted = ignoresAccepted,
            Relevel = finding => IsMine(finding) ? severities.Apply(finding, FullPath(finding)) : null,
            Excluded = [.. excluded],
            Suppressions = suppressions,
            OfFace = settings.Problems,
            Today = today,
            Jobs = jobs,
            Helm = arguments =>
            {
                ranHelm = true;
                return HelmProcess.In(root.Folder)(arguments);
            },
        });
        var events = Events(report).ToList();
        isRepeatable = !ranHelm && (task.SarifFile.Length == 0 || SarifOutput.Write(task.SarifFile, report, disk));
        return events;
    }

    List<string> Excluded()
    {
        var projects = task.IsSolutionCheck ? ProjectOwners.FoldersOf(task.Solution, disk).SelectMany(project => (string[])[Path.Combine(project, "bin"), Path.Combine(project, "obj")]) : [];
        return [.. task.FullExcludes.Concat(projects).Where(path => path.Length > 0).Select(path => root.TreePathOf(Path.TrimEndingDirectorySeparator(path))).OfType<string>().Where(path => path.Length > 0).Distinct()];
    }

    /// <summary>The policy nearest to the project, wherever else its items lead; null to look for it as the command line does.</summary>
    string? ConfigPath()
    {
        if (task.Config.Length > 0) return root.TreePathOf(task.Config) ?? task.Config;
        for (var at = scanned[0]; ; at = TreePath.FolderOf(at))
        {
            var (one, other) = (TreePath.Join(at, "shiftleft.yml"), TreePath.Join(at, "shiftleft.yaml"));
            var (hasOne, hasOther) = (disk.IsFile(Path.Combine(root.Folder, one)), disk.IsFile(Path.Combine(root.Folder, other)));
            if (hasOne != hasOther) return hasOne ? one : other;
            if (hasOne || at.Length == 0) return null;
        }
    }

    string FullPath(Finding finding) => Path.Combine(root.Folder, finding.Location.Path);

    /// <summary>What a project's file and the solution's contradict each other in, only the check of the solution can see.</summary>
    bool IsMine(Finding finding) =>
        IsMine(finding.Location.Path) || (task.IsSolutionCheck && finding.Rule.Input == InputKind.Workspace && finding.Related.Any(related => owners.Of(Path.Combine(root.Folder, related.Location.Path)) is null));

    /// <summary>
    /// Whether it is this check that tells of a file. A project tells of what lies in its folder but in no other checking project's folder, and of what its items
    /// and properties name; the check of a solution, of all that belongs to no project, or lies where no project looks.
    /// </summary>
    bool IsMine(string path)
    {
        var full = Path.Combine(root.Folder, path);
        if (task.IsSolutionCheck)
        {
            if (owners.Of(full) is not { } project) return true;
            if (!owners.Checks(project)) withoutPackage.Add(project);
            return false;
        }
        if (TreePath.IsWithin(path, scanned[0])) return owners.Of(full) is not { } owner || Path.GetDirectoryName(owner) == folder || !owners.Checks(owner);
        return scanned.Skip(1).Any(named => TreePath.IsWithin(path, named)) || task.Solution.Length == 0 || full == task.ProjectFile;
    }

    IEnumerable<LogEvent> Events(Report report)
    {
        foreach (var file in report.Files.Where(file => IsMine(file.Kind == "chart" ? TreePath.Join(file.Path, "Chart.yaml") : file.Path))) yield return new(EventKind.FileRead, file.Path) { Code = file.Kind, File = Path.Combine(root.Folder, file.Path) };
        if (report.PolicyPath is { } policy) yield return new(EventKind.Note, VisibleText.Of($"the policy is '{Path.Combine(root.Folder, policy)}', which governs '{Path.Combine(root.Folder, TreePath.FolderOf(policy))}'"));
        foreach (var leftOut in report.LeftOut) yield return new(EventKind.Detail, VisibleText.Of($"left out {leftOut.Words}: {string.Join(", ", leftOut.Paths)}{(leftOut.Count > leftOut.Paths.Length ? ", …" : "")}"));
        if (report.Since is { } since) yield return new(EventKind.Advice, VisibleText.Of($"ShiftLeft: {TextReport.Older(since)}{(TextReport.SinceSentence(report) is { } rest ? $"; {rest}" : "")}"));
        var told = report.Active.Where(IsMine).ToList();
        foreach (var finding in told)
        {
            yield return new(finding.Level switch { Level.Error => EventKind.Error, Level.Warning => EventKind.Warning, _ => EventKind.Info }, MSBuildReport.MessageOf(finding))
            {
                Code = finding.Rule.Id,
                HelpLink = RulePage.Address(finding.Rule),
                File = FullPath(finding),
                Place = PlaceOf(finding.Location),
            };
        }
        foreach (var exceeded in report.Verdict.Exceeded) yield return Exceeded(exceeded);
        yield return new(EventKind.SuppressedCount, Number(report.Suppressed.Count(IsMine)));
        var unjudged = told.Count(Verdict.IsUnjudged);
        yield return new(EventKind.UnjudgedCount, Number(unjudged));
        if (unjudged > 0) yield return new(EventKind.Advice, Verdict.UnjudgedWords(unjudged));
        if (severities.LiftedWithAll > 0) yield return new(EventKind.Advice, "warnings are errors here because the build treats all warnings so; `ShiftLeftTreatWarningsAsErrors` set to false keeps them warnings, `shiftleft baseline` accepts what there is today");
        if (withoutPackage.Count > 0) yield return new(EventKind.Note, VisibleText.Of($"not checked is what belongs to projects without the package: {string.Join(", ", withoutPackage.Take(LeftOut.MostPaths))}"));
    }

    /// <summary>A threshold that nobody wrote is in force because there is a project.</summary>
    LogEvent Exceeded(ExceededThreshold exceeded)
    {
        var said = new LogEvent(EventKind.Exceeded, $"a threshold of the policy is exceeded: {exceeded.How}") { Code = "SL0002", File = task.ProjectFile };
        return exceeded.Threshold.Location is { } place ? said with { File = Path.Combine(root.Folder, place.Path), Place = PlaceOf(place) } : said;
    }

    static (int, int, int, int) PlaceOf(Location location) =>
        location.Source.Content.Length > 0 ? (location.Start.Line + 1, location.Start.Column + 1, location.End.Line + 1, location.End.Column + 1) : default;

    static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>What the task was given cannot be carried out.</summary>
sealed class InputException(string message) : Exception(message);
