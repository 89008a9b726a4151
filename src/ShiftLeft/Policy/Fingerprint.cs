using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ShiftLeft.Files;
using ShiftLeft.Rules;

namespace ShiftLeft.Policy;

/// <summary>
/// What makes a finding the same finding in another version of the tree: the rule, the file and the object or the key of the values file, not the line. So it survives
/// moved lines, and an edit of the line as well. Equal ones are counted in the order of the report.
/// </summary>
/// <param name="Key">Sixteen hexadecimal digits, the count behind a colon.</param>
/// <param name="KeyElsewhere">
/// The same without the folder, by which what was moved is known again; an object of Kubernetes has a name of its own and needs no file's either.
/// </param>
readonly record struct Fingerprint(string Key, string KeyElsewhere)
{
    /// <summary>One for each finding, in their order.</summary>
    public static ImmutableArray<Fingerprint> Of(IEnumerable<Finding> findings)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        return
        [
            .. findings.Select(finding =>
            {
                // What a values key feeds has names that the release decides; the key has one.
                var what = finding.ValuesKey is { } key ? "values " + key : finding.Subject is { } subject ? QualifiedName(subject) : finding.Location.Text;
                var name = finding is { Rule.Input: InputKind.Kubernetes, Subject: not null, ValuesKey: null } ? "" : TreePath.NameOf(finding.Location.Path);
                return new Fingerprint(Counted($"{finding.Rule.Id}\n{finding.Location.Path}\n{what}"), Counted($"{finding.Rule.Id}\n\n{name}\n{what}"));
            }),
        ];

        string Counted(string text)
        {
            var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];
            return string.Create(CultureInfo.InvariantCulture, $"{hash}:{counts[hash] = counts.GetValueOrDefault(hash) + 1}");
        }
    }

    /// <summary>The subject from the outside in: <c>prod/Deployment/api/app/spec.template.spec.containers[0].image</c>.</summary>
    public static string QualifiedName(Subject subject)
    {
        string?[] parts = [subject.Namespace, subject.Object, subject.Container, subject.Field];
        return string.Join('/', parts.Where(part => part is not null));
    }
}
