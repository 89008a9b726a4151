using System.Text.RegularExpressions;
using ShiftLeft.Go.Template;
using ShiftLeft.Helm.Functions;

namespace ShiftLeft.Tests.Helm;

/// <summary>
/// The charts that real helms render too use every function, so that no function's answer is only our own opinion. Those of Helm 4.3, which is not
/// among these helms, are asked for in <c>tests/verdicts/helm-4.3.jsonl.gz</c>.
/// </summary>
public sealed partial class FunctionsInChartsTests
{
    [Fact]
    public void Every_function_occurs_in_the_charts()
    {
        var words = Directory.EnumerateFiles(Path.Combine(TidyTests.Root, "tests", "charts"), "*", SearchOption.AllDirectories)
            .Where(file => file.Contains($"{Path.DirectorySeparatorChar}templates{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .SelectMany(file => Action().Matches(File.ReadAllText(file)))
            .SelectMany(action => Word().Matches(action.Value).Select(word => word.Value))
            .ToHashSet(StringComparer.Ordinal);
        Assert.Empty(FunctionTable.All.Keys.Except(words).Except(Durations.Names).Order(StringComparer.Ordinal));
    }

    [GeneratedRegex(@"\{\{.*?\}\}", RegexOptions.Singleline)]
    private static partial Regex Action();

    [GeneratedRegex(@"(?<![\w.$])[A-Za-z]\w*")]
    private static partial Regex Word();
}
