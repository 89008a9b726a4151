using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis.Sarif;
using Newtonsoft.Json;
using ShiftLeft.Policy;
using ShiftLeft.Rules;
using ShiftLeft.Text;
using Location = ShiftLeft.Text.Location;
using SarifFix = Microsoft.CodeAnalysis.Sarif.Fix;
using SarifLocation = Microsoft.CodeAnalysis.Sarif.Location;

namespace ShiftLeft.Reporting;

/// <summary>
/// The report as SARIF 2.1.0 (OASIS), in the form that GitHub code scanning reads best. Rules come from the catalogue, so a file says what
/// was asked even where nothing was found. Lines and columns count from one, in UTF-16 units, and the end is exclusive.
/// </summary>
sealed class SarifReport
{
    const string RootId = "%SRCROOT%";

    readonly ImmutableArray<RuleInfo> rules;
    readonly Dictionary<string, int> ruleIndices;
    readonly Dictionary<string, int> fileIndices;
    readonly Dictionary<SourceText, Dictionary<int, string>> lineHashes = [];
    readonly SarifUse use;
    readonly bool isSince;

    SarifReport(Report report, ImmutableArray<RuleInfo> rules, SarifUse use)
    {
        (this.rules, this.use, isSince) = (rules, use, report.Since is not null);
        ruleIndices = rules.Select((rule, i) => (rule.Id, i)).ToDictionary();
        fileIndices = report.Files.Select(file => file.Path).Distinct().Select((path, i) => (path, i)).ToDictionary();
    }

    public static string Render(Report report, ImmutableArray<RuleInfo> rules) => Render(report, rules, new());

    public static string Render(Report report, ImmutableArray<RuleInfo> rules, SarifUse use) => SarifText.Of(new SarifReport(report, rules, use).Log(report));

    SarifLog Log(Report report) => new()
    {
        Version = SarifVersion.Current,
        SchemaUri = new("https://json.schemastore.org/sarif-2.1.0.json"),
        Runs =
        [
            new()
            {
                Tool = new()
                {
                    Driver = new()
                    {
                        Name = "ShiftLeft",
                        Version = Product.Version,
                        SemanticVersion = Product.Version,
                        InformationUri = new(Product.RepositoryUrl),
                        Rules = [.. rules.Select(Descriptor)],
                    },
                },
                AutomationDetails = use.Category is { } category ? new() { Id = category + "/" } : null,
                ColumnKind = ColumnKind.Utf16CodeUnits,
                OriginalUriBaseIds = new Dictionary<string, ArtifactLocation>
                {
                    [RootId] = new() { Description = new() { Text = "The root of the tree that was scanned." } },
                },
                Artifacts =
                [
                    .. fileIndices.OrderBy(file => file.Value).Select(file => new Artifact
                    {
                        Location = new() { Uri = UriOf(file.Key), UriBaseId = RootId },
                        Roles = ArtifactRoles.AnalysisTarget,
                    }),
                ],
                Invocations = [Invocation(report)],
                Results = [.. Results(report)],
            },
        ],
    };

    /// <summary>Code scanning keeps the worst 5,000 results of a run, and refuses a file with more than 25,000.</summary>
    const int MaximumAlerts = 5_000;
    public const int MaximumResults = 25_000;

    IEnumerable<Result> Results(Report report)
    {
        var findings = report.Findings.Zip(Fingerprint.Of(report.Findings));
        if (use.IsForCodeScanning) findings = findings.Where(pair => pair.First.Suppression is null).OrderByDescending(pair => pair.First.Level).Take(MaximumAlerts);
        else if (report.Findings.Length > use.MostResults) findings = Worst(findings);
        return findings.Select(pair => Result(pair.First, pair.Second));
    }

    /// <summary>As many as fit, in their order: those that count before those that are accepted, and the worst first.</summary>
    IEnumerable<(Finding First, Fingerprint Second)> Worst(IEnumerable<(Finding First, Fingerprint Second)> findings) => findings.Index()
        .OrderBy(pair => pair.Item.First.Suppression is not null).ThenByDescending(pair => pair.Item.First.Level).Take(use.MostResults)
        .OrderBy(pair => pair.Index).Select(pair => pair.Item);

