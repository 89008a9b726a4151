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
    public static Shape Root { get; } = new Fields("The policy of a repository",
        new("version", new Choice("Version of this format", "1"), IsRequired: true),
        new("extends", new ListOf("Policies to start from; local files, the later wins", new TextValue("A path relative to this file"))),
        new("profile", new Choice("Which rules run", "baseline", "recommended", "strict", "all")),
        new("thresholds", new Fields("How many findings of each level are allowed; errors: none",
            [.. Levels("allowed"), new("practices", new Fields("The same for one practice", [.. Practices.Select(practice => new Field(PracticeName.KeyOf(practice), new Fields("Allowed findings of this practice", [.. Levels("allowed")])))]))])),
        new("rules", new MapOf("Rules by name or id", new RuleSetting())),
        new("images", new Fields("Where images may come from",
            new("trusted", new ListOf("Registries and repositories", new TextValue("`mcr.microsoft.com`, `ghcr.io/acme/*`"))),
            new("require-digest", new Switch("Whether every image must be pinned by digest")),
            new("repositories", new MapOf("Image repository to the Dockerfile that makes it", new TextValue("A path relative to this file"))))),
        new("kubernetes", new Fields("The clusters that manifests are for",
            new("version", new TextValue("Minor version, quoted: \"1.34\"")),
            new("workloads", new MapOf("Own kinds to the path of their pod template", new TextValue("`spec.template`"))))),
        new("paths", new Fields("What is looked at",
            new Field("exclude", new ListOf("Files and folders to leave out", new TextValue("A glob relative to this file: `vendor/**`"))))),
        new("suppressions", new ListOf("Findings that are accepted", new Fields("An accepted finding",
            new("rule", new TextValue("Id or name"), IsRequired: true),
            new("path", new TextValue("A glob relative to this file")),
            new("object", new TextValue("`Kind/name`, or `stage/name` in a Dockerfile")),
            new("container", new TextValue("The container's name")),
            new("reason", new TextValue("Why it is accepted"), IsRequired: true),
            new("expires", new TextValue("The last day, such as 2027-06-30"))))),
        new("helm", new Fields("How charts are rendered",
            new("engine", new Choice("auto takes the best there is", "auto", "builtin", "cli")),
            new("charts", new ListOf("Charts with their environments", new Fields("A chart",
                new("path", new TextValue("The chart's folder, relative to this file"), IsRequired: true),
                new("environments", new MapOf("Environments by name", new Fields("One rendering",
                    new("values", new ListOf("Values files, relative to the chart or to this file", new TextValue("A path"))),
                    new("set", new MapOf("Values as with --set", new TextValue("A value"))),
                    new("release", new TextValue("The release's name")),
                    new("namespace", new TextValue("The release's namespace")),
                    new("kube-version", new TextValue("The cluster's version")))))))))));

    static IEnumerable<Practice> Practices => Enum.GetValues<Practice>();

    static IEnumerable<Field> Levels(string what) =>
        [new("error", new Number($"Errors {what}")), new("warning", new Number($"Warnings {what}")), new("info", new Number($"Notes {what}"))];

    /// <summary>What does not fit, each with what was expected.</summary>
    public static IEnumerable<Problem> Check(YamlNode node) => Root.Check(node);

    internal abstract record Shape(string Description)
    {
        public abstract IEnumerable<Problem> Check(YamlNode node);

        protected static Problem Bad(YamlNode node, string message, string? help = null) => new("policy", node.Location, message, help);

        protected static string Shown(YamlNode node) => node switch
        {
            YamlMapping => "a mapping",
            YamlSequence => "a list",
            { IsNull: true } => "nothing",
            _ => $"`{(node.Text is { Length: <= 60 } text ? text : (node.Text ?? "")[..57] + "…")}`",
        };
    }

    internal sealed record Field(string Name, Shape Shape, bool IsRequired = false);

    internal sealed record Fields(string Description, params ImmutableArray<Field> Known) : Shape(Description)
    {
        public override IEnumerable<Problem> Check(YamlNode node)
        {
            if (node is not YamlMapping mapping) return [Bad(node, $"expected a mapping of {Names}, found {Shown(node)}")];
            return mapping.Pairs.SelectMany(Entry).Concat(
                from field in Known
                where field.IsRequired && mapping[field.Name] is null or { IsNull: true } && field.IsRequired
                select Bad(mapping.Pairs.IsEmpty ? mapping : mapping.Pairs[0].Key, $"`{field.Name}` is missing", $"Add `{field.Name}`: {field.Shape.Description}."));
        }

        IEnumerable<Problem> Entry(YamlEntry entry)
        {
            var field = Known.FirstOrDefault(field => field.Name == entry.Key.Value);
            if (field is not null) return field.Shape.Check(entry.Value);
            var near = Suggestion.For(entry.Key.Value, Known.Select(known => known.Name));
            return [Bad(entry.Key, $"unknown key `{entry.Key.Value}`; expected {(near is null ? $"one of {Names}" : $"`{near}`")}")];
        }

        string Names => string.Join(", ", Known.Select(known => $"`{known.Name}`"));
    }

    internal sealed record MapOf(string Description, Shape Value) : Shape(Description)
    {
        public override IEnumerable<Problem> Check(YamlNode node) =>
            node is YamlMapping mapping ? mapping.Pairs.SelectMany(entry => Value is RuleSetting rule ? rule.Check(entry) : Value.Check(entry.Value)) : [Bad(node, $"expected a mapping, found {Shown(node)}")];
    }

    internal sealed record ListOf(string Description, Shape Item) : Shape(Description)
    {
        public override IEnumerable<Problem> Check(YamlNode node) =>
            node is YamlSequence sequence ? sequence.Elements.SelectMany(Item.Check) : [Bad(node, $"expected a list, found {Shown(node)}", "Write `[a, b]`, or items below each other with `- `.")];
    }

    internal sealed record TextValue(string Description) : Shape(Description)
    {
        public override IEnumerable<Problem> Check(YamlNode node) => node.Text is { Length: > 0 } ? [] : [Bad(node, $"expected a text, found {Shown(node)}")];
    }

    internal sealed record Number(string Description) : Shape(Description)
    {
        public override IEnumerable<Problem> Check(YamlNode node) => node.AsInteger is >= 0 ? [] : [Bad(node, $"expected a whole number from 0, found {Shown(node)}")];
    }

    internal sealed record Switch(string Description) : Shape(Description)
    {
        public override IEnumerable<Problem> Check(YamlNode node) => node.AsBoolean is not null ? [] : [Bad(node, $"expected `true` or `false`, found {Shown(node)}")];
    }

    internal sealed record Choice(string Description, params ImmutableArray<string> Values) : Shape(Description)
    {
        public override IEnumerable<Problem> Check(YamlNode node) => node.Text is { } text && Values.Contains(text)
            ? []
            : [Bad(node, $"expected {string.Join(" or ", Values.Select(value => $"`{value}`"))}, found {Shown(node)}.{(node.Text is { } given ? Suggestion.Sentence(given, Values) : "")}")];
    }

    /// <summary>A level, or a mapping of a level and the rule's own options.</summary>
    internal sealed record RuleSetting() : Shape("A level, or a level with the rule's options")
    {
        public static ImmutableArray<string> LevelNames { get; } = ["off", "info", "warning", "error"];

        public override IEnumerable<Problem> Check(YamlNode node) => [];

        public IEnumerable<Problem> Check(YamlEntry entry)
        {
            if (Catalogue.Find(entry.Key.Value)?.Info is not { } rule)
            {
                var peers = Catalogue.FindByPeer(entry.Key.Value).Select(peer => $"`{peer.Info.Name}`").ToArray();
                yield return Bad(entry.Key, peers.Length > 0
                    ? $"`{entry.Key.Value}` is another tool's id; here it is {string.Join(", ", peers)}"
                    : $"there is no rule `{entry.Key.Value}`.{Suggestion.Sentence(entry.Key.Value, Catalogue.Rules.SelectMany(known => new[] { known.Info.Name, known.Info.Id }))}");
                yield break;
            }
            if (entry.Value is not YamlMapping options)
            {
                foreach (var problem in Level(entry.Value)) yield return problem;
                yield break;
            }
            foreach (var option in options.Pairs)
            {
                if (option.Key.Value == "level")
                {
                    foreach (var problem in Level(option.Value)) yield return problem;
                }
                else if (rule.Options.FirstOrDefault(known => known.Name == option.Key.Value) is not { } known)
                    yield return Bad(option.Key, $"the rule `{rule.Name}` has no option `{option.Key.Value}`.{Suggestion.Sentence(option.Key.Value, rule.Options.Select(other => other.Name).Append("level"))}");
                else if (OptionText(option.Value) is var text && !known.Values.IsEmpty && !known.Values.Contains(text))
                    yield return Bad(option.Value, $"`{known.Name}` takes {string.Join(" or ", known.Values.Select(value => $"`{value}`"))}, not {Shown(option.Value)}");
            }
        }

        /// <summary><c>off</c> is a boolean in YAML 1.1 and a word to everybody else.</summary>
        public static string OptionText(YamlNode node) => (node as YamlScalar)?.Value ?? "";

        static IEnumerable<Problem> Level(YamlNode node) =>
            LevelNames.Contains(OptionText(node)) ? [] : [Bad(node, $"expected a level, one of {string.Join(", ", LevelNames.Select(level => $"`{level}`"))}, found {Shown(node)}.{Suggestion.Sentence(OptionText(node), LevelNames)}")];
    }
}
