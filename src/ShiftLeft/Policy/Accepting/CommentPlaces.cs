using System.Collections.Frozen;
using System.Collections.Immutable;
using ShiftLeft.Text;
using ShiftLeft.Yaml;
using ShiftLeft.Docker.Syntax;
using ShiftLeft.Helm.Rendering;

namespace ShiftLeft.Policy.Accepting;

/// <summary>
/// The places of one file where a comment can stand that speaks of a character, the narrowest first. Nothing but a comment is added there: an
/// instruction, a node and a rendered byte stay what they are.
/// </summary>
abstract class CommentPlaces
{
    /// <summary>So many places are tried for a finding.</summary>
    const int MostTried = 4;

    readonly CommentedFile file;
    readonly AcceptWish wish;
    /// <summary>The lines that hold nothing but a comment.</summary>
    readonly FrozenSet<int> aside;
    /// <summary>Our own comments that say what is to be said, by line.</summary>
    readonly Dictionary<int, Location> same;
    /// <summary>Those that do not hold and are about nothing else than what is asked for.</summary>
    readonly Dictionary<int, Location> lapsed;

    protected CommentPlaces(CommentedFile file, AcceptWish wish, ImmutableArray<Comment> comments)
    {
        (this.file, this.wish) = (file, wish);
        aside = [.. comments.Where(comment => IsAlone(comment.Location.Span)).Select(comment => Source.LineOf(comment.Location.Span.Start))];
        var own = comments.Select(comment => InlineSuppressions.Read(comment, wish.Today)).Where(names => names is [{ IsOwn: true }, ..]).ToList();
        same = ByLine(own.Where(names => names[0].IsInForce && names[0].Reason == wish.Reason && names[0].Expires == wish.Expires));
        lapsed = ByLine(own.Where(names => !names[0].IsInForce && names.All(name => !name.Rules.IsEmpty && name.Rules.All(wish.Rules.Contains))));
    }

    public static CommentPlaces Of(CommentedFile file, AcceptWish wish) => file.Syntax switch
    {
        CommentSyntax.Dockerfile => new DockerfilePlaces(file, wish, file.Dockerfile ?? DockerfileParser.Parse(file.Source)),
        CommentSyntax.Template => new TemplatePlaces(file, wish, TemplateComments.Read(file.Source)),
        _ => new YamlPlaces(file, wish, file.Yaml ?? YamlFile.ParseManifests(file.Source)),
    };

    protected SourceText Source => file.Source;

    /// <summary>The first line above which something may be put: what must come first in a file stays there.</summary>
    protected virtual int FirstLine => Source.Content.AsSpan().TrimStart('\uFEFF').StartsWith("#!") ? 1 : 0;

    /// <summary>The places for a character.</summary>
    public IEnumerable<CommentPlace> For(int offset) => Lines(offset).Distinct().Take(MostTried).SelectMany(Above);

    /// <summary>The lines above which a comment can stand that speaks of a character, the narrowest first.</summary>
    protected abstract IEnumerable<int> Lines(int offset);

    IEnumerable<CommentPlace> Above(int line)
    {
        var clinging = line;
        var extended = false;
        for (var above = line - 1; above >= FirstLine && aside.Contains(above); above--)
        {
            if (same.TryGetValue(above, out var known))
            {
                if (!extended && EndOfNames(known) is { } end) yield return new(Source, end, "", "") { Extends = true };
                extended = true;
            }
            else if (lapsed.TryGetValue(above, out var over) && Words(over) is { } words) yield return new(Source, words.Start, "", "") { Replaced = words.Length };
            else if (Clings(Source[Source.LineSpan(above)])) clinging = above;
        }
        yield return Before(clinging);
        if (clinging != line) yield return Before(line);
        // A comment that describes what is below it is the last above it.
        else if (line - 1 >= FirstLine && aside.Contains(line - 1)) yield return Before(line - 1);
    }

    /// <summary>A place of its own above a line.</summary>
    protected virtual CommentPlace Before(int line) => new(Source, StartOf(line), IndentOf(line) + "# ", NewLineAt(line));

    /// <summary>Behind a byte order mark.</summary>
    protected int StartOf(int line) => Source.LineStart(line) is 0 && Source.HasByteOrderMark ? 1 : Source.LineStart(line);

    protected string IndentOf(int line)
    {
        var start = StartOf(line);
        var end = start;
        while (end < Source.Content.Length && Source.Content[end] is ' ' or '\t') end++;
        return Source[Span.FromBounds(start, end)];
    }