    /// <summary>What does not fit into a file that code scanning takes; null where all of it does.</summary>
    public static string? Excess(Report report, int most = MaximumResults) => report.Findings.Length <= most ? null
        : string.Create(CultureInfo.InvariantCulture, $"{report.Findings.Length - most} of {report.Findings.Length} findings are not in the SARIF: code scanning refuses a run of more than {most:N0} results, so it holds the worst; `--format json` has all");

    ReportingDescriptor Descriptor(RuleInfo rule)
    {
        var descriptor = new ReportingDescriptor
        {
            Id = rule.Id,
            Name = rule.Name,
            ShortDescription = new() { Text = rule.Title + "." },
            FullDescription = new() { Text = Limit(rule.Why) },
            Help = new() { Text = $"{rule.Why}\n\nFix: {rule.Fix}", Markdown = $"{rule.Why}\n\n**Fix:** {rule.Fix}\n\n[{rule.Id} {rule.Name}]({RulePage.Address(rule)})" },
            HelpUri = new(RulePage.Address(rule)),
            DefaultConfiguration = new() { Level = LevelOf(rule.Level) },
        };
        descriptor.SetProperty("precision", rule.Profile switch
        {
            Profile.Baseline => "very-high",
            Profile.Recommended => "high",
            Profile.Strict => "medium",
            _ => "low",
        });
        descriptor.SetProperty("problem.severity", rule.Level switch { Level.Error => "error", Level.Warning => "warning", _ => "recommendation" });
        if (rule.SecuritySeverity is { } severity) descriptor.SetProperty("security-severity", severity.ToString("0.0", CultureInfo.InvariantCulture));
        descriptor.SetProperty("practice", PracticeName.KeyOf(rule.Practice));
        descriptor.SetProperty("profile", ProfileName.Of(rule.Profile));
        if (!rule.Equivalents.IsEmpty) descriptor.SetProperty<string[]>("equivalents", [.. rule.Equivalents]);
        descriptor.SetProperty<string[]>("tags", [.. Tags(rule)]);
        return descriptor;
    }

    /// <summary>GitHub keeps ten tags; the ones it gives a meaning to come first.</summary>
    static IEnumerable<string> Tags(RuleInfo rule)
    {
        if (rule.SecuritySeverity is not null) yield return "security";
        foreach (var cwe in rule.Cwe.Take(5)) yield return string.Create(CultureInfo.InvariantCulture, $"external/cwe/cwe-{cwe:000}");
        yield return PracticeName.KeyOf(rule.Practice);
        if (rule.Practice != Practice.Tool) yield return rule.Input switch
        {
            InputKind.Dockerfile => "dockerfile",
            InputKind.Kubernetes => "kubernetes",
            InputKind.Project => "dotnet",
            InputKind.Compose => "compose",
            _ => "workspace",
        };
    }

    Result Result(Finding finding, Fingerprint fingerprint)
    {
        var result = new Result
        {
            RuleId = finding.Rule.Id,
            RuleIndex = ruleIndices.GetValueOrDefault(finding.Rule.Id, -1),
            Level = LevelOf(finding.Level),
            Message = new() { Text = SarifMessage.Of(finding) },
            Locations = [Place(Narrowed(finding.Location), finding.Subject)],
            RelatedLocations = finding.Related.IsEmpty ? null : [.. finding.Related.Select(RelatedPlace)],
            CodeFlows = FlowOf(finding) is { } flow ? [flow] : null,
            PartialFingerprints = Fingerprints(finding, fingerprint),
            Fixes = finding.Fix is { } fix ? [FixOf(fix)] : null,
            Suppressions = finding.Suppression is { } suppression ? [SuppressionOf(suppression)] : null,
            BaselineState = StateOf(finding),
        };
        if (!finding.Occurrences.IsEmpty) result.SetProperty<string[]>("subjects", [.. finding.Occurrences.Select(one => Fingerprint.QualifiedName(one.Subject)).Distinct()]);
        if (!finding.Environments.IsEmpty) result.SetProperty<string[]>("environments", [.. finding.Environments]);
        return result;
    }

