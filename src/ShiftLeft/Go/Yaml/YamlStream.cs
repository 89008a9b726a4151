using ShiftLeft.Text;

namespace ShiftLeft.Go.Yaml;

/// <param name="Span">Lines of the text.</param>
/// <param name="Separator">What stands behind the dashes of a line that parts nothing because of it; null for a document.</param>
readonly record struct YamlPart(Span Span, string? Separator = null);

/// <summary>
/// Cuts a text into documents as <c>k8s.io/apimachinery/pkg/util/yaml</c> does, before any of them is read: lines that start with three dashes part
/// them, whatever they are part of. The dashes that open the text, or follow other dashes at once, stay in the document.
/// </summary>
static class YamlStream
{
    const string Dashes = "---";

    public static IEnumerable<YamlPart> Split(string text, int from)
    {
        var start = from;
        for (var at = text.AsSpan(from).StartsWith(Dashes) ? from : NextLine(text, from); at < text.Length; at = NextLine(text, at))
        {
            var end = text.IndexOf('\n', at) is var lineBreak and >= 0 ? lineBreak + 1 : text.Length;
            var separator = Behind(text, at + Dashes.Length, end);
            if (at > start) yield return new(Span.FromBounds(start, at));
            if (separator is not null) yield return new(Span.FromBounds(at, end), separator);
            if (at > start || separator is not null) start = end;
        }
        if (start < text.Length) yield return new(Span.FromBounds(start, text.Length));
    }

    /// <summary>Where the next line starts that starts with dashes; the text's end where none does.</summary>
    static int NextLine(string text, int from) => text.IndexOf("\n" + Dashes, from, StringComparison.Ordinal) is var found and >= 0 ? found + 1 : text.Length;

    /// <summary>What stands behind dashes; null where it is nothing but a comment.</summary>
    static string? Behind(string text, int start, int end) => text.AsSpan(start, end - start).Trim() is [not '#', ..] rest ? rest.ToString() : null;
}
