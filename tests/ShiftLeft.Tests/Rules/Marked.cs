using System.Collections.Immutable;
using ShiftLeft.Text;

namespace ShiftLeft.Tests.Rules;

/// <summary>A text whose expected findings stand between <c>[|</c> and <c>|]</c>.</summary>
sealed record Marked(string Text, ImmutableArray<Span> Spans)
{
    public static Marked Read(string marked)
    {
        var text = new System.Text.StringBuilder(marked.Length);
        var spans = ImmutableArray.CreateBuilder<Span>();
        var open = new Stack<int>();
        for (var i = 0; i < marked.Length; i++)
        {
            if (marked.AsSpan(i).StartsWith("[|")) { open.Push(text.Length); i++; }
            else if (marked.AsSpan(i).StartsWith("|]") && open.TryPop(out var start)) { spans.Add(Span.FromBounds(start, text.Length)); i++; }
            else text.Append(marked[i]);
        }
        return new(text.ToString(), spans.ToImmutable());
    }
}