    /// <summary>
    /// The way from a value to the object that a chart renders of it, which code scanning shows step by step: the key, what decides that it is written, the
    /// templates from the inside out, the object. The object is in no file, so it stands where the outermost template writes it. Null where all is one place.
    /// </summary>
    CodeFlow? FlowOf(Finding finding)
    {
        if (finding.Subject is not { } subject || finding.Related.All(related => related.Role == RelatedRole.Besides)) return null;
        var steps = new List<ThreadFlowLocation> { Step(finding.Location, finding.ValuesKey is { } key ? $"`{key}` is set here" : "written here") };
        steps.InsertRange(finding.ValuesKey is null ? 0 : 1, finding.Related.Where(related => related.Role == RelatedRole.Cause).Select(related => Step(related.Location, related.Message)));
        var way = finding.Related.Where(related => related.Role == RelatedRole.Way).ToList();
        steps.AddRange(way.Select(related => Step(related.Location, related.Message)));
        var others = finding.Occurrences.Select(one => one.Subject).Distinct().Count() - 1;
        steps.Add(Step(way.Count > 0 ? way[^1].Location : finding.Location, $"renders {(subject.Field is { } field ? $"`{field}` of " : "")}`{subject.Object}`{(others > 0 ? string.Create(CultureInfo.InvariantCulture, $" and {others} more like it") : "")}", subject));
        return new() { ThreadFlows = [new() { Locations = steps }] };

        ThreadFlowLocation Step(Location location, string message, Subject? about = null)
        {
            var place = Place(location, about);
            place.Message = new() { Text = SarifMessage.Sentence(message) };
            return new() { Location = place };
        }
    }

    /// <summary>Whether it is new against another report or an earlier commit; of what is accepted nobody asks.</summary>
    BaselineState StateOf(Finding finding)
    {
        if (finding.Suppression is { } suppression) return suppression.IsEarlier ? BaselineState.Unchanged : BaselineState.None;
        if (use.IsNew is { } isNew) return isNew(finding) ? BaselineState.New : BaselineState.Unchanged;
        return isSince ? BaselineState.New : BaselineState.None;
    }

    SarifLocation RelatedPlace(RelatedLocation related, int index)
    {
        var place = Place(related.Location, null);
        place.Id = index + 1;
        place.Message = new() { Text = SarifMessage.Sentence(related.Message) };
        return place;
    }

    SarifLocation Place(Location location, Subject? subject) => new()
    {
        PhysicalLocation = PhysicalPlace(location),
        LogicalLocations = subject is null ? null : [LogicalPlace(subject)],
    };

    PhysicalLocation PhysicalPlace(Location location) => new() { ArtifactLocation = FileOf(location.Path), Region = RegionOf(location) };

    /// <summary>Only a policy that was named on the command line may lie outside the tree; it is named by its full path.</summary>
    ArtifactLocation FileOf(string path) => path is ['/', ..] or [_, ':', '\\', ..]
        ? new() { Uri = new(path, UriKind.Absolute) }
        : new() { Uri = UriOf(path), UriBaseId = RootId, Index = fileIndices.GetValueOrDefault(path, -1) };

    static Region RegionOf(Location location) => new()
    {
        StartLine = location.Start.Line + 1,
        StartColumn = location.Start.Column + 1,
        EndLine = location.End.Line + 1,
        EndColumn = location.End.Column + 1,
    };

    /// <summary>Code scanning shows an alert in a pull request only where all its lines are in the diff, so it gets the first one.</summary>
    Location Narrowed(Location location)
    {
        if (!use.IsForCodeScanning || location.End.Line == location.Start.Line) return location;
        var line = location.Source.LineSpan(location.Start.Line);
        return location with { Span = Span.FromBounds(location.Span.Start, Math.Max(location.Span.Start, line.End)) };
    }

    static LogicalLocation LogicalPlace(Subject subject) => new()
    {
        Name = subject.Field ?? subject.Container ?? subject.Object,
        FullyQualifiedName = Fingerprint.QualifiedName(subject),
        Kind = "resource",
    };

    /// <summary>A relative reference of RFC 3986; a colon is escaped as well, or <c>a:b</c> would name a scheme.</summary>
    static Uri UriOf(string path) =>
        new(path.Length == 0 ? "." : string.Join('/', path.Split('/').Select(Uri.EscapeDataString)), UriKind.Relative);

