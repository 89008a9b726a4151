using System.Globalization;
using System.Text;
using ShiftLeft.Go.Strings;
using ShiftLeft.Tracing;

namespace ShiftLeft.Go.Time;

/// <summary>Reads a time by a layout, as Go's <c>time.ParseInLocation</c> does in UTC.</summary>
sealed class TimeReader
{
    static readonly string[] Months = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
    static readonly string[] Days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

    readonly string layout;
    readonly string text;
    int at;
    int year;
    int month = -1;
    int day = -1;
    int dayOfYear = -1;
    int hour;
    int minute;
    int second;
    int nanosecond;
    bool isAfternoon;
    bool isMorning;
    bool isUtc;
    int? offset;
    string zone = "";
    /// <summary>What is beyond its range.</summary>
    string? outOfRange;

    TimeReader(string layout, string text) => (this.layout, this.text) = (layout, text);

    /// <summary>Null with Go's words where the text does not fit the layout.</summary>
    public static TimeValue? Read(string layout, string text, Provenance from, out string? error) => new TimeReader(layout, text).Read(from, out error);

    TimeValue? Read(Provenance from, out string? error)
    {
        var place = 0;
        while (true)
        {
            var next = TimeLayout.Next(layout, place);
            var prefix = layout[place..(next?.Start ?? layout.Length)];
            if (!Skip(prefix)) return Fail(prefix, text[at..], out error);
            if (next is not var (start, length))
            {
                if (at == text.Length) break;
                return Fail($": extra text: {Quoted(text[at..])}", out error);
            }
            var element = layout.Substring(start, length);
            place = start + length;
            var held = at;
            var fits = Element(element, place);
            if (outOfRange is not null) return Fail($": {outOfRange} out of range", out error);
            if (!fits) return Fail(element, text[held..], out error);
        }
        if (isAfternoon && hour < 12) hour += 12;
        else if (isMorning && hour == 12) hour = 0;
        if (Date(out error) is not { } date) return null;
        var seconds = date.ToDay() * 86_400 + hour * 3600 + minute * 60 + second;
        if (isUtc) return new(seconds, nanosecond, 0, "UTC", from);
        if (offset is { } east) return new(seconds - east, nanosecond, east, east == 0 && zone.Length == 0 ? "UTC" : zone, from);
        if (zone.Length == 0) return new(seconds, nanosecond, 0, "UTC", from);
        var isGreenwich = zone.StartsWith("GMT", StringComparison.Ordinal);
        var hours = isGreenwich && int.TryParse(zone.AsSpan(3), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var named) ? named : 0;
        return new(seconds, nanosecond, hours * 3600, zone, from);
    }

    CivilDate? Date(out string? error)
    {
        error = null;
        if (dayOfYear >= 0)
        {
            if (dayOfYear < 1 || dayOfYear > (CivilDate.IsLeap(year) ? 366 : 365)) return FailDate(": day-of-year out of range", out error);
            var date = CivilDate.OfYear(year, dayOfYear);
            if (month >= 0 && month != date.Month) return FailDate(": day-of-year does not match month", out error);
            if (day >= 0 && day != date.Day) return FailDate(": day-of-year does not match day", out error);
            return date;
        }
        if (month < 0) month = 1;
        if (day < 0) day = 1;
        if (day < 1 || day > CivilDate.DaysIn(year, month)) return FailDate(": day out of range", out error);
        return new(year, month, day);
    }

    CivilDate? FailDate(string words, out string? error)
    {
        Fail(words, out error);
        return null;
    }

    TimeValue? Fail(string words, out string? error)
    {
        error = $"parsing time {Quoted(text)}{words}";
        return null;
    }

    TimeValue? Fail(string element, string rest, out string? error)
    {
        error = $"parsing time {Quoted(text)} as {Quoted(layout)}: cannot parse {Quoted(rest)} as {Quoted(element)}";
        return null;
    }

