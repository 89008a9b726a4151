using System.Globalization;
using System.Text;
using ShiftLeft.Go.Strconv;
using ShiftLeft.Go.Strings;

namespace ShiftLeft.Go.Semver;

/// <summary>
/// A version as Masterminds' semver library reads it: three numbers, of which the last two may be missing, with an optional <c>v</c> before them
/// and an optional prerelease and build metadata behind.
/// </summary>
sealed class SemanticVersion
{
    const int LongestText = 256;

    internal SemanticVersion(ulong major, ulong minor, ulong patch, string prerelease, string metadata, string? original = null)
    {
        (Major, Minor, Patch, Prerelease, Metadata) = (major, minor, patch, prerelease, metadata);
        Original = original ?? ToString();
    }

    public ulong Major { get; }
    public ulong Minor { get; }
    public ulong Patch { get; }
    /// <summary>What stands behind the dash; empty where there is none.</summary>
    public string Prerelease { get; }
    /// <summary>What stands behind the plus sign; empty where there is none. It does not count in comparisons.</summary>
    public string Metadata { get; }
    /// <summary>The version as it was written.</summary>
    public string Original { get; }

    /// <summary>
    /// Reads a version generously (<c>NewVersion</c>): <c>v1.2</c> is 1.2.0, leading zeros of numbers are dropped. Null with an error in the
    /// library's words where it is none.
    /// </summary>
    public static SemanticVersion? Parse(string text, VersionRules rules, out string? error)
    {
        if (rules >= VersionRules.Semver35 && GoString.Length(text) > LongestText)
        {
            error = $"version string is too long (max {LongestText} bytes)";
            return null;
        }
        var scanner = new VersionScanner(text, 0, allowsWildcards: false);
        if (!scanner.Scan() || scanner.End != text.Length)
        {
            error = Cased(rules, "Invalid Semantic Version");
            return null;
        }
        error = null;
        var major = Number(scanner.Major, rules, ref error);
        var minor = Number(scanner.Minor, rules, ref error);
        var patch = Number(scanner.Patch, rules, ref error);
        var prerelease = scanner.Prerelease.ToString();
        error ??= prerelease.Length > 0 ? PrereleaseError(prerelease, rules) : null;
        return error is null ? new(major, minor, patch, prerelease, scanner.Metadata.ToString(), text) : null;
    }

