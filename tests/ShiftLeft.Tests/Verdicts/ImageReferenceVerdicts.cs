using System.Text.Json;
using System.Text.RegularExpressions;
using ShiftLeft.Images;

namespace ShiftLeft.Tests.Verdicts;

/// <summary>References with the answers of <c>distribution/reference</c>.</summary>
public sealed partial class ImageReferenceVerdicts
{
    [Fact]
    public void A_reference_is_read_into_the_same_parts() => VerdictFile.Read("image-references").Ask(Compare);

    static IEnumerable<(string, string)> Compare(JsonElement item)
    {
        var text = item.GetProperty("image").GetString()!;
        var reading = ReferenceReader.Read(text);
        // The recording program had no hash linked in, so it knew no algorithm and refused every digest; BuildKit and containerd know these three.
        // What the reference is otherwise is then not recorded: only that a whole digest is no fault is asked.
        if (WholeDigest().IsMatch(text) && text.IndexOf('@', StringComparison.Ordinal) == text.LastIndexOf('@'))
        {
            if (item.GetProperty("valid").GetBoolean() || reading.Fault is { Part: ReferencePart.Digest }) yield return ("digest", $"`{text}`: {reading.Fault}");
            yield break;
        }
        var image = reading.Reference;
        if (item.GetProperty("valid").GetBoolean() != image is not null) yield return ("valid", $"`{text}`: {reading.Fault?.Message ?? "taken"}");
        if (image is null || !item.GetProperty("valid").GetBoolean()) yield break;
        foreach (var (question, ours) in new[]
        {
            ("domain", image.Registry), ("path", image.Repository), ("tag", image.Tag), ("digest", image.Digest),
            ("familiar", image.FamiliarName + (image.Tag is { } tag ? $":{tag}" : "") + (image.Digest is { } digest ? $"@{digest}" : "")),
        })
        {
            var theirs = item.TryGetProperty(question, out var value) ? value.GetString() : null;
            if (ours != theirs) yield return (question, $"`{text}`: `{theirs}`, and we say `{ours}`");
        }
    }

    [GeneratedRegex("@(sha256:[0-9a-f]{64}|sha384:[0-9a-f]{96}|sha512:[0-9a-f]{128})$")]
    private static partial Regex WholeDigest();
}
