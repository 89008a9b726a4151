using System.Collections.Immutable;
using ShiftLeft.Rules;
using ShiftLeft.Text;

namespace ShiftLeft.Policy;

/// <summary>
/// Reads the comments that accept findings: our own <c># shiftleft:ignore SL1001, other-rule -- reason</c>, and those of other tools, whose ids
/// count through the rules' equivalents.
/// </summary>
static class InlineSuppressions
{
    public static IEnumerable<InlineSuppression> Read(Comment comment)
    {
        var text = comment.Text;
        if (Rest(text, "shiftleft:ignore") is { } own) return [Own(comment, own)];
        if (Rest(text, "hadolint ignore=") is { } hadolint) return [Peer(comment, comment.Scope, Ids(hadolint))];
        if (Rest(text, "hadolint global ignore=") is { } global) return [Peer(comment, Whole(comment), Ids(global))];
        if (Rest(text, "check=") is { } check) return [Peer(comment, comment.Scope, BuildKit(check))];
        if (Rest(text, "checkov:skip=") is { } checkov) return [Peer(comment, comment.Location.Path.EndsWith(".yaml", StringComparison.Ordinal) || comment.Location.Path.EndsWith(".yml", StringComparison.Ordinal) ? comment.Scope : Whole(comment), Ids(checkov))];
        if (Rest(text, "trivy:ignore:") is { } trivy) return [Peer(comment, comment.Scope, [TrivyId(trivy.Split([' ', ':'], 2)[0])])];
        return [];
    }

    static InlineSuppression Own(Comment comment, string rest)
    {
        var dashes = rest.IndexOf("--", StringComparison.Ordinal);
        var names = (dashes < 0 ? rest : rest[..dashes]).Split([',', ' ', ':'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var known = names.SelectMany(name => Catalogue.Find(name) is { } rule ? [rule] : Catalogue.FindByPeer(name)).Select(rule => rule.Info).ToImmutableArray();
        return new(comment, comment.Scope, known, [.. names.Where(name => Catalogue.Find(name) is null && !Catalogue.FindByPeer(name).Any())], dashes < 0 ? "" : rest[(dashes + 2)..].Trim(), IsOwn: true);
    }

    static InlineSuppression Peer(Comment comment, Span scope, IEnumerable<string> ids) =>
        new(comment, scope, [.. ids.SelectMany(Catalogue.FindByPeer).Select(rule => rule.Info).Distinct()], [], $"accepted by the comment `{comment.Text}`", IsOwn: false);

    static string? Rest(string text, string start) =>
        text.StartsWith(start, StringComparison.OrdinalIgnoreCase) ? text[start.Length..] : null;

    static Span Whole(Comment comment) => new(0, comment.Location.Source.Content.Length);

    static IEnumerable<string> Ids(string text)
    {
        // Behind the ids other tools take a colon and a reason, or a blank and anything.
        var end = text.IndexOfAny([':', ' ', '\t']);
        return (end < 0 ? text : text[..end]).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    /// <summary><c>skip=A,B;error=true</c>, or <c>skip=all</c>.</summary>
    static IEnumerable<string> BuildKit(string text)
    {
        var skip = text.Split(';').Select(part => Rest(part.Trim(), "skip=")).FirstOrDefault(part => part is not null);
        if (skip is null) return [];
        return skip.Trim() == "all"
            ? Catalogue.Rules.SelectMany(rule => rule.Info.Equivalents).Where(id => id.StartsWith("BuildKit/", StringComparison.Ordinal))
            : skip.Split(',', StringSplitOptions.TrimEntries).Select(name => "BuildKit/" + name);
    }

    /// <summary><c>AVD-DS-0002</c>, <c>DS002</c> and <c>ds-0002</c> are all <c>DS-0002</c>.</summary>
    internal static string TrivyId(string id)
    {
        var upper = id.ToUpperInvariant();
        if (upper.StartsWith("AVD-", StringComparison.Ordinal)) upper = upper[4..];
        var letters = string.Concat(upper.TakeWhile(char.IsAsciiLetter));
        var digits = upper[letters.Length..].TrimStart('-');
        return digits.Length > 0 && digits.All(char.IsAsciiDigit) ? $"{letters}-{digits.TrimStart('0').PadLeft(4, '0')}" : upper;
    }
}

/// <param name="Comment">The comment.</param>
/// <param name="Scope">Where it holds.</param>
/// <param name="Rules">What it accepts.</param>
/// <param name="Unknown">Names that are no rules.</param>
/// <param name="Reason">Empty where none is given.</param>
/// <param name="IsOwn">Our own form, which must have a reason and must be needed.</param>
sealed record InlineSuppression(Comment Comment, Span Scope, ImmutableArray<RuleInfo> Rules, ImmutableArray<string> Unknown, string Reason, bool IsOwn)
{
    public bool Covers(Finding finding) => Rules.Contains(finding.Rule) && (Holds(finding.Location) || finding.Related.Any(related => Holds(related.Location)));

    bool Holds(Location location) =>
        location.Path == Comment.Location.Path && location.Span.Start <= Scope.End && location.Span.End >= Scope.Start &&
        (location.Span.Start < Scope.End || location.Span.IsEmpty);
}