    /// <summary>Reads a version by the letter of the specification (<c>StrictNewVersion</c>), as Helm wants the versions of charts.</summary>
    public static SemanticVersion? ParseStrict(string text, VersionRules rules, out string? error)
    {
        error = null;
        if (text.Length == 0) error = Cased(rules, "Version string empty");
        else if (rules >= VersionRules.Semver35 && GoString.Length(text) > LongestText) error = $"version string is too long (max {LongestText} bytes)";
        if (error is not null) return null;
        var parts = text.Split('.', 3);
        if (parts.Length != 3)
        {
            error = Cased(rules, "Invalid Semantic Version");
            return null;
        }
        var (metadata, prerelease) = ("", "");
        if (parts[2].IndexOf('+', StringComparison.Ordinal) is var plus and >= 0)
        {
            (metadata, parts[2]) = (parts[2][(plus + 1)..], parts[2][..plus]);
            error = MetadataError(metadata, rules);
        }
        if (parts[2].IndexOf('-', StringComparison.Ordinal) is var dash and >= 0)
        {
            (prerelease, parts[2]) = (parts[2][(dash + 1)..], parts[2][..dash]);
            error ??= PrereleaseError(prerelease, rules);
        }
        foreach (var part in parts)
        {
            if (part.AsSpan().ContainsAnyExceptInRange('0', '9')) error ??= Cased(rules, "Invalid characters in version");
            else if (part.Length > 1 && part[0] == '0') error ??= Cased(rules, "Version segment starts with 0");
        }
        var numbers = new ulong[3];
        for (var i = 0; i < 3 && error is null; i++)
        {
            if (!ulong.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i])) error = NotANumber(parts[i]);
        }
        return error is null ? new(numbers[0], numbers[1], numbers[2], prerelease, metadata, text) : null;
    }

    /// <summary>Negative, zero or positive as this is older than, as old as or newer than the other; a prerelease is older than its release.</summary>
    public int CompareTo(SemanticVersion other)
    {
        if (Major != other.Major) return Major < other.Major ? -1 : 1;
        if (Minor != other.Minor) return Minor < other.Minor ? -1 : 1;
        if (Patch != other.Patch) return Patch < other.Patch ? -1 : 1;
        if (Prerelease.Length == 0 || other.Prerelease.Length == 0) return other.Prerelease.Length.CompareTo(Prerelease.Length) is var by and not 0 ? Math.Sign(by) : 0;
        return ComparePrereleases(Prerelease, other.Prerelease);
    }

    /// <summary>Identifier by identifier: numbers by value and before words, words by their bytes, none before any.</summary>
    public static int ComparePrereleases(string one, string other)
    {
        if (one == other) return 0;
        var a = one.Split('.');
        var b = other.Split('.');
        for (var i = 0; i < Math.Max(a.Length, b.Length); i++)
        {
            var by = CompareIdentifiers(i < a.Length ? a[i] : "", i < b.Length ? b[i] : "");
            if (by != 0) return by;
        }
        return 0;
    }

    static int CompareIdentifiers(string one, string other)
    {
        if (one == other) return 0;
        if (one.Length == 0) return -1;
        if (other.Length == 0) return 1;
        var isNumber = ulong.TryParse(one, NumberStyles.None, CultureInfo.InvariantCulture, out var a);
        var isOtherNumber = ulong.TryParse(other, NumberStyles.None, CultureInfo.InvariantCulture, out var b);
        if (isNumber && isOtherNumber) return a > b ? 1 : -1;
        if (isNumber || isOtherNumber) return isNumber ? -1 : 1;
        return Math.Sign(string.CompareOrdinal(one, other));
    }

    /// <summary>The next patch release; of a prerelease, its release.</summary>
    public SemanticVersion NextPatch() => Derived(Major, Minor, Prerelease.Length > 0 ? Patch : unchecked(Patch + 1), "", "");

    public SemanticVersion NextMinor() => Derived(Major, unchecked(Minor + 1), 0, "", "");

    public SemanticVersion NextMajor() => Derived(unchecked(Major + 1), 0, 0, "", "");

    public SemanticVersion WithPrerelease(string prerelease) => Derived(Major, Minor, Patch, prerelease, Metadata);

    public SemanticVersion WithMetadata(string metadata) => Derived(Major, Minor, Patch, Prerelease, metadata);

    SemanticVersion Derived(ulong major, ulong minor, ulong patch, string prerelease, string metadata)
    {
        var derived = new SemanticVersion(major, minor, patch, prerelease, metadata);
        return Original.StartsWith('v') ? new(major, minor, patch, prerelease, metadata, "v" + derived) : derived;
    }

    /// <summary>What is wrong with a prerelease; null where nothing is.</summary>
    public static string? PrereleaseError(string prerelease, VersionRules rules)
    {
        foreach (var identifier in prerelease.Split('.'))
        {
            if (identifier.Length == 0 || !identifier.All(IsIdentifierCharacter)) return Cased(rules, "Invalid Prerelease string");
            if (identifier.Length > 1 && identifier[0] == '0' && identifier.All(char.IsAsciiDigit)) return Cased(rules, "Version segment starts with 0");
        }
        return null;
    }

    /// <summary>What is wrong with build metadata; null where nothing is.</summary>
    public static string? MetadataError(string metadata, VersionRules rules) =>
        metadata.Split('.').All(identifier => identifier.Length > 0 && identifier.All(IsIdentifierCharacter)) ? null : Cased(rules, "Invalid Metadata string");

    /// <summary>The version without what <see cref="Original"/> adds: <c>1.2.0-rc.1+build</c>.</summary>
    public override string ToString()
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{Major}.{Minor}.{Patch}");
        if (Prerelease.Length > 0) text.Append('-').Append(Prerelease);
        if (Metadata.Length > 0) text.Append('+').Append(Metadata);
        return text.ToString();
    }

    public static bool IsIdentifierCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c == '-';

    static ulong Number(ReadOnlySpan<char> digits, VersionRules rules, ref string? error)
    {
        if (digits.IsEmpty || error is not null) return 0;
        if (ulong.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return number;
        error = $"{(rules == VersionRules.Semver33 ? "Error" : "error")} parsing version segment: {NotANumber(digits.ToString())}";
        return 0;
    }

    static string NotANumber(string text) => $"strconv.ParseUint: parsing {Quoting.Quote(text)}: {(text.Length == 0 ? "invalid syntax" : "value out of range")}";

    /// <summary>The library's newer releases write their errors in lower case.</summary>
    static string Cased(VersionRules rules, string error) => rules == VersionRules.Semver33 ? error : error.ToLowerInvariant();
}