    /// <summary>The library's own quotes: what is not ASCII is written byte by byte.</summary>
    static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var octet in GoString.Encode(text))
        {
            if (octet is < (byte)' ' or >= 0x80) quoted.Append(CultureInfo.InvariantCulture, $"\\x{octet:x2}");
            else if (octet is (byte)'"' or (byte)'\\') quoted.Append('\\').Append((char)octet);
            else quoted.Append((char)octet);
        }
        return quoted.Append('"').ToString();
    }

    /// <summary>Takes plain text off; blanks stand for any number of them.</summary>
    bool Skip(string prefix)
    {
        for (var i = 0; i < prefix.Length;)
        {
            if (prefix[i] == ' ')
            {
                if (at < text.Length && text[at] != ' ') return false;
                while (i < prefix.Length && prefix[i] == ' ') i++;
                while (at < text.Length && text[at] == ' ') at++;
                continue;
            }
            if (at >= text.Length || text[at] != prefix[i]) return false;
            at++;
            i++;
        }
        return true;
    }

    bool Element(string element, int next)
    {
        switch (element)
        {
            case "06":
                if (text.Length - at < 2 || !int.TryParse(text.AsSpan(at, 2), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out year)) return false;
                at += 2;
                year += year >= 69 ? 1900 : 2000;
                return true;
            case "2006":
                if (text.Length - at < 4 || text.AsSpan(at, 4).ContainsAnyExceptInRange('0', '9')) return false;
                year = int.Parse(text.AsSpan(at, 4), NumberStyles.None, CultureInfo.InvariantCulture);
                at += 4;
                return true;
            case "January": return Name(Months, 0, out month);
            case "Jan": return Name(Months, 3, out month);
            case "Monday": return Name(Days, 0, out _);
            case "Mon": return Name(Days, 3, out _);
            case "1" or "01": return Number(element == "01", 1, 12, "month", out month);
            case "2" or "02": return Number(element == "02", 0, 99, "", out day);
            case "_2":
                if (at < text.Length && text[at] == ' ') at++;
                return Number(false, 0, 99, "", out day);
            case "__2" or "002": return DayOfYear(element == "002");
            case "15": return Number(false, 0, 23, "hour", out hour);
            case "3" or "03": return Number(element == "03", 0, 12, "hour", out hour);
            case "4" or "04": return Number(element == "04", 0, 59, "minute", out minute);
            case "5" or "05": return Number(element == "05", 0, 59, "second", out second) && UnexpectedFraction(next);
            case "PM" or "pm": return Half(element == "PM");
            case "MST": return Zone();
            case ['.' or ',', '0', ..]: return element.Length <= text.Length - at && Fraction(element.Length);
            case ['.' or ',', ..]: return !HasFraction() || Fraction(FractionLength());
            default: return Offset(element);
        }
    }

    bool Name(string[] names, int length, out int number)
    {
        for (number = 1; number <= names.Length; number++)
        {
            var name = length == 0 ? names[number - 1] : names[number - 1][..length];
            if (!text.AsSpan(at).StartsWith(name, StringComparison.OrdinalIgnoreCase)) continue;
            at += name.Length;
            return true;
        }
        number = 0;
        return false;
    }

    bool Number(bool isFixed, int least, int most, string name, out int number)
    {
        number = 0;
        var digits = IsDigit(at) ? IsDigit(at + 1) ? 2 : 1 : 0;
        if (digits == 0 || (isFixed && digits < 2)) return false;
        number = int.Parse(text.AsSpan(at, digits), NumberStyles.None, CultureInfo.InvariantCulture);
        at += digits;
        if (number < least || number > most) outOfRange = name;
        return true;
    }

    bool IsDigit(int index) => index < text.Length && char.IsAsciiDigit(text[index]);

    bool DayOfYear(bool isFixed)
    {
        for (var i = 0; i < 2 && !isFixed && at < text.Length && text[at] == ' '; i++) at++;
        var digits = 0;
        while (digits < 3 && IsDigit(at + digits)) digits++;
        if (digits == 0 || (isFixed && digits < 3)) return false;
        dayOfYear = int.Parse(text.AsSpan(at, digits), NumberStyles.None, CultureInfo.InvariantCulture);
        at += digits;
        return true;
    }

    bool HasFraction() => at + 1 < text.Length && text[at] is '.' or ',' && IsDigit(at + 1);

    int FractionLength()
    {
        var length = 1;
        while (IsDigit(at + length)) length++;
        return length;
    }

    /// <summary>A fraction of a second may stand in the text though the layout has none.</summary>
    bool UnexpectedFraction(int next)
    {
        if (outOfRange is not null || !HasFraction()) return true;
        if (TimeLayout.Next(layout, next) is var (start, _) && layout[start] is '.' or ',') return true;
        return Fraction(FractionLength());
    }

    bool Fraction(int length)
    {
        if (text[at] is not ('.' or ',')) return false;
        var digits = text.AsSpan(at + 1, Math.Min(length - 1, 9));
        if (digits.IsEmpty || digits.ContainsAnyExceptInRange('0', '9')) return false;
        nanosecond = int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
        for (var i = digits.Length; i < 9; i++) nanosecond *= 10;
        at += length;
        return true;
    }

    bool Half(bool isUpper)
    {
        if (text.Length - at < 2) return false;
        var half = text.Substring(at, 2);
        at += 2;
        isAfternoon |= half == (isUpper ? "PM" : "pm");
        isMorning |= half == (isUpper ? "AM" : "am");
        return half == (isUpper ? "PM" : "pm") || half == (isUpper ? "AM" : "am");
    }

    bool Offset(string element)
    {
        if (element[0] == 'Z' && at < text.Length && text[at] == 'Z')
        {
            at++;
            isUtc = true;
            return true;
        }
        if (text.Length - at < element.Length) return false;
        var parts = new int[3];
        var from = at + 1;
        for (var i = 0; i < 3 && from < at + element.Length; i++)
        {
            if (element[from - at] == ':')
            {
                if (text[from] != ':') return false;
                from++;
            }
            if (!IsDigit(from) || !IsDigit(from + 1)) return false;
            parts[i] = int.Parse(text.AsSpan(from, 2), NumberStyles.None, CultureInfo.InvariantCulture);
            from += 2;
        }
        var sign = text[at];
        at += element.Length;
        outOfRange = parts[2] > 60 ? "time zone offset second" : parts[1] > 60 ? "time zone offset minute" : parts[0] > 24 ? "time zone offset hour" : null;
        offset = ((parts[0] * 60 + parts[1]) * 60 + parts[2]) * (sign == '-' ? -1 : 1);
        return sign is '+' or '-';
    }

    /// <summary>An abbreviation, by its looks: three or four capitals, a T at the end of more, or GMT and hours.</summary>
    bool Zone()
    {
        var rest = text.AsSpan(at);
        if (rest.StartsWith("UTC", StringComparison.Ordinal))
        {
            at += 3;
            isUtc = true;
            return true;
        }
        if (rest.Length < 3) return false;
        int length;
        if (rest.StartsWith("ChST", StringComparison.Ordinal) || rest.StartsWith("MeST", StringComparison.Ordinal)) length = 4;
        else if (rest.StartsWith("GMT", StringComparison.Ordinal)) length = 3 + SignedHours(rest[3..]);
        else if (rest[0] is '+' or '-') length = SignedHours(rest);
        else
        {
            var capitals = 0;
            while (capitals < 6 && capitals < rest.Length && char.IsAsciiLetterUpper(rest[capitals])) capitals++;
            length = capitals switch { 5 when rest[4] == 'T' => 5, 4 when rest[3] == 'T' || rest[..4] is "WITA" => 4, 3 => 3, _ => 0 };
        }
        if (length == 0) return false;
        zone = rest[..length].ToString();
        at += length;
        return true;
    }

    static int SignedHours(ReadOnlySpan<char> rest)
    {
        if (rest.IsEmpty || rest[0] is not ('+' or '-')) return 0;
        var digits = rest[1..].IndexOfAnyExceptInRange('0', '9');
        if (digits < 0) digits = rest.Length - 1;
        return digits > 0 && int.TryParse(rest.Slice(1, digits), NumberStyles.None, CultureInfo.InvariantCulture, out var hours) && hours <= 23 ? 1 + digits : 0;
    }
}
