using System.Collections.Immutable;
using ShiftLeft.Builds;
using ShiftLeft.Docker;
using ShiftLeft.Files;
using ShiftLeft.Helm;
using ShiftLeft.Helm.Rendering;
using ShiftLeft.Images;
using ShiftLeft.Kubernetes;
using ShiftLeft.Policy;
using ShiftLeft.Rules;
using ShiftLeft.Rules.Tool;
using ShiftLeft.Text;
using ShiftLeft.Yaml;

namespace ShiftLeft;

/// <summary>
/// Text becomes a tree, a tree becomes a model, a rule turns a model into findings, policy decides what they mean here. Reporters do the rest.
/// </summary>
static class Scan
{
    public static Report Run(ScanRequest request)
    {
        var (policy, problems) = FindPolicy(request);
        var baseline = request.IgnoresBaseline ? null : Baseline.Find(request.Tree, FolderOf(request));
        var settings = policy.SettingsFor(request.Today);
        var found = Discovery.Find(request.Tree, request.Paths, policy.Excludes, request.Excluded.Contains, path => !request.Fixtures && policy.IsFixture(path), request.IsExcludable);
        request.Found?.Invoke(found);

        var builds = BuildFiles.Read(found.Builds, found.Dockerfiles.Select(source => source.Path).ToHashSet(StringComparer.Ordinal).Contains);
        var dockerfiles = found.Dockerfiles.Select(source => Dockerfile.Read(source, baseImages: request.BaseImages, contexts: builds.ContextsOf(source.Path))).ToImmutableArray();
        var kustomizations = Kustomizations.Read(found.Kustomizations, found.Manifests);
        var manifests = found.Manifests.Where(source => !kustomizations.IsPatch(source.Path)).Select(source => ManifestFile.Read(source, found.Named.Contains(source.Path))).ToImmutableArray();
        var charts = ChartRendering.Render(request.Tree, found.Charts, policy, request.Helm, request.Today);
        var plain = new ManifestSet(manifests.SelectMany(file => file.Objects), policy.Workloads)
        {
            Kustomizations = kustomizations,
            PartialFolders = [.. manifests.Where(file => !file.IsWhole).Select(file => TreePath.FolderOf(file.Source.Path))],
            FilledInImages = builds.Images,
        };
        var rendered = charts.Where(chart => !chart.Documents.IsEmpty).Select(chart => ChartManifests.Read(chart, policy.Workloads)).ToImmutableArray();
        var workspace = new Workspace(dockerfiles, plain.Objects.IsEmpty ? [.. rendered] : [plain, .. rendered], found.Automation);

        var rules = new Rulebook(settings);
        var findings = problems.Concat(baseline?.Problems ?? []).Select(problem => new InvalidPolicy().At(problem.Location, problem.Message))
            .Concat(rules.Check(found))
            .Concat(rules.Check(new ForeignFiles([.. dockerfiles.Select(file => file.Foreign).Concat(manifests.Select(file => file.Foreign)).OfType<Problem>()])))
            .Concat(manifests.SelectMany(rules.Check))
            .Concat(charts.SelectMany(rules.Check))
            .Concat(dockerfiles.SelectMany(rules.Check))
            .Concat(workspace.Manifests.SelectMany(set => rules.Check(set).Concat(set.Rendered.SelectMany(rules.Check)).Concat(set.Objects.SelectMany(rules.Check)).Concat(set.Workloads.SelectMany(rules.Check)).Where(finding => !Consequence.Is(finding, set)).Select(finding => In(set, finding))))
            .Concat(rules.Check(workspace));
        var comments = dockerfiles.SelectMany(file => file.Syntax.Comments)
            .Concat(manifests.Where(file => MayBeAccepting(file.Source)).SelectMany(file => file.Comments))
            .Concat(charts.SelectMany(chart => chart.Templates).DistinctBy(template => template.Path).Where(MayBeAccepting).SelectMany(template => TemplateComments.Read(template)))
            .Concat(charts.SelectMany(chart => chart.ValuesFiles).DistinctBy(values => values.Path).Where(MayBeAccepting).SelectMany(values => YamlFile.ParseManifests(values).Comments));
        var inline = comments.SelectMany(comment => InlineSuppressions.Read(comment, request.Today))
            .Concat(workspace.Manifests.SelectMany(set => set.Objects).SelectMany(SkipAnnotations.Read));
        ImmutableArray<ScannedFile> files =
        [
            .. found.Dockerfiles.Select(source => new ScannedFile(source.Path, "Dockerfile")),
            .. manifests.Where(file => !file.Objects.IsEmpty || !file.IsWhole).Select(file => new ScannedFile(file.Source.Path, "manifest")),
            .. found.Charts.Select(chart => new ScannedFile(chart, "chart")),
        ];
        return new Judgement(policy, request.Profile, request.FailOn, request.Today) { Relevel = request.Relevel, Paths = request.Paths, Baseline = baseline }.Judge(findings, inline, files) with { LeftOut = LeftOut.Of(Omissions(found, manifests, charts).Concat(found.Manifests.Where(source => kustomizations.IsPatch(source.Path)).Select(source => new Omission(LeftOutReason.KustomizePatch, source.Path)))) };
    }

