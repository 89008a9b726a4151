using System.Text;
using ShiftLeft.Go.Strconv;
using ShiftLeft.Go.Template;

namespace ShiftLeft.Helm.Rendering;

/// <summary>Words for a failed execution, as Helm has them.</summary>
static class HelmError
{
    public static string Describe(ExecutionException exception, HelmProfile profile)
    {
        if (exception.IsIntended) return $"execution error at ({exception.Template.Source.Position(exception.Node.Start)}): {exception.Innermost.Message[(exception.Innermost.Message.IndexOf(": ", StringComparison.Ordinal) + 2)..]}";
        // Helm 4 lays the chain of places out in lines, unless a function itself failed: that text it cannot take apart.
        var isStructured = profile.Major >= 4;
        for (var at = exception; at is not null; at = at.Cause) isStructured &= !at.IsFromFunction;
        var text = new StringBuilder();
        for (var at = exception; at is not null; at = at.Cause)
        {
            var position = at.Template.Source.Position(at.Node.Start);
            var where = $"executing {Quoting.Quote(at.Template.Name)} at <{at.Node}>:";
            if (isStructured) text.Append(position).Append("\n  ").Append(where).Append("\n    ").Append(at.Message.TrimEnd()).Append('\n');
            else text.Append("template: ").Append(position).Append(": ").Append(where).Append(' ').Append(at.Message);
        }
        return text.ToString().Trim();
    }
}
