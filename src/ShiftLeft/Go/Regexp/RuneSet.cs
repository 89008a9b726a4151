using System.Globalization;
using System.Text;

namespace ShiftLeft.Go.Regexp;

/// <summary>A set of characters: ranges of code points and general categories. Immutable.</summary>
sealed class RuneSet
{
    const int Last = 0x10FFFF;

    readonly int[] ranges;
    readonly uint categories;
    readonly bool folds;
    readonly bool isNegated;
    readonly UInt128 ascii;

    /// <param name="ranges">Pairs of first and last, sorted and apart.</param>
    /// <param name="categories">A bit for each <see cref="UnicodeCategory"/>.</param>
    /// <param name="folds">Whether a character belongs to the categories if one that differs in case does.</param>
    /// <param name="isNegated">Whether it is all else.</param>
    RuneSet(int[] ranges, uint categories = 0, bool folds = false, bool isNegated = false)
    {
        (this.ranges, this.categories, this.folds, this.isNegated) = (ranges, categories, folds, isNegated);
        for (var i = 0; i < ranges.Length && ranges[i] < 128; i += 2)
        {
            for (var code = ranges[i]; code <= Math.Min(ranges[i + 1], 127); code++) ascii |= UInt128.One << code;
        }
        for (var code = 0; code < 128 && categories != 0; code++)
        {
            if (Search(code)) ascii |= UInt128.One << code;
        }
        if (isNegated) ascii = ~ascii;
    }

    public static RuneSet Any { get; } = new([0, Last]);
    public static RuneSet NotLineBreak { get; } = new([0, '\n' - 1, '\n' + 1, Last]);

    /// <summary>The only character of the set; null for others.</summary>
    public int? Single => ranges.Length == 2 && ranges[0] == ranges[1] && categories == 0 && !isNegated ? ranges[0] : null;

    public bool Contains(int code) => code < 128 ? (ascii >> code & UInt128.One) != UInt128.Zero : Search(code) != isNegated;

    bool Search(int code)
    {
        var (low, high) = (0, ranges.Length / 2);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (code < ranges[2 * middle]) high = middle;
            else if (code > ranges[2 * middle + 1]) low = middle + 1;
            else return true;
        }
        if (categories == 0) return false;
        return IsInCategories(code) || (folds && CaseFolding.Others(code).Exists(IsInCategories));
    }

    bool IsInCategories(int code) => (categories >> (int)CharUnicodeInfo.GetUnicodeCategory(code) & 1) != 0;

    /// <summary>Collects ranges and makes a set of them.</summary>
    internal sealed class Builder
    {
        readonly List<(int First, int Last)> found = [];
        uint categories;
        bool folds;

        public Builder Add(int first, int last)
        {
            found.Add((first, last));
            return this;
        }

        /// <summary>A range and every character that differs from one of it in case only.</summary>
        public Builder AddFolded(int first, int last)
        {
            Add(first, last);
            if (first <= CaseFolding.First && last >= CaseFolding.Last) return this;
            for (var code = Math.Max(first, CaseFolding.First); code <= Math.Min(last, CaseFolding.Last); code++)
            {
                foreach (var other in CaseFolding.Others(code)) Add(other, other);
            }
            return this;
        }

        public Builder AddCategories(uint mask, bool folding)
        {
            categories |= mask;
            folds |= folding;
            return this;
        }

        /// <summary>What a group such as <c>\d</c> holds, or with <c>\D</c> all else.</summary>
        public Builder AddGroup(ReadOnlySpan<int> group, bool negated, bool folding)
        {
            var own = new Builder();
            for (var i = 0; i < group.Length; i += 2)
            {
                if (folding) own.AddFolded(group[i], group[i + 1]);
                else own.Add(group[i], group[i + 1]);
            }
            var clean = own.Clean();
            if (negated) clean = Negated(clean);
            for (var i = 0; i < clean.Count; i += 2) Add(clean[i], clean[i + 1]);
            return this;
        }

        public RuneSet Build(bool negated)
        {
            var clean = Clean();
            // The complement of categories is not made of ranges.
            return categories == 0 ? new([.. negated ? Negated(clean) : clean]) : new([.. clean], categories, folds, negated);
        }

        List<int> Clean()
        {
            found.Sort();
            var clean = new List<int>();
            foreach (var (first, last) in found)
            {
                if (clean.Count > 0 && first <= clean[^1] + 1) clean[^1] = Math.Max(clean[^1], last);
                else clean.AddRange([first, last]);
            }
            return clean;
        }

        static List<int> Negated(List<int> clean)
        {
            var negated = new List<int>();
            var next = 0;
            for (var i = 0; i < clean.Count; i += 2)
            {
                if (next <= clean[i] - 1) negated.AddRange([next, clean[i] - 1]);
                next = clean[i + 1] + 1;
            }
            if (next <= RuneSet.Last) negated.AddRange([next, RuneSet.Last]);
            return negated;
        }
    }
}

/// <summary>Unicode's simple case folding: which characters differ in case only.</summary>
static class CaseFolding
{
    public const int First = 'A';
    public const int Last = 0x1E943;

    /// <summary>Those of more than an upper and a lower case, and those that only folding connects.</summary>
    static readonly string[] Families =
    [
        "Kk\u212A", "Ss\u017F", "\u00C5\u00E5\u212B", "\u00B5\u039C\u03BC", "\u01C4\u01C5\u01C6", "\u01C7\u01C8\u01C9", "\u01CA\u01CB\u01CC", "\u01F1\u01F2\u01F3",
        "\u0345\u0399\u03B9\u1FBE", "\u0392\u03B2\u03D0", "\u0395\u03B5\u03F5", "\u0398\u03B8\u03D1\u03F4", "\u039A\u03BA\u03F0", "\u03A0\u03C0\u03D6",
        "\u03A1\u03C1\u03F1", "\u03A3\u03C2\u03C3", "\u03A6\u03C6\u03D5", "\u03A9\u03C9\u2126", "\u00DF\u1E9E", "\u1E60\u1E61\u1E9B",
        "\u0412\u0432\u1C80", "\u0414\u0434\u1C81", "\u041E\u043E\u1C82", "\u0421\u0441\u1C83", "\u0422\u0442\u1C84\u1C85", "\u042A\u044A\u1C86",
        "\u0462\u0463\u1C87", "\u1C88\uA64A\uA64B",
    ];

    /// <summary>The others of a character's family.</summary>
    public static List<int> Others(int code)
    {
        if (!Rune.IsValid(code)) return [];
        foreach (var family in Families)
        {
            if (code <= 0xFFFF && family.Contains((char)code, StringComparison.Ordinal)) return [.. family.Where(other => other != code).Select(other => (int)other)];
        }
        // The dotted and the dotless i have no other case when folded.
        if (code is 0x130 or 0x131) return [];
        var rune = new Rune(code);
        var other = Rune.ToUpperInvariant(rune);
        if (other == rune) other = Rune.ToLowerInvariant(rune);
        return other == rune ? [] : [other.Value];
    }
}
