using System.Text.Json;

namespace ShiftLeft.Tests.Cli;

/// <summary><c>shiftleft doctor</c> and <c>shiftleft version</c>.</summary>
public sealed class DoctorTests : IDisposable
{
    readonly TemporaryFolder disk = new();

    [Fact]
    public void What_is_in_order_is_told_with_its_reasons()
    {
        disk.With("shiftleft.yml", "version: 1\nprofile: strict\npaths: {exclude: [gen]}\n").With("Dockerfile", "FROM scratch\n").With("gen/Dockerfile").With("tests/Dockerfile")
            .With("shop/Chart.yaml", "apiVersion: v2\nname: shop\nversion: 1.0.0\n").With("shiftleft.baseline", "# \n");
        var run = Ran.In(disk, "", "doctor");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        foreach (var line in (string[])[
            "because it holds `shiftleft.yml`, and there is no git", "policy      shiftleft.yml: profile strict,", "baseline    shiftleft.baseline: 0 findings count for nothing",
            "files       1 Dockerfile, 0 manifests, 1 chart", "1 path excluded by `paths.exclude` (gen)", "1 file in a folder of tests or copies",
            "helm        in process, as Helm 4.3", "git         none:"])
            Assert.Contains(line, run.Output, StringComparison.Ordinal);
        Assert.EndsWith("\nall is in order\n", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("shiftleft.yml", "version: 1\nnosuch: 1\n", "SL0902", "shiftleft.yml:2")]
    [InlineData("shiftleft.baseline", "no tabs\n", "SL0902", "shiftleft.baseline:1")]
    [InlineData("a.yaml", "apiVersion: v1\nkind: [\n", "SL0101", "a.yaml:")]
    public void What_is_broken_is_told_with_its_place_and_advice_and_exit_code_2(string path, string text, string rule, string place)
    {
        disk.WithFolder(".git").With("Dockerfile", "FROM scratch\n").With(path, text);
        var run = Ran.In(disk, "", "doctor", "--format", "json");
        Assert.Equal(2, run.ExitCode);
        using var json = JsonDocument.Parse(run.Output);
        Assert.False(json.RootElement.GetProperty("ok").GetBoolean());
        var problem = json.RootElement.GetProperty("problems").EnumerateArray().First(problem => problem.GetProperty("broken").GetBoolean());
        Assert.StartsWith(rule, problem.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.StartsWith(place, problem.GetProperty("place").GetString(), StringComparison.Ordinal);
        Assert.NotEqual("", problem.GetProperty("advice").GetString());
        Assert.Contains("broken", Ran.In(disk, "", "doctor").Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a/shiftleft.yml", "version: 1\n", "does not govern this scan")]
    [InlineData("a/shiftleft.baseline", "# \n", "does not govern this scan")]
    [InlineData("a/image", "FROM scratch\n", "begins like a Dockerfile")]
    public void What_may_surprise_is_advice(string path, string text, string says)
    {
        disk.WithFolder(".git").With("Dockerfile", "FROM scratch\n").With(path, text);
        var run = Ran.In(disk, "", "doctor");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains(says, run.Output.ReplaceLineEndings(" ").Replace("  ", " ", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.EndsWith("nothing is broken; 1 piece of advice\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_workflow_of_the_name_is_no_policy()
    {
        disk.WithFolder(".git").With("Dockerfile", "FROM scratch\n").With(".github/workflows/shiftleft.yml", "on: push\njobs: {}\n");
        Assert.EndsWith("all is in order\n", Ran.In(disk, "", "doctor").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_to_check_is_advice_and_what_governs_is_told_from_where_one_stands()
    {
        disk.WithFolder(".git").With("shiftleft.yml", "version: 1\n").WithFolder("a");
        var run = Ran.In(disk, "a", "doctor");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("policy      ../shiftleft.yml: profile recommended", run.Output, StringComparison.Ordinal);
        Assert.Contains("advice: there is nothing to check here", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_helm_that_the_policy_asks_for_is_looked_for()
    {
        disk.WithFolder(".git").With("Dockerfile", "FROM scratch\n").With("shiftleft.yml", "version: 1\nhelm: {engine: cli}\n");
        using var json = JsonDocument.Parse(Ran.In(disk, "", "doctor", "--format", "json").Output);
        Assert.Equal("cli", json.RootElement.GetProperty("helm").GetProperty("engine").GetString());
        Assert.Equal(json.RootElement.GetProperty("helm").GetProperty("program").ValueKind == JsonValueKind.Null, !json.RootElement.GetProperty("ok").GetBoolean());
    }

    [Fact]
    public void The_version_is_told_in_short_and_at_length()
    {
        Assert.Equal(new(0, Product.Version + "\n", ""), Ran.In(disk, "", "version"));
        var lines = Ran.In(disk, "", "version", "--verbose").Output.TrimEnd().Split('\n');
        Assert.Equal(["shiftleft", "commit", "built", "program", "runtime", "system", "release data", "kubernetes", "helm", "rules"], lines.Select(line => line[..14].TrimEnd()));
        Assert.All(lines, line => Assert.True(line.Length > 14, line));
    }

    public void Dispose() => disk.Dispose();
}
