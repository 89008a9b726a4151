using ShiftLeft.Go.Reflect;
using ShiftLeft.Helm;
using ShiftLeft.Helm.Functions;
using ShiftLeft.Helm.Rendering;
using ShiftLeft.Text;
using ShiftLeft.Tracing;

namespace ShiftLeft.Tests.Go;

/// <summary>Calls of the functions that write and read data formats.</summary>
static class FormatCall
{
    static readonly Location Place = new(new SourceText("templates/t.yaml", "{{ call }}"), new(3, 4));

    /// <summary>What a function writes for a value that is given as JSON.</summary>
    public static TracedText Write(string function, string json) => Write(function, Call("mustFromJson", StringValue.Of(json, null)));

    public static TracedText Write(string function, Value value) => ((StringValue)Call(function, value)).Traced;

    /// <summary>What a function reads, as JSON.</summary>
    public static string ReadBack(string function, string text) => Write("toRawJson", Read(function, TracedText.Of(text, null))).Text;

    public static Value Read(string function, TracedText text) => Call(function, new StringValue(text));

    public static Value Call(string function, params Value[] arguments) =>
        FunctionTable.All[function].Body(new(function, arguments, Place, new RenderContext(HelmProfile.Default, new(2026, 1, 1), new())));

    /// <summary>Asserts that the runs cover the text, and that characters which stand somewhere stand there.</summary>
    public static void AssertTraced(TracedText text)
    {
        var at = 0;
        foreach (var run in text.Runs)
        {
            Assert.Equal(at, run.Start);
            at = run.End;
            if (!run.IsLinear) continue;
            var source = run.From switch { ValueProvenance value => value.Source, SourceProvenance file => file.Source, _ => null };
            Assert.NotNull(source);
            Assert.Equal(source[new(run.Offset, run.Length)], text.Text[run.Start..run.End]);
        }
        Assert.Equal(text.Length, at);
    }
}
