using System.Collections.Immutable;
using System.Text;
using ShiftLeft.Go.Strconv;
using ShiftLeft.Go.Strings;
using ShiftLeft.Go.Template;

namespace ShiftLeft.Go.Semver;

/// <summary>
/// A condition on versions in the grammar of Masterminds' semver library: <c>&gt;=1.2 &lt;2 || ~3.1, !=3.1.4 || 4.x || 5.1 - 5.3 || ^6</c>.
/// </summary>
sealed class VersionConstraint
{
    const int LongestText = 512;
    const int MostGroups = 32;

    readonly ImmutableArray<Group> groups;

    VersionConstraint(ImmutableArray<Group> groups) => this.groups = groups;

    /// <summary>Comparisons that must all hold.</summary>
    readonly record struct Group(ImmutableArray<Comparison> Comparisons, bool NamesPrerelease);

    enum Operator { Equal, NotEqual, Greater, Less, GreaterOrEqual, LessOrEqual, Tilde, Caret }

    /// <param name="Operator">How a version is compared.</param>
    /// <param name="Version">What it is compared with; zeros stand for what is missing or a wildcard.</param>
    /// <param name="IsOpen">Whether any part of it is missing or a wildcard.</param>
    /// <param name="HasMajorOnly">Whether only its first number is given.</param>
    /// <param name="LacksPatch">Whether only its last number is not given.</param>
    /// <param name="AdmitsPrereleases">Whether a prerelease may satisfy it; else none does.</param>
    readonly record struct Comparison(Operator Operator, SemanticVersion Version, bool IsOpen, bool HasMajorOnly, bool LacksPatch, bool AdmitsPrereleases);

    /// <summary>Null with an error in the library's words where the text is no constraint.</summary>
    public static VersionConstraint? Parse(string text, VersionRules rules, out string? error)
    {
        error = null;
        if (rules >= VersionRules.Semver35 && GoString.Length(text) > LongestText)
        {
            error = $"constraint string is too long (max {LongestText} bytes)";
            return null;
        }
        text = WithoutRanges(text);
        var alternatives = text.Split("||");
        if (rules >= VersionRules.Semver35 && alternatives.Length > MostGroups)
        {
            error = $"too many constraint groups (max {MostGroups})";
            return null;
        }
        var groups = ImmutableArray.CreateBuilder<Group>(alternatives.Length);
        foreach (var alternative in alternatives)
        {
            if (ParseGroup(alternative, rules, ref error) is not { } group) return null;
            groups.Add(group);
        }
        return new(groups.MoveToImmutable());
    }

    /// <summary>Whether a version fits a constraint; neither does where one of them is none.</summary>
    public static bool IsMetBy(string constraint, string version, VersionRules rules) =>
        Parse(constraint, rules, out _) is { } parsed && SemanticVersion.Parse(version, rules, out _) is { } given && parsed.Allows(given);

    public bool Allows(SemanticVersion version)
    {
        foreach (var group in groups)
        {
            var all = true;
            foreach (var comparison in group.Comparisons)
            {
                if (all = Holds(comparison, version)) continue;
                break;
            }
            if (all) return true;
        }
        return false;
    }

    static Group? ParseGroup(string text, VersionRules rules, ref string? error)
    {
        var comparisons = ImmutableArray.CreateBuilder<Comparison>(1);
        var (at, isUnreadable, namesPrerelease) = (SkipSpaces(text, 0), false, false);
        while (true)
        {
            var kind = ReadOperator(text, ref at);
            at = SkipSpaces(text, at);
            var scanner = new VersionScanner(text, at, allowsWildcards: true);
            if (!scanner.Scan()) break;
            at = SkipSpaces(text, scanner.End);
            if (Read(kind, text, scanner, rules) is { } comparison)
            {
                comparisons.Add(comparison);
                namesPrerelease |= comparison.Version.Prerelease.Length > 0;
            }
            else isUnreadable = true;
            if (at == text.Length)
            {
                error = isUnreadable ? rules == VersionRules.Semver33 ? "constraint Parser Error" : "constraint parser error" : null;
                if (isUnreadable) return null;
                // Older releases let every comparison speak for itself.
                if (rules >= VersionRules.Semver34 && namesPrerelease)
                {
                    for (var i = 0; i < comparisons.Count; i++) comparisons[i] = comparisons[i] with { AdmitsPrereleases = true };
                }
                return new(comparisons.ToImmutable(), namesPrerelease);
            }
            if (text[at] == ',') at = SkipSpaces(text, at + 1);
            else if (at == scanner.End) break;
        }
        error = $"improper constraint: {(rules >= VersionRules.Semver35 ? Quoting.Quote(text) : text)}";
        return null;
    }

    static Comparison? Read(Operator kind, string text, in VersionScanner scanner, VersionRules rules)
    {
        string version;
        var (isOpen, hasMajorOnly, lacksPatch) = (true, false, false);
        var prerelease = scanner.Prerelease.IsEmpty ? "" : $"-{scanner.Prerelease}";
        if (IsWildcard(scanner.Major)) version = "0.0.0" + prerelease;
        else if (IsWildcard(scanner.Minor)) (version, hasMajorOnly) = ($"{scanner.Major}.0.0{prerelease}", true);
        else if (IsWildcard(scanner.Patch)) (version, lacksPatch) = ($"{scanner.Major}.{scanner.Minor}.0{prerelease}", true);
        else (version, isOpen) = (text[scanner.Start..scanner.End], false);
        if (SemanticVersion.Parse(version, rules, out _) is not { } parsed) return null;
        var admits = parsed.Prerelease.Length > 0 || (rules == VersionRules.Semver33 && kind == Operator.NotEqual && !isOpen);
        return new(kind, parsed, isOpen, hasMajorOnly, lacksPatch, admits);
    }

