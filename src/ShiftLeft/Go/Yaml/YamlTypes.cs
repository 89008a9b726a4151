using System.Globalization;
using System.Text;
using ShiftLeft.Go.Fmt;
using ShiftLeft.Go.Strconv;

namespace ShiftLeft.Go.Yaml;

/// <summary>What a scalar is; <see cref="Other"/> has a tag that the library does not know, and is a string or binary.</summary>
enum YamlType : byte { String, Null, Boolean, Integer, Float, Timestamp, Other }

/// <summary>A scalar's type, and its value where that is not its text.</summary>
readonly record struct YamlResolved(YamlType Type, bool Boolean = false, long Integer = 0, ulong? Unsigned = null, double Float = 0)
{
    /// <summary>What the library says where the text is not what the tag says.</summary>
    public string? Mismatch { get; init; }
}

/// <summary>How <c>yaml.v2</c> and <c>yaml.v3</c> see the type of a plain scalar: YAML 1.1 with changes.</summary>
static class YamlTypes
{
    public const string LongPrefix = "tag:yaml.org,2002:";

    /// <summary>Of <c>false</c>.</summary>
    const int LongestWord = 5;

    /// <summary>The tag of bytes that are written in base64.</summary>
    public const string Binary = LongPrefix + "binary";
    /// <summary>The tag of a key that merges.</summary>
    public const string Merge = LongPrefix + "merge";

    /// <summary>The type of a scalar with all that says something about it.</summary>
    /// <param name="text">Its value.</param>
    /// <param name="tag">Its tag, in full.</param>
    /// <param name="isImplicit">Whether its type shows in its text, if no tag says it.</param>
    public static YamlResolved Resolve(string text, string? tag, bool isImplicit)
    {
        if (tag is null) return isImplicit ? Resolve(text) : default;
        var wanted = !tag.StartsWith(LongPrefix, StringComparison.Ordinal) ? "" : tag[LongPrefix.Length..];
        if (wanted == "str") return default;
        if (wanted is not ("bool" or "int" or "float" or "null" or "timestamp")) return new(YamlType.Other);
        var found = Resolve(text, isTimestampAllowed: wanted == "timestamp");
        var name = found.Type switch
        {
            YamlType.Null => "null", YamlType.Boolean => "bool", YamlType.Integer => "int", YamlType.Float => "float", YamlType.Timestamp => "timestamp", _ => "str",
        };
        if (wanted == "float" && name == "int" && found.Unsigned is null) return new(YamlType.Float, Float: found.Integer);
        return name == wanted ? found : new(YamlType.String) { Mismatch = $"cannot decode !!{name} `{text}` as a !!{wanted}" };
    }

    /// <summary>
    /// What JSON calls the key that a scalar is; null where it has no such key. Numbers are written as Go does, floats with the digits of a
    /// <c>float32</c>.
    /// </summary>
    public static string? KeyName(in YamlResolved resolved, string text) => resolved.Type switch
    {
        YamlType.Null => null,
        YamlType.Boolean => resolved.Boolean ? "true" : "false",
        YamlType.Integer => resolved.Unsigned is null ? resolved.Integer.ToString(CultureInfo.InvariantCulture) : null,
        YamlType.Float when double.IsFinite(resolved.Float) =>
            PlainFormat.Float(double.Parse(((float)resolved.Float).ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)) switch { "+Inf" => ".inf", "-Inf" => "-.inf", var number => number },
        YamlType.Float => double.IsNaN(resolved.Float) ? ".nan" : resolved.Float > 0 ? ".inf" : "-.inf",
        _ => text,
    };

    /// <summary>The text that base64 stands for; null where it is none. JSON replaces bytes that are no text.</summary>
    public static string? DecodeBinary(string base64)
    {
        var text = base64.Replace("\n", "", StringComparison.Ordinal).Replace("\r", "", StringComparison.Ordinal);
        var bytes = new byte[text.Length];
        return !text.AsSpan().ContainsAny(" \t") && Convert.TryFromBase64String(text, bytes, out var length) ? Encoding.UTF8.GetString(bytes.AsSpan(0, length)) : null;
    }

    /// <summary>A tag as errors show it.</summary>
    public static string Short(string tag) => tag.StartsWith(LongPrefix, StringComparison.Ordinal) ? "!!" + tag[LongPrefix.Length..] : tag;