    /// <summary>
    /// <c>primaryLocationLineHash</c> is the one that GitHub follows an alert by: the hash of the source line and what comes after it.
    /// Ours survives an edit of the line as well.
    /// </summary>
    Dictionary<string, string> Fingerprints(Finding finding, Fingerprint fingerprint)
    {
        var source = finding.Location.Source;
        if (!lineHashes.TryGetValue(source, out var hashes)) lineHashes[source] = hashes = HashUtilities.RollingHash(source.Content);
        var all = new Dictionary<string, string> { ["shiftleft/v1"] = fingerprint.Key };
        if (hashes.TryGetValue(finding.Location.Start.Line + 1, out var hash)) all["primaryLocationLineHash"] = hash;
        return all;
    }

    SarifFix FixOf(Rules.Fix fix) => new()
    {
        Description = new() { Text = SarifMessage.Sentence(fix.Title) },
        ArtifactChanges =
        [
            .. fix.Edits.GroupBy(edit => edit.Location.Path).Select(file => new ArtifactChange
            {
                ArtifactLocation = FileOf(file.Key),
                Replacements =
                [
                    .. file.OrderBy(edit => edit.Location.Span.Start).Select(edit => new Replacement
                    {
                        DeletedRegion = RegionOf(edit.Location),
                        InsertedContent = edit.NewText.Length == 0 ? null : new() { Text = edit.NewText },
                    }),
                ],
            }),
        ],
    };

    Microsoft.CodeAnalysis.Sarif.Suppression SuppressionOf(Rules.Suppression suppression) => new()
    {
        Kind = suppression.InSource ? SuppressionKind.InSource : SuppressionKind.External,
        Status = SuppressionStatus.Accepted,
        Justification = suppression.Reason,
        Location = Place(suppression.Location, null),
    };

    Invocation Invocation(Report report) => new()
    {
        ExecutionSuccessful = report.Verdict.Outcome != Outcome.Failed,
        ToolExecutionNotifications =
        [
            .. report.Findings.Where(finding => finding.Rule.IsFailure).Select(finding => new Notification
            {
                Descriptor = new() { Id = finding.Rule.Id, Index = ruleIndices.GetValueOrDefault(finding.Rule.Id, -1) },
                Level = FailureLevel.Error,
                Message = new() { Text = SarifMessage.Sentence(finding.Message) },
                Locations = [Place(finding.Location, null)],
            }),
            .. report.LeftOut.Select(LeftOutNotification),
            .. use.IsForCodeScanning || Excess(report, use.MostResults) is not { } excess ? Array.Empty<Notification>() : [new() { Descriptor = new() { Id = "left-out/results" }, Level = FailureLevel.Warning, Message = new() { Text = SarifMessage.Sentence(excess) } }],
        ],
    };

    Notification LeftOutNotification(LeftOut leftOut) => new()
    {
        Descriptor = new() { Id = "left-out/" + leftOut.Key },
        Level = FailureLevel.Note,
        Message = new() { Text = SarifMessage.Sentence("left out: " + leftOut.Words) },
        Locations = [.. leftOut.Paths.Select(path => new SarifLocation { PhysicalLocation = new() { ArtifactLocation = FileOf(path) } })],
    };

    static FailureLevel LevelOf(Level level) => level switch
    {
        Level.Error => FailureLevel.Error,
        Level.Warning => FailureLevel.Warning,
        _ => FailureLevel.Note,
    };

    /// <summary>GitHub takes 1024 characters of a description.</summary>
    static string Limit(string text) => text.Length <= 1024 ? text : string.Concat(text.AsSpan(0, 1023), "…");
}

/// <summary>What a SARIF file is for, where it is not simply all there is to say.</summary>
sealed record SarifUse
{
    /// <summary>Tells the file from others about the same commit. GitHub takes what stands before the last slash of a run's id, so one is added.</summary>
    public string? Category { get; init; }
    /// <summary>Code scanning would open an alert for a suppressed result, and hides one of several lines.</summary>
    public bool IsForCodeScanning { get; init; }
    /// <summary>How many results it may hold.</summary>
    public int MostResults { get; init; } = SarifReport.MaximumResults;
    /// <summary>Whether a finding came with a change; null where nothing is compared.</summary>
    public Func<Finding, bool>? IsNew { get; init; }
}
