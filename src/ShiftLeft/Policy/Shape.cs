using System.Collections.Immutable;
using System.Globalization;
using ShiftLeft.Images;
using ShiftLeft.Rules;
using ShiftLeft.Text;
using ShiftLeft.Yaml;

namespace ShiftLeft.Policy;

/// <summary>What a node of a policy may be.</summary>
/// <param name="Description">For a person at that key.</param>
abstract record Shape(string Description)
{
    /// <summary>More items or keys than this at one place are a mistake, or an attack on whoever matches them.</summary>
    public const int MaximumItems = 1_000;

    public abstract IEnumerable<Problem> Check(YamlNode node);

    internal sealed record Field(string Name, Shape Shape, bool IsRequired = false);

    /// <summary>A mapping with known keys. One without required keys may be empty, as when all of it is commented out.</summary>
    internal sealed record Fields(string Description, params ImmutableArray<Field> Known) : Shape(Description)
    {
        public bool IsOptional => !Known.Any(known => known.IsRequired);

        public override IEnumerable<Problem> Check(YamlNode node)
        {
            if (node.IsNull && IsOptional) return [];
            if (node is not YamlMapping mapping) return [Bad(node, $"expected a mapping of {Names}, found {Shown(node)}")];
            return mapping.Pairs.SelectMany(CheckEntry).Concat(
                from field in Known
                where field.IsRequired && mapping[field.Name] is null
                select Bad(mapping.Pairs.IsEmpty ? mapping : mapping.Pairs[0].Key, $"`{field.Name}` is missing: {Lowered(field.Shape.Description)}"));
        }

        IEnumerable<Problem> CheckEntry(YamlEntry entry)
        {
            var key = entry.Key.Value;
            if (Known.FirstOrDefault(field => field.Name == key) is { } field) return field.Shape.Check(entry.Value);
            return [Bad(entry.Key, $"unknown key `{Short(key)}`; expected {(Suggestion.For(key, Known.Select(known => known.Name)) is { } near ? $"`{near}`" : $"one of {Names}")}")];
        }

        string Names => string.Join(", ", Known.Select(known => $"`{known.Name}`"));

        static string Lowered(string text) => char.ToLowerInvariant(text[0]) + text[1..];
    }

    /// <summary>A text that is not longer than any may be.</summary>
    public static string? Bounded(YamlNode node) => node.Text is { Length: <= Text.MaximumLength } text ? text : null;

    internal sealed record MapOf(string Description, Shape Item) : Shape(Description)
    {
        public override IEnumerable<Problem> Check(YamlNode node) =>
            node.IsNull ? []
            : node is not YamlMapping mapping ? [Bad(node, $"expected a mapping, found {Shown(node)}")]
            : mapping.Pairs.Length > MaximumItems ? [Bad(mapping.Pairs[MaximumItems].Key, $"more than {MaximumItems} keys")]
            : mapping.Pairs.SelectMany(entry => Item is RuleSetting rule ? rule.Check(entry) : Item.Check(entry.Value));
    }

    internal sealed record ListOf(string Description, Shape Item) : Shape(Description)
    {
        public override IEnumerable<Problem> Check(YamlNode node) =>
            node.IsNull ? []
            : node is not YamlSequence list ? [Bad(node, $"expected a list, found {Shown(node)}. Write `[a, b]`, or one item a line behind `- `")]
            : list.Elements.Length > MaximumItems ? [Bad(list.Elements[MaximumItems], $"more than {MaximumItems} items; this and the rest are not in force")]
            : list.Elements.SelectMany(Item.Check);
    }

    /// <summary>Some text; a number or a boolean counts as it is written.</summary>
    internal record Text(string Description) : Shape(Description)
    {
        public const int MaximumLength = 1_000;

        public override IEnumerable<Problem> Check(YamlNode node) => node.Text switch
        {
            not { Length: > 0 } => [Bad(node, $"expected a text, found {Shown(node)}")],
            { Length: > MaximumLength } => [Bad(node, $"the text is longer than {MaximumLength} characters")],
            var text => WhatIsWrong(text) is { } wrong ? [Bad(node, wrong)] : [],
        };

        protected virtual string? WhatIsWrong(string text) => null;
    }

    /// <summary>A pattern of paths below the folder of the policy.</summary>
    internal sealed record PathGlob(string Description) : Text(Description)
    {
        protected override string? WhatIsWrong(string text)
        {
            var rest = text;
            while (rest.StartsWith("../", StringComparison.Ordinal)) rest = rest[3..];
            return text.StartsWith('/') || (text.Length > 1 && text[1] == ':') ? $"`{Short(text)}` is an absolute path; write one relative to this file"
                : rest is ".." || rest.Contains("/../", StringComparison.Ordinal) || rest.EndsWith("/..", StringComparison.Ordinal) ? $"`{Short(text)}` has `..` behind a folder; write the path that is meant"
                : text.Contains('\\', StringComparison.Ordinal) ? $"`{Short(text)}` has a backslash; paths are written with `/`"
                : HasOpenClass(text) ? $"`{Short(text)}` opens `[` and never closes it"
                : null;
        }

        static bool HasOpenClass(string glob)
        {
            for (var at = glob.IndexOf('[', StringComparison.Ordinal); at >= 0; at = glob.IndexOf('[', at))
            {
                // A closing bracket that comes first belongs to the class.
                var first = at + 1 < glob.Length && glob[at + 1] is '!' or '^' ? at + 3 : at + 2;
                var end = first < glob.Length ? glob.IndexOf(']', first) : -1;
                if (end < 0) return true;
                at = end;
            }
            return false;
        }
    }