    /// <summary>False for most texts that are strings.</summary>
    public static bool MayBeTyped(string text) => text.Length == 0 || text[0] switch
    {
        'y' or 'Y' or 'n' or 'N' or 't' or 'T' or 'f' or 'F' or 'o' or 'O' or '~' => text.Length <= LongestWord,
        '.' or '+' or '-' or (>= '0' and <= '9') => true,
        _ => false,
    };

    /// <param name="text">The scalar.</param>
    /// <param name="isTimestampAllowed">False where a tag says it is another thing.</param>
    /// <param name="isThird">Whether <c>yaml.v3</c> asks: it has fewer booleans and one form of octal numbers more.</param>
    public static YamlResolved Resolve(string text, bool isTimestampAllowed = true, bool isThird = false)
    {
        if (text.Length == 0) return new(YamlType.Null);
        return text[0] switch
        {
            'y' or 'Y' or 'n' or 'N' or 't' or 'T' or 'f' or 'F' or 'o' or 'O' or '~' => Word(text, isThird),
            '.' => Special(text) ?? (PointFloat(text) is { } number ? new(YamlType.Float, Float: number) : default),
            '+' or '-' or (>= '0' and <= '9') => Special(text) ?? Number(text, isTimestampAllowed, isThird),
            _ => default,
        };
    }

    static YamlResolved Word(string text, bool isThird) => text switch
    {
        "true" or "True" or "TRUE" => new(YamlType.Boolean, true),
        "false" or "False" or "FALSE" => new(YamlType.Boolean),
        "~" or "null" or "Null" or "NULL" => new(YamlType.Null),
        _ when isThird => default,
        "y" or "Y" or "yes" or "Yes" or "YES" or "on" or "On" or "ON" => new(YamlType.Boolean, true),
        "n" or "N" or "no" or "No" or "NO" or "off" or "Off" or "OFF" => new(YamlType.Boolean),
        _ => default,
    };

    /// <summary>Words that <c>yaml.v3</c> no longer reads as booleans, and still writes in quotes.</summary>
    public static bool IsOldBoolean(string text) => text.Length <= 3 && Word(text, isThird: false).Type == YamlType.Boolean;

    static YamlResolved? Special(string text) => text switch
    {
        ".nan" or ".NaN" or ".NAN" => new(YamlType.Float, Float: double.NaN),
        ".inf" or ".Inf" or ".INF" or "+.inf" or "+.Inf" or "+.INF" => new(YamlType.Float, Float: double.PositiveInfinity),
        "-.inf" or "-.Inf" or "-.INF" => new(YamlType.Float, Float: double.NegativeInfinity),
        _ => null,
    };

    static YamlResolved Number(string text, bool isTimestampAllowed, bool isThird)
    {
        // Most strings that start like a number show within few characters that they are none.
        for (var i = 0; i < text.Length; i++)
        {
            if (!(char.IsAsciiHexDigit(text[i]) || text[i] is '_' or '.' or '+' or '-' or 'x' or 'X' or 'o' or 'O' or ':' or ' ' or ',' or 't' or 'T' or 'Z')) return default;
        }
        if (isTimestampAllowed && YamlTimestamp.IsOne(text)) return new(YamlType.Timestamp);
        var plain = text.Contains('_', StringComparison.Ordinal) ? text.Replace("_", "", StringComparison.Ordinal) : text;
        if (NumberParser.ParseInteger(plain) is { } integer) return new(YamlType.Integer, Integer: integer);
        if (!plain.StartsWith('+') && Unsigned(plain) is { } unsigned) return new(YamlType.Integer, Unsigned: unsigned);
        if (IsFloat(plain) && NumberParser.ParseFloat(plain) is { } number) return new(YamlType.Float, Float: number);
        // What an underscore or a second sign hid from the forms above.
        if (Prefixed(plain, "0b", 2) is { } binary) return binary;
        return isThird && Prefixed(plain, "0o", 8) is { } octal ? octal : default;
    }

