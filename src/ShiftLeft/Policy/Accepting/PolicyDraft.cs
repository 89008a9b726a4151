using System.Collections.Immutable;
using ShiftLeft.Files;
using ShiftLeft.Rules;
using ShiftLeft.Text;
using ShiftLeft.Yaml;

namespace ShiftLeft.Policy.Accepting;

/// <summary>What an entry of the policy is to speak of.</summary>
/// <param name="Rule">Whose findings.</param>
/// <param name="Path">In which file.</param>
/// <param name="Object">In which object; null for all.</param>
/// <param name="Container">In which container; null for all.</param>
sealed record PolicyEntry(RuleInfo Rule, string Path, string? Object, string? Container);

/// <summary>An edit of the policy, in parts, so that each entry is known again in what is written.</summary>
/// <param name="Replaced">What gives way; mostly nothing.</param>
/// <param name="Parts">What stands there instead; the part that is an entry says so.</param>
sealed record PolicyEdit(Span Replaced, ImmutableArray<(string Text, PolicyEntry? Entry)> Parts);

/// <summary>
/// Writes entries under <c>suppressions</c> into a policy as it stands: in the order and the style that is there, and nothing else is touched.
/// </summary>
sealed class PolicyDraft
{
    readonly SourceText source;
    readonly AcceptWish wish;
    readonly string newLine;
    readonly string text;

    PolicyDraft(SourceText source, AcceptWish wish)
    {
        (this.source, this.wish, text) = (source, wish, source.Content);
        newLine = text.IndexOf('\n', StringComparison.Ordinal) is var end and > 0 && text[end - 1] == '\r' ? "\r\n" : "\n";
    }

    /// <param name="source">The policy; one without text is made.</param>
    /// <param name="entries">At least one.</param>
    /// <param name="wish">Why and until when.</param>
    /// <returns>Null where the list is written in a way that nothing can be added to, such as an alias.</returns>
    public static PolicyEdit? Write(SourceText source, IReadOnlyList<PolicyEntry> entries, AcceptWish wish) => new PolicyDraft(source, wish).Write(entries);

    PolicyEdit? Write(IReadOnlyList<PolicyEntry> entries)
    {
        if (text.Length == 0) return new(default, [("version: 1\nsuppressions:\n", null), .. Block(entries, "  ")]);
        if (YamlFile.Parse(source) is not { Problems.IsEmpty: true, Documents: [YamlMapping root] }) return null;
        if (text[root.Span.Start] == '{') return InBraces(root, entries);
        var column = IndentOf(root.Span.Start);
        if (root.Entry("suppressions") is not { } list) return NewKey(root, column, entries);
        if (root.EntryOf(list.Value) != list) return null;
        if (list.Value.IsNull || list.Value is YamlSequence { Elements.IsEmpty: true }) return Emptied(list, column, entries);
        if (list.Value is not YamlSequence known) return null;
        return text[known.Span.Start] == '[' ? InBrackets(known, entries) : text[known.Span.Start] == '-' ? Behind(known, entries) : null;
    }

    /// <summary>At the end of the document.</summary>
    PolicyEdit NewKey(YamlMapping root, string column, IReadOnlyList<PolicyEntry> entries)
    {
        var at = EndOfDocument(root);
        var gap = text.Contains(newLine + newLine, StringComparison.Ordinal) ? newLine : "";
        return new(new(at, 0), [($"{LineBefore(at)}{gap}{column}suppressions:{newLine}", null), .. Block(entries, column + "  ")]);
    }

    int EndOfDocument(YamlMapping root)
    {
        for (var line = source.LineOf(Math.Min(root.Span.End, text.Length)); line < source.LineCount; line++)
        {
            if (source[source.LineSpan(line)] is var words && (words.StartsWith("...", StringComparison.Ordinal) || words.StartsWith("---", StringComparison.Ordinal)) && source.LineStart(line) > root.Span.Start) return source.LineStart(line);
        }
        return text.Length;
    }

    /// <summary>Below a key that has no items yet; what it has instead of them goes.</summary>
    PolicyEdit Emptied(YamlEntry list, string column, IReadOnlyList<PolicyEntry> entries)
    {
        var nothing = list.Value.Span;
        var end = source.LineSpan(source.LineOf(Math.Max(list.Key.Span.End, nothing.End))).End;
        var start = nothing.IsEmpty ? end : nothing.Start;
        var rest = nothing.IsEmpty ? "" : text[nothing.End..end].TrimStart();
        // A blank that stood before the brackets would stay behind.
        while (start > 0 && rest.Length == 0 && text[start - 1] == ' ') start--;
        return new(Span.FromBounds(start, end), [(rest + newLine, null), .. Block(entries, column + "  ", endsLine: false)]);
    }

