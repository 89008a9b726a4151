using System.Text;
using ShiftLeft.Go.Reflect;
using ShiftLeft.Go.Strconv;

namespace ShiftLeft.Go.Fmt;

/// <summary>Values in Go's own syntax, as <c>%#v</c> prints them in a few errors.</summary>
static class SyntaxFormat
{
    const int LongestText = 10_000;

    public static string Print(Value value)
    {
        if (value is NilValue) return "<nil>";
        var text = new StringBuilder();
        Print(value, text);
        return text.ToString();
    }

    static void Print(Value value, StringBuilder to)
    {
        if (to.Length > LongestText) return;
        switch (value)
        {
            case NilValue: to.Append("interface {}(nil)"); break;
            case StringValue text: to.Append(Quoting.Quote(text.Text)); break;
            case ListValue list:
                to.Append("[]interface {}{");
                for (var i = 0; i < list.Items.Count; i++)
                {
                    if (i > 0) to.Append(", ");
                    Print(list.Items[i], to);
                }
                to.Append('}');
                break;
            case MapValue map:
                to.Append("map[interface {}]interface {}{");
                var isFirst = true;
                foreach (var entry in map.Entries.Sorted)
                {
                    if (!isFirst) to.Append(", ");
                    isFirst = false;
                    to.Append(Quoting.Quote(entry.Key.Text)).Append(':');
                    Print(entry.Value, to);
                }
                to.Append('}');
                break;
            default: to.Append(PlainFormat.Print(value)); break;
        }
    }
}
