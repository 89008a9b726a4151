using ShiftLeft.Rules;

namespace ShiftLeft.Tests.Rules;

/// <summary>Every example that a user reads is run: a bad one has exactly one finding at exactly the marked place, a good one none.</summary>
public sealed class ExampleTests
{
    public static TheoryData<string, int> BadExamples => Number(info => info.Bad.Length);
    public static TheoryData<string, int> GoodExamples => Number(info => info.Good.Length);

    [Theory]
    [MemberData(nameof(BadExamples))]
    public void A_bad_example_has_its_one_finding(string rule, int index)
    {
        var example = Catalogue.Find(rule)!.Info.Bad[index];
        Assert.Single(Expect.Findings(rule, example));
    }

    [Theory]
    [MemberData(nameof(GoodExamples))]
    public void A_good_example_has_no_finding(string rule, int index)
    {
        var example = Catalogue.Find(rule)!.Info.Good[index];
        Assert.DoesNotContain("[|", example, StringComparison.Ordinal);
        Assert.Empty(Expect.Findings(rule, example));
    }

    [Fact]
    public void Every_rule_that_judges_an_input_has_examples_of_both_kinds() =>
        Assert.Empty(Catalogue.Rules.Where(rule => rule.Info.Practice != Practice.Tool && (rule.Info.Bad.IsEmpty || rule.Info.Good.IsEmpty)).Select(rule => rule.Info.Id));

    static TheoryData<string, int> Number(Func<RuleInfo, int> count)
    {
        var data = new TheoryData<string, int>();
        foreach (var rule in Catalogue.Rules)
        {
            for (var i = 0; i < count(rule.Info); i++) data.Add(rule.Info.Id, i);
        }
        return data;
    }
}
