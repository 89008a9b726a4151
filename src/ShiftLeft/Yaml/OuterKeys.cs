using ShiftLeft.Go.Yaml;
using ShiftLeft.Text;

namespace ShiftLeft.Yaml;

/// <summary>
/// Finds the keys of a document's root although the document cannot be read: those that its tokens show up to the trouble, and behind it those that
/// stand in the same column.
/// </summary>
static class OuterKeys
{
    /// <summary>After so many troubles the rest is not looked at.</summary>
    const int MostTroubles = 20;

    public static IEnumerable<string> Of(string text, Span part)
    {
        (int Column, bool IsInBraces)? first = null;
        for (var (at, troubles) = (part.Start, 0); at < part.End && troubles < MostTroubles; troubles++)
        {
            var found = new List<string>();
            at = Collect(new YamlScanner(text, Span.FromBounds(at, part.End), keepsPieces: false, refusesControls: false), found, ref first) is { } trouble ? NextLine(text, trouble, part.End) : part.End;
            foreach (var key in found) yield return key;
        }
    }

    /// <summary>Where the tokens end in trouble; null where they do not.</summary>
    static int? Collect(YamlScanner scanner, List<string> found, ref (int Column, bool IsInBraces)? first)
    {
        try
        {
            for (var (depth, isKey) = (0, false); scanner.Next.Kind != YamlTokenKind.StreamEnd; scanner.Take())
            {
                var token = scanner.Next;
                switch (token.Kind)
                {
                    case YamlTokenKind.FlowMappingStart or YamlTokenKind.FlowSequenceStart: depth++; break;
                    case YamlTokenKind.FlowMappingEnd or YamlTokenKind.FlowSequenceEnd: depth--; break;
                    case YamlTokenKind.Key:
                        first ??= (token.Start.Column, depth == 1);
                        isKey = token.Start.Column == first.Value.Column || (first.Value.IsInBraces && depth == 1);
                        continue;
                    case YamlTokenKind.Anchor or YamlTokenKind.Tag: continue;
                    case YamlTokenKind.Scalar when isKey: found.Add(token.Text!); break;
                }
                isKey = false;
            }
            return null;
        }
        catch (YamlException exception)
        {
            return exception.At;
        }
    }

    static int NextLine(string text, int from, int end) =>
        from < end && text.AsSpan(from, end - from).IndexOfAny('\n', '\r') is var lineBreak and >= 0 ? from + lineBreak + 1 : end;
}
