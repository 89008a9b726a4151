using System.Text.RegularExpressions;
using ShiftLeft.Rules;

namespace ShiftLeft.Tests.Rules;

public sealed partial class CatalogueTests
{
    [Fact]
    public void Rules_are_ordered_by_unique_ids() =>
        Assert.Equal(Catalogue.Rules.Select(rule => rule.Info.Id).Distinct().Order(StringComparer.Ordinal), Catalogue.Rules.Select(rule => rule.Info.Id));

    [Fact]
    public void Names_are_unique_kebab_case() => Assert.All(Catalogue.Rules, rule =>
    {
        Assert.Matches(Kebab(), rule.Info.Name);
        Assert.Same(rule, Catalogue.Find(rule.Info.Name));
    });

    [Fact]
    public void Every_rule_class_is_in_the_catalogue() => Assert.Empty(
        typeof(Rule).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Rule)) && !type.IsAbstract)
            .Except(Catalogue.Rules.Select(rule => rule.GetType())).Select(type => type.Name));

    [Fact]
    public void A_rule_is_named_as_its_class_and_lies_in_its_practice() => Assert.All(Catalogue.Rules, rule =>
    {
        Assert.Equal(rule.Info.Name, Words().Replace(rule.GetType().Name, "-$1").ToLowerInvariant());
        Assert.EndsWith($".Rules.{rule.Info.Practice}", rule.GetType().Namespace, StringComparison.Ordinal);
    });

    [Fact]
    public void Texts_say_what_why_and_what_to_do() => Assert.All(Catalogue.Rules, rule =>
    {
        Assert.False(rule.Info.Title.EndsWith('.'));
        Assert.EndsWith(".", rule.Info.Why, StringComparison.Ordinal);
        Assert.EndsWith(".", rule.Info.Fix, StringComparison.Ordinal);
        Assert.NotEqual(rule.Info.Title, rule.Info.Why);
    });

    [GeneratedRegex("^[a-z][a-z0-9]*(-[a-z0-9]+)*$")]
    private static partial Regex Kebab();

    [GeneratedRegex("(?<=[a-z0-9])([A-Z])")]
    private static partial Regex Words();
}
