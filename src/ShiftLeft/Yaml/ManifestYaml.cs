using System.Collections.Immutable;
using ShiftLeft.Go.Json;
using ShiftLeft.Go.Yaml;
using ShiftLeft.Text;

namespace ShiftLeft.Yaml;

/// <summary>
/// Reads a file of manifests as <c>kubectl</c> and the API server do: as a stream of JSON values where it starts with a brace; else, and behind what
/// is no JSON, cut into documents at lines of dashes, of which each is read by the grammar of <c>yaml.v2</c> and turned into JSON.
/// </summary>
sealed class ManifestYaml
{
    const int MaximumProblems = 200;
    const int MaximumComments = 200_000;

    readonly SourceText source;
    readonly Func<ReadOnlySpan<char>, int> lengthToRead;
    readonly string text;
    readonly NodeBuilder builder;
    readonly YamlScanner scanner;
    readonly List<YamlNode> documents = [];
    readonly List<Problem> problems = [];
    /// <summary>Where comments start.</summary>
    readonly List<int> comments = [];
    /// <summary>The parts of the file that a comment can speak of: a document, with the comments above it.</summary>
    readonly List<Span> parts = [];
    /// <summary>Those with problems.</summary>
    readonly List<Span> unread = [];
    readonly bool saysWhatGoSays;
    /// <summary>Where and why what starts like JSON is none.</summary>
    (int At, string Failure)? notJson;
    bool hasEnded;

    ManifestYaml(SourceText source, Func<ReadOnlySpan<char>, int> lengthToRead, bool saysWhatGoSays)
    {
        (this.source, this.lengthToRead, this.saysWhatGoSays) = (source, lengthToRead, saysWhatGoSays);
        text = source.Content;
        builder = new(source, isJson: true);
        scanner = new(text, default, keepsPieces: false) { Comments = comments };
    }

    public static YamlFile Read(SourceText source, Func<ReadOnlySpan<char>, int> lengthToRead)
    {
        var reader = new ManifestYaml(source, lengthToRead, saysWhatGoSays: false);
        reader.ReadParts(reader.ReadJson());
        return reader.ToFile();
    }

    /// <summary>Reads a document that a chart renders to, which is never a stream of JSON. Problems are in Go's words.</summary>
    public static YamlFile ReadRendered(SourceText source)
    {
        var reader = new ManifestYaml(source, static document => document.Length, saysWhatGoSays: true);
        reader.ReadParts(0);
        return reader.ToFile();
    }

    YamlFile ToFile()
    {
        var found = new CommentReader(source, comments, MaximumComments, documents, parts);
        if (found.FirstUnread is { } hash) Report("yaml-too-large", new(hash, 1), $"the file has more than {MaximumComments} comments; this and the rest are not read");
        return new(source, [.. documents], [.. problems], found) { RepeatedKeys = [.. builder.RepeatedKeys], Unread = [.. unread] };
    }

    /// <summary>Reads JSON values as long as there are any; where YAML starts then.</summary>
    int ReadJson()
    {
        var at = 0;
        while (SkipBlanks(at) is var start && start < text.Length && (at > 0 || text[start] == '{'))
        {
            var (end, failure) = JsonChecker.Measure(text, start);
            if (failure is not null)
            {
                notJson = (end, failure);
                break;
            }
            AddPart(Span.FromBounds(at, end), ReadJsonAt(start));
            if (hasEnded) return text.Length;
            at = end;
        }
        if (at == 0) return 0;
        // Only what stands on the line of the last value is passed over.
        while (at < text.Length && char.IsWhiteSpace(text[at]) && text[at - 1] != '\n') at++;
        return at;
    }

    /// <summary>False where the document is too large.</summary>
    bool ReadJsonAt(int start)
    {
        builder.Start(start);
        try
        {
            new JsonParser(text, start, builder).Parse();
            AddDocument();
            return true;
        }
        catch (YamlTooLargeException exception)
        {
            Report(exception);
            return false;
        }
    }

    /// <summary>A document's part of the file, with the comments above it.</summary>
    void AddPart(Span part, bool isRead)
    {
        parts.Add(part);
        if (!isRead) unread.Add(part);
    }

