using System.Buffers;
using System.Collections.Immutable;
using ShiftLeft.Rules;
using ShiftLeft.Text;

namespace ShiftLeft.Policy;

/// <summary>
/// Reads the comments that accept findings: our own <c># shiftleft:ignore SL1001, other-rule -- reason</c>, and those of other tools, whose ids
/// count through the rules' equivalents. A last day stands before the dashes: <c># shiftleft:ignore SL1001 expires=2027-06-30 -- reason</c>.
/// </summary>
static class InlineSuppressions
{
    const int MaximumNames = 50;

    /// <summary>What our own form begins with.</summary>
    internal const string OwnMark = "shiftleft:ignore";

    /// <summary>What stands before the last day of our own form, between the rules and the dashes.</summary>
    internal const string ExpiresMark = "expires=";

    const string BuildKitMark = "check";

    /// <summary>Each form has one of these; in BuildKit's blanks may stand before the equals sign.</summary>
    static readonly SearchValues<string> Marks = SearchValues.Create(
        [OwnMark, "hadolint", "checkov:skip", "bridgecrew:skip", "cortex:skip", "trivy:ignore:", "nosemgrep", BuildKitMark + "=", BuildKitMark + " ", BuildKitMark + "\t"],
        StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a file could hold a comment that accepts something: most hold none, and their comments need not be read.</summary>
    public static bool MayBeIn(ReadOnlySpan<char> file)
    {
        for (var rest = file; rest.IndexOf('#') is var hash and >= 0;)
        {
            var line = rest[hash..];
            if (line.IndexOfAny('\n', '\r') is var end and >= 0) line = line[..end];
            if (HasMark(line)) return true;
            rest = rest[(hash + line.Length)..];
        }
        for (var rest = file; rest.IndexOf("/*") is var start and >= 0;)
        {
            var comment = rest[start..];
            if (comment.IndexOf("*/") is var end and >= 0) comment = comment[..end];
            if (HasMark(comment)) return true;
            rest = rest[(start + comment.Length)..];
        }
        return false;
    }

    static bool HasMark(ReadOnlySpan<char> text)
    {
        for (var at = text.IndexOfAny(Marks); at >= 0; at = text.IndexOfAny(Marks))
        {
            text = text[(at + 1)..];
            var isWord = text.StartsWith(BuildKitMark.AsSpan(1), StringComparison.OrdinalIgnoreCase) && text[BuildKitMark.Length - 1] is ' ' or '\t';
            if (!isWord || text[BuildKitMark.Length..].TrimStart().StartsWith("=")) return true;
        }
        return false;
    }

    /// <summary>One for each name that the comment gives; for our own form at least one.</summary>
    public static ImmutableArray<InlineSuppression> Read(Comment comment, DateOnly today)
    {
        if (!HasMark(comment.Text)) return [];
        var text = Blanks(comment.Text);
        if (After(text, OwnMark) is { } own && (own.Length == 0 || own[0] is ' ' or ':')) return Own(comment, own.TrimStart(' ', ':'), today);
        var tight = Tight(Tight(text, '='), ',');
        return After(tight, "hadolint ignore=") is { } hadolint ? Peers("hadolint", comment, comment.Scope, Ids(hadolint))
            : After(tight, "hadolint stage ignore=") is { } stage ? comment.Section is { } section ? Peers("hadolint", comment, section, Ids(stage)) : []
            : After(tight, "hadolint global ignore=") is { } global ? Peers("hadolint", comment, Whole(comment), Ids(global))
            : After(tight, "check=") is { } check ? [.. Peers("BuildKit", comment, comment.Scope, BuildKit(check)).Select(WithoutRefusals)]
            : Behind(tight, ["checkov:skip=", "bridgecrew:skip=", "cortex:skip="]) is { } checkov ? Peers("checkov", comment, IsYaml(comment) ? comment.Scope : Whole(comment), Ids(checkov))
            : text.Contains("trivy:ignore:", StringComparison.OrdinalIgnoreCase) ? [.. Trivy(text).SelectMany(one => Peers("trivy", comment, comment.Scope, [one.Id]).Select(suppression => suppression with { Expires = one.Last, IsExpired = one.Last < today }))]
            : Behind(tight, ["nosemgrep:"]) is { } semgrep ? Peers("semgrep", comment, comment.Scope, Semgrep(semgrep))
            : [];
    }

    static ImmutableArray<InlineSuppression> Own(Comment comment, string rest, DateOnly today)
    {
        var dashes = rest.IndexOf("--", StringComparison.Ordinal);
        var words = (dashes < 0 ? rest : rest[..dashes]).Split([',', ' '], StringSplitOptions.RemoveEmptyEntries).Select(word => word.Length <= 60 ? word : word[..59] + "…").Distinct().Take(MaximumNames).ToList();
        var day = words.Find(word => After(word, ExpiresMark) is not null);
        var expires = day is null ? null : Shape.Day.Read(day[ExpiresMark.Length..]);
        if (day is not null) words.Remove(day);
        // Without dashes, whatever follows the rules is the reason that somebody wrote without them.
        var names = dashes >= 0 ? words : words.TakeWhile((word, i) => i == 0 || RulesOf(word).Any()).ToList();
        var reason = dashes < 0 ? "" : rest[(dashes + 2)..].Trim(' ', '-');
        return [.. names.DefaultIfEmpty("").Select(name => new InlineSuppression(comment.Location, name, [.. RulesOf(name)], reason)
        {
            Scope = comment.Scope,
            Expires = expires,
            IsExpired = expires < today,
            UnclearDay = expires is null ? day?[ExpiresMark.Length..] : null,
        })];
    }

    static ImmutableArray<InlineSuppression> Peers(string tool, Comment comment, Span scope, IEnumerable<string> ids) =>
        [.. ids.Distinct().Take(MaximumNames).Select(id => OfPeer(tool, id, comment.Location, comment.Text, scope))];

    /// <summary>What a peer's word accepts needs no reason: whoever wrote it knew no place for one.</summary>
    public static InlineSuppression OfPeer(string tool, string id, Location location, string words, Span? scope) =>
        new(location, id, [.. Catalogue.FindByPeer(id).Select(rule => rule.Info)], $"accepted by `{(words.Length <= 100 ? words : words[..99] + "…")}`") { Scope = scope, Tool = tool };

    /// <summary>The rules of an id or a name of ours, or of a peer's id.</summary>
    static IEnumerable<RuleInfo> RulesOf(string name) => (Catalogue.Find(name) is { } rule ? [rule] : Catalogue.FindByPeer(name)).Select(found => found.Info);

    /// <summary>Behind the ids stands a colon with a reason, or a blank and anything.</summary>
    static IEnumerable<string> Ids(string text) =>
        (text.IndexOfAny([':', ' ']) is var end and >= 0 ? text[..end] : text).Split(',', StringSplitOptions.RemoveEmptyEntries);

    /// <summary><c>skip=A,B;error=true</c>, or <c>skip=all</c> (BuildKit's <c>linter.ParseLintOptions</c>).</summary>
    static IEnumerable<string> BuildKit(string text)
    {
        // Behind two slashes BuildKit's users give their reason.
        if (text.Split("//")[0].Split(';').Select(part => After(part.Trim(), "skip=")).FirstOrDefault(part => part is not null) is not { } skip) return [];
        return skip.Split(',').Contains("all") ? AllOfBuildKit : skip.Split(',').Select(name => "BuildKit/" + name.Trim());
    }

    /// <summary>What BuildKit refuses it refuses whichever checks are skipped.</summary>
    static InlineSuppression WithoutRefusals(InlineSuppression suppression) =>
        suppression with { Rules = [.. suppression.Rules.Where(rule => rule.RefusedBy is null || rule.Level < Level.Error)] };

    static readonly ImmutableArray<string> AllOfBuildKit =
        [.. Catalogue.Rules.SelectMany(rule => rule.Info.Equivalents).Where(id => id.StartsWith("BuildKit/", StringComparison.Ordinal)).Distinct()];

    /// <summary>Any number of <c>trivy:ignore:DS-0002</c>, each perhaps with <c>:exp:2027-06-30</c>, behind which it does not count.</summary>
    static IEnumerable<(string Id, DateOnly? Last)> Trivy(string text) =>
        from word in text.Split(' ')
        let rest = After(word, "trivy:ignore:")
        where rest is not null
        let parts = rest.Split(':')
        select (TrivyId(parts[0]), parts is [_, "exp", var day, ..] ? Shape.Day.Read(day) : null);

    /// <summary>Semgrep's ids are paths of which the last part is the rule's own name. A bare <c>nosemgrep</c> names nothing.</summary>
    static IEnumerable<string> Semgrep(string text) =>
        text.TrimStart().Split(' ')[0].Split(',', StringSplitOptions.RemoveEmptyEntries).Select(id => $"semgrep/{id[(id.LastIndexOf('.') + 1)..]}");

    /// <summary><c>AVD-DS-0002</c>, <c>DS002</c> and <c>ds-0002</c> are all <c>DS-0002</c>.</summary>
    internal static string TrivyId(string id)
    {
        var upper = id.ToUpperInvariant();
        if (upper.StartsWith("AVD-", StringComparison.Ordinal)) upper = upper[4..];
        var letters = string.Concat(upper.TakeWhile(char.IsAsciiLetter));
        var digits = upper[letters.Length..].TrimStart('-');
        return letters.Length > 0 && digits.Length > 0 && digits.All(char.IsAsciiDigit) ? $"{letters}-{digits.TrimStart('0').PadLeft(4, '0')}" : upper;
    }

    static bool IsYaml(Comment comment) =>
        comment.Location.Path is var path && (path.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".yml", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".tpl", StringComparison.OrdinalIgnoreCase));

