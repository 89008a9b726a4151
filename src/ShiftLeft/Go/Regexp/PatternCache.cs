using ShiftLeft.Go.Template;
using ShiftLeft.Tracing;

namespace ShiftLeft.Go.Regexp;

/// <summary>The regular expressions of one rendering: most are used again and again.</summary>
sealed class PatternCache
{
    const int Most = 500;

    readonly Dictionary<string, Pattern> byText = new(StringComparer.Ordinal);

    /// <exception cref="FunctionException">It is none; Go's words.</exception>
    public Pattern Get(string pattern, RenderBudget budget)
    {
        if (byText.TryGetValue(pattern, out var known)) return known;
        // A chart of so many makes them up; forgetting all costs less than keeping an order.
        if (byText.Count >= Most) byText.Clear();
        return byText[pattern] = new(pattern, budget);
    }
}
