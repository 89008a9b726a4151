namespace ShiftLeft.Go.Yaml;

/// <summary>
/// The timestamps that Go's YAML libraries know, which they leave strings and write in quotes: a date, or a date with a time, and a zone where a
/// <c>T</c> stands between.
/// </summary>
static class YamlTimestamp
{
    public static bool IsOne(string text)
    {
        if (text.Length < 8 || text[4] != '-' || !char.IsAsciiDigit(text[0]) || !char.IsAsciiDigit(text[1]) || !char.IsAsciiDigit(text[2]) || !char.IsAsciiDigit(text[3])) return false;
        var rest = text.AsSpan(5);
        var year = (text[0] - '0') * 1000 + (text[1] - '0') * 100 + (text[2] - '0') * 10 + text[3] - '0';
        if (Number(ref rest) is not (>= 1 and <= 12 and var month) || !Take(ref rest, '-') || Number(ref rest) is not (>= 1 and var day) || day > DaysIn(month, year)) return false;
        if (rest.IsEmpty) return true;
        var hasZone = rest[0] is 'T' or 't';
        if (!hasZone && rest[0] != ' ') return false;
        rest = hasZone ? rest[1..] : rest.TrimStart(' ');
        if (Number(ref rest) is not < 24 || !Take(ref rest, ':') || Number(ref rest) is not < 60 || !Take(ref rest, ':') || Number(ref rest) is not < 60) return false;
        if (rest.Length > 1 && rest[0] is '.' or ',' && char.IsAsciiDigit(rest[1]))
        {
            var end = rest[1..].IndexOfAnyExceptInRange('0', '9');
            rest = end < 0 ? [] : rest[(end + 1)..];
        }
        return hasZone ? IsZone(rest) : rest.IsEmpty;
    }

    static bool IsZone(ReadOnlySpan<char> zone)
    {
        if (zone is "Z") return true;
        return zone is ['+' or '-', _, _, ':', _, _] && char.IsAsciiDigit(zone[1]) && char.IsAsciiDigit(zone[2]) && char.IsAsciiDigit(zone[4]) && char.IsAsciiDigit(zone[5]) &&
            (zone[1] - '0') * 10 + zone[2] - '0' <= 24 && (zone[4] - '0') * 10 + zone[5] - '0' <= 60;
    }

    /// <summary>One digit or two.</summary>
    static int? Number(ref ReadOnlySpan<char> rest)
    {
        if (rest.IsEmpty || !char.IsAsciiDigit(rest[0])) return null;
        var length = rest.Length > 1 && char.IsAsciiDigit(rest[1]) ? 2 : 1;
        var number = length == 1 ? rest[0] - '0' : (rest[0] - '0') * 10 + rest[1] - '0';
        rest = rest[length..];
        return number;
    }

    static bool Take(ref ReadOnlySpan<char> rest, char c)
    {
        if (rest.IsEmpty || rest[0] != c) return false;
        rest = rest[1..];
        return true;
    }

    static int DaysIn(int month, int year) => month switch
    {
        2 => year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28,
        4 or 6 or 9 or 11 => 30,
        _ => 31,
    };
}
