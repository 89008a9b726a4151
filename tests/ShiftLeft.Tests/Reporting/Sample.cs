using System.Collections.Immutable;
using ShiftLeft.Files;
using ShiftLeft.Policy;
using ShiftLeft.Rules;
using ShiftLeft.Text;

namespace ShiftLeft.Tests.Reporting;

/// <summary>A report that has one of everything. Its rules are made up, so that it changes only when a format does.</summary>
static class Sample
{
    public static ImmutableArray<RuleInfo> Rules { get; } =
    [
        new("SL0901", "unreadable-file", Level.Error, Profile.Baseline, "0.1")
        {
            Title = "A file could not be read",
            Why = "What is not read is not checked.",
            Fix = "Make the file readable.",
        },
        new("SL1001", "floating-image", Level.Warning, Profile.Recommended, "0.1")
        {
            Title = "The image has no fixed version",
            Why = """
                A tag such as `latest` is moved by its owner. What was tested is not what is built next week, and nothing in the repository tells when it changed.

                A second paragraph is for the page only.
                """,
            Fix = "Name a version, such as `debian:12.5`.",
            Bad = ["FROM [|debian:latest|]"],
            Good = ["FROM debian:12.5", "ARG TAG=12.5\nFROM debian:$TAG"],
            References = ["https://docs.docker.com/build/building/best-practices/"],
            Equivalents = ["DL3007", "CKV_DOCKER_7"],
            Cwe = [1357],
            StrictLevel = Level.Error,
            SecuritySeverity = 5.5,
        },
        new("SL2103", "privileged-container", Level.Error, Profile.Baseline, "0.1")
        {
            Title = "A container is privileged",
            Why = "It owns the node: every device and every capability.",
            Fix = "Remove `privileged: true`.",
            Bad = ["=== chart/Chart.yaml\nname: a\n=== chart/values.yaml\nprivileged: [|true|]"],
            SecuritySeverity = 9.5,
            Options = [new("allow", "What may be | privileged.", ["nothing", "kube-system"]), new("names", "Container names.", [])],
        },
        new("SL8002", "unused-stage", Level.Info, Profile.All, "0.2")
        {
            Title = "A stage is never used",
            Why = "It is built by some builders and read by every reader.",
            Fix = "Remove it.",
        },
    ];

    static readonly SourceText Dockerfile = new("src/a b/Dockerfile", "FROM debian:latest\nRUN apt-get update && \\\n    apt-get install -y curl\n\tUSER \u202Eroot\u001B[31m漢 x\n");
    static readonly SourceText Values = new("chart/values.yaml", "image:\n  tag: latest\nsecurityContext:\n  privileged: true\n");
    static readonly SourceText Template = new("chart/templates/deployment.yaml", "kind: Deployment\nspec:\n  privileged: {{ .Values.securityContext.privileged }}\n");
    static readonly SourceText Missing = new("secret/Dockerfile", "");

    public static Report Report { get; } = new(
        [
            new(Rules[2], At(Values, "true"), "`app` in `Deployment/api` is privileged")
            {
                Related = [new(At(Template, "{{ .Values.securityContext.privileged }}"), "the template [here] writes it") { Role = RelatedRole.Way }],
                ValuesKey = "securityContext.privileged",
                Subject = new("Deployment/api", "prod", "app", "spec.template.spec.containers[0].securityContext.privileged"),
                Environments = ["staging", "production"],
                Fix = new("Remove `privileged: true`", [new(new(Values, Span.FromBounds(Values.Content.IndexOf("  privileged", StringComparison.Ordinal), Values.Content.Length)), "")]),
            },
            new(Rules[1], At(Dockerfile, "debian:latest"), "the tag `latest` of `debian` moves")
            {
                Subject = new("stage/final"),
                Fix = new("Name the version 12.5", [new(At(Dockerfile, "latest"), "12.5")]),
            },
            new(Rules[3], At(Dockerfile, "RUN apt-get update && \\\n    apt-get install -y curl"), "stage 0 does more than `apt-get`](1) \u001B[31mshould\n::error::x ##[error] ##vso[task]"),
            new(Rules[3], At(Dockerfile, "root\u001B[31m漢"), "the user is odd") { Level = Level.Error },
            new(Rules[1], At(Dockerfile, "curl"), "`curl` has no version")
            {
                Suppression = new("mirrored and scanned nightly", At(Dockerfile, "USER"), InSource: true),
            },
            new(Rules[1], At(Values, "latest"), "the tag `latest` moves")
            {
                Suppression = new("the pipeline sets it", At(Template, "kind"), InSource: false),
            },
            new(Rules[0], new(Missing, default), "`secret/Dockerfile` is larger than 10 MiB"),
        ],
        new(Outcome.Failed, ["1 file could not be read", "2 errors, none allowed"]),
        [new("chart", "Helm chart"), new("src/a b/Dockerfile", "Dockerfile")])
    {
        LeftOut = [new(LeftOutReason.BesideTemplates, 12, ["chart/files/a.yaml", "chart/files/::error::\u001B[31m b.yaml"]), new(LeftOutReason.Excluded, 1, ["vendor"])],
    };

    public static Report Clean { get; } = new([], new(Outcome.Within, []), [new("Dockerfile", "Dockerfile")]);

    static Location At(SourceText source, string what) =>
        new(source, new(source.Content.IndexOf(what, StringComparison.Ordinal), what.Length));
}