    /// <summary>As the line itself ends, else as the one above does.</summary>
    protected virtual string NewLineAt(int line)
    {
        for (var at = line; at >= 0 && at >= line - 1; at--)
        {
            var end = Source.LineSpan(at).End;
            if (end >= Source.Content.Length) continue;
            return Source.Content.AsSpan(end).StartsWith("\r\n") ? "\r\n" : Source.Content[end].ToString();
        }
        return "\n";
    }

    bool IsAlone(Span comment)
    {
        var line = Source.LineSpan(Source.LineOf(comment.Start));
        return Source.Content.AsSpan(line.Start, comment.Start - line.Start).Trim("\uFEFF \t").IsEmpty && comment.End <= line.End;
    }

    /// <summary>
    /// Comments for programs speak of the line below: <c>hadolint ignore=</c>, <c>renovate:</c>, <c># -- a description</c> of helm-docs. Nothing may come between.
    /// </summary>
    static bool Clings(string line)
    {
        var text = line.Trim().TrimStart('\uFEFF', '{', '-', ' ', '/', '*', '#').Trim();
        var word = text.Split(' ', 2)[0];
        return line.TrimStart().TrimStart('#').TrimStart().StartsWith("--", StringComparison.Ordinal)
            || (!text.StartsWith(InlineSuppressions.OwnMark, StringComparison.OrdinalIgnoreCase)
                && (text.StartsWith('@') || text.Contains(" -- ", StringComparison.Ordinal) || word.Contains(':', StringComparison.Ordinal) || text.Contains('=', StringComparison.Ordinal)
                    || word is "hadolint" or "nosemgrep" or "kics-scan" or "yamllint" or "nosec" or "pragma"));
    }

    Dictionary<int, Location> ByLine(IEnumerable<ImmutableArray<InlineSuppression>> comments) =>
        comments.GroupBy(names => Source.LineOf(names[0].Location.Span.Start)).ToDictionary(line => line.Key, line => line.First()[0].Location);

    /// <summary>What a comment of one line says, without what begins and ends it.</summary>
    static Span? Words(Location comment)
    {
        var text = comment.Text;
        var start = text.IndexOf(InlineSuppressions.OwnMark, StringComparison.OrdinalIgnoreCase);
        var end = text.StartsWith('{') ? text.IndexOf("*/", StringComparison.Ordinal) : text.Length;
        while (end > 0 && char.IsWhiteSpace(text[end - 1])) end--;
        return start < 0 || end <= start || text.IndexOfAny(['\n', '\r']) >= 0 ? null : Span.FromBounds(comment.Span.Start + start, comment.Span.Start + end);
    }

    static int? EndOfNames(Location comment)
    {
        var text = comment.Text;
        var end = text.IndexOf("--", StringComparison.Ordinal);
        if (end < 0 || text.AsSpan(0, end).IndexOfAny('\n', '\r') >= 0) return null;
        if (text.AsSpan(0, end).IndexOf(InlineSuppressions.ExpiresMark, StringComparison.OrdinalIgnoreCase) is var expires and >= 0) end = expires;
        while (end > 0 && text[end - 1] is ' ' or '\t' or ',') end--;
        return comment.Span.Start + end;
    }
}

/// <summary>Above the instruction, behind the directives at the top.</summary>
sealed class DockerfilePlaces(CommentedFile file, AcceptWish wish, DockerfileSyntax syntax) : CommentPlaces(file, wish, syntax.Comments)
{
    protected override int FirstLine => syntax.Directives is [.., var last] ? Source.LineOf(last.Location.Span.Start) + 1 : base.FirstLine;

    protected override IEnumerable<int> Lines(int offset)
    {
        if (syntax.Instructions.FirstOrDefault(instruction => instruction.Location.Span is var span && (span.Contains(offset) || span.End == offset)) is not { } found) yield break;
        var line = Source.LineOf(found.Location.Span.Start);
        // A lone carriage return ends no line here.
        if (Source.LineStart(line) is var start && (start == 0 || Source.Content[start - 1] == '\n')) yield return line;
    }

    protected override string NewLineAt(int line) => base.NewLineAt(line) is "\r\n" ? "\r\n" : "\n";
}

/// <summary>Above the entry or item, from the innermost outwards.</summary>
sealed class YamlPlaces(CommentedFile file, AcceptWish wish, YamlFile yaml) : CommentPlaces(file, wish, yaml.Comments)
{
    protected override IEnumerable<int> Lines(int offset)
    {
        if (yaml.Documents.FirstOrDefault(document => document.Span.Contains(offset)) is not { } root) return [];
        // Within braces at the start of a document `kubectl` wants JSON, which has no comments.
        IEnumerable<int> starts = Source.Content[root.Span.Start] is '{' or '[' ? [root.Span.Start] : Around(root, offset).AsEnumerable().Reverse();
        return starts.Where(IsFirstOnLine).Select(Source.LineOf);
    }

