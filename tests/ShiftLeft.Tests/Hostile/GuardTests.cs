using ShiftLeft.Files;
using ShiftLeft.Policy;
using ShiftLeft.Rules;
using ShiftLeft.Text;

namespace ShiftLeft.Tests.Hostile;

/// <summary>An error of this program over one file is said of that file, and ends nothing.</summary>
public sealed class GuardTests
{
    static readonly DateOnly Today = new(2026, 7, 1);

    [Fact]
    public void A_reader_that_fails_over_one_file_keeps_no_other_from_being_judged()
    {
        var tree = new MemoryTree([new("a/Dockerfile", "FROM boom\n"), new("b/Dockerfile", "FROM debian:latest\nUSER root\n"), new("p.yaml", HostileText.Pod)]);
        var report = Scan.Run(new(tree, [""]) { Today = Today, BaseImages = image => image.FamiliarName == "boom" ? throw new InvalidOperationException("one\ntwo") : ShiftLeft.Images.BaseImages.Of(image) });
        var failure = Assert.Single(report.Findings, finding => finding.Rule.Id == "SL0911");
        Assert.Equal("a/Dockerfile", failure.Location.Path);
        Assert.Equal("`a/Dockerfile` was not judged whole: an error of this program came up while reading it (`InvalidOperationException`: one); please report it at https://github.com/shiftleft-dev/shiftleft/issues", failure.Message);
        Assert.Equal(Outcome.Failed, report.Verdict.Outcome);
        Assert.Contains(report.Findings, finding => finding.Rule.Id == "SL2001" && finding.Location.Path == "b/Dockerfile");
        Assert.Contains(report.Findings, finding => finding.Rule.Id == "SL2102");
    }

    [Fact]
    public void A_chart_that_cannot_be_rendered_for_an_error_is_said()
    {
        var tree = new MemoryTree([new("shiftleft.yml", "version: 1\nhelm: {engine: cli}\n"), new("c/Chart.yaml", "apiVersion: v2\nname: c\nversion: 1.0.0\n"), new("p.yaml", HostileText.Pod)]);
        var report = Scan.Run(new(tree, [""]) { Today = Today, Helm = _ => throw new ArgumentException("x") });
        Assert.Equal("c/Chart.yaml", Assert.Single(report.Findings, finding => finding.Rule.Id == "SL0911").Location.Path);
        Assert.Contains(report.Findings, finding => finding.Rule.Id == "SL2102");
    }

    [Fact]
    public void Where_helm_refuses_a_chart_what_renders_without_it_is_judged()
    {
        var tree = new MemoryTree(
        [
            new("shiftleft.yml", "version: 1\nhelm: {engine: cli}\n"), new("c/Chart.yaml", "apiVersion: v2\nname: c\nversion: 1.0.0\n"),
            new("c/templates/bad.yaml", "a: {{ .Values.x.y.z }}\n"), new("c/templates/p.yaml", HostileText.Pod),
        ]);
        var report = Scan.Run(new(tree, [""]) { Today = Today, Helm = _ => new(1, "", "Error: nil pointer\nmore") });
        var refused = Assert.Single(report.Of("SL0102"));
        Assert.Equal(("c/templates/bad.yaml", "`helm template` could not render the chart `c`: Error: nil pointer"), (refused.Location.Path, refused.Message));
        Assert.Equal("c/templates/p.yaml", Assert.Single(report.Of("SL2102")).Location.Path);
        Assert.Equal(Outcome.Failed, report.Verdict.Outcome);
    }

    [Fact]
    public void What_a_rule_has_found_before_it_fails_is_kept()
    {
        var guard = new Guard();
        Assert.Equal([1, 2], guard.Each("a", "checking", Failing));
        Assert.Equal([1, 2], guard.Each("a", "checking", Failing));
        Assert.Equal(("checking", "FormatException"), (Assert.Single(guard.Crashes).Step, guard.Crashes.First().Kind));

        static IEnumerable<int> Failing()
        {
            yield return 1;
            yield return 2;
            throw new FormatException();
        }
    }

    [Fact]
    public void A_lack_of_memory_is_no_fault_of_a_file()
    {
        var guard = new Guard();
        Assert.Throws<InsufficientMemoryException>(() => guard.Try<string>("a", "reading", () => throw new InsufficientMemoryException()));
        Assert.Empty(guard.Crashes);
    }
}