    /// <summary>Behind the last item, in its style.</summary>
    PolicyEdit Behind(YamlSequence known, IReadOnlyList<PolicyEntry> entries)
    {
        var end = known.Span.End;
        while (char.IsWhiteSpace(text[end - 1])) end--;
        end = source.LineSpan(source.LineOf(end)).End;
        var indent = IndentOf(known.Span.Start);
        // An alias has the style of none.
        if (known.Elements[^1] is var last && (last.Position != known.Elements.Length - 1 || text[last.Span.Start] != '{')) return new(new(end, 0), [(newLine, null), .. Block(entries, indent, endsLine: false)]);
        return new(new(end, 0), [.. entries.Select(entry => ($"{newLine}{indent}- {Flow(entry)}", (PolicyEntry?)entry))]);
    }

    PolicyEdit? InBrackets(YamlSequence known, IReadOnlyList<PolicyEntry> entries)
    {
        if (known.Elements[^1] is var alias && (!ReferenceEquals(alias.Parent, known) || alias.Position != known.Elements.Length - 1)) return null;
        var last = known.Elements[^1].Span;
        var isFirst = text.AsSpan(source.LineStart(source.LineOf(last.Start))..last.Start).IsWhiteSpace();
        var separator = isFirst ? "," + newLine + IndentOf(last.Start) : ", ";
        return new(new(last.End, 0), [.. entries.Select(entry => (separator + Flow(entry), (PolicyEntry?)entry))]);
    }

    PolicyEdit? InBraces(YamlMapping root, IReadOnlyList<PolicyEntry> entries)
    {
        if (root.Entry("suppressions") is not { } list)
            return root.Pairs.IsEmpty ? null : new(new(root.Pairs[^1].Span.End, 0), [(", suppressions: [", null), .. Listed(entries), ("]", null)]);
        if (root.EntryOf(list.Value) != list) return null;
        if (list.Value is YamlSequence { Elements.IsEmpty: false } known) return InBrackets(known, entries);
        return list.Value.IsNull && list.Value.Span.IsEmpty ? null : new(list.Value.Span, [("[", null), .. Listed(entries), ("]", null)]);
    }

    IEnumerable<(string, PolicyEntry?)> Listed(IEnumerable<PolicyEntry> entries) => entries.Select((entry, i) => ((i == 0 ? "" : ", ") + Flow(entry), (PolicyEntry?)entry));

    IEnumerable<(string, PolicyEntry?)> Block(IReadOnlyList<PolicyEntry> entries, string indent, bool endsLine = true)
    {
        for (var i = 0; i < entries.Count; i++)
        {
            var lines = Fields(entries[i]).Select((field, at) => $"{indent}{(at == 0 ? "- " : "  ")}{field}");
            yield return (string.Join(newLine, lines) + (endsLine || i < entries.Count - 1 ? newLine : ""), entries[i]);
        }
    }

    string Flow(PolicyEntry entry) => $"{{ {string.Join(", ", Fields(entry))} }}";

    IEnumerable<string> Fields(PolicyEntry entry)
    {
        yield return $"rule: {entry.Rule.Id}";
        yield return $"path: {Scalar(PathFrom(TreePath.FolderOf(source.Path), entry.Path))}";
        if (entry.Object is { } item) yield return $"object: {Scalar(Escape(item))}";
        if (entry.Container is { } container) yield return $"container: {Scalar(Escape(container))}";
        yield return $"reason: {Scalar(wish.Reason)}";
        if (wish.Expires is { } last) yield return $"expires: {Acceptance.DayOf(last)}";
    }

    /// <summary>A path as a policy in a folder names it, as a pattern of that path alone.</summary>
    static string PathFrom(string folder, string path)
    {
        var up = "";
        while (!TreePath.IsWithin(path, folder)) (folder, up) = (TreePath.FolderOf(folder), up + "../");
        return up + Escape(folder.Length == 0 ? path : path[(folder.Length + 1)..]);
    }

    static string Escape(string name) => string.Concat(name.Select(c => c is '*' or '?' or '[' ? $"[{c}]" : c.ToString()));

    /// <summary>As it stands where any reader of YAML takes it for this text, else in quotes.</summary>
    static string Scalar(string text)
    {
        var isPlain = char.IsAsciiLetter(text[0]) && text[^1] != ' ' && text.All(c => char.IsAsciiLetterOrDigit(c) || c is ' ' or '.' or '_' or '/' or '-' or '(' or ')')
            && new YamlScalar(new("", text), new(0, text.Length), text, ScalarStyle.Plain, null).IsString;
        return isPlain ? text : $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
    }

    /// <summary>The blanks before what stands first on its line.</summary>
    string IndentOf(int at)
    {
        var start = source.LineStart(source.LineOf(at));
        if (start == 0 && source.HasByteOrderMark) start = 1;
        var end = start;
        while (end < at && text[end] is ' ' or '\t') end++;
        return text[start..end];
    }

    string LineBefore(int at) => at > 0 && text[at - 1] is not ('\n' or '\r') ? newLine : "";
}