    static List<int> Around(YamlNode root, int offset)
    {
        var starts = new List<int>();
        for (var node = root; node is not null;)
        {
            YamlNode? inner = null;
            if (node.Entries.FirstOrDefault(entry => entry.Span.Contains(offset)) is { } entry)
            {
                starts.Add(entry.Span.Start);
                if (ReferenceEquals(entry.Value.Parent, node) && entry.Value.Span.Contains(offset)) inner = entry.Value;
            }
            else if (node.Items.FirstOrDefault(item => item.Span.Contains(offset)) is { } item && ReferenceEquals(item.Parent, node))
            {
                starts.Add(item.Span.Start);
                inner = item;
            }
            node = inner;
        }
        return starts;
    }

    /// <summary>Whether nothing comes before it on its line but what opens it: else the line may begin within a text.</summary>
    bool IsFirstOnLine(int start)
    {
        var before = Source.Content.AsSpan(StartOf(Source.LineOf(start))..start).Trim(" \t");
        foreach (var part in before.Split(' '))
        {
            if (before[part] is { IsEmpty: false } word && word is not ("-" or "?") && word[0] is not ('&' or '!' or '{' or '[')) return false;
        }
        return !before.ContainsAny('"', '\'');
    }
}

/// <summary>
/// Above the line, as an action that swallows the line it adds: what a template writes is the same to the byte. A comment of YAML would be written, too.
/// </summary>
sealed class TemplatePlaces(CommentedFile file, AcceptWish wish, ImmutableArray<Comment> comments) : CommentPlaces(file, wish, comments)
{
    /// <summary>The actions, in order.</summary>
    readonly List<Span> actions = ActionsOf(file.Source.Content);
    readonly bool fits = !wish.Reason.Contains("*/", StringComparison.Ordinal);

    protected override IEnumerable<int> Lines(int offset)
    {
        if (!fits) yield break;
        var line = Source.LineOf(offset);
        while (ActionAround(StartOf(line)) is { } action) line = Source.LineOf(action.Start);
        yield return line;
        var indent = IndentOf(line).Length;
        for (var above = line - 1; above >= 0 && indent > 0; above--)
        {
            var text = Source[Source.LineSpan(above)].Trim();
            if (text.Length == 0 || text[0] == '#' || text.StartsWith("{{", StringComparison.Ordinal)) continue;
            if (IndentOf(above).Length >= indent || ActionAround(StartOf(above)) is not null) continue;
            indent = IndentOf(above).Length;
            yield return above;
        }
    }

    protected override CommentPlace Before(int line)
    {
        var indent = IndentOf(line);
        var content = StartOf(line) + indent.Length;
        var text = Source.Content.AsSpan(content);
        var trims = text.StartsWith("{{-") && text.Length > 3 && char.IsWhiteSpace(text[3]);
        return new(Source, content, trims ? "{{- /* " : "{{/* ", " */ -}}" + NewLineAt(line) + indent);
    }

    /// <summary>The action that goes on over a place.</summary>
    Span? ActionAround(int at)
    {
        var (low, high) = (0, actions.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (actions[middle].End <= at) low = middle + 1;
            else high = middle;
        }
        return low < actions.Count && actions[low].Start < at ? actions[low] : null;
    }

    static List<Span> ActionsOf(string text)
    {
        var found = new List<Span>();
        for (var open = text.IndexOf("{{", StringComparison.Ordinal); open >= 0; open = text.IndexOf("{{", found[^1].End, StringComparison.Ordinal)) found.Add(Span.FromBounds(open, EndOf(text, open)));
        return found;
    }

    static int EndOf(string text, int open)
    {
        var at = open + 2;
        if (text.AsSpan(at).StartsWith("- ")) at += 2;
        if (text.AsSpan(at).StartsWith("/*")) at = text.IndexOf("*/", at + 2, StringComparison.Ordinal) is var end and >= 0 ? end + 2 : text.Length;
        for (; at < text.Length; at++)
        {
            if (text.AsSpan(at).StartsWith("}}")) return at + 2;
            if (text[at] is '"' or '\'' or '`') at = EndOfQuotes(text, at);
        }
        return text.Length;
    }

    static int EndOfQuotes(string text, int start)
    {
        var quote = text[start];
        for (var at = start + 1; at < text.Length; at++)
        {
            if (text[at] == '\\' && quote != '`') at++;
            else if (text[at] == quote || (text[at] == '\n' && quote != '`')) return at;
        }
        return text.Length;
    }
}
