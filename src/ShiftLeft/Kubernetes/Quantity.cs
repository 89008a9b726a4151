using System.Globalization;

namespace ShiftLeft.Kubernetes;

/// <summary>Amounts as the API writes them: <c>500m</c>, <c>1Gi</c>, <c>0.5</c>, <c>1e3</c>.</summary>
static class Quantity
{
    /// <summary>In units: cores, bytes. Null when the text is no quantity.</summary>
    public static decimal? Parse(string text)
    {
        var digits = 0;
        while (digits < text.Length && (char.IsAsciiDigit(text[digits]) || text[digits] is '.' or '+' or '-')) digits++;
        var suffix = text[digits..];
        if (suffix.Length > 1 && suffix[0] is 'e' or 'E' && int.TryParse(suffix.AsSpan(1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var exponent) && Math.Abs(exponent) <= 18)
            return decimal.TryParse(text[..digits], NumberStyles.Number, CultureInfo.InvariantCulture, out var mantissa) && mantissa < 1e9m ? mantissa * (decimal)Math.Pow(10, exponent) : null;
        return Factor(suffix) is { } factor && decimal.TryParse(text[..digits], NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && Math.Abs((double)number * (double)factor) < 1e27
            ? number * factor
            : null;
    }

    static decimal? Factor(string suffix) => suffix switch
    {
        "" => 1,
        "n" => 1e-9m,
        "u" => 1e-6m,
        "m" => 1e-3m,
        "k" => 1e3m,
        "M" => 1e6m,
        "G" => 1e9m,
        "T" => 1e12m,
        "P" => 1e15m,
        "E" => 1e18m,
        "Ki" => 1024m,
        "Mi" => 1048576m,
        "Gi" => 1073741824m,
        "Ti" => 1099511627776m,
        "Pi" => 1125899906842624m,
        "Ei" => 1152921504606846976m,
        _ => null,
    };
}
