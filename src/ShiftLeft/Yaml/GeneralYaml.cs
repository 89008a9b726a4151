using System.Buffers;
using ShiftLeft.Go.Yaml;
using ShiftLeft.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace ShiftLeft.Yaml;

/// <summary>Reads a file that is not Kubernetes' with YamlDotNet, which reads YAML 1.2; the only place that sees the library.</summary>
sealed class GeneralYaml(SourceText source)
{
    /// <summary>What YAML forbids in a file; the library takes some of it, even as the file's end.</summary>
    static readonly SearchValues<char> Controls = SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(c => (char)c).Except("\t\n\r"), '\x7F']);

    readonly string text = source.Content;
    readonly int start = source.HasByteOrderMark ? 1 : 0;
    readonly NodeBuilder builder = new(source, isJson: false);
    readonly List<YamlNode> documents = [];
    /// <summary>Of the collections that are being read, whether brackets enclose each.</summary>
    readonly Stack<bool> hasBrackets = new();
    /// <summary>Behind the last character that was read.</summary>
    int end;

    public static YamlFile Read(SourceText source) => new GeneralYaml(source).Read();

    YamlFile Read()
    {
        var problem = ReadDocuments();
        return new(source, [.. documents], problem is null ? [] : [problem]) { RepeatedKeys = [.. builder.RepeatedKeys] };
    }

    /// <summary>Why the file, or the rest of it, cannot be read; null where it can.</summary>
    Problem? ReadDocuments()
    {
        if (text.AsSpan().IndexOfAny(Controls) is var control and >= 0) return Syntax(control, $"the control character U+{(int)text[control]:X4} is not allowed");
        var parser = new Parser(new StringReader(text[start..]));
        try
        {
            while (parser.MoveNext()) Take(parser.Current!);
            return null;
        }
        catch (YamlTooLargeException exception)
        {
            return new("yaml-too-large", new(source, LineFrom(exception.At)), exception.Message);
        }
        catch (Go.Yaml.YamlException exception)
        {
            return Syntax(exception.At, exception.Problem);
        }
        catch (YamlDotNet.Core.YamlException exception)
        {
            var message = exception.InnerException?.Message ?? exception.Message;
            return Syntax(OffsetOf(exception.Start), char.ToLowerInvariant(message[0]) + message[1..].TrimEnd('.'));
        }
        catch (InvalidOperationException)
        {
            // The library's scanner throws this, without a place, for some unbalanced flow collections.
            return Syntax(end, "a flow collection is not closed");
        }
        catch (ArgumentException)
        {
            // So does it for an escape that is beyond Unicode, and for a tag that is none.
            return Syntax(end, "an escape names no character, or a tag is none");
        }
    }

    void Take(ParsingEvent found)
    {
        switch (found)
        {
            case DocumentStart: builder.Start(OffsetOf(found.Start)); break;
            case DocumentEnd when builder.Root is { } root:
                root.Adopt();
                if (root is not YamlScalar { IsNull: true }) documents.Add(root);
                break;
            case AnchorAlias alias:
                var (from, to) = (OffsetOf(alias.Start), OffsetOf(alias.End));
                builder.AddAlias(from, to, alias.Value.Value);
                end = to;
                break;
            case Scalar scalar: Add(scalar); break;
            case SequenceStart sequence: Open(sequence, isMapping: false, sequence.Style == SequenceStyle.Flow); break;
            case MappingStart mapping: Open(mapping, isMapping: true, mapping.Style == MappingStyle.Flow); break;
            case SequenceEnd or MappingEnd: Close(found); break;
        }
    }

    void Open(NodeEvent found, bool isMapping, bool isFlow)
    {
        // Before an implicit block its properties stand, and behind them, maybe comments.
        var at = SkipProperties(OffsetOf(found.Start), text.Length, found);
        // A single pair in a flow sequence has no brackets, and no place in the library's events.
        var isPair = at < end;
        builder.Open(isMapping, isPair ? NodeBuilder.AtFirstChild : at, NameOf(found), TagOf(found));
        hasBrackets.Push(isFlow && !isPair);
        if (!isPair) end = isFlow ? at + 1 : at;
    }

    /// <summary>The library puts a closing bracket's end before it; and a block ends with its last child, not before the next token.</summary>
    void Close(ParsingEvent found)
    {
        if (!hasBrackets.Pop())
        {
            builder.Close(-1);
            return;
        }
        end = OffsetOf(found.Start);
        if (end < text.Length && text[end] is ']' or '}') end++;
        builder.Close(end);
    }

    void Add(Scalar found)
    {
        var (from, to) = (OffsetOf(found.Start), OffsetOf(found.End));
        from = SkipProperties(from, to, found);
        if (found.Style is not (YamlDotNet.Core.ScalarStyle.SingleQuoted or YamlDotNet.Core.ScalarStyle.DoubleQuoted))
            to = from + text.AsSpan(from, Math.Max(0, to - from)).TrimEnd().Length;
        // The library puts some absent keys before the mapping that lacks them.
        if (from >= to) from = to = Math.Max(to, end);
        end = to;
        builder.Add(new(from, to, found.Value, IsImplicit: found.Style == YamlDotNet.Core.ScalarStyle.Plain, Anchor: NameOf(found), Tag: TagOf(found)));
    }

    /// <summary>Tag and anchor belong to the node, not to its text.</summary>
    int SkipProperties(int from, int to, NodeEvent found)
    {
        if (found.Anchor.IsEmpty && found.Tag.IsEmpty) return from;
        while (from < to && text[from] is '&' or '!')
        {
            while (from < to && !char.IsWhiteSpace(text[from])) from++;
            while (from < to && (char.IsWhiteSpace(text[from]) || text[from] == '#')) from = text[from] == '#' ? EndOfLine(from, to) : from + 1;
        }
        return from;
    }

    int EndOfLine(int from, int to) => text.AsSpan(from, to - from).IndexOfAny("\n\r\u0085\u2028\u2029") is var length and >= 0 ? from + length : to;

    static string? NameOf(NodeEvent found) => found.Anchor.IsEmpty ? null : found.Anchor.Value;

    static string? TagOf(NodeEvent found) => found.Tag.IsEmpty ? null : found.Tag.Value;

    int OffsetOf(Mark mark) => Math.Clamp(start + (int)mark.Index, 0, text.Length);

    Problem Syntax(int at, string message) => new("yaml-syntax", new(source, LineFrom(at)), "the document is not valid YAML: " + message);

    Span LineFrom(int at)
    {
        var line = source.LineSpan(source.LineOf(Math.Min(at, Math.Max(0, text.Length - 1))));
        return Span.FromBounds(Math.Min(at, line.End), line.End);
    }
}
