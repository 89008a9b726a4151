using ShiftLeft.Kubernetes;
using ShiftLeft.Yaml;

namespace ShiftLeft.Rules.Secrets;

/// <summary>Findings for the secrets that a scalar holds: each at its own place where it has one, else one for the scalar, of the surest.</summary>
static class ScalarSecrets
{
    public static IEnumerable<Finding> At(Rule rule, KubernetesObject owner, YamlNode node, string text, List<Secret> secrets, Func<Secret, string> message, Container? container = null)
    {
        var found = new List<Finding>();
        foreach (var secret in secrets.OrderByDescending(secret => secret.Confidence).ThenBy(secret => secret.Span.Start))
        {
            var part = secret.Span.Length > 0 && secret.Span.Length < text.Length ? text.Substring(secret.Span.Start, secret.Span.Length) : null;
            if (owner.Origin.IsGenerated(node, part)) continue;
            var finding = rule.AtPart(owner, node, part, part is null ? 0 : Occurrences(text, part, secret.Span.Start), message(secret), container) with { Level = secret.Level };
            if (!found.Exists(known => known.Location == finding.Location)) found.Add(finding);
        }
        return found;
    }

    /// <summary>How often a part stands in the text before it.</summary>
    public static int Occurrences(string text, string part, int before)
    {
        var count = 0;
        for (var at = text.IndexOf(part, StringComparison.Ordinal); at >= 0 && at < before; at = text.IndexOf(part, at + 1, StringComparison.Ordinal)) count++;
        return count;
    }
}
