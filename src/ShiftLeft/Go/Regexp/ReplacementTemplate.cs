using System.Text;
using ShiftLeft.Tracing;

namespace ShiftLeft.Go.Regexp;

/// <summary>What replaces a match: <c>$1</c>, <c>${name}</c>, <c>$$</c>. A name is as long as it can be, and a group that is not there is empty.</summary>
sealed class ReplacementTemplate
{
    readonly TracedText template;
    readonly List<Part> parts = [];

    /// <param name="Start">Of text that is copied.</param>
    /// <param name="Length">Of it.</param>
    /// <param name="Groups">For a group that is inserted: the first of these that took part in the match.</param>
    readonly record struct Part(int Start, int Length, List<int>? Groups);

    /// <summary>The last group that it inserts; 0 is the whole match.</summary>
    public int Groups { get; private set; }

    ReplacementTemplate(TracedText template) => this.template = template;

    public static ReplacementTemplate Parse(TracedText template, IReadOnlyList<string?> groupNames)
    {
        var parsed = new ReplacementTemplate(template);
        var text = template.Text;
        var start = 0;
        for (var dollar = text.IndexOf('$', StringComparison.Ordinal); dollar >= 0; dollar = text.IndexOf('$', start))
        {
            parsed.AddText(start, dollar);
            start = dollar + 1;
            var isDoubled = start < text.Length && text[start] == '$';
            if (!isDoubled && Name(text, start, out var end) is { } name)
            {
                start = end;
                var groups = GroupsOf(name, groupNames);
                parsed.parts.Add(new(0, 0, groups));
                parsed.Groups = Math.Max(parsed.Groups, groups.Count == 0 ? 0 : groups[^1]);
                continue;
            }
            parsed.AddText(dollar, start);
            if (isDoubled) start++;
        }
        parsed.AddText(start, text.Length);
        return parsed;
    }

    void AddText(int start, int end)
    {
        if (end > start) parts.Add(new(start, end - start, null));
    }

    public void Append(TracedText.Builder to, TracedText text, int[] match, RenderBudget budget)
    {
        budget.Step(4L * parts.Count);
        foreach (var part in parts)
        {
            if (part.Groups is null)
            {
                to.Append(template, part.Start, part.Length);
                continue;
            }
            foreach (var group in part.Groups)
            {
                if (2 * group + 1 >= match.Length || match[2 * group] < 0) continue;
                var length = match[2 * group + 1] - match[2 * group];
                budget.Write(length);
                if (length > 0) to.Append(text, match[2 * group], length);
                break;
            }
        }
    }

    static string? Name(string text, int start, out int end)
    {
        var isBraced = start < text.Length && text[start] == '{';
        if (isBraced) start++;
        end = start;
        while (end < text.Length && Rune.TryGetRuneAt(text, end, out var rune) && (Rune.IsLetter(rune) || Rune.IsDigit(rune) || rune.Value == '_')) end += rune.Utf16SequenceLength;
        if (end == start) return null;
        var name = text[start..end];
        if (!isBraced) return name;
        return end < text.Length && text[end++] == '}' ? name : null;
    }

    /// <summary>A number without leading zeros, or all groups of a name.</summary>
    static List<int> GroupsOf(string name, IReadOnlyList<string?> groupNames)
    {
        var isNumber = name.All(char.IsAsciiDigit) && (name.Length == 1 || name[0] != '0');
        if (isNumber) return name.Length < 9 ? [int.Parse(name, System.Globalization.CultureInfo.InvariantCulture)] : [];
        return [.. Enumerable.Range(1, groupNames.Count - 1).Where(group => groupNames[group] == name)];
    }
}
