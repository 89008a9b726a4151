using ShiftLeft.Files;
using ShiftLeft.Policy;

namespace ShiftLeft.Tests.Policy;

/// <summary>A policy as a test writes it, read from the root of a repository.</summary>
static class PolicyText
{
    /// <summary>The policy, which must be right.</summary>
    public static PolicyFile Valid(string text, params (string Path, string Text)[] others)
    {
        var (policy, problems) = PolicyFile.Load(Tree(text, others), "shiftleft.yml");
        Assert.Empty(problems.Select(problem => $"{problem.Location} {problem.Message}"));
        return policy;
    }

    /// <summary>What is wrong with it, each behind its line and column.</summary>
    public static string[] Problems(string text, params (string Path, string Text)[] others) =>
        [.. PolicyFile.Load(Tree(text, others), "shiftleft.yml").Problems.Select(Show)];

    public static string Show(ShiftLeft.Text.Problem problem) =>
        $"{(problem.Location.Path == "shiftleft.yml" ? "" : problem.Location.Path)}{problem.Location.Start} {problem.Message}";

    public static MemoryTree Tree(string policy, params (string Path, string Text)[] others) =>
        new([.. others.Select(file => KeyValuePair.Create(file.Path, file.Text)), KeyValuePair.Create("shiftleft.yml", policy)]);
}
