using System.Collections.Immutable;
using ShiftLeft.Files;
using ShiftLeft.Go.Filepath;
using ShiftLeft.Tracing;

namespace ShiftLeft.Helm.Charts;

/// <summary>
/// The rules of a chart's <c>.helmignore</c>. They are tested in order and the first that applies decides. A negated one is not what it is in
/// <c>.gitignore</c>: it ignores all that it does <em>not</em> match.
/// </summary>
sealed class HelmIgnore
{
    const int LongestLine = 64 * 1024;
    const int MostRules = 2000;

    readonly ImmutableArray<Rule> rules;

    HelmIgnore(ImmutableArray<Rule> rules) => this.rules = rules;

    /// <param name="Pattern">What it matches.</param>
    /// <param name="IsNegated">Begins with <c>!</c>.</param>
    /// <param name="IsForFolders">Ends with a slash.</param>
    /// <param name="IsForNames">Has no other slash: it is matched with the last part of a path.</param>
    readonly record struct Rule(PathPattern Pattern, bool IsNegated, bool IsForFolders, bool IsForNames);

    /// <summary>The rule that holds in every chart, behind its own ones: hidden files of templates.</summary>
    static Rule BuiltIn { get; } = ParseRule("templates/.?*", out _)!.Value;

    /// <summary>The rules of a chart without a <c>.helmignore</c>.</summary>
    public static HelmIgnore None { get; } = new([BuiltIn]);

    /// <summary>Null with an error in Helm's words where it has a rule that Helm refuses; such a chart does not load.</summary>
    public static HelmIgnore? Parse(string text, out string? error)
    {
        error = null;
        var rules = ImmutableArray.CreateBuilder<Rule>();
        if (text.StartsWith('\uFEFF')) text = text[1..];
        foreach (var line in text.Split('\n'))
        {
            if (line.Length >= LongestLine) error = "bufio.Scanner: token too long";
            else if (line.Trim() is { Length: > 0 } rule && rule[0] != '#' && ParseRule(rule, out error) is { } parsed) rules.Add(parsed);
            if (error is null && rules.Count > MostRules) error = $"has more than {MostRules:N0} rules";
            if (error is not null) return null;
        }
        rules.Add(BuiltIn);
        return new(rules.ToImmutable());
    }

    /// <summary>Whether a path below the chart's root is left out; a folder that is takes all it holds with it.</summary>
    public bool Ignores(string path, bool isFolder, RenderBudget budget)
    {
        if (path.Length == 0) return false;
        foreach (var rule in rules)
        {
            var matches = (isFolder || !rule.IsForFolders) && rule.Pattern.IsMatch(rule.IsForNames ? TreePath.NameOf(path) : path, budget);
            if (matches != rule.IsNegated) return true;
        }
        return false;
    }

    static Rule? ParseRule(string rule, out string? error)
    {
        error = rule.Contains("**", StringComparison.Ordinal) ? "double-star (**) syntax is not supported" : PathPattern.Parse(rule).Fails("abc") ? PathPattern.SyntaxError : null;
        if (error is not null) return null;
        var isNegated = rule[0] == '!';
        if (isNegated) rule = rule[1..];
        var isForFolders = rule.EndsWith('/');
        if (isForFolders) rule = rule[..^1];
        var isForNames = !rule.Contains('/', StringComparison.Ordinal);
        if (rule.StartsWith('/')) rule = rule[1..];
        return new(PathPattern.Parse(rule), isNegated, isForFolders, isForNames);
    }
}
