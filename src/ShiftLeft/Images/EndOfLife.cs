using System.Collections.Frozen;
using System.Collections.Immutable;

namespace ShiftLeft.Images;

/// <summary>
/// The day after which a release gets no more security fixes from those who publish it, for the images that most others are built on.
/// Vendors' free, general support counts; paid extensions do not. Sources: the vendors' own life-cycle pages, read in November 2026.
/// </summary>
static class EndOfLife
{
    /// <summary>
    /// The release that an image stands on and the end of its support: the product itself (<c>node:16</c>), or the distribution that
    /// the tag names (<c>node:22-alpine3.16</c>), whichever ends first. Null when the tag names nothing that is known.
    /// </summary>
    /// <param name="repository">The familiar name: <c>debian</c>, <c>mcr.microsoft.com/dotnet/aspnet</c>.</param>
    /// <param name="tag">As written, such as <c>16-bullseye-slim</c>.</param>
    public static Support? Of(string repository, string tag)
    {
        var product = Products.GetValueOrDefault(repository);
        return Candidates().OrderBy(support => support.Ends).FirstOrDefault();

        IEnumerable<Support> Candidates()
        {
            if (product is null) yield break;
            var parts = tag.ToLowerInvariant().Split('-');
            if (product.Find(parts[0]) is { } own) yield return own;
            foreach (var part in parts.Skip(1))
            {
                if (part.StartsWith("alpine", StringComparison.Ordinal) && Alpine.Find(part["alpine".Length..]) is { } alpine) yield return alpine;
                if (Debian.FindByName(part) is { } debian) yield return debian;
                if (Ubuntu.FindByName(part) is { } ubuntu) yield return ubuntu;
            }
        }
    }

    static readonly Product Debian = new("Debian",
        ("8", "jessie", 2020, 6, 30), ("9", "stretch", 2022, 6, 30), ("10", "buster", 2024, 6, 30), ("11", "bullseye", 2026, 8, 31),
        ("12", "bookworm", 2028, 6, 30), ("13", "trixie", 2030, 6, 30));

    static readonly Product Ubuntu = new("Ubuntu",
        ("14.04", "trusty", 2019, 4, 25), ("16.04", "xenial", 2021, 4, 30), ("18.04", "bionic", 2023, 5, 31), ("20.04", "focal", 2025, 5, 31),
        ("22.04", "jammy", 2027, 4, 30), ("23.04", "lunar", 2024, 1, 25), ("23.10", "mantic", 2024, 7, 11), ("24.04", "noble", 2029, 4, 30),
        ("24.10", "oracular", 2025, 7, 10), ("25.04", "plucky", 2026, 1, 15), ("25.10", "questing", 2026, 7, 31), ("26.04", "resolute", 2031, 4, 30));

    static readonly Product Alpine = new("Alpine",
        ("3.9", "", 2020, 11, 1), ("3.10", "", 2021, 5, 1), ("3.11", "", 2021, 11, 1), ("3.12", "", 2022, 5, 1), ("3.13", "", 2022, 11, 1),
        ("3.14", "", 2023, 5, 1), ("3.15", "", 2023, 11, 1), ("3.16", "", 2024, 5, 23), ("3.17", "", 2024, 11, 22), ("3.18", "", 2025, 5, 9),
        ("3.19", "", 2025, 11, 1), ("3.20", "", 2026, 4, 1), ("3.21", "", 2026, 11, 1), ("3.22", "", 2027, 5, 1), ("3.23", "", 2027, 11, 1));

    static readonly Product DotNet = new(".NET",
        ("2.1", "", 2021, 8, 21), ("2.2", "", 2019, 12, 23), ("3.0", "", 2020, 3, 3), ("3.1", "", 2022, 12, 13), ("5.0", "", 2022, 5, 10),
        ("6.0", "", 2024, 11, 12), ("7.0", "", 2024, 5, 14), ("8.0", "", 2026, 11, 10), ("9.0", "", 2026, 11, 10), ("10.0", "", 2028, 11, 14));

