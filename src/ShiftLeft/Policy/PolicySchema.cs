using System.Collections.Immutable;
using ShiftLeft.Rules;
using ShiftLeft.Text;
using ShiftLeft.Yaml;

namespace ShiftLeft.Policy;

/// <summary>
/// What <c>shiftleft.yml</c> may hold, written once: the reader checks a file against it, and the JSON Schema for editors is made from it.
/// </summary>
static class PolicySchema
{
    public static Shape.Fields Root { get; } = new("The policy of a repository",
        new("version", new Shape.Choice("Version of this format", "1"), IsRequired: true),
        new("extends", new Shape.ListOf("Policies to start from: files of the repository, the later wins", new Shape.Text("A path relative to this file"))),
        new("profile", new Shape.Choice("Which rules run", "baseline", "recommended", "strict", "all")),
        new("thresholds", new Shape.Fields("How many findings of each level are allowed; without a number no error is, and any number of others",
            [.. Counts(""), new("practices", new Shape.Fields("The same for one practice", [.. Enum.GetValues<Practice>().Select(Practice)]))])),
        new("rules", new Shape.MapOf("Rules by name or id", new Shape.RuleSetting())),
        new("images", new Shape.Fields("Where images may come from",
            new("trusted", new Shape.ListOf("Registries and repositories", new Shape.ImagePattern("A registry, a path below it or a pattern: `mcr.microsoft.com`, `ghcr.io/acme/*`"))),
            new("require-digest", new Shape.Switch("Whether every image must be pinned by digest")),
            new("repositories", new Shape.MapOf("Image repository to the Dockerfile that makes it", new Shape.Text("A path relative to this file"))))),
        new("kubernetes", new Shape.Fields("The clusters that manifests are for",
            new("version", new Shape.MinorVersion("Minor version, such as \"1.34\"")),
            new("workloads", new Shape.MapOf("Own kinds to the path of their pod template", new Shape.Text("A path of keys, such as `spec.template`"))))),
        new("paths", new Shape.Fields("What is looked at",
            new Shape.Field("exclude", new Shape.ListOf("Files and folders to leave out", new Shape.PathGlob("A pattern relative to this file: `legacy/**`"))),
            new Shape.Field("fixtures", new Shape.Switch("Whether folders of tests and copies, such as `tests`, `testdata` and `vendor`, are read as well; what is named always is")))),
        new("suppressions", new Shape.ListOf("Findings that are accepted", new Shape.Fields("An accepted finding",
            new("rule", new Shape.RuleName("The rule's name or id"), IsRequired: true),
            new("path", new Shape.PathGlob("A pattern relative to this file: `deploy/agent/**`")),
            new("object", new Shape.Text("`Kind/name`, or `stage/name` in a Dockerfile; `*` stands for any part")),
            new("container", new Shape.Text("The container's name; `*` stands for any part")),
            new("reason", new Shape.Text("Why it is accepted"), IsRequired: true),
            new("expires", new Shape.Day("The last day on which it holds, such as 2027-06-30"))))),
        new("helm", new Shape.Fields("How charts are rendered",
            new("engine", new Shape.Choice("What renders charts; auto takes the best there is", "auto", "builtin", "cli")),
            new("schema", new Shape.Switch("Whether values are checked against a chart's values.schema.json, as helm does")),
            new("charts", new Shape.ListOf("Charts with their environments", new Shape.Fields("A chart",
                new("path", new Shape.Text("The chart's folder, relative to this file"), IsRequired: true),
                new("environments", new Shape.MapOf("Environments by name", new Shape.Fields("One rendering",
                    new("values", new Shape.ListOf("Values files, relative to the chart or to this file; the later wins", new Shape.Text("A path"))),
                    new("set", new Shape.MapOf("Values as with --set", new Shape.Scalar("A text, a number or a boolean"))),
                    new("release", new Shape.Text("The release's name")),
                    new("namespace", new Shape.Text("The release's namespace")),
                    new("kube-version", new Shape.MinorVersion("The cluster's version, such as \"1.34\"")))))))))));

    /// <summary>What does not fit, each with what was expected; no more than a person would read.</summary>
    public static IEnumerable<Problem> Check(YamlNode node) => Root.Check(node).Take(MaximumProblems);

    const int MaximumProblems = 100;

    static Shape.Field Practice(Practice practice) =>
        new(PracticeName.KeyOf(practice), new Shape.Fields(PracticeName.QuestionOf(practice), [.. Counts($" of {PracticeName.Of(practice)}")]));

    static IEnumerable<Shape.Field> Counts(string ofPractice) =>
    [
        new("error", new Shape.Number($"Errors{ofPractice} that are allowed")),
        new("warning", new Shape.Number($"Warnings{ofPractice} that are allowed")),
        new("info", new Shape.Number($"Notes{ofPractice} that are allowed")),
    ];
}
