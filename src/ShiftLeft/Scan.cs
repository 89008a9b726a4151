using System.Collections.Immutable;
using ShiftLeft.Builds;
using ShiftLeft.Docker;
using ShiftLeft.Files;
using ShiftLeft.Helm;
using ShiftLeft.Images;
using ShiftLeft.Kubernetes;
using ShiftLeft.Policy;
using ShiftLeft.Rules;
using ShiftLeft.Rules.Tool;
using ShiftLeft.Text;
using ShiftLeft.Work;
using ShiftLeft.Yaml;

namespace ShiftLeft;

/// <summary>
/// Text becomes a tree, a tree becomes a model, a rule turns a model into findings, policy decides what they mean here. Reporters do the rest.
/// </summary>
static class Scan
{
    public static Report Run(ScanRequest request) => Look(request).Report;

    /// <summary>The report, and what it was made from.</summary>
    public static Looked Look(ScanRequest request)
    {
        var (written, problems) = FindPolicy(request);
        var policy = written with { Suppressions = request.IgnoresAccepted ? [] : [.. written.Suppressions, .. request.Suppressions] };
        var baseline = request.IgnoresBaseline || request.IgnoresAccepted ? null : Baseline.Find(request.Tree, FolderOf(request));
        var settings = policy.SettingsFor(request.Today);
        var workers = new Workers(request.Jobs);
        var found = Discovery.Find(request.Tree, request.Paths, policy.Excludes, request.Excluded.Contains, path => !request.Fixtures && policy.IsFixture(path), request.IsExcludable, workers);
        request.Found?.Invoke(found);
        var changed = request.Changed is { } paths ? ChangedFiles.Among(paths, found.Charts, policy) : null;
        if (changed is not null) found = found with { Charts = changed.Charts };

        var guard = new Guard();
        ImmutableArray<T> Each<T>(IEnumerable<SourceText> sources, Func<SourceText, T> read) where T : class =>
            [.. workers.Select([.. sources], source => guard.Try(source.Path, "reading", () => read(source))).OfType<T>()];

        var builds = BuildFiles.Of(Each(found.Builds, BuildFile.Read), found.Dockerfiles.Select(source => source.Path).ToHashSet(StringComparer.Ordinal).Contains);
        var dockerfiles = Each(found.Dockerfiles, source => Dockerfile.Read(source, baseImages: request.BaseImages, contexts: builds.ContextsOf(source.Path)));
        var kustomizations = Kustomizations.Read(found.Kustomizations, found.Manifests, (source, read) => guard.Try(source.Path, "reading", read));
        var manifests = Each(found.Manifests.Where(source => !kustomizations.IsPatch(source.Path)), source => ManifestFile.Read(source, found.Named.Contains(source.Path)));
        var charts = ChartRendering.Render(request.Tree, found.Charts, policy, request.Helm, request.Today, guard, workers);
        var plain = SetOf(manifests, guard, files => new(files.SelectMany(file => file.Objects), policy.Workloads)
        {
            Kustomizations = kustomizations,
            PartialFolders = [.. manifests.Where(file => !file.IsWhole).Select(file => TreePath.FolderOf(file.Source.Path))],
            FilledInImages = builds.Images,
        });
        ImmutableArray<ManifestSet> rendered = [.. workers.Select([.. charts.Where(chart => !chart.Documents.IsEmpty)], chart => guard.Try(PathOf(chart), "reading what is rendered from", () => ChartManifests.Read(chart, policy.Workloads))).OfType<ManifestSet>()];
        var workspace = new Workspace(dockerfiles, plain.Objects.IsEmpty ? [.. rendered] : [plain, .. rendered], found.Automation);

        var rules = new Rulebook(settings, guard);
        var findings = problems.Concat(baseline?.Problems ?? []).Select(problem => new InvalidPolicy().At(problem.Location, problem.Message))
            .Concat(request.OfFace)
            .Concat(rules.Check(found, ""))
            .Concat(rules.Check(new ForeignFiles([.. dockerfiles.Select(file => file.Foreign).Concat(manifests.Select(file => file.Foreign)).OfType<Problem>()]), ""))
            .Concat(workers.SelectMany(manifests, file => rules.Check(file, file.Source.Path)))
            .Concat(workers.SelectMany(charts, chart => rules.Check(chart, PathOf(chart))))
            .Concat(workers.SelectMany(dockerfiles, file => rules.Check(file, file.Path)))
            .Concat(workers.SelectMany([.. workspace.Manifests.SelectMany(SetUnit.Of)], unit => unit.Check(rules), share: 16))
            .Concat(rules.Check(workspace, ""))
            // All else is done by then.
            .Concat(guard.Crashes.SelectMany(crash => rules.Check(crash, crash.Location.Path)));
        ImmutableArray<CommentedFile> commented =
        [
            .. dockerfiles.Select(file => new CommentedFile(file.Source, CommentSyntax.Dockerfile) { Dockerfile = file.Syntax }),
            .. manifests.Select(file => new CommentedFile(file.Source, CommentSyntax.Yaml) { Yaml = file.Yaml }),
            .. charts.SelectMany(chart => chart.Templates).DistinctBy(template => template.Path).Select(template => new CommentedFile(template, CommentSyntax.Template)),
            .. charts.SelectMany(chart => chart.ValuesFiles.Concat(chart.OtherValuesFiles)).DistinctBy(values => values.Path).Select(values => new CommentedFile(values, CommentSyntax.Yaml)),
        ];
        IEnumerable<InlineSuppression> inline = request.IgnoresAccepted ? [] : commented.SelectMany(file => guard.Each(file.Source.Path, "reading", () => file.Accepting())).SelectMany(comment => InlineSuppressions.Read(comment, request.Today))
            .Concat(workspace.Manifests.SelectMany(set => set.Objects).SelectMany(SkipAnnotations.Read));
        ImmutableArray<ScannedFile> files =
        [.. ((IEnumerable<ScannedFile>)[
            .. found.Dockerfiles.Select(source => new ScannedFile(source.Path, "Dockerfile")),
            .. manifests.Where(file => !file.Objects.IsEmpty || !file.IsWhole).Select(file => new ScannedFile(file.Source.Path, "manifest")),
            .. found.Charts.Select(chart => new ScannedFile(chart, "chart")),
        ]).Where(file => changed?.Contains(file.Path) ?? true)];
        var omissions = Omissions(found, dockerfiles, manifests, charts, guard).Concat(found.Manifests.Where(source => kustomizations.IsPatch(source.Path)).Select(source => new Omission(LeftOutReason.KustomizePatch, source.Path)));
        var judged = new Judgement(policy, request.Profile, request.FailOn, request.Today) { Relevel = request.Relevel, ListsAll = request.ListsAll, Paths = changed?.Paths ?? request.Paths, Concerns = changed is null ? null : changed.Concerns, Baseline = baseline, Earlier = EarlierScan.Run(request, policy), IsThere = request.Tree.FileExists }.JudgeEach(findings, inline, files);
        var report = judged.Report with { PolicyPath = policy.Source?.Path, FilesOfCharts = [.. charts.SelectMany(chart => chart.Files)], LeftOut = LeftOut.Of(omissions.Where(omission => changed?.Concerns(omission) ?? true)) };
        return new(judged with { Report = report }, policy, problems, commented, charts);
    }

