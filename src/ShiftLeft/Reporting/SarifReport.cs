using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
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
    readonly Dictionary<string, int> fingerprints = [];

    SarifReport(Report report, ImmutableArray<RuleInfo> rules)
    {
        this.rules = rules;
        ruleIndices = rules.Select((rule, i) => (rule.Id, i)).ToDictionary();
        fileIndices = report.Files.Select(file => file.Path).Distinct().Select((path, i) => (path, i)).ToDictionary();
    }

    public static string Render(Report report, ImmutableArray<RuleInfo> rules) => SarifText.Of(new SarifReport(report, rules).Log(report));

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
                Results = [.. report.Findings.Select(Result)],
            },
        ],
    };

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

    Result Result(Finding finding)
    {
        var result = new Result
        {
            RuleId = finding.Rule.Id,
            RuleIndex = ruleIndices.GetValueOrDefault(finding.Rule.Id, -1),
            Level = LevelOf(finding.Level),
            Message = new() { Text = SarifMessage.Of(finding) },
            Locations = [Place(finding.Location, finding.Subject)],
            RelatedLocations = finding.Related.IsEmpty ? null : [.. finding.Related.Select(RelatedPlace)],
            PartialFingerprints = Fingerprints(finding),
            Fixes = finding.Fix is { } fix ? [FixOf(fix)] : null,
            Suppressions = finding.Suppression is { } suppression ? [SuppressionOf(suppression)] : null,
        };
        if (!finding.Environments.IsEmpty) result.SetProperty<string[]>("environments", [.. finding.Environments]);
        return result;
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

    static LogicalLocation LogicalPlace(Subject subject)
    {
        string?[] parts = [subject.Namespace, subject.Object, subject.Container, subject.Field];
        return new()
        {
            Name = subject.Field ?? subject.Container ?? subject.Object,
            FullyQualifiedName = string.Join('/', parts.Where(part => part is not null)),
            Kind = "resource",
        };
    }

    /// <summary>A relative reference of RFC 3986; a colon is escaped as well, or <c>a:b</c> would name a scheme.</summary>
    static Uri UriOf(string path) =>
        new(path.Length == 0 ? "." : string.Join('/', path.Split('/').Select(Uri.EscapeDataString)), UriKind.Relative);

    /// <summary>
    /// <c>primaryLocationLineHash</c> is the one that GitHub follows an alert by: the hash of the source line and what comes after it.
    /// Ours names the rule, the file and the object, so it survives an edit of the line as well. Equal ones are counted.
    /// </summary>
    Dictionary<string, string> Fingerprints(Finding finding)
    {
        var source = finding.Location.Source;
        if (!lineHashes.TryGetValue(source, out var hashes)) lineHashes[source] = hashes = HashUtilities.RollingHash(source.Content);
        var what = finding.Subject is { } subject ? LogicalPlace(subject).FullyQualifiedName : finding.Location.Text;
        var key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{finding.Rule.Id}\n{finding.Location.Path}\n{what}")))[..16];
        var count = fingerprints[key] = fingerprints.GetValueOrDefault(key) + 1;

        var all = new Dictionary<string, string> { ["shiftleft/v1"] = string.Create(CultureInfo.InvariantCulture, $"{key}:{count}") };
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
        ],
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
