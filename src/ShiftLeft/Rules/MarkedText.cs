using System.Collections.Immutable;
using System.Text;
using ShiftLeft.Text;

namespace ShiftLeft.Rules;

/// <summary>
/// A text of an example: <c>[|…|]</c> marks what is found, <c>[1|…|]</c> the first place that the finding relates it to, <c>[2|…|]</c> the second.
/// Marks may nest; an opening without its end and an end without its opening are text.
/// </summary>
/// <param name="Text">The text without the marks.</param>
/// <param name="Found">The marked findings, in the order of their ends.</param>
/// <param name="Related">The marked related places with their numbers, from 1.</param>
sealed record MarkedText(string Text, ImmutableArray<Span> Found, ImmutableArray<(int Number, Span Span)> Related)
{
    const string Close = "|]";

    public static MarkedText Read(string marked)
    {
        var text = new StringBuilder(marked.Length);
        var found = ImmutableArray.CreateBuilder<Span>();
        var related = ImmutableArray.CreateBuilder<(int, Span)>();
        var open = new Stack<(int Number, int Start)>();
        for (var i = 0; i < marked.Length; i++)
        {
            var rest = marked.AsSpan(i);
            if (rest is ['[', '|', ..])
            {
                open.Push((0, text.Length));
                i += 1;
            }
            else if (rest is ['[', >= '1' and <= '9' and var digit, '|', ..])
            {
                open.Push((digit - '0', text.Length));
                i += 2;
            }
            else if (rest.StartsWith(Close, StringComparison.Ordinal) && open.TryPop(out var mark))
            {
                var span = Span.FromBounds(mark.Start, text.Length);
                if (mark.Number == 0) found.Add(span);
                else related.Add((mark.Number, span));
                i += 1;
            }
            else text.Append(marked[i]);
        }
        return new(text.ToString(), found.ToImmutable(), related.ToImmutable());
    }
}
