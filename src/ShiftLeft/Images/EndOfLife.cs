using System.Collections.Immutable;
using System.Globalization;

namespace ShiftLeft.Images;

/// <summary>
/// What an image stands on that gets no security fixes any more on the day of the scan, and what to use instead on that day. Free, general
/// support counts, extensions that are sold do not. A tag names a release of the product itself (<c>node:16</c>) and often that of a
/// distribution or of a language (<c>node:22-alpine3.16</c>, <c>wordpress:php7.4</c>); each has its own end.
/// </summary>
static class EndOfLife
{
    /// <summary>Null when nothing that is known has ended.</summary>
    public static Ended? Of(ImageReference image, DateOnly today)
    {
        var name = image.KnownName;
        var parts = (image.Tag ?? "latest").ToLowerInvariant().Split('-');
        if (KnownImages.RetirementOf(name) is { } retired && Retirement(image, name, retired, parts, today) is { } end) return end;
        if (image.Tag is null && UbiVersion(name) is null) return null;
        var known = KnownImages.Of(name, image.Tag ?? "");
        var ubi = UbiVersion(name) is { } version ? Releases.Of("rhel")!.Find(version) : null;
        if (known is null && ubi is null) return null;

        var own = known is null ? null : Own(known, parts);
        var below = Below(parts).ToList();
        var ended = (own is var (_, release) ? [release] : ubi is null ? [] : (Release[])[ubi]).Concat(below).Where(release => release.HasEndedOn(today)).DistinctBy(release => release.Product).ToList();
        if (ended.Count == 0) return null;
        return new($"{Fact(ended)}{(Advice(image, known, own, ended, parts, today) is { } advice ? $"; {advice}" : "")}");
    }

    /// <summary>Whether its tags name releases that are known.</summary>
    public static bool Knows(ImageReference image) => KnownImages.Of(image.KnownName, image.Tag ?? "") is { Products.IsEmpty: false } || UbiVersion(image.KnownName) is not null;

    static string Fact(List<Release> ended) =>
        string.Join(", and ", ended.Select((release, index) => release.Ends is { } day
            ? $"{release} has had no security fixes since {DataFile.Spell(day)}"
            : $"{release} gets no security fixes any more"));

    /// <summary>The release of the image's own product.</summary>
    static (Product Product, Release Release)? Own(KnownImage image, string[] parts)
    {
        foreach (var id in image.Products)
        {
            if (Releases.Of(id) is not { } product) continue;
            if (VersionIn(parts[0]) is { } version && product.Find(version) is { } release) return (product, release);
            foreach (var part in parts)
            {
                if (product.FindByName(part) is { } named) return (product, named);
            }
        }
        return null;
    }

    /// <summary>The number at the beginning of a tag: of <c>8u302-b08-jdk</c> 8, of <c>v2.11</c> 2.11.</summary>
    static string? VersionIn(string part)
    {
        var text = part is ['v', _, ..] ? part[1..] : part;
        var end = text.AsSpan().IndexOfAnyExcept("0123456789.");
        var number = (end < 0 ? text : text[..end]).Trim('.');
        return number.Length == 0 || !char.IsAsciiDigit(text[0]) ? null : number;
    }

    /// <summary>The releases of distributions and languages that a tag names besides.</summary>
    static IEnumerable<Release> Below(string[] parts)
    {
        var windows = parts.Contains("nanoserver") ? "windows-nano-server" : parts.Contains("windowsservercore") ? "windows-server-core" : null;
        foreach (var part in parts)
        {
            if (ReleaseIn(part) is { } release) yield return release;
            else if (windows is not null && Releases.Of(windows) is { } server && (server.FindByName(part) ?? server.All.FirstOrDefault(candidate => candidate.Version == part)) is { } served) yield return served;
        }
    }

    static Release? ReleaseIn(string part)
    {
        var digit = part.AsSpan().IndexOfAnyInRange('0', '9');
        if (digit < 0) return Releases.Of("debian")!.FindByName(part) ?? Releases.Of("ubuntu")!.FindByName(part);
        if (digit == 0 || ProductOf(part[..digit]) is not { } id || VersionIn(part[digit..]) is not { } version) return null;
        // Alpine's tags name its releases with two numbers at least.
        return id == "alpine-linux" && !version.Contains('.', StringComparison.Ordinal) ? null : Releases.Of(id)!.Find(version);
    }

    static string? ProductOf(string word) => word switch
    {
        "alpine" => "alpine-linux",
        "debian" or "ubuntu" or "fedora" or "php" => word,
        "centos" => "centos",
        "stream" => "centos-stream",
        "al" or "amazonlinux" => "amazon-linux",
        "rockylinux" => "rocky-linux",
        "oraclelinux" => "oracle-linux",
        "ubi" => "rhel",
        _ => null,
    };

    /// <summary>Red Hat's base images bear the release in their names: <c>registry.access.redhat.com/ubi8/ubi-minimal</c>, <c>redhat/ubi9</c>.</summary>
    static string? UbiVersion(string name)
    {
        var start = name.StartsWith("redhat/ubi", StringComparison.Ordinal) ? "redhat/ubi".Length
            : name.StartsWith("registry.access.redhat.com/ubi", StringComparison.Ordinal) ? "registry.access.redhat.com/ubi".Length
            : name.StartsWith("registry.redhat.io/ubi", StringComparison.Ordinal) ? "registry.redhat.io/ubi".Length : -1;
        return start < 0 ? null : VersionIn(name[start..]);
    }