    static readonly Product Node = new("Node.js",
        ("8", "carbon", 2019, 12, 31), ("10", "dubnium", 2021, 4, 30), ("12", "erbium", 2022, 4, 30), ("14", "fermium", 2023, 4, 30),
        ("16", "gallium", 2023, 9, 11), ("17", "", 2022, 6, 1), ("18", "hydrogen", 2025, 4, 30), ("19", "", 2023, 6, 1), ("20", "iron", 2026, 4, 30),
        ("21", "", 2024, 6, 1), ("22", "jod", 2027, 4, 30), ("23", "", 2025, 6, 1), ("24", "krypton", 2028, 4, 30), ("25", "", 2026, 6, 1));

    static readonly Product Python = new("Python",
        ("2.7", "", 2020, 1, 1), ("3.5", "", 2020, 9, 30), ("3.6", "", 2021, 12, 23), ("3.7", "", 2023, 6, 27), ("3.8", "", 2024, 10, 7),
        ("3.9", "", 2025, 10, 31), ("3.10", "", 2026, 10, 31), ("3.11", "", 2027, 10, 31), ("3.12", "", 2028, 10, 31), ("3.13", "", 2029, 10, 31));

    static readonly Product Php = new("PHP",
        ("5", "", 2018, 12, 31), ("7.0", "", 2019, 1, 10), ("7.1", "", 2019, 12, 1), ("7.2", "", 2020, 11, 30), ("7.3", "", 2021, 12, 6),
        ("7.4", "", 2022, 11, 28), ("8.0", "", 2023, 11, 26), ("8.1", "", 2025, 12, 31), ("8.2", "", 2026, 12, 31), ("8.3", "", 2027, 12, 31));

    static readonly Product Ruby = new("Ruby",
        ("2.5", "", 2021, 4, 5), ("2.6", "", 2022, 4, 12), ("2.7", "", 2023, 3, 31), ("3.0", "", 2024, 4, 23), ("3.1", "", 2025, 3, 26),
        ("3.2", "", 2026, 3, 31), ("3.3", "", 2027, 3, 31), ("3.4", "", 2028, 3, 31));

    static readonly Product Go = new("Go",
        ("1.16", "", 2022, 3, 15), ("1.17", "", 2022, 8, 2), ("1.18", "", 2023, 2, 1), ("1.19", "", 2023, 8, 8), ("1.20", "", 2024, 2, 6),
        ("1.21", "", 2024, 8, 13), ("1.22", "", 2025, 2, 11), ("1.23", "", 2025, 8, 12), ("1.24", "", 2026, 2, 11));

    static readonly Product Postgres = new("PostgreSQL",
        ("9", "", 2021, 11, 11), ("10", "", 2022, 11, 10), ("11", "", 2023, 11, 9), ("12", "", 2024, 11, 21), ("13", "", 2025, 11, 13),
        ("14", "", 2026, 11, 12), ("15", "", 2027, 11, 11), ("16", "", 2028, 11, 9), ("17", "", 2029, 11, 8), ("18", "", 2030, 11, 14));

    static readonly Product MySql = new("MySQL", ("5", "", 2023, 10, 31), ("8.0", "", 2026, 4, 30), ("8.4", "", 2032, 4, 30));

    static readonly Product MariaDb = new("MariaDB",
        ("10.3", "", 2023, 5, 25), ("10.4", "", 2024, 6, 18), ("10.5", "", 2025, 6, 24), ("10.6", "", 2026, 7, 6), ("10.11", "", 2028, 2, 16));

    static readonly Product Mongo = new("MongoDB",
        ("3", "", 2021, 4, 30), ("4.0", "", 2022, 4, 30), ("4.2", "", 2023, 4, 30), ("4.4", "", 2024, 2, 29), ("5", "", 2024, 10, 31),
        ("6", "", 2025, 7, 31), ("7", "", 2027, 8, 31));

