using ShiftLeft.Go.Yaml;
using ShiftLeft.Text;

namespace ShiftLeft.Yaml;

/// <summary>
/// Finds keys of a document that cannot be read: those that its tokens show up to the trouble, and those that start a line. The root's own are known
/// by their column, or in braces by their depth.
/// </summary>
sealed class DocumentKeys
{
    /// <summary>After so many troubles the rest is not looked at.</summary>
    const int MostTroubles = 50;

    readonly string text;
    readonly Span part;
    readonly YamlScanner scanner;
    int troubles;
    int? column;

    DocumentKeys(string text, Span part)
    {
        (this.text, this.part) = (text, part);
        scanner = new(text, part, keepsPieces: false, refusesControls: false);
    }

    public static IEnumerable<(string Key, bool IsOuter)> Of(string text, Span part) => new DocumentKeys(text, part).Find();

    IEnumerable<(string Key, bool IsOuter)> Find()
    {
        foreach (var key in Collect(part)) yield return key;
        for (var line = part.Start; line < part.End && troubles < MostTroubles;)
        {
            var next = text.AsSpan(line, part.End - line).IndexOfAny('\n', '\r') is var end and >= 0 ? line + end + 1 : part.End;
            // YAML knows no tabs before a key; who wrote them meant blanks.
            while (line < next && text[line] == '\t') line++;
            foreach (var key in Collect(Span.FromBounds(line, next))) yield return key;
            line = next;
        }
    }

    /// <summary>The keys of a part, as far as there are tokens.</summary>
    List<(string, bool)> Collect(Span within)
    {
        var found = new List<(string, bool)>();
        var depth = 0;
        // Whether the root stands in braces: then the depth says which keys are its own, else the column.
        var isInBraces = false;
        var isKey = false;
        YamlToken last = default;
        try
        {
            for (scanner.Start(within); scanner.Next.Kind != YamlTokenKind.StreamEnd; scanner.Take())
            {
                var token = scanner.Next;
                switch (token.Kind)
                {
                    case YamlTokenKind.FlowMappingStart or YamlTokenKind.FlowSequenceStart:
                        isInBraces |= depth == 0 && column is null;
                        depth++;
                        break;
                    case YamlTokenKind.FlowMappingEnd or YamlTokenKind.FlowSequenceEnd: depth--; break;
                    case YamlTokenKind.Key: isKey = true; break;
                    case YamlTokenKind.Scalar when isKey: Add(token); break;
                    // Where a comma is missing, a key does not look like one before its colon.
                    case YamlTokenKind.Value when last.Kind == YamlTokenKind.Scalar && isInBraces: Add(last); break;
                }
                if (token.Kind is not (YamlTokenKind.Key or YamlTokenKind.Anchor or YamlTokenKind.Tag)) isKey = false;
                last = token;
            }
        }
        catch (YamlException)
        {
            troubles++;
        }
        return found;

        void Add(YamlToken key)
        {
            column ??= key.Start.Column;
            found.Add((key.Text!, isInBraces ? depth == 1 : key.Start.Column == column));
        }
    }
}