    int SkipBlanks(int at)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at])) at++;
        return at;
    }

    void ReadParts(int from)
    {
        // Where the comments start that stand above the next document.
        var start = from;
        foreach (var part in YamlStream.Split(text, from))
        {
            var known = problems.Count;
            if (part.Separator is { } separator) Report(YamlFile.SyntaxProblem, LineFrom(part.Span.Start), $"the line parts no documents, as `---` alone would, and `{YamlFile.Short(separator)}` is not read");
            else if (!ReadPart(part.Span)) continue;
            AddPart(Span.FromBounds(start, part.Span.End), isRead: problems.Count == known);
            if (hasEnded) return;
            start = part.Span.End;
            notJson = null;
        }
    }

    /// <summary>False where the part holds nothing at all.</summary>
    bool ReadPart(Span part)
    {
        var read = part with { Length = lengthToRead(text.AsSpan(part.Start, part.Length)) };
        var parser = new YamlParser(scanner, builder);
        scanner.Start(read);
        builder.Start(part.Start);
        try
        {
            if (!parser.Parse()) return false;
            AddDocument();
            if (builder.IsDoubtful && YamlValues.Refusal(source, read) is { } refusal) Report(refusal);
            // Helm says nothing of it.
            else if (!saysWhatGoSays && RestOf(parser) is { } rest) Report("yaml-unread", LineFrom(rest), "`kubectl` reads nothing more of this document, which ends above; put `---` between documents");
        }
        catch (YamlException exception)
        {
            Report(exception);
            FindComments(exception.At, part.End);
        }
        catch (YamlTooLargeException exception)
        {
            Report(exception);
            FindComments(exception.At, part.End);
        }
        return true;
    }

    /// <summary>What looks like a comment where the reader did not come: one may accept that the document cannot be read.</summary>
    void FindComments(int from, int end)
    {
        if (comments is [.., var last]) from = Math.Max(from, last + 1);
        while (from < end && text.IndexOf('#', from, end - from) is var hash and >= 0)
        {
            var isComment = hash == 0 || char.IsWhiteSpace(text[hash - 1]);
            if (isComment) comments.Add(hash);
            from = isComment ? source.LineSpan(source.LineOf(hash)).End : hash + 1;
        }
    }

    /// <summary>Where something stands behind the first document of a part, which nobody reads.</summary>
    static int? RestOf(YamlParser parser)
    {
        try
        {
            return parser.FindRest();
        }
        catch (YamlException exception)
        {
            return exception.At;
        }
    }

    void AddDocument()
    {
        if (builder.Root is not { } root) return;
        root.Adopt();
        if (root is not YamlScalar { IsNull: true }) documents.Add(root);
    }

    void Report(YamlTooLargeException exception)
    {
        Report("yaml-too-large", LineFrom(exception.At), saysWhatGoSays ? exception.GoWords ?? exception.Message : exception.Message);
        hasEnded |= exception.EndsFile;
    }

    void Report(YamlException exception)
    {
        // Of two readers that fail, the one that came farther knows better.
        if (notJson is { } json && json.At > exception.At) Report(YamlFile.SyntaxProblem, LineFrom(json.At), $"the document is not valid JSON: {json.Failure}");
        else Report(YamlFile.SyntaxProblem, LineFrom(exception.At), saysWhatGoSays ? exception.Message : $"the document is not valid YAML: {Words(exception)}");
    }

    string Words(YamlException exception)
    {
        if (exception.Context is not { } context) return exception.Problem;
        var (line, place) = (source.LineOf(Math.Min(exception.ContextAt, text.Length)), source.LineOf(Math.Min(exception.At, text.Length)));
        return line == place ? $"while {context}, {exception.Problem}" : $"while {context} that begins on line {line + 1}, {exception.Problem}";
    }

    /// <summary>The rest of a line; that of the last one that holds something, for the end of the text.</summary>
    Span LineFrom(int at)
    {
        if (at >= text.Length) at = Math.Max(0, text.AsSpan().TrimEnd().Length - 1);
        var line = source.LineSpan(source.LineOf(at));
        return Span.FromBounds(Math.Min(at, line.End), line.End);
    }

    void Report(string code, Span span, string message)
    {
        if (problems.Count < MaximumProblems) problems.Add(new(code, new(source, span), message));
        else if (problems.Count == MaximumProblems)
        {
            problems.Add(new("yaml-too-large", new(source, span), $"the file has more than {MaximumProblems} problems; the documents below are not read"));
            hasEnded = true;
        }
    }
}