    /// <summary>The manifests without those that this program fails over when it looks what is in them.</summary>
    static ManifestSet SetOf(ImmutableArray<ManifestFile> manifests, Guard guard, Func<IEnumerable<ManifestFile>, ManifestSet> make) =>
        new Guard().Try("", "reading", () => make(manifests)) ?? make(manifests.Where(file => guard.Try(file.Source.Path, "reading", () => make([file])) is not null));

    static string PathOf(RenderedChart chart) => TreePath.Join(chart.Folder, "Chart.yaml");

    /// <summary>All that may have been meant and was not judged.</summary>
    static IEnumerable<Omission> Omissions(Discovered found, ImmutableArray<Dockerfile> dockerfiles, ImmutableArray<ManifestFile> manifests, ImmutableArray<RenderedChart> charts, Guard guard) =>
    [
        .. found.LeftOut,
        .. found.BesideTemplates.Except(charts.SelectMany(chart => chart.FilesRead)).Select(path => new Omission(LeftOutReason.BesideTemplates, path)),
        .. manifests.Where(file => found.Named.Contains(file.Source.Path) && file.Objects.IsEmpty && file.IsWhole).Select(file => new Omission(LeftOutReason.NamedInVain, file.Source.Path)),
        .. dockerfiles.SelectMany(file => guard.Each(file.Path, "reading", () => file.Scripts).Where(script => script is { Problem: not null }).Select(_ => new Omission(LeftOutReason.UnreadShell, file.Path))),
        .. charts.SelectMany(chart => chart.Templates).Where(template => template.Content.Length == 0 && FileKinds.IsYaml(TreePath.NameOf(template.Path))).Select(template => template.Path).Distinct().Select(path => new Omission(LeftOutReason.Empty, path)),
        .. charts.SelectMany(chart => chart.Borrowed).Distinct().Select(entry => new Omission(LeftOutReason.BorrowedDependency, entry.Path)),
    ];