    static Span Whole(Comment comment) => new(0, comment.Location.Source.Content.Length);

    static string? After(string text, string start) => text.StartsWith(start, StringComparison.OrdinalIgnoreCase) ? text[start.Length..] : null;

    static string? Behind(string text, ReadOnlySpan<string> words)
    {
        foreach (var word in words)
        {
            if (text.IndexOf(word, StringComparison.OrdinalIgnoreCase) is var at and >= 0) return text[(at + word.Length)..].TrimStart();
        }
        return null;
    }

    /// <summary>Runs of blanks, and ends of lines within a comment, as one blank.</summary>
    static string Blanks(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    static string Tight(string text, char separator) => string.Join(separator, text.Split(separator, StringSplitOptions.TrimEntries));
}

/// <summary>What a comment or an annotation in the source accepts.</summary>
/// <param name="Location">The comment.</param>
/// <param name="Name">The rule as it is written there; empty where none is.</param>
/// <param name="Rules">The rules that it means; empty where there is none of that name.</param>
/// <param name="Reason">Empty where none is given, and then nothing is accepted.</param>
sealed record InlineSuppression(Location Location, string Name, ImmutableArray<RuleInfo> Rules, string Reason)
{
    /// <summary>Where it holds in its file; null where it holds for the object in <see cref="Object"/>.</summary>
    public Span? Scope { get; init; }
    /// <summary>The object that it speaks of, as findings name it, where the text of the object is not that of a file.</summary>
    public string? Object { get; init; }
    /// <summary>Whose form it has; null for our own, which must have a reason and must be needed.</summary>
    public string? Tool { get; init; }
    public bool IsOwn => Tool is null;
    /// <summary>The last day.</summary>
    public DateOnly? Expires { get; init; }
    public bool IsExpired { get; init; }
    /// <summary>What stands in the place of the last day and is none.</summary>
    public string? UnclearDay { get; init; }
    /// <summary>Whether it accepts what it covers. One that cannot be understood must not accept more than was meant.</summary>
    public bool IsInForce => Reason.Length > 0 && !IsExpired && UnclearDay is null;

    /// <summary>Whether it accepts a finding of its rules: a finding is where its first character, or that of a related place, stands.</summary>
    public bool Covers(Finding finding) =>
        (Object is null || Object == finding.Subject?.Object) && (Holds(finding.Location) || finding.Related.Any(related => Holds(related.Location))) && finding.Rule.IsAskedBy(Name, finding);

    bool Holds(Location location) =>
        location.Path == Location.Path && (Scope is not { } scope || scope.Contains(location.Span.Start) || (location.Span.Start == scope.End && location.Span.IsEmpty));
}
