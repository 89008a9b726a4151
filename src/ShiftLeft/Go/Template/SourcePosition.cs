using ShiftLeft.Go.Strings;
using ShiftLeft.Tracing;

namespace ShiftLeft.Go.Template;

/// <summary>A place in a template in Go's words.</summary>
static class SourcePosition
{
    /// <summary><c>name:line:column</c>; the column counts bytes from 0.</summary>
    public static string Position(this TracedSource source, int offset) =>
        $"{source.Name}:{source.LineOf(offset)}:{GoString.Length(source.BeforeOnLine(offset).ToString())}";
}
