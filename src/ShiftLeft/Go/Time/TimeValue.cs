using System.Globalization;
using System.Text;
using ShiftLeft.Go.Reflect;
using ShiftLeft.Go.Template;
using ShiftLeft.Tracing;

namespace ShiftLeft.Go.Time;

/// <summary>Go's <c>time.Time</c>.</summary>
/// <param name="seconds">Since 1970, UTC.</param>
/// <param name="nanoseconds">Of the second.</param>
/// <param name="offset">Of its zone, in seconds east of UTC.</param>
/// <param name="zone">The zone's abbreviation; empty where only the offset is known.</param>
/// <param name="from">Where it comes from.</param>
sealed class TimeValue(long seconds, int nanoseconds, int offset, string zone, Provenance? from) : ObjectValue(from)
{
    const string StringLayout = "2006-01-02 15:04:05.999999999 -0700 MST";

    /// <summary>The first of January of the year 1: Go's zero time.</summary>
    public const long ZeroSeconds = -62_135_596_800;

    static readonly string[] Months = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
    static readonly string[] Days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

    public long Seconds { get; } = seconds;
    public int Nanoseconds { get; } = nanoseconds;
    public override string TypeName => "time.Time";
    public override string Print() => Format(StringLayout);
    public override Value WithFrom(Provenance? from) => new TimeValue(Seconds, Nanoseconds, offset, zone, from);
    public override string MarshaledText => Format("2006-01-02T15:04:05.999999999Z07:00");

    public TimeValue Plus(long duration, Provenance? from)
    {
        var nanos = Nanoseconds + duration % Duration.Second;
        var carry = nanos < 0 ? -1 : nanos >= Duration.Second ? 1 : 0;
        return new(unchecked(Seconds + duration / Duration.Second + carry), (int)(nanos - carry * Duration.Second), offset, zone, from);
    }

    public override FunctionSignature? Method(string name) => name switch
    {
        "Format" => new(name, [Parameter.String], null, call => call.Opaque(Format(call.String(0)), this)),
        "String" => new(name, [], null, call => call.Opaque(Print(), this)),
        "Unix" => Number(name, Seconds, Kind.Int64),
        "UnixMilli" => Number(name, unchecked(Seconds * 1000 + Nanoseconds / 1_000_000), Kind.Int64),
        "UnixNano" => Number(name, unchecked(Seconds * Duration.Second + Nanoseconds), Kind.Int64),
        "Year" => Number(name, Date.Year),
        "Month" => new(name, [], null, call => new NumberedName(Date.Month, Months[Date.Month - 1], "time.Month", call.Computed(this))),
        "Day" => Number(name, Date.Day),
        "YearDay" => Number(name, Date.DayOfYear),
        "Weekday" => new(name, [], null, call => new NumberedName(Weekday, Days[Weekday], "time.Weekday", call.Computed(this))),
        "Hour" => Number(name, Clock / 3600),
        "Minute" => Number(name, Clock / 60 % 60),
        "Second" => Number(name, Clock % 60),
        "Nanosecond" => Number(name, Nanoseconds),
        "IsZero" => new(name, [], null, call => new BoolValue(Seconds == ZeroSeconds && Nanoseconds == 0, call.Computed(this))),
        "UTC" or "Local" => new(name, [], null, _ => new TimeValue(Seconds, Nanoseconds, 0, "UTC", From)),
        "AddDate" => new(name, [Parameter.Int, Parameter.Int, Parameter.Int], null, call => Later(call.Integer(0), call.Integer(1), call.Integer(2), call.Computed(this))),
        "Add" => new(name, [Parameter.Duration], null, call => Plus(((DurationValue)call[0]).Number, call.Computed(this, call[0]))),
        "Sub" => new(name, [Parameter.Time], null, call => new DurationValue(Since((TimeValue)call[0]), call.Computed(this, call[0]))),
        "Round" => Fitted(name, isRounded: true),
        "Truncate" => Fitted(name, isRounded: false),
        "Before" => Compared(name, order => order < 0),
        "After" => Compared(name, order => order > 0),
        "Equal" => Compared(name, order => order == 0),
        _ => null,
    };

