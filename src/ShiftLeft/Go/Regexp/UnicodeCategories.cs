using System.Globalization;

namespace ShiftLeft.Go.Regexp;

/// <summary>The general categories by the names that regular expressions have for them.</summary>
static class UnicodeCategories
{
    static readonly string[] Names =
    [
        "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Co", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Sm",
        "Sc", "Sk", "So", "Cn",
    ];

    const uint All = (1u << 30) - 1;

    /// <summary>A bit for each <see cref="UnicodeCategory"/> that a name stands for; null where it is no category.</summary>
    public static uint? Mask(string name)
    {
        switch (Canonical(name))
        {
            case "Any": return All;
            case "Assigned": return All & ~(1u << (int)UnicodeCategory.OtherNotAssigned);
            case "Lc" or "Casedletter": return 0b111;
            case "Letter": return Starting('L');
            case "Mark": return Starting('M');
            case "Number": return Starting('N');
            case "Punctuation": return Starting('P');
            case "Symbol": return Starting('S');
            case "Separator": return Starting('Z');
            case "Other": return Starting('C');
            case "Uppercaseletter": return 1;
            case "Lowercaseletter": return 2;
            case "Titlecaseletter": return 4;
            case "Decimalnumber" or "Digit": return 1u << (int)UnicodeCategory.DecimalDigitNumber;
            case { Length: 1 } one: return Starting(one[0]) is var group and not 0 ? group : null;
            case var canonical:
                var index = Array.IndexOf(Names, canonical);
                return index < 0 ? null : 1u << index;
        }
    }

    /// <summary>Whether it could be the name of a script.</summary>
    public static bool IsName(string name) => name.Length > 3 && name.All(c => char.IsAsciiLetter(c) || c == '_');

    static uint Starting(char letter)
    {
        var mask = 0u;
        for (var i = 0; i < Names.Length; i++)
        {
            if (Names[i][0] == letter) mask |= 1u << i;
        }
        return mask;
    }

    /// <summary>A capital and small letters behind it, without connectors.</summary>
    static string Canonical(string name)
    {
        var letters = name.Where(c => c is not ('_' or '-' or ' ')).ToArray();
        return letters.Length == 0 ? "" : char.ToUpperInvariant(letters[0]) + new string(letters[1..]).ToLowerInvariant();
    }
}
