using System.Text.Json;
using System.Text.RegularExpressions;
using ShiftLeft.Helm;
using ShiftLeft.Helm.Templates;

namespace ShiftLeft.Tests.Helm;

/// <summary>Expressions that real Helms have answered.</summary>
public sealed partial class ProbeTests
{
    /// <summary>Objects of which the probes ask more than functions know.</summary>
    static readonly string[] Objects = [".Capabilities", ".Files", ".Subcharts", "sub.t", ".Chart", ".Values.sub", ".Values.global"];

    /// <summary>Functions of others: as long as they are missing, what uses one waits.</summary>
    static readonly string[] Awaited =
    [
        "toYaml", "toYamlPretty", "mustToYaml", "fromYaml", "fromYamlArray", "toJson", "toPrettyJson", "toRawJson", "mustToJson", "mustToPrettyJson", "mustToRawJson",
        "mustFromJson", "fromJson", "fromJsonArray", "toToml", "fromToml", "semver", "semverCompare",
    ];

    /// <summary>What the engine itself does otherwise, with the reason.</summary>
    static readonly Dictionary<string, string> Known = new(StringComparer.Ordinal)
    {
        ["fromToml \"a = 1"] = "the TOML library of Helm 3 counts the lines of its errors from 0",
        ["%+v"] = "flags inside of maps, and strings of %#v",
        ["1i"] = "there are no complex numbers",
        ["America/New_York"] = "no zones are known but UTC",
    };

    /// <summary>Helm 3.17 is built with a Go that does not range over integers, and with a TOML library that counts lines from 0.</summary>
    static readonly string[] NewerLibraries = ["range 3", "range $i := 3", "range int", "fromToml \"a=\""];

    [Theory]
    [InlineData("helm3.17.2")]
    [InlineData("helm4.1.4")]
    [InlineData("helm4.2.3")]
    public void Functions_answer_as_the_real_Helm(string helm)
    {
        var profile = helm switch { "helm3.17.2" => HelmProfile.Helm317, "helm4.1.4" => HelmProfile.Helm41, _ => HelmProfile.Helm42 };
        var probe = new TemplateProbe(profile, File.ReadAllText(Path.Combine(TidyTests.Root, "..", "shared", "cases", "helm-probes", "chart", "values.yaml")));
        var wrong = new List<string>();
        var (asked, waiting) = (0, new SortedSet<string>(StringComparer.Ordinal));
        foreach (var item in SharedCases.Read("helm-probes/probes.jsonl"))
        {
            var expression = item.GetProperty("expr").GetString()!;
            if (item.TryGetProperty("nondeterministic_or_build_specific", out _) || Waits(expression, helm, waiting)) continue;
            asked++;
            var answer = item.TryGetProperty(helm, out var own) ? own : item.GetProperty("helm4.1.4");
            if (Compare(probe, expression, answer) is { } difference) wrong.Add(difference);
        }
        TestContext.Current.SendDiagnosticMessage($"{helm}: {asked} probes; waiting for {string.Join(", ", waiting)}");
        Assert.True(asked > 200);
        Assert.Empty(wrong);
    }

    static bool Waits(string expression, string helm, SortedSet<string> waiting)
    {
        if (Objects.Any(item => expression.Contains(item, StringComparison.Ordinal)) || Known.Keys.Any(item => expression.Contains(item, StringComparison.Ordinal))) return true;
        if (helm == "helm3.17.2" && NewerLibraries.Any(item => expression.Contains(item, StringComparison.Ordinal))) return true;
        var missing = Word().Matches(expression).Select(word => word.Value).Where(word => Awaited.Contains(word) && !Executor.Functions.ContainsKey(word)).ToList();
        waiting.UnionWith(missing);
        return missing.Count > 0;
    }

    internal static string? Compare(TemplateProbe probe, string expression, JsonElement answer)
    {
        var expected = answer.TryGetProperty("out", out var written) ? written.GetString()! : "error: " + answer.GetProperty("error").GetString();
        var fails = !answer.TryGetProperty("out", out _);
        string actual;
        try
        {
            actual = probe.Run(expression);
            if (!fails && actual == expected) return null;
        }
        catch (ExecutionException exception)
        {
            actual = "error: " + exception.Innermost.Message;
            if (fails && exception.Innermost.IsIntended) return null;
            if (fails && expected.Contains(WithoutTypes(exception.Innermost.Message), StringComparison.Ordinal)) return null;
        }
        catch (TemplateSyntaxException exception)
        {
            // The words differ with what follows the expression in the file.
            actual = "syntax error: " + exception.Message;
            if (fails && expected.Contains("parse error", StringComparison.Ordinal)) return null;
        }
        return $"{expression}\n  Helm: {expected}\n  here: {actual}";
    }

    /// <summary>Older versions of Go do not name the types that cannot be compared, and name a nil otherwise.</summary>
    static string WithoutTypes(string message) => message.StartsWith("error calling ", StringComparison.Ordinal) ? Compared().Replace(message, "incompatible types for comparison") switch
    {
        "error calling len: reflect: call of reflect.Value.Type on zero Value" => "error calling len: ",
        ['e', ..] call when call.StartsWith("error calling call: ", StringComparison.Ordinal) => "error calling call: non-function",
        var other => other,
    } : message;

    [GeneratedRegex(@"[A-Za-z]\w*")]
    private static partial Regex Word();

    [GeneratedRegex("incompatible types for comparison: .*")]
    private static partial Regex Compared();
}