    static (PolicyFile, ImmutableArray<Problem>) FindPolicy(ScanRequest request)
    {
        if (request.Policy is { } given) return (given, []);
        if (request.ConfigPath is { } path) return PolicyFile.Load(request.Tree, path);
        return PolicyFile.Find(request.Tree, FolderOf(request));
    }

    /// <summary>The folder that holds all that is asked for: what governs a scan lies there or above.</summary>
    static string FolderOf(ScanRequest request) => request.Paths.Select(path => request.Tree.FileExists(path) ? TreePath.FolderOf(path) : path).Aggregate(TreePath.CommonFolder);
}

/// <summary>What a face asks for.</summary>
/// <param name="Tree">The files.</param>
/// <param name="Paths">Files or folders of the tree, at least one; the empty string is all of it.</param>
sealed record ScanRequest(FileTree Tree, ImmutableArray<string> Paths)
{
    /// <summary>The policy file to use; null to look for <c>shiftleft.yml</c> upwards from the paths.</summary>
    public string? ConfigPath { get; init; }
    /// <summary>The files that a change touches, of which alone is told; null to tell of all.</summary>
    public ImmutableArray<string>? Changed { get; init; }
    /// <summary>The policy itself, whatever the tree holds; null to read it.</summary>
    public PolicyFile? Policy { get; init; }
    /// <summary>The commit whose findings count for nothing; null to count all.</summary>
    public EarlierTree? Since { get; init; }
    /// <summary>Files and folders of the tree that the face leaves out: a project's build output.</summary>
    public ImmutableArray<string> Excluded { get; init; } = [];
    /// <summary>Which of the paths the policy may leave out although they are named: who hands over all that was changed has no wish about each. Null for none.</summary>
    public Func<string, bool>? IsExcludable { get; init; }
    /// <summary>Whether folders of tests and copies are read, whatever the policy says.</summary>
    public bool Fixtures { get; init; }
    /// <summary>Whether all counts, known or not.</summary>
    public bool IgnoresBaseline { get; init; }
    /// <summary>Whether all counts, accepted or known or not.</summary>
    public bool IgnoresAccepted { get; init; }
    /// <summary>Whether findings are listed however many of a rule there are in a file.</summary>
    public bool ListsAll { get; init; }
    /// <summary>How a face's own switches change a finding's level before the verdict; null drops the finding.</summary>
    public Func<Finding, Finding?>? Relevel { get; init; }
    /// <summary>Hears what there is to check before it is checked, so that a face can tell how far it is.</summary>
    public Action<Discovered>? Found { get; init; }
    public Profile? Profile { get; init; }
    public FailOn? FailOn { get; init; }
    /// <summary>The day of the scan: the engine has no clock.</summary>
    public required DateOnly Today { get; init; }
    /// <summary>What is known of the images that Dockerfiles stand on; who can ask a registry may know more.</summary>
    public Func<ImageReference, BaseImage> BaseImages { get; init; } = Images.BaseImages.Of;
    /// <summary>What the face's own settings accept, besides the policy.</summary>
    public ImmutableArray<PolicySuppression> Suppressions { get; init; } = [];
    /// <summary>What the face has found wrong with its own settings.</summary>
    public ImmutableArray<Finding> OfFace { get; init; } = [];
    /// <summary>How many threads may work at once.</summary>
    public int Jobs { get; init; } = 1;
    /// <summary>Runs <c>helm</c>; null where the face cannot.</summary>
    public HelmCommand? Helm { get; init; }
}

/// <summary>A scan with what its report was made from.</summary>
/// <param name="Judged">The findings.</param>
/// <param name="Policy">What decided.</param>
/// <param name="Problems">What is wrong with the policy.</param>
/// <param name="Commented">The files whose comments are read.</param>
/// <param name="Charts">What the charts render to.</param>
sealed record Looked(JudgedFindings Judged, PolicyFile Policy, ImmutableArray<Problem> Problems, ImmutableArray<CommentedFile> Commented, ImmutableArray<RenderedChart> Charts)
{
    public Report Report => Judged.Report;
}