    /// <summary>Go's rule: a month without such a day runs over into the next one.</summary>
    TimeValue Later(long years, long months, long days, Provenance? from)
    {
        if (Math.Abs(years) > 1_000_000 || Math.Abs(months) > 1_000_000 || Math.Abs(days) > 100_000_000) throw new FunctionException("a date is too far away");
        var month = Date.Month - 1 + months;
        var year = Date.Year + years + Math.DivRem(month, 12, out var rest) - (rest < 0 ? 1 : 0);
        var day = new CivilDate(year, (int)((rest + 12) % 12) + 1, 1).ToDay() + Date.Day - 1 + days;
        return new(day * 86_400 + Clock - offset, Nanoseconds, offset, zone, from);
    }

    /// <summary>Go's durations end at 292 years.</summary>
    long Since(TimeValue other) => (long)Int128.Clamp(OfTheEra - other.OfTheEra, long.MinValue, long.MaxValue);

    /// <summary>Nanoseconds since the zero time, from which Go counts multiples.</summary>
    Int128 OfTheEra => ((Int128)Seconds - ZeroSeconds) * Duration.Second + Nanoseconds;

    FunctionSignature Fitted(string name, bool isRounded) => new(name, [Parameter.Duration], null, call =>
    {
        var unit = ((DurationValue)call[0]).Number;
        if (unit <= 0) return this;
        var over = (long)(((OfTheEra % unit) + unit) % unit);
        return Plus(isRounded && over >= unit - over ? unit - over : -over, call.Computed(this, call[0]));
    });

    FunctionSignature Number(string name, long value, Kind kind = Kind.Int) => new(name, [], null, call => new IntegerValue(value, call.Computed(this), kind));

    FunctionSignature Compared(string name, Func<int, bool> holds) =>
        new(name, [Parameter.Time], null, call => new BoolValue(holds(Order((TimeValue)call[0])), call.Computed(this, call[0])));

    int Order(TimeValue other) => (Seconds, Nanoseconds).CompareTo((other.Seconds, other.Nanoseconds));

    long LocalDay => Math.DivRem(unchecked(Seconds + offset), 86_400, out var rest) - (rest < 0 ? 1 : 0);

    /// <summary>Seconds of its zone's day.</summary>
    long Clock => unchecked(Seconds + offset) - LocalDay * 86_400;

    int Weekday => (int)(((LocalDay + 4) % 7 + 7) % 7);

    CivilDate Date => CivilDate.OfDay(LocalDay);

    public string Format(string layout)
    {
        var text = new StringBuilder(layout.Length + 16);
        var date = Date;
        var at = 0;
        while (TimeLayout.Next(layout, at) is var (start, length))
        {
            text.Append(layout, at, start - at);
            Append(text, layout.Substring(start, length), date);
            at = start + length;
        }
        return text.Append(layout, at, layout.Length - at).ToString();
    }

    void Append(StringBuilder text, string element, CivilDate date)
    {
        var clock = Clock;
        var half = clock / 3600 % 12 is var hour and not 0 ? hour : 12;
        _ = element switch
        {
            "2006" => Padded(text, date.Year, 4),
            "06" => Padded(text, Math.Abs(date.Year) % 100, 2),
            "January" => text.Append(Months[date.Month - 1]),
            "Jan" => text.Append(Months[date.Month - 1], 0, 3),
            "1" => text.Append(date.Month),
            "01" => Padded(text, date.Month, 2),
            "Monday" => text.Append(Days[Weekday]),
            "Mon" => text.Append(Days[Weekday], 0, 3),
            "2" => text.Append(date.Day),
            "_2" => text.Append(CultureInfo.InvariantCulture, $"{date.Day,2}"),
            "02" => Padded(text, date.Day, 2),
            "__2" => text.Append(CultureInfo.InvariantCulture, $"{date.DayOfYear,3}"),
            "002" => Padded(text, date.DayOfYear, 3),
            "15" => Padded(text, clock / 3600, 2),
            "3" => text.Append(half),
            "03" => Padded(text, half, 2),
            "4" => text.Append(clock / 60 % 60),
            "04" => Padded(text, clock / 60 % 60, 2),
            "5" => text.Append(clock % 60),
            "05" => Padded(text, clock % 60, 2),
            "PM" => text.Append(clock >= 12 * 3600 ? "PM" : "AM"),
            "pm" => text.Append(clock >= 12 * 3600 ? "pm" : "am"),
            "MST" when zone.Length > 0 => text.Append(zone),
            "MST" => Offset(text, "-0700"),
            ['.' or ',', ..] => Fraction(text, element),
            ['Z', ..] when offset == 0 => text.Append('Z'),
            _ => Offset(text, element),
        };
    }

