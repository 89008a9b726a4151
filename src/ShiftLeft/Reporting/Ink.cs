using System.Text;
using ShiftLeft.Rules;

namespace ShiftLeft.Reporting;

/// <summary>What a piece of output is; a terminal shows the difference by colour.</summary>
enum Tone { Plain, Strong, Quiet, Error, Warning, Info, Added, Removed }

/// <summary>
/// Lines for a person. Everything written passes through <see cref="VisibleText"/>, so the only escape sequences in the output are its own.
/// </summary>
sealed class Ink(bool colour)
{
    readonly StringBuilder output = new();

    public Ink Write(string text, Tone tone = Tone.Plain)
    {
        var visible = VisibleText.Of(text);
        if (!colour || tone == Tone.Plain || visible.Length == 0) output.Append(visible);
        else output.Append("\e[").Append(Code(tone)).Append('m').Append(visible).Append("\e[0m");
        return this;
    }

    public Ink Line(string text = "", Tone tone = Tone.Plain)
    {
        Write(text, tone);
        while (output.Length > 0 && output[^1] == ' ') output.Length--;
        output.Append('\n');
        return this;
    }

    /// <summary>
    /// The text on as many lines as it takes at this width, blanks being the places to break; the first line continues the current one
    /// and the others begin with <paramref name="indent"/>.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="indent">Stands before every line but the first.</param>
    /// <param name="width">Columns of the page.</param>
    /// <param name="start">Columns of the current line that are taken already.</param>
    public Ink Wrap(string text, string indent, int width, int start)
    {
        var (column, begins) = (start, true);
        foreach (var word in text.Split([' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries))
        {
            var needed = VisibleText.WidthOf(word);
            if (!begins && column + 1 + needed > width)
            {
                output.Append('\n').Append(indent);
                column = indent.Length;
            }
            else if (!begins)
            {
                output.Append(' ');
                column++;
            }
            Write(word);
            (column, begins) = (column + needed, false);
        }
        return Line();
    }

    public override string ToString() => output.ToString();

    public static Tone ToneOf(Level level) => level switch
    {
        Level.Error => Tone.Error,
        Level.Warning => Tone.Warning,
        _ => Tone.Info,
    };

    static string Code(Tone tone) => tone switch
    {
        Tone.Strong => "1",
        Tone.Quiet => "34",
        Tone.Error => "1;31",
        Tone.Warning => "1;33",
        Tone.Info => "1;36",
        Tone.Added => "32",
        _ => "31",
    };
}