    static readonly Product CentOs = new("CentOS",
        ("5", "", 2017, 3, 31), ("6", "", 2020, 11, 30), ("7", "centos7", 2024, 6, 30), ("8", "centos8", 2021, 12, 31),
        ("stream8", "", 2024, 5, 31), ("stream9", "", 2027, 5, 31));

    static readonly Product Fedora = new("Fedora",
        ("36", "", 2023, 5, 16), ("37", "", 2023, 12, 5), ("38", "", 2024, 5, 21), ("39", "", 2024, 11, 26), ("40", "", 2025, 5, 13),
        ("41", "", 2025, 12, 15), ("42", "", 2026, 5, 13));

    static readonly Product AmazonLinux = new("Amazon Linux", ("1", "", 2023, 12, 31), ("2018.03", "", 2023, 12, 31), ("2", "", 2026, 6, 30));

    static readonly Product Leap = new("openSUSE Leap",
        ("15.3", "", 2022, 12, 31), ("15.4", "", 2023, 12, 7), ("15.5", "", 2024, 12, 31), ("15.6", "", 2026, 4, 30));

    static readonly FrozenDictionary<string, Product> Products = new Dictionary<string, Product>(StringComparer.Ordinal)
    {
        ["debian"] = Debian, ["ubuntu"] = Ubuntu, ["alpine"] = Alpine, ["node"] = Node, ["python"] = Python, ["php"] = Php, ["ruby"] = Ruby,
        ["golang"] = Go, ["postgres"] = Postgres, ["mysql"] = MySql, ["mariadb"] = MariaDb, ["mongo"] = Mongo, ["centos"] = CentOs,
        ["quay.io/centos/centos"] = CentOs, ["fedora"] = Fedora, ["amazonlinux"] = AmazonLinux, ["opensuse/leap"] = Leap,
        ["mcr.microsoft.com/dotnet/aspnet"] = DotNet, ["mcr.microsoft.com/dotnet/runtime"] = DotNet, ["mcr.microsoft.com/dotnet/runtime-deps"] = DotNet,
        ["mcr.microsoft.com/dotnet/sdk"] = DotNet, ["mcr.microsoft.com/dotnet/core/aspnet"] = DotNet, ["mcr.microsoft.com/dotnet/core/runtime"] = DotNet,
        ["mcr.microsoft.com/dotnet/core/runtime-deps"] = DotNet, ["mcr.microsoft.com/dotnet/core/sdk"] = DotNet,
    }.ToFrozenDictionary();

    sealed class Product(string name, params (string Cycle, string Codename, int Year, int Month, int Day)[] cycles)
    {
        /// <summary>The longest cycle that the version lies in: 3.10.2 is of 3.10, not of 3.1.</summary>
        public Support? Find(string version) => FindByName(version) ?? (
            from cycle in cycles
            where version == cycle.Cycle || version.StartsWith(cycle.Cycle + ".", StringComparison.Ordinal)
            orderby cycle.Cycle.Length descending
            select (Support?)Of(cycle)).FirstOrDefault();

        public Support? FindByName(string codename) =>
            (from cycle in cycles where cycle.Codename == codename && codename.Length > 0 select (Support?)Of(cycle)).FirstOrDefault();

        Support Of((string Cycle, string Codename, int Year, int Month, int Day) cycle) =>
            new($"{name} {cycle.Cycle}", new(cycle.Year, cycle.Month, cycle.Day), Current());

        string Current() => name + " " + cycles.MaxBy(cycle => new DateOnly(cycle.Year, cycle.Month, cycle.Day)).Cycle;
    }
}

/// <param name="Release">Product and release: <c>Debian 10</c>.</param>
/// <param name="Ends">The last day of support.</param>
/// <param name="Newest">The product's release that is supported the longest, as a proposal.</param>
sealed record Support(string Release, DateOnly Ends, string Newest);
