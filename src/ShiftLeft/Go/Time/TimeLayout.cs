namespace ShiftLeft.Go.Time;

/// <summary>Go's layouts of times: an example of how the second of January 2006, 15:04:05, seven hours west of Greenwich, would be written.</summary>
static class TimeLayout
{
    /// <summary>Longer ones that begin alike stand first.</summary>
    static readonly string[] Elements =
    [
        "January", "Jan", "Monday", "Mon", "MST", "01", "02", "03", "04", "05", "06", "002", "15", "1", "2006", "2", "_2", "__2", "3", "4", "5", "PM", "pm",
        "-070000", "-07:00:00", "-0700", "-07:00", "-07", "Z070000", "Z07:00:00", "Z0700", "Z07:00", "Z07",
    ];

    /// <summary>The next element from an offset on; null where only plain text is left.</summary>
    public static (int Start, int Length)? Next(string layout, int from)
    {
        for (var i = from; i < layout.Length; i++)
        {
            if (layout[i] is '.' or ',')
            {
                if (Fraction(layout, i) is { } length) return (i, length);
                continue;
            }
            // An underscore before a year is one.
            if (layout[i] == '_' && layout.AsSpan(i + 1).StartsWith("2006", StringComparison.Ordinal)) return (i + 1, 4);
            foreach (var element in Elements)
            {
                if (!layout.AsSpan(i).StartsWith(element, StringComparison.Ordinal)) continue;
                // "Month" holds no day and "Janet" no month.
                var isWord = element is "Jan" or "Mon" && i + 3 < layout.Length && char.IsAsciiLetterLower(layout[i + 3]);
                if (!isWord) return (i, element.Length);
            }
        }
        return null;
    }

    /// <summary><c>.000</c> or <c>,999</c>, if no other digit follows.</summary>
    static int? Fraction(string layout, int at)
    {
        if (at + 1 >= layout.Length || layout[at + 1] is not ('0' or '9')) return null;
        var end = at + 1;
        while (end < layout.Length && layout[end] == layout[at + 1]) end++;
        return end < layout.Length && char.IsAsciiDigit(layout[end]) ? null : end - at;
    }
}
