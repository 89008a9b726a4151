using System.Text;
using ShiftLeft.Go.Reflect;

namespace ShiftLeft.Go.Yaml;

/// <summary>The order in which Go's YAML libraries write the keys of a map: letters behind all else, and numbers by their value.</summary>
static class NaturalOrder
{
    /// <summary>
    /// Sorts by merging: the order is not transitive (5min, 10min, 1day, 5min …), where Go's result depends on chance; here it depends on the keys'
    /// first order alone.
    /// </summary>
    public static IReadOnlyList<MapEntry> Sort(IReadOnlyList<MapEntry> entries, bool isThird)
    {
        var isSorted = true;
        for (var i = 1; i < entries.Count && isSorted; i++) isSorted = Compare(entries[i - 1].Key.Text, entries[i].Key.Text, isThird) <= 0;
        if (isSorted) return entries;
        MapEntry[] sorted = [.. entries];
        var merged = new MapEntry[sorted.Length];
        for (var size = 1; size < sorted.Length; size *= 2)
        {
            for (var start = 0; start < sorted.Length; start += 2 * size)
            {
                var (left, middle, end) = (start, Math.Min(start + size, sorted.Length), Math.Min(start + 2 * size, sorted.Length));
                var right = middle;
                for (var to = start; to < end; to++)
                    merged[to] = left < middle && (right >= end || Compare(sorted[left].Key.Text, sorted[right].Key.Text, isThird) <= 0) ? sorted[left++] : sorted[right++];
            }
            (sorted, merged) = (merged, sorted);
        }
        return sorted;
    }

    /// <param name="one">A key.</param>
    /// <param name="other">Another.</param>
    /// <param name="isThird">Whether <c>yaml.v3</c> compares, for which digits come before letters only where no digit precedes both.</param>
    public static int Compare(string one, string other, bool isThird)
    {
        var at = one.AsSpan().CommonPrefixLength(other);
        if (at == one.Length || at == other.Length) return one.Length.CompareTo(other.Length);
        if (char.IsAsciiLetter(one[at]) && char.IsAsciiLetter(other[at])) return one[at].CompareTo(other[at]);
        if (at > 0 && char.IsHighSurrogate(one[at - 1])) at--;
        var (a, b) = (RuneAt(one, at), RuneAt(other, at));
        var (isLetter, isOtherLetter) = (Rune.IsLetter(a), Rune.IsLetter(b));
        if (isLetter && isOtherLetter) return a.Value.CompareTo(b.Value);
        if (isLetter || isOtherLetter)
        {
            var isLess = isThird && at > 0 && IsDigit(one, at - 1) ? isLetter : isOtherLetter;
            return isLess ? -1 : 1;
        }
        long number = 0, otherNumber = 0;
        if (a.Value == '0' || b.Value == '0')
        {
            for (var j = at - 1; j >= 0 && IsDigit(one, j); j--)
            {
                if (one[j] == '0') continue;
                number = otherNumber = 1;
                break;
            }
        }
        var end = Number(one, at, ref number);
        var otherEnd = Number(other, at, ref otherNumber);
        if (number != otherNumber) return number.CompareTo(otherNumber);
        return end != otherEnd ? end.CompareTo(otherEnd) : a.Value.CompareTo(b.Value);
    }

    /// <summary>Reads on as Go does, overflow and all.</summary>
    static int Number(string text, int at, ref long number)
    {
        for (; at < text.Length && IsDigit(text, at); at++) number = unchecked(number * 10 + text[at] - '0');
        return at;
    }

    static bool IsDigit(string text, int at) => char.IsDigit(text[at]);

    static Rune RuneAt(string text, int at) => Rune.TryGetRuneAt(text, at, out var rune) ? rune : Rune.ReplacementChar;
}
