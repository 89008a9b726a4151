using System.Collections.Immutable;
using ShiftLeft.Go.Reflect;
using ShiftLeft.Go.Strings;
using ShiftLeft.Go.Template;
using ShiftLeft.Tracing;

namespace ShiftLeft.Helm.Functions;

/// <summary>Functions that fit a text into a width, which is in bytes.</summary>
static class Wrapping
{
    public static ImmutableArray<FunctionSignature> All { get; } =
    [
        new("wrap", [Parameter.Int, Parameter.String], null, call => Wrap(call, null, false)),
        new("wrapWith", [Parameter.Int, Parameter.String, Parameter.String], null, call => Wrap(call, call.Text(1), true)),
        new("abbrev", [Parameter.Int, Parameter.String], null, call => call.Integer(0) < 4 ? (StringValue)call[1] : Abbreviate(call, 0, call.Integer(0))),
        new("abbrevboth", [Parameter.Int, Parameter.Int, Parameter.String], null, AbbreviateBoth),
    ];

    /// <summary>Lines end at the last blank that fits; longer words stand out or are cut.</summary>
    static StringValue Wrap(FunctionCall call, TracedText? lineBreak, bool cutsWords)
    {
        var text = new ByteText(call.Text(call.Count - 1));
        if (text.Length == 0) return Strings.Part(call[^1], call.Text(call.Count - 1));
        if (lineBreak is null or { Length: 0 }) lineBreak = TracedText.Of("\n", call.Computed());
        var width = (int)Math.Clamp(call.Integer(0), 1, int.MaxValue / 2);
        var result = new TracedText.Builder();
        var at = 0;
        while (text.Length - at > width)
        {
            call.Budget.Step();
            if (text[at] == ' ')
            {
                at++;
                continue;
            }
            var end = at + width;
            while (end >= at && text[end] != ' ') end--;
            var next = end + 1;
            if (end < at && cutsWords) (end, next) = (at + width, at + width);
            else if (end < at)
            {
                end = at + width;
                while (end < text.Length && text[end] != ' ') end++;
                next = end + 1;
            }
            text.Append(result, at, end, call);
            if (end == text.Length)
            {
                at = end;
                break;
            }
            call.Budget.Write(end - at + lineBreak.Length);
            result.Append(lineBreak);
            at = next;
        }
        if (at < text.Length) text.Append(result, at, text.Length, call);
        return Strings.Part(call[^1], result.Build());
    }

    static StringValue AbbreviateBoth(FunctionCall call)
    {
        var (left, right) = (call.Integer(0), call.Integer(1));
        return right < 4 || (left > 0 && right < 7) ? (StringValue)call[2] : Abbreviate(call, left, right);
    }

    /// <param name="call">Its last argument is the text.</param>
    /// <param name="offset">A place that is to be seen.</param>
    /// <param name="width">Of the result, its ellipses included; at least 4.</param>
    static StringValue Abbreviate(FunctionCall call, long offset, long width)
    {
        var text = new ByteText(call.Text(call.Count - 1));
        if (text.Length <= width) return (StringValue)call[^1];
        offset = Math.Min(offset, text.Length);
        if (text.Length - offset < width - 3) offset = text.Length - (width - 3);
        var ellipsis = call.Computed();
        var result = new TracedText.Builder();
        if (offset <= 4) return Strings.Part(call[^1], text.Append(result, 0, (int)width - 3, call).Append("...", ellipsis).Build());
        // A window that is too narrow for both ellipses is an error that sprig swallows.
        if (width < 7) return call.Opaque("", call[^1]);
        result.Append("...", ellipsis);
        if (offset + width - 3 < text.Length) text.Append(result, (int)offset, (int)(offset + width - 6), call).Append("...", ellipsis);
        else text.Append(result, (int)(text.Length - (width - 3)), text.Length, call);
        return Strings.Part(call[^1], result.Build());
    }
}