    static string? Advice(ImageReference image, KnownImage? known, (Product Product, Release Release)? own, List<Release> ended, string[] parts, DateOnly today)
    {
        if (own is not var (product, release)) return ended[0].Product is var title && ProductCalled(title)?.Successor(today) is { } newer ? known is null ? $"use {newer.DisplayName}" : $"use a tag of {newer.DisplayName}" : null;
        var target = Product.Lasts(release, today) ? release : product.Successor(today, release);
        if (target is null || target.HasEndedOn(today)) return null;
        if (known?.Variants is not { } variants || Kept(parts, product, variants) is not { } words) return target != release ? $"use {target.DisplayName}" : ProductCalled(ended[0].Product)?.Successor(today) is { } standsOn ? $"use a tag of it on {standsOn.DisplayName}" : null;
        return $"use `{Name(image)}:{string.Join('-', words.Prepend(target.Version))}`";
    }

    static Product? ProductCalled(string title) => ((string[])["debian", "ubuntu", "alpine-linux", "php", "centos-stream", "amazon-linux", "rhel", "fedora", "rocky-linux", "oracle-linux", "windows-nano-server", "windows-server-core"]).Select(Releases.Of).FirstOrDefault(product => product?.Title == title);

    /// <summary>.NET's images lay in a folder of their own before 5.0.</summary>
    static string Name(ImageReference image) => image.Text[..image.NameSpan.End].Replace("mcr.microsoft.com/dotnet/core/", "mcr.microsoft.com/dotnet/", StringComparison.Ordinal);

    /// <summary>The words of a tag that the other release has as well, without what names a release; null where one is not known.</summary>
    static List<string>? Kept(string[] parts, Product product, ImmutableArray<string> variants)
    {
        var kept = new List<string>();
        var isNamed = VersionIn(parts[0]) is null;
        foreach (var part in isNamed ? parts : parts[1..])
        {
            var word = part.StartsWith("alpine", StringComparison.Ordinal) ? "alpine" : part;
            // Where a tag without a distribution stands on an old one, the variants name the new one.
            if (ReleaseIn(part) is { } below && variants.FirstOrDefault(variant => ReleaseIn(variant)?.Product == below.Product) is { } newer) kept.Add(newer);
            else if (variants.FirstOrDefault(variant => variant == word || variant.EndsWith("-" + word, StringComparison.Ordinal)) is { } variant) kept.Add(variant);
            else if (word == "alpine" || (product.FindByName(part) is null && ReleaseIn(part) is null && part != "lts" && !IsBuildNumber(part))) return null;
        }
        return kept;
    }

    /// <summary>A date, or the number of a build: <c>20240530</c>, <c>b08</c>.</summary>
    static bool IsBuildNumber(string part) => part.TrimStart('b') is { Length: > 0 } digits && digits.All(c => char.IsAsciiDigit(c) || c == '.');

    static Ended? Retirement(ImageReference image, string name, RetiredImage retired, string[] parts, DateOnly today)
    {
        var version = VersionIn(parts[0]);
        // Builds of what is not released yet are made on.
        if (parts.Any(part => part is "ea" or "rc") || (retired.IsForVersionsOnly && version is null)) return null;
        var since = retired.Since is { } day && Spell(day) is var (when, first) && first is { } known ? known > today ? null : $"has had no new builds since {when}" : "is built no more";
        if (since is null) return null;
        return new($"the image `{name}` {since}{(retired.Instead is { } instead ? $"; use `{instead}{TagFor(instead, version, parts, today)}`" : "")}");
    }

    static string TagFor(string instead, string? version, string[] parts, DateOnly today)
    {
        if (KnownImages.Of(instead, "") is not { Products: [var id, ..], Variants: { } variants } || Releases.Of(id) is not { } product) return "";
        var same = version is null ? null : product.All.FirstOrDefault(release => version == release.Version || version.StartsWith(release.Version + ".", StringComparison.Ordinal));
        if ((same is not null && Product.Lasts(same, today) ? same : product.Successor(today)) is not { } target) return "";
        var words = parts.Skip(1).Select(part => part.StartsWith("alpine", StringComparison.Ordinal) ? "alpine" : part).Where(part => variants.Contains(part));
        return $":{string.Join('-', words.Prepend(target.Version))}";
    }

    static (string When, DateOnly? First) Spell(string since) => since.Length switch
    {
        4 => (since, DateOnly.ParseExact(since + "-01-01", "yyyy-MM-dd", CultureInfo.InvariantCulture)),
        7 when DateOnly.ParseExact(since + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture) is var first => (first.ToString("MMMM yyyy", CultureInfo.InvariantCulture), first),
        _ => DataFile.Day(since) is { } day ? (DataFile.Spell(day), day) : (since, null),
    };
}

/// <param name="Message">What has ended, and what to use instead.</param>
sealed record Ended(string Message);
