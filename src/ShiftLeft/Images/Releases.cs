using System.Collections.Immutable;

namespace ShiftLeft.Images;

/// <summary>The releases of products and how long each gets security fixes, from <c>Data/releases.tsv</c>.</summary>
static class Releases
{
    static readonly Lazy<string> Text = new(() => DataFile.Text("releases.tsv"));

    /// <summary>The day that the data is of.</summary>
    public static DateOnly Date => DataFile.Day(Header("date"))!.Value;

    static string Header(string name)
    {
        var start = Text.Value.IndexOf($"# {name}: ", StringComparison.Ordinal) + name.Length + 4;
        return Text.Value[start..Text.Value.IndexOf('\n', start)];
    }

    /// <summary>Only the product's own lines are read: a scan asks for few.</summary>
    public static Product? Of(string id)
    {
        var text = Text.Value;
        var start = text.IndexOf($"\n= {id}\t", StringComparison.Ordinal);
        if (start < 0) return null;
        var end = text.IndexOf("\n= ", start + 1, StringComparison.Ordinal);
        var lines = text[(start + 1)..(end < 0 ? text.Length : end)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var title = lines[0][(lines[0].IndexOf('\t', StringComparison.Ordinal) + 1)..];
        return new(id, title, [.. lines.Skip(1).Select(line => Read(title, line.Split('\t')))]);
    }

    static Release Read(string title, string[] fields) =>
        new(title, fields[0], DataFile.Words(fields[1]), DataFile.Day(fields[2]) ?? DateOnly.MinValue, DataFile.Day(fields[3]), fields[3] == "+", DataFile.Day(fields[4]));
}

/// <param name="Id">As the source calls it: <c>nodejs</c>.</param>
/// <param name="Title">As people call it: <c>Node.js</c>.</param>
/// <param name="All">Its releases.</param>
sealed record Product(string Id, string Title, ImmutableArray<Release> All)
{
    /// <summary>A release that ends within so many days is nothing to move to.</summary>
    const int Soon = 90;

    /// <summary>
    /// What a number in a tag stands for: the release that it lies in (3.10.2 in 3.10, not in 3.1); else one of those below it, to which
    /// publishers let a short tag point; else, where the next one that is listed has ended, a release that has ended before.
    /// </summary>
    public Release? Find(string version)
    {
        var within = All.Where(release => version == release.Version || version.StartsWith(release.Version + ".", StringComparison.Ordinal)).MaxBy(release => release.Version.Length);
        if ((within ?? FindByName(version)) is { } own) return own;
        // Some of them are never published as images; the one that is supported the longest speaks for them all.
        var below = All.Where(release => release.Version.StartsWith(version + ".", StringComparison.Ordinal)).MaxBy(release => release.HasEnded ? DateOnly.MinValue : release.Ends ?? DateOnly.MaxValue);
        if (below is not null) return below with { Version = version };
        if (Number(version) is not { } number) return null;
        var next = All.Where(release => Number(release.Version) > number).MinBy(release => Number(release.Version));
        return next is null || next.Released == DateOnly.MinValue ? null : next with { Version = version, Ends = null, EndedBefore = next };
    }

    static Version? Number(string version) => Version.TryParse(version.Contains('.', StringComparison.Ordinal) ? version : version + ".0", out var number) ? number : null;

    public Release? FindByName(string name) => All.FirstOrDefault(release => release.Names.Contains(name));

    /// <summary>
    /// What to move to from a release: of those that are out, supported and not about to end the newest with long-term support, else the newest;
    /// a newer one before an older one.
    /// </summary>
    public Release? Successor(DateOnly today, Release? of = null)
    {
        var supported = All.Where(release => release.Released <= today && !release.HasEndedOn(today)).ToList();
        var lasting = supported.Where(release => Lasts(release, today)).ToList();
        return Newest(lasting.Where(release => release.Released > of?.Released)) ?? Newest(lasting) ?? Newest(supported);

        Release? Newest(IEnumerable<Release> releases) =>
            releases.Where(release => release.LongTermSince <= today).MaxBy(release => release.Released) ?? releases.MaxBy(release => release.Released);
    }

    public static bool Lasts(Release release, DateOnly today) => !release.HasEndedOn(today.AddDays(Soon));
}

/// <param name="Product">As people call it.</param>
/// <param name="Version">As tags write it.</param>
/// <param name="Names">What tags call it besides.</param>
/// <param name="Released">The day that it came out.</param>
/// <param name="Ends">The last day of its support; null when none is known.</param>
/// <param name="HasEnded">Whether it has ended on a day that is not known.</param>
/// <param name="LongTermSince">Since when it has long-term support; null when it has none.</param>
sealed record Release(string Product, string Version, ImmutableArray<string> Names, DateOnly Released, DateOnly? Ends, bool HasEnded, DateOnly? LongTermSince)
{
    /// <summary>The next release that is known, for one that is not: it cannot be supported longer.</summary>
    public Release? EndedBefore { get; init; }

    public bool HasEndedOn(DateOnly day) => EndedBefore?.HasEndedOn(day) ?? (HasEnded || Ends < day);

    /// <summary>With the name that its packages know it by: <c>Debian 13 (trixie)</c>.</summary>
    public string DisplayName => Names is [var name, ..] && char.IsAsciiLetter(name[0]) ? $"{Product} {Version} ({name})" : $"{Product} {Version}";

    public override string ToString() => $"{Product} {Version}";
}