    static bool IsWildcard(ReadOnlySpan<char> number) => number is "" or "x" or "X" or "*";

    static Operator ReadOperator(string text, ref int at)
    {
        var one = at < text.Length ? text[at] : '\0';
        var two = at + 1 < text.Length ? text[at + 1] : '\0';
        var (kind, length) = (one, two) switch
        {
            ('!', '=') => (Operator.NotEqual, 2),
            ('>', '=') or ('=', '>') => (Operator.GreaterOrEqual, 2),
            ('<', '=') or ('=', '<') => (Operator.LessOrEqual, 2),
            ('~', '>') => (Operator.Tilde, 2),
            ('~', _) => (Operator.Tilde, 1),
            ('^', _) => (Operator.Caret, 1),
            ('>', _) => (Operator.Greater, 1),
            ('<', _) => (Operator.Less, 1),
            ('=', _) => (Operator.Equal, 1),
            _ => (Operator.Equal, 0),
        };
        at += length;
        return kind;
    }

    static bool Holds(in Comparison comparison, SemanticVersion version)
    {
        if (version.Prerelease.Length > 0 && !comparison.AdmitsPrereleases) return false;
        return comparison.Operator switch
        {
            Operator.NotEqual => Differs(comparison, version),
            Operator.Greater => IsGreater(comparison, version),
            Operator.Less => version.CompareTo(comparison.Version) < 0,
            Operator.GreaterOrEqual => version.CompareTo(comparison.Version) >= 0,
            Operator.LessOrEqual => IsAtMost(comparison, version),
            Operator.Tilde => IsClose(comparison, version),
            Operator.Caret => IsCompatible(comparison, version),
            _ => comparison.IsOpen ? IsClose(comparison, version) : version.CompareTo(comparison.Version) == 0,
        };
    }

    static bool Differs(in Comparison comparison, SemanticVersion version)
    {
        var other = comparison.Version;
        if (!comparison.IsOpen) return version.CompareTo(other) != 0;
        if (version.Major != other.Major) return true;
        if (comparison.HasMajorOnly) return false;
        if (version.Minor != other.Minor) return true;
        if (!comparison.LacksPatch) return version.Patch != other.Patch || version.CompareTo(other) != 0;
        return SemanticVersion.ComparePrereleases(version.Prerelease, other.Prerelease) != 0;
    }

    /// <summary><c>&gt;11</c> begins at 12, <c>&gt;11.1</c> at 11.2.</summary>
    static bool IsGreater(in Comparison comparison, SemanticVersion version)
    {
        var other = comparison.Version;
        if (!comparison.IsOpen) return version.CompareTo(other) > 0;
        if (version.Major != other.Major) return version.Major > other.Major;
        if (comparison.HasMajorOnly) return false;
        return comparison.LacksPatch ? version.Minor > other.Minor : version.CompareTo(other) > 0;
    }

    static bool IsAtMost(in Comparison comparison, SemanticVersion version)
    {
        var other = comparison.Version;
        if (!comparison.IsOpen) return version.CompareTo(other) <= 0;
        return version.Major <= other.Major && (version.Major != other.Major || version.Minor <= other.Minor || comparison.HasMajorOnly);
    }

    static bool IsClose(in Comparison comparison, SemanticVersion version)
    {
        var other = comparison.Version;
        if (version.CompareTo(other) < 0) return false;
        // ~0.0.0 and ~* take everything.
        if (other is { Major: 0, Minor: 0, Patch: 0 } && !comparison.HasMajorOnly && !comparison.LacksPatch) return true;
        return version.Major == other.Major && (version.Minor == other.Minor || comparison.HasMajorOnly);
    }

    static bool IsCompatible(in Comparison comparison, SemanticVersion version)
    {
        var other = comparison.Version;
        if (version.CompareTo(other) < 0) return false;
        if (other.Major > 0 || comparison.HasMajorOnly || version.Major > 0) return version.Major == other.Major;
        if (other.Minor > 0 || comparison.LacksPatch || version.Minor > 0) return version.Minor == other.Minor;
        return version.Patch == other.Patch;
    }

    /// <summary>Writes every range <c>1.2 - 1.5</c> as two comparisons, wherever in the text it stands.</summary>
    static string WithoutRanges(string text)
    {
        if (!text.Contains('-', StringComparison.Ordinal)) return text;
        var result = text;
        for (var start = 0; start < text.Length; start++)
        {
            var at = SkipSpaces(text, start);
            var low = new VersionScanner(text, at, allowsWildcards: true);
            if (!low.Scan()) continue;
            var dash = SkipSpaces(text, low.End);
            if (dash == low.End || dash >= text.Length || text[dash] != '-') continue;
            at = SkipSpaces(text, dash + 1);
            var high = new VersionScanner(text, at, allowsWildcards: true);
            if (at == dash + 1 || !high.Scan()) continue;
            var end = SkipSpaces(text, high.End);
            var range = text[start..end];
            var found = result.IndexOf(range, StringComparison.Ordinal);
            if (found >= 0) result = new StringBuilder(result).Remove(found, range.Length).Insert(found, $">= {text[low.Start..low.End]}, <= {text[high.Start..high.End]} ").ToString();
            start = end - 1;
        }
        return result;
    }

    static int SkipSpaces(string text, int at)
    {
        while (at < text.Length && text[at] is ' ' or '\t' or '\n' or '\f' or '\r') at++;
        return at;
    }
}
