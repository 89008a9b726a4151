using System.Collections.Immutable;
using ShiftLeft.Files;
using ShiftLeft.Rules;
using ShiftLeft.Text;

namespace ShiftLeft.Tests.Helm.Places;

/// <summary>
/// Where a finding in a chart lies. Each file of <c>Cases</c> is a workspace, and behind <c>=== places</c> what a person decided: the rule and the object,
/// then the place to edit, then the places that help. The rules that are named there must find exactly that.
/// </summary>
public sealed class LocationRuleTests
{
    public static TheoryData<string> Names => [.. PlaceCase.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_finding_lies_where_a_person_edits(string name)
    {
        var test = PlaceCase.Read(name);
        var rules = test.Expected.Select(finding => finding.Split(' ')[0]).ToHashSet();
        Assert.All(rules, rule => Assert.NotNull(Catalogue.Find(rule)));
        var findings = test.Scan().Findings;
        Assert.DoesNotContain(findings, finding => finding.Rule.IsFailure);
        var actual = findings.Where(finding => rules.Contains(finding.Rule.Name)).Select(PlaceCase.Show);
        var (lacking, wrong) = (test.Expected.ToList(), new List<string>());
        foreach (var found in actual)
        {
            if (!lacking.Remove(found)) wrong.Add(found);
        }
        Assert.True(lacking.Count + wrong.Count == 0, $"not found as decided:\n{string.Join('\n', lacking)}\nbut found:\n{string.Join('\n', wrong)}");
    }

    [Fact]
    public void The_cases_are_many() => Assert.InRange(PlaceCase.Names.Sum(name => PlaceCase.Read(name).Expected.Length), 150, int.MaxValue);
}