    static StringBuilder Padded(StringBuilder text, long number, int width)
    {
        if (number < 0) text.Append('-');
        return text.Append(Math.Abs(number).ToString("D" + width.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture));
    }

    StringBuilder Offset(StringBuilder text, string element)
    {
        var minutes = Math.Abs(offset / 60);
        text.Append(offset / 60 < 0 ? '-' : '+');
        Padded(text, minutes / 60, 2);
        var colon = element.Contains(':', StringComparison.Ordinal) ? ":" : "";
        if (element.Length > 3) Padded(text.Append(colon), minutes % 60, 2);
        return element.Length > 6 ? Padded(text.Append(colon), Math.Abs(offset) % 60, 2) : text;
    }

    StringBuilder Fraction(StringBuilder text, string element)
    {
        var isTrimmed = element[1] == '9';
        if (isTrimmed && Nanoseconds == 0) return text;
        var digits = Nanoseconds.ToString("D9", CultureInfo.InvariantCulture);
        if (element.Length - 1 < 9) digits = digits[..(element.Length - 1)];
        if (isTrimmed) digits = digits.TrimEnd('0');
        return digits.Length == 0 ? text : text.Append(element[0]).Append(digits);
    }
}

/// <summary>A day of the Gregorian calendar, before 1582 too.</summary>
readonly record struct CivilDate(long Year, int Month, int Day)
{
    static readonly int[] DaysBefore = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];

    public int DayOfYear => DaysBefore[Month - 1] + Day + (Month > 2 && IsLeap(Year) ? 1 : 0);

    /// <param name="day">Since 1970.</param>
    public static CivilDate OfDay(long day)
    {
        // Years that begin in March end with the leap day; 400 of them have the same number of days each time.
        day += 719_468;
        var era = (day >= 0 ? day : day - 146_096) / 146_097;
        var ofEra = day - era * 146_097;
        var year = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365;
        var ofYear = (int)(ofEra - (365 * year + year / 4 - year / 100));
        var month = (5 * ofYear + 2) / 153;
        return new(year + era * 400 + (month >= 10 ? 1 : 0), month < 10 ? month + 3 : month - 9, ofYear - (153 * month + 2) / 5 + 1);
    }

    /// <summary>Since 1970.</summary>
    public long ToDay()
    {
        var year = Month <= 2 ? Year - 1 : Year;
        var era = (year >= 0 ? year : year - 399) / 400;
        var ofEra = year - era * 400;
        var ofYear = (153 * (Month > 2 ? Month - 3 : Month + 9) + 2) / 5 + Day - 1;
        return era * 146_097 + ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear - 719_468;
    }

    public static int DaysIn(long year, int month) => month == 2 && IsLeap(year) ? 29 : (month == 12 ? 365 : DaysBefore[month]) - DaysBefore[month - 1];

    public static bool IsLeap(long year) => year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

    /// <param name="year">The year.</param>
    /// <param name="day">Of the year, from 1.</param>
    public static CivilDate OfYear(long year, int day) => OfDay(new CivilDate(year, 1, 1).ToDay() + day - 1);
}
