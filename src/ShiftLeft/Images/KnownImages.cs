using System.Collections.Frozen;
using System.Collections.Immutable;

namespace ShiftLeft.Images;

/// <summary>What the tables under <c>Data/</c> say of images by their names.</summary>
static class KnownImages
{
    static readonly Lazy<FrozenDictionary<string, string>> Images = new(() => Index("images.tsv"));
    static readonly Lazy<FrozenDictionary<string, string>> Retired = new(() => Index("retired.tsv"));

    static FrozenDictionary<string, string> Index(string file) =>
        DataFile.Lines(file).ToFrozenDictionary(line => line[..line.IndexOf('\t', StringComparison.Ordinal)], StringComparer.Ordinal);

    /// <summary>The row of a name, and of the word that a tag begins with where that has one of its own.</summary>
    public static KnownImage? Of(string name, string tag)
    {
        var variant = tag.Length == 0 ? "" : $"{name}:{tag.Split('-', 2)[0]}";
        return Images.Value.TryGetValue(variant, out var row) || Images.Value.TryGetValue(name, out row) ? Read(row.Split('\t')) : null;
    }

    static KnownImage Read(string[] fields) => new(
        fields[1] switch { "-" => ImageUser.Unknown, var user when ImageUser.IsAdministrator(user) => new(ImageUserKind.Root, user), var user => new(ImageUserKind.NonRoot, user) },
        fields[2] switch { "yes" => true, "no" => false, _ => null },
        fields[3] == "-" ? null : fields[3],
        DataFile.Words(fields[4]).Where(word => word is not ("=" or "-")).Select(word => word.Split('=', 2)).ToImmutableDictionary(pair => pair[0], pair => pair.Length > 1 ? pair[1] : null, StringComparer.Ordinal),
        fields[4].StartsWith('='),
        fields[5] == "-" ? [] : [.. fields[5].Split('+')],
        fields[6] == "-" ? null : [.. DataFile.Words(fields[6]).Where(word => word != ".")]);

    /// <summary>Whether an image, or all of its namespace, is built no more.</summary>
    public static RetiredImage? RetirementOf(string name)
    {
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        if (!Retired.Value.TryGetValue(name, out var row) && (slash < 0 || !Retired.Value.TryGetValue(name[..slash] + "/*", out row))) return null;
        var fields = row.Split('\t');
        return new(fields[1] == "-" ? null : fields[1], fields[2] == "-" ? null : fields[2], fields.Length > 3 && fields[3] == "versions");
    }
}

/// <param name="User">Whom a container runs as.</param>
/// <param name="HasShell">Null when it is not known.</param>
/// <param name="WorkingDirectory">Null when it is not known.</param>
/// <param name="Environment">The variables besides <c>PATH</c> that any version sets, with those values that are always the same.</param>
/// <param name="HasWholeEnvironment">Whether there are no others.</param>
/// <param name="Products">Whose releases the tags name.</param>
/// <param name="Variants">The words that the tags of every release may end with; null where a release's number alone is no tag.</param>
sealed record KnownImage(
    ImageUser User, bool? HasShell, string? WorkingDirectory, ImmutableDictionary<string, string?> Environment, bool HasWholeEnvironment, ImmutableArray<string> Products, ImmutableArray<string>? Variants);

/// <param name="Since">A year, a month or a day; null when it is long ago.</param>
/// <param name="Instead">The image that its publisher or Docker names instead; null when none is named.</param>
/// <param name="IsForVersionsOnly">Whether tags such as <c>latest</c> are still built.</param>
sealed record RetiredImage(string? Since, string? Instead, bool IsForVersionsOnly);