    /// <summary>All that may have been meant and was not judged.</summary>
    static IEnumerable<Omission> Omissions(Discovered found, ImmutableArray<ManifestFile> manifests, ImmutableArray<RenderedChart> charts) =>
    [
        .. found.LeftOut,
        .. found.BesideTemplates.Except(charts.SelectMany(chart => chart.FilesRead)).Select(path => new Omission(LeftOutReason.BesideTemplates, path)),
        .. manifests.Where(file => found.Named.Contains(file.Source.Path) && file.Objects.IsEmpty && file.IsWhole).Select(file => new Omission(LeftOutReason.NamedInVain, file.Source.Path)),
        .. charts.SelectMany(chart => chart.Borrowed).Distinct().Select(entry => new Omission(LeftOutReason.BorrowedDependency, entry.Path)),
    ];

    static bool MayBeAccepting(SourceText source) => InlineSuppressions.MayBeIn(source.Content);

    static (PolicyFile, ImmutableArray<Problem>) FindPolicy(ScanRequest request)
    {
        if (request.ConfigPath is { } path) return PolicyFile.Load(request.Tree, path);
        return PolicyFile.Find(request.Tree, FolderOf(request));
    }

    /// <summary>The folder that holds all that is asked for: what governs a scan lies there or above.</summary>
    static string FolderOf(ScanRequest request) => request.Paths.Select(path => request.Tree.FileExists(path) ? TreePath.FolderOf(path) : path).Aggregate(TreePath.CommonFolder);

    static Finding In(ManifestSet set, Finding finding) => set.Environment is { } environment ? finding with { Environments = [environment] } : finding;
}

/// <summary>What a face asks for.</summary>
/// <param name="Tree">The files.</param>
/// <param name="Paths">Files or folders of the tree, at least one; the empty string is all of it.</param>
sealed record ScanRequest(FileTree Tree, ImmutableArray<string> Paths)
{
    /// <summary>The policy file to use; null to look for <c>shiftleft.yml</c> upwards from the paths.</summary>
    public string? ConfigPath { get; init; }
    /// <summary>Files and folders of the tree that the face leaves out: a project's build output.</summary>
    public ImmutableArray<string> Excluded { get; init; } = [];
    /// <summary>Which of the paths the policy may leave out although they are named: who hands over all that was changed has no wish about each. Null for none.</summary>
    public Func<string, bool>? IsExcludable { get; init; }
    /// <summary>Whether folders of tests and copies are read, whatever the policy says.</summary>
    public bool Fixtures { get; init; }
    /// <summary>Whether all counts, known or not.</summary>
    public bool IgnoresBaseline { get; init; }
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
    /// <summary>Runs <c>helm</c>; null where the face cannot.</summary>
    public HelmCommand? Helm { get; init; }
}
