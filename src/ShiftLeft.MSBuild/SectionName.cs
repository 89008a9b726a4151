using System.Globalization;
using ShiftLeft.Text;

namespace ShiftLeft.MSBuild;

/// <summary>
/// The name of an <c>.editorconfig</c>'s section, which is a pattern: <c>{a,b}</c> is a choice, <c>{1..3}</c> a number in a range, the rest is a
/// <see cref="Glob"/>. Without a slash it matches a file's name in any folder.
/// </summary>
static class SectionName
{
    /// <summary>A name that stands for more patterns than this matches none of those beyond it.</summary>
    const int MostPatterns = 1000;

    /// <param name="name">What stands between the brackets.</param>
    /// <param name="path">A path relative to the configuration's folder, with forward slashes.</param>
    public static bool Matches(string name, string path)
    {
        var subject = name.Contains('/', StringComparison.Ordinal) ? path : path[(path.LastIndexOf('/') + 1)..];
        // In Git's patterns "**/" may stand for no folder at all; here it does not.
        return Patterns(name, subject).Any(pattern => Glob.IsMatch(pattern.TrimStart('/').Replace("**/", "**\\/", StringComparison.Ordinal), subject));
    }

    /// <summary>The name with its braces spelled out; a range stands for those numbers in it that the subject has. Braces without their like match nothing.</summary>
    static IEnumerable<string> Patterns(string name, string subject)
    {
        var waiting = new Stack<string>([name]);
        for (var count = 0; waiting.TryPop(out var next) && count < MostPatterns; count++)
        {
            var open = Find(next, 0, '{');
            if (open < 0)
            {
                if (Find(next, 0, '}') < 0) yield return next;
                continue;
            }
            if (Close(next, open) is not { } close) continue;
            var (before, inside, after) = (next[..open], next[(open + 1)..close], next[(close + 1)..]);
            foreach (var part in Range(inside) is var (low, high) ? Numbers(subject, low, high) : Parts(inside)) waiting.Push(before + part + after);
        }
    }

    /// <summary>The next such character that is not escaped.</summary>
    static int Find(string text, int from, char wanted)
    {
        for (var i = from; i < text.Length; i++)
        {
            if (text[i] == '\\') i++;
            else if (text[i] == wanted) return i;
        }
        return -1;
    }

    static int? Close(string text, int open)
    {
        var depth = 0;
        for (var i = open; i < text.Length; i++)
        {
            if (text[i] == '\\') i++;
            else if (text[i] == '{') depth++;
            else if (text[i] == '}' && --depth == 0) return i;
        }
        return null;
    }

    /// <summary>What the commas outside of inner braces separate.</summary>
    static IEnumerable<string> Parts(string inside)
    {
        var (depth, start) = (0, 0);
        for (var i = 0; i < inside.Length; i++)
        {
            if (inside[i] == '\\') i++;
            else if (inside[i] == '{') depth++;
            else if (inside[i] == '}') depth--;
            else if (inside[i] == ',' && depth == 0)
            {
                yield return inside[start..i];
                start = i + 1;
            }
        }
        yield return inside[start..];
    }

    static (int Low, int High)? Range(string inside)
    {
        var dots = inside.IndexOf("..", StringComparison.Ordinal);
        return dots > 0 && Number(inside[..dots]) is { } low && Number(inside[(dots + 2)..]) is { } high ? (Math.Min(low, high), Math.Max(low, high)) : null;
    }

    static IEnumerable<string> Numbers(string subject, int low, int high)
    {
        for (var i = 0; i < subject.Length; i++)
        {
            if (!char.IsAsciiDigit(subject[i])) continue;
            var start = i;
            while (i + 1 < subject.Length && char.IsAsciiDigit(subject[i + 1])) i++;
            var digits = subject[start..(i + 1)];
            if (Number(digits) is { } number && number >= low && number <= high) yield return digits;
            if (start > 0 && subject[start - 1] == '-' && Number("-" + digits) is { } negative && negative >= low && negative <= high) yield return "-" + digits;
        }
    }

    static int? Number(string text) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && text[0] != '+' ? number : null;
}
