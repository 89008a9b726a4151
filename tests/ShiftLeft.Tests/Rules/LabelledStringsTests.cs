using ShiftLeft.Rules;

namespace ShiftLeft.Tests.Rules;

/// <summary>How many of the labelled strings are told, and how many of those that are told are none: the figures that are demanded, and printed.</summary>
public sealed class LabelledStringsTests(ITestOutputHelper output)
{
    const double LeastTold = 0.95;
    const double MostFalse = 0.02;
    const double LeastPrecise = 0.98;

    [Fact]
    public void In_a_Dockerfile() => Measure("Dockerfile", item => $"FROM scratch\nENV {item.Name}={InQuotes(item.Value)}\n");

    [Fact]
    public void In_a_pod() => Measure("pod.yaml", item =>
        $"apiVersion: v1\nkind: Pod\nmetadata: {{name: a}}\nspec:\n  containers:\n    - name: a\n      image: a\n      env:\n        - name: {Yaml(item.Name)}\n          value: {Yaml(item.Value)}\n");

    /// <summary>A line break cannot stand in a value of <c>ENV</c>; people write its escape.</summary>
    static string InQuotes(string value) =>
        "\"" + value.Replace("\n", "\\n", StringComparison.Ordinal).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("$", "\\$", StringComparison.Ordinal) + "\"";

    static string Yaml(string text) => System.Text.Json.JsonSerializer.Serialize(text);

    void Measure(string path, Func<LabelledString, string> write)
    {
        var items = LabelledString.All.Select((item, i) => (Item: item, IsUnseen: i % 3 == 2)).Where(pair => Environment.GetEnvironmentVariable("SEEN") != "1" || !pair.IsUnseen)
            .Select(pair => (pair.Item, pair.IsUnseen, Level: LevelOf(path, write(pair.Item)))).ToList();
        foreach (var part in items.GroupBy(item => item.IsUnseen)) output.WriteLine($"{(part.Key ? "unseen" : "seen")}: {Figures.Of(part.Select(item => (item.Item, item.Level)))}");
        foreach (var (item, _, level) in items)
        {
            if (item.Label == "none" ? level is not null : level is null || (item.Label == "weak" && level == Level.Error)) output.WriteLine($"{item.Label}, told as {level?.ToString() ?? "nothing"}: {item.Name} = {item.Value}");
        }
        var all = Figures.Of(items.Select(item => (item.Item, item.Level)));
        output.WriteLine($"all: {all}");
        Assert.True(all.Told >= LeastTold, $"too few secrets are told: {all}");
        Assert.True(all.False <= MostFalse, $"too many harmless strings are told: {all}");
        Assert.True(all.Precise >= LeastPrecise, $"too many errors are none: {all}");
    }

    /// <summary>The highest level of what any rule of the practice tells; null for silence.</summary>
    static Level? LevelOf(string path, string text)
    {
        var report = Expect.Scan([new(path, text)]);
        Assert.DoesNotContain(report.Findings, finding => finding.Rule.IsFailure);
        var found = report.Findings.Where(finding => finding.Rule.Practice == Practice.Secrets).ToList();
        return found.Count == 0 ? null : found.Max(finding => finding.Level);
    }

    /// <param name="Told">Of the secrets, weak ones among them.</param>
    /// <param name="False">Of the harmless.</param>
    /// <param name="Precise">Of what is told as an error, what is a secret that is not weak.</param>
    sealed record Figures(double Told, double False, double Precise, int Secrets, int Harmless, int Errors)
    {
        public static Figures Of(IEnumerable<(LabelledString Item, Level? Level)> items)
        {
            var list = items.ToList();
            var secrets = list.Where(one => one.Item.Label != "none").ToList();
            var harmless = list.Where(one => one.Item.Label == "none").ToList();
            var errors = list.Where(one => one.Level == Level.Error).ToList();
            return new(
                Share(secrets.Count(one => one.Level is not null), secrets.Count), Share(harmless.Count(one => one.Level is not null), harmless.Count),
                Share(errors.Count(one => one.Item.Label == "secret"), errors.Count), secrets.Count, harmless.Count, errors.Count);
        }

        static double Share(int part, int whole) => whole == 0 ? 1 : (double)part / whole;

        public override string ToString() => FormattableString.Invariant($"{Told:P1} of {Secrets} secrets told, {False:P1} of {Harmless} harmless told, {Precise:P1} of {Errors} errors right");
    }
}