    internal sealed record ImagePattern(string Description) : Text(Description)
    {
        protected override string? WhatIsWrong(string text) => TrustPattern.WhyNothing(text) is { } why ? $"`{Short(text)}` {why}" : null;
    }

    internal sealed record Day(string Description) : Text(Description)
    {
        protected override string? WhatIsWrong(string text) => Read(text) is null ? $"`{Short(text)}` is no day; write year, month and day, such as 2027-06-30" : null;

        public static DateOnly? Read(string? text) =>
            DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
    }

    internal sealed record MinorVersion(string Description) : Text(Description)
    {
        protected override string? WhatIsWrong(string text) => Read(text) is null ? $"`{Short(text)}` is no version of Kubernetes; write the minor version in quotes, such as \"1.34\"" : null;

        public static KubernetesVersion? Read(string? text) =>
            (text ?? "").TrimStart('v').Split('.') is { Length: 2 or 3 } and ["1", var minor, ..] && int.TryParse(minor, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 10 and < 100
                ? new(1, number)
                : null;
    }

    internal sealed record RuleName(string Description) : Text(Description)
    {
        protected override string? WhatIsWrong(string text)
        {
            if (Catalogue.Find(text) is not null) return null;
            var peers = Catalogue.FindByPeer(text).Select(peer => $"`{peer.Info.Name}`").ToList();
            return peers.Count > 0
                ? $"`{text}` is another tool's id; here it is {string.Join(" or ", peers)}"
                : $"there is no rule `{Short(text)}`{Near(text, Names)}";
        }

        public static IEnumerable<string> Names => Catalogue.Rules.SelectMany(rule => new[] { rule.Info.Name, rule.Info.Id });
    }

    internal sealed record Scalar(string Description) : Shape(Description)
    {
        public override IEnumerable<Problem> Check(YamlNode node) => node is YamlScalar ? [] : [Bad(node, $"expected a text, a number or a boolean, found {Shown(node)}")];
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
        public override IEnumerable<Problem> Check(YamlNode node) =>
            node.Text is { } text && Values.Contains(text) ? [] : [Bad(node, $"expected {Alternatives(Values)}, found {Shown(node)}{(Values.Length > 1 ? Near(node.Text ?? "", Values) : "")}")];
    }

    /// <summary>A level, or a mapping of a level and the rule's own options.</summary>
    internal sealed record RuleSetting() : Shape("A level, or a level with the rule's options")
    {
        public static ImmutableArray<string> LevelNames { get; } = ["off", "info", "warning", "error"];

        public override IEnumerable<Problem> Check(YamlNode node) => [];

        public IEnumerable<Problem> Check(YamlEntry entry)
        {
            if (new RuleName("").Check(entry.Key).FirstOrDefault() is { } unknown) return [unknown];
            var rule = Catalogue.Find(entry.Key.Value)!.Info;
            return entry.Value is YamlMapping options ? options.Pairs.SelectMany(option => CheckOption(rule, option)) : CheckLevel(rule, entry.Value);
        }

        static IEnumerable<Problem> CheckOption(RuleInfo rule, YamlEntry option)
        {
            var name = option.Key.Value;
            if (name == "level") return CheckLevel(rule, option.Value);
            if (rule.Options.FirstOrDefault(known => known.Name == name) is not { } known)
                return [Bad(option.Key, rule.Options.IsEmpty ? $"the rule `{rule.Name}` has no options, only a `level`" : $"the rule `{rule.Name}` has no option `{Short(name)}`; expected {Alternatives(["level", .. rule.Options.Select(other => other.Name)])}")];
            return IsValue(known, option.Value) ? [] : [Bad(option.Value, $"`{name}` of the rule `{rule.Name}` is {(known.Values.IsEmpty ? "a text" : Alternatives(known.Values))}, not {Shown(option.Value)}")];
        }

        public static bool IsValue(RuleOption option, YamlNode node) => node is YamlScalar scalar && (option.Values.IsEmpty ? scalar.Value.Length > 0 : option.Values.Contains(scalar.Value));

        /// <summary>What could not be read is never left out: not being told that nothing was checked is what a policy must not do.</summary>
        static IEnumerable<Problem> CheckLevel(RuleInfo rule, YamlNode node) =>
            ReadLevel(node) is not { } level ? [Bad(node, $"expected a level, {Alternatives(LevelNames)}, found {Shown(node)}{Near((node as YamlScalar)?.Value ?? "", LevelNames)}")]
            : level == Level.Off && rule.IsFailure ? [Bad(node, $"`{rule.Name}` says that something was not checked and cannot be off; lower it to a warning, or exclude the file under `paths`")]
            : [];

        /// <summary>As written: <c>off</c> is a boolean in YAML 1.1 and a word to everybody else.</summary>
        public static Level? ReadLevel(YamlNode node) => (node as YamlScalar)?.Value switch
        {
            "off" => Level.Off,
            "info" => Level.Info,
            "warning" => Level.Warning,
            "error" => Level.Error,
            _ => null,
        };
    }

    static Problem Bad(YamlNode node, string message) => new("policy", node.Location, message);

    static string Shown(YamlNode node) => node switch
    {
        YamlMapping => "a mapping",
        YamlSequence => "a list",
        { IsNull: true } => "nothing",
        _ => $"`{Short(((YamlScalar)node).Value)}`",
    };

    static string Alternatives(ImmutableArray<string> words) =>
        words.Length == 1 ? $"`{words[0]}`" : $"{string.Join(", ", words[..^1].Select(word => $"`{word}`"))} or `{words[^1]}`";

    static string Near(string word, IEnumerable<string> known) => Suggestion.For(word, known) is { } near ? $". Did you mean `{near}`?" : "";

    static string Short(string text) => text.Length <= 60 ? text : text[..59] + "…";
}
