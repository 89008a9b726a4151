using System.Text;
using ShiftLeft.Rules;

namespace ShiftLeft.Reporting;

/// <summary>A finding's message as SARIF has it: a sentence, then links to the related places by their number (3.11.6).</summary>
static class SarifMessage
{
    public static string Of(Finding finding)
    {
        var message = new StringBuilder(Sentence(Unlinked(finding.Message)));
        if (!finding.Environments.IsEmpty) message.Append(" In ").AppendJoin(", ", finding.Environments).Append('.');
        for (var i = 0; i < finding.Related.Length; i++)
            message.Append(i == 0 ? " See [" : ", [").Append(LinkText(finding.Related[i].Message)).Append("](").Append(i + 1).Append(')');
        if (!finding.Related.IsEmpty) message.Append('.');
        return message.ToString();
    }

    public static string Sentence(string text) => text.Length > 0 && text[^1] is '.' or '!' or '?' or '…' ? text : text + ".";

    /// <summary>
    /// Text that looks like a link would be one, and a path such as <c>a[0](b)</c> does. Brackets that cannot be taken for a link stay as
    /// they are, because readers that do not know the escape show it.
    /// </summary>
    static string Unlinked(string message) =>
        message.Contains("](", StringComparison.Ordinal) ? LinkText(message) : message;

    static string LinkText(string text) => text
        .Replace("\\", "\\\\", StringComparison.Ordinal).Replace("[", "\\[", StringComparison.Ordinal).Replace("]", "\\]", StringComparison.Ordinal);
}
