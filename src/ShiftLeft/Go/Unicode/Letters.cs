using System.Globalization;
using System.Text;

namespace ShiftLeft.Go.Unicode;

/// <summary>Go's <c>unicode</c> package: one character becomes one character.</summary>
static class Letters
{
    public static Rune Upper(Rune rune) => rune.Value switch
    {
        // What .NET leaves alone, so that ASCII stays apart.
        0x131 => new('I'),
        0x17F => new('S'),
        0x345 => new(0x399),
        0x1FBE => new(0x399),
        _ => Rune.ToUpperInvariant(rune),
    };

    public static Rune Lower(Rune rune) => rune.Value switch
    {
        0x130 => new('i'),
        0x212A => new('k'),
        0x2126 => new(0x3C9),
        0x212B => new(0xE5),
        0x1E9E => new(0xDF),
        _ => Rune.ToLowerInvariant(rune),
    };

    /// <summary>As upper case, but for digraphs (<c>ǆ</c> becomes <c>ǅ</c>) and Georgian, which has none.</summary>
    public static Rune Title(Rune rune) => rune.Value switch
    {
        >= 0x1C4 and <= 0x1CC => new(0x1C5 + (rune.Value - 0x1C4) / 3 * 3),
        >= 0x1F1 and <= 0x1F3 => new(0x1F2),
        >= 0x10D0 and <= 0x10FF => rune,
        _ => Upper(rune),
    };

    public static bool IsUpper(Rune rune) => Rune.GetUnicodeCategory(rune) == UnicodeCategory.UppercaseLetter;

    public static bool IsLower(Rune rune) => Rune.GetUnicodeCategory(rune) == UnicodeCategory.LowercaseLetter;

    public static bool IsTitle(Rune rune) => Rune.GetUnicodeCategory(rune) == UnicodeCategory.TitlecaseLetter;
}