    static YamlResolved? Prefixed(string plain, string prefix, int numberBase)
    {
        var isNegative = plain.StartsWith('-') && plain.AsSpan(1).StartsWith(prefix);
        if (!isNegative && !plain.StartsWith(prefix, StringComparison.Ordinal)) return null;
        var digits = plain.AsSpan(isNegative ? 3 : 2);
        if (digits.Length > 0 && digits[0] is '+' or '-')
        {
            if (isNegative) return null;
            isNegative = digits[0] == '-';
            digits = digits[1..];
        }
        if (digits.IsEmpty) return null;
        UInt128 value = 0;
        foreach (var c in digits)
        {
            if (c < '0' || c >= '0' + numberBase || value > ulong.MaxValue) return null;
            value = value * (uint)numberBase + (uint)(c - '0');
        }
        if (isNegative) return value <= (UInt128)long.MaxValue + 1 ? new(YamlType.Integer, Integer: unchecked(-(long)(ulong)value)) : null;
        if (value <= long.MaxValue) return new(YamlType.Integer, Integer: (long)value);
        return value <= ulong.MaxValue ? new(YamlType.Integer, Unsigned: (ulong)value) : null;
    }

    /// <summary>An integer above those of <c>int64</c>.</summary>
    static ulong? Unsigned(string plain)
    {
        if (!NumberParser.IsUnsigned(plain)) return null;
        var (digits, style) = plain switch
        {
            ['0', 'x' or 'X', ..] => (plain[2..], NumberStyles.AllowHexSpecifier),
            ['0', 'b' or 'B', ..] => (plain[2..], NumberStyles.AllowBinarySpecifier),
            _ => (plain, NumberStyles.None),
        };
        if (plain.Length > 1 && plain[0] == '0' && style == NumberStyles.None)
        {
            ulong value = 0;
            foreach (var c in plain[1] is 'o' or 'O' ? plain.AsSpan(2) : plain.AsSpan(1)) value = value * 8 + (uint)(c - '0');
            return value;
        }
        return ulong.TryParse(digits, style, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    /// <summary><c>[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?</c></summary>
    static bool IsFloat(ReadOnlySpan<char> text)
    {
        if (text.Length > 0 && text[0] is '+' or '-') text = text[1..];
        var whole = Digits(text);
        text = text[whole..];
        if (text.Length > 0 && text[0] == '.')
        {
            var fraction = Digits(text[1..]);
            if (whole == 0 && fraction == 0) return false;
            text = text[(1 + fraction)..];
        }
        else if (whole == 0) return false;
        if (text.IsEmpty) return true;
        if (text[0] is not ('e' or 'E')) return false;
        text = text[1..];
        if (text.Length > 0 && text[0] is '+' or '-') text = text[1..];
        return !text.IsEmpty && Digits(text) == text.Length;
    }

    static int Digits(ReadOnlySpan<char> text) => text.IndexOfAnyExceptInRange('0', '9') is var end and >= 0 ? end : text.Length;

    /// <summary>What starts with a point is read as Go reads floats: underscores stand between digits only.</summary>
    static double? PointFloat(string text)
    {
        for (var i = text.IndexOf('_', StringComparison.Ordinal); i >= 0; i = text.IndexOf('_', i + 1))
        {
            if (!char.IsAsciiDigit(text[i - 1]) || i + 1 == text.Length || !char.IsAsciiDigit(text[i + 1])) return null;
        }
        var plain = text.Replace("_", "", StringComparison.Ordinal);
        return IsFloat(plain) ? NumberParser.ParseFloat(plain) : null;
    }

    /// <summary>YAML 1.1's numbers to the base of 60, which Go does not read and yet writes in quotes: <c>[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?</c></summary>
    public static bool IsBase60(string text)
    {
        if (text.Length == 0 || !(text[0] is '+' or '-' || char.IsAsciiDigit(text[0])) || !text.Contains(':', StringComparison.Ordinal)) return false;
        var i = text[0] is '+' or '-' ? 1 : 0;
        if (i == text.Length || !char.IsAsciiDigit(text[i])) return false;
        while (i < text.Length && (char.IsAsciiDigit(text[i]) || text[i] == '_')) i++;
        var parts = 0;
        for (; i < text.Length && text[i] == ':'; parts++)
        {
            i++;
            if (i + 1 < text.Length && text[i] is >= '0' and <= '5' && char.IsAsciiDigit(text[i + 1])) i += 2;
            else if (i < text.Length && char.IsAsciiDigit(text[i])) i++;
            else return false;
        }
        if (parts == 0) return false;
        if (i < text.Length && text[i] == '.')
        {
            i++;
            while (i < text.Length && (char.IsAsciiDigit(text[i]) || text[i] == '_')) i++;
        }
        return i == text.Length;
    }
}
