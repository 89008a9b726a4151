using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ShiftLeft.Files;
using ShiftLeft.Rules;
using ShiftLeft.Text;

namespace ShiftLeft.Policy;

/// <summary>
/// What makes a finding the same finding in another version of the tree: the rule, the file and the object, the key of the values file or the template's line, not its
/// number. So it survives moved lines, an edit of the line unless it is a template's, and another container that the same line writes. Equal ones are counted in the order of the report.
/// </summary>
/// <param name="Key">Sixteen hexadecimal digits, the count behind a colon.</param>
/// <param name="KeyElsewhere">
/// The same without the folder, by which what was moved is known again; an object of Kubernetes and a values key need no file's name either.
/// </param>
readonly record struct Fingerprint(string Key, string KeyElsewhere)
{
    /// <summary>The key elsewhere without its count: which of equal ones was moved, the order of the files does not tell.</summary>
    public string Elsewhere => KeyElsewhere.Split(':')[0];

    /// <summary>One for each finding, in their order.</summary>
    public static ImmutableArray<Fingerprint> Of(IEnumerable<Finding> findings)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        return
        [
            .. findings.Select(finding =>
            {
                var what = WhatOf(finding);
                // An object has a name of its own, and a values key leads to itself whatever its file is called.
                var name = finding is { ValuesKey: not null } or { Rule.Input: InputKind.Kubernetes, Subject: not null, IsInTemplate: false } ? "" : TreePath.NameOf(finding.Location.Path);
                return new Fingerprint(Counted($"{finding.Rule.Id}\n{finding.Location.Path}\n{what}"), Counted($"{finding.Rule.Id}\n\n{name}\n{what}"));
            }),
        ];

        string Counted(string text)
        {
            var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];
            return string.Create(CultureInfo.InvariantCulture, $"{hash}:{counts[hash] = counts.GetValueOrDefault(hash) + 1}");
        }
    }

    /// <summary>What a values key feeds and a template line writes has names that the release decides, and more may join; the key and the line stay what they are.</summary>
    public static string WhatOf(Finding finding) =>
        finding.ValuesKey is { } key ? "values " + key
        : finding is { IsInTemplate: true, Subject: { } written } ? $"{written.Object.Split('/')[0]} {Keys(written.Field)} {LineOf(finding.Location)}"
        : finding.Subject is { } subject ? LastingName(subject)
        : finding.Location.Text;

    /// <summary>A field's path without the places in lists, which move when something is added.</summary>
    static string Keys(string? field) => field is null ? "" : string.Concat(field.Split('[').Select((part, i) => i == 0 ? part : part[(part.IndexOf(']', StringComparison.Ordinal) + 1)..]));

    static string LineOf(Location location) => location.Source[location.Source.LineSpan(location.Start.Line)].Trim();

    /// <summary>The subject by what stays when something is added before it: a stage without a name has only its number.</summary>
    static string LastingName(Subject subject) =>
        QualifiedName(subject with { Object = subject.Object.StartsWith("stage/", StringComparison.Ordinal) && subject.Object.AsSpan(6).IndexOfAnyExceptInRange('0', '9') < 0 ? "stage" : subject.Object, Field = subject.LastingField ?? subject.Field });

    /// <summary>The subject from the outside in: <c>prod/Deployment/api/app/spec.template.spec.containers[0].image</c>.</summary>
    public static string QualifiedName(Subject subject)
    {
        string?[] parts = [subject.Namespace, subject.Object, subject.Container, subject.Field];
        return string.Join('/', parts.Where(part => part is not null));
    }
}
