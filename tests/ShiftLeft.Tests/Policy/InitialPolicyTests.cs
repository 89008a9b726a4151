using System.Text.RegularExpressions;
using ShiftLeft.Files;
using ShiftLeft.Policy;

namespace ShiftLeft.Tests.Policy;

public sealed partial class InitialPolicyTests
{
    [Fact]
    public void It_names_what_was_found() => Golden.Matches(Initial(
        ("src/Dockerfile", "FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build\nFROM mcr.microsoft.com/dotnet/aspnet:10.0\nCOPY --from=build /app /app\n"),
        ("web/Dockerfile", "FROM node:24\n"),
        ("deploy/pod.yaml", "apiVersion: v1\nkind: Pod\nmetadata: { name: p }\nspec: { containers: [{ name: c, image: 'ghcr.io/acme/shop:1' }] }\n"),
        ("deploy/shop/Chart.yaml", "apiVersion: v2\nname: shop\n"),
        ("deploy/shop/values.yaml", "image: { registry: registry.example.com, repository: team/shop }\n"),
        ("deploy/shop/values.dev.yaml", ""), ("deploy/shop/values-prod.yaml", ""), ("deploy/shop/envs/on.yaml", ""), ("deploy/shop/values.schema.json", "{}"),
        ("deploy/common/Chart.yaml", "apiVersion: v2\nname: common\ntype: library\n"), ("deploy/common/values.dev.yaml", "")),
        "Policy/Golden/initial.yml");

    [Fact]
    public void It_says_little_where_there_is_little() => Golden.Matches(Initial(), "Policy/Golden/initial-empty.yml");

    [Theory]
    [InlineData("shop")]
    [InlineData("10: {a}")]
    [InlineData("it's \"here\" #1")]
    [InlineData("- x")]
    [InlineData("true")]
    [InlineData("null")]
    public void It_is_valid_with_and_without_what_is_commented_out(string name)
    {
        (string Path, string Text)[] files =
        [
            ($"{name}/Chart.yaml", "name: x"), ($"{name}/values.{name}.yaml", ""), ($"{name}/values.yaml", "image: { repository: ghcr.io/acme/x }"),
            ("bare/Chart.yaml", "name: bare"), ("Dockerfile", "FROM debian:13"),
        ];
        var initial = Initial(files);
        var policy = PolicyText.Valid(initial, files);
        var environment = Assert.Single(Assert.Single(policy.Charts).Environments);
        Assert.Equal(($"{name}", $"{name}/values.{name}.yaml"), (environment.Name, Assert.Single(environment.Values)));
        Assert.True(policy.TrustedImages.IsEmpty && policy.Suppressions.IsEmpty && policy.Levels.IsEmpty);

        var whole = PolicyText.Valid(Commented().Replace(initial, "$1"), files);
        Assert.Equal(["docker.io/library/*", "ghcr.io/acme/*"], whole.TrustedImages);
        Assert.Single(whole.Suppressions);
        Assert.Single(whole.Levels);
    }

    [Fact]
    public void A_chart_without_environments_is_shown_how_to_have_some()
    {
        (string Path, string Text)[] files = [("deploy/Chart.yaml", "name: x")];
        var initial = Initial(files);
        Assert.Empty(PolicyText.Valid(initial, files).Charts);
        Assert.Equal("deploy", Assert.Single(PolicyText.Valid(Commented().Replace(initial, "$1"), files).Charts).Path);
    }

    [Fact]
    public void Names_that_would_end_a_line_are_left_out()
    {
        var initial = Initial(("a/Chart.yaml", "name: a"), ("a/values.x\nprofile: all.yaml", ""), ("a/values.y\u2028z.yaml", ""), ("b\nc/Chart.yaml", "name: b"), ("b\nc/values.d.yaml", ""));
        Assert.DoesNotContain("profile: all", initial, StringComparison.Ordinal);
        PolicyText.Valid(initial, ("a/Chart.yaml", "name: a"));
    }

    static string Initial(params (string Path, string Text)[] files)
    {
        var tree = new MemoryTree(files.Select(file => KeyValuePair.Create(file.Path, file.Text)));
        return InitialPolicy.Render(tree, Discovery.Find(tree, [""], _ => false));
    }

    /// <summary>A comment that holds keys or items, as opposed to one that holds a sentence.</summary>
    [GeneratedRegex(@"^( *)# (?!yaml-)(?= *(- |[\w.-]+:( |$)))", RegexOptions.Multiline)]
    private static partial Regex Commented();
}
