using System.Text.Json;
using ShiftLeft.Cli;
using ShiftLeft.EndToEnd.GitHub.Scenarios;

namespace ShiftLeft.EndToEnd.Adoption;

/// <summary>
/// A repository that has lived for years begins to look. With a baseline, and without any file against a commit, the same counts: what is new; and the same stays
/// quiet, whatever happens to a repository from day to day.
/// </summary>
public sealed class AdoptionTests : IDisposable
{
    const string Dockerfile = "FROM debian:latest\nRUN apt-get update && apt-get install -y curl\nCOPY . /srv\nWORKDIR /srv\nENTRYPOINT [\"/srv/run\"]\n";
    const string Policy = "version: 1\nthresholds: { error: 0, warning: 0, info: 0 }\nhelm:\n  charts:\n    - path: deploy/shop\n      environments:\n        prod: { values: [values-prod.yaml] }\n";
    const string Template = "{{- range .Values.names }}\n---\napiVersion: apps/v1\nkind: Deployment\nmetadata: { name: {{ . }} }\nspec:\n  selector: { matchLabels: { app: {{ . }} } }\n  template:\n    metadata: { labels: { app: {{ . }} } }\n    spec:\n      containers:\n        - name: {{ . }}\n          image: nginx:{{ $.Values.tag }}\n          securityContext: { privileged: {{ $.Values.privileged }} }\n{{- end }}\n";
    const string Pod = "apiVersion: v1\nkind: Pod\nmetadata: { name: job }\nspec:\n  hostNetwork: true\n  containers:\n    - name: job\n      image: busybox:latest\n";

    readonly TestRepository repository = new();

    public enum Way { Baseline, NewSince }

    public static TheoryData<Way> Ways => [Way.Baseline, Way.NewSince];

    [Theory]
    [MemberData(nameof(Ways))]
    public void Nothing_of_what_was_there_counts(Way way)
    {
        Begin(way);
        AssertQuiet(way);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void A_values_file_that_is_renamed_brings_nothing_new(Way way)
    {
        Begin(way);
        repository.Run("mv", "deploy/shop/values-prod.yaml", "deploy/shop/values.prod.yaml");
        Change("shiftleft.yml", "values-prod.yaml", "values.prod.yaml");
        AssertQuiet(way);
        repository.Commit();
        AssertQuiet(way);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void Lines_that_move_bring_nothing_new(Way way)
    {
        Begin(way);
        Change("Dockerfile", "FROM debian", "# the base\n\nFROM debian");
        Change("Dockerfile", "COPY .", "LABEL a=b\nCOPY .");
        Change("deploy/shop/values-prod.yaml", "tag:", "# the tag\ntag:");
        Change("deploy/shop/templates/pods.yaml", "{{- range", "{{- /* all of them */}}\n{{- range");
        Change("k8s/pod.yaml", "apiVersion", "# a job\napiVersion");
        AssertQuiet(way);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void An_eleventh_container_that_joins_ten_brings_nothing_new(Way way)
    {
        Begin(way);
        Change("deploy/shop/values.yaml", "[a, b,", "[z, a, b,");
        AssertQuiet(way);
        Change("deploy/shop/values.yaml", ", j]", ", j, k, l]");
        AssertQuiet(way);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void A_folder_that_moves_brings_nothing_new(Way way)
    {
        Begin(way);
        repository.Run("mv", "deploy", "charts");
        repository.Run("mv", "k8s", "manifests");
        Change("shiftleft.yml", "deploy/shop", "charts/shop");
        AssertQuiet(way);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void A_branch_that_is_rebased_brings_nothing_new(Way way)
    {
        Begin(way);
        repository.Run("checkout", "--quiet", "-b", "topic");
        repository.With("docs/readme.md", "of the topic\n").Commit();
        repository.Run("checkout", "--quiet", "main");
        Change("Dockerfile", "FROM debian", "# of main\nFROM debian");
        repository.Commit();
        repository.Run("checkout", "--quiet", "topic");
        repository.Run("rebase", "--quiet", "main");
        AssertQuiet(way, "main");
        AssertQuiet(way, "main...");
        AssertQuiet(way, "HEAD~1");
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void A_new_defect_is_told_alone_and_counts(Way way)
    {
        Begin(way);
        Change("k8s/pod.yaml", "hostNetwork: true", "hostNetwork: true\n  hostPID: true");
        repository.With("tools/Dockerfile", "FROM alpine:3.22\nRUN sudo true\nUSER 1000\n");
        var (exit, json) = Scan(way);
        Assert.Equal(1, exit);
        Assert.Contains(json.Findings, finding => finding is { Rule: "SL2102", Path: "k8s/pod.yaml" });
        Assert.Contains(json.Findings, finding => finding is { Rule: "SL2004", Path: "tools/Dockerfile" });
        Assert.All(json.Findings, finding => Assert.True(finding.Path == "tools/Dockerfile" || finding.Rule == "SL2102", $"{finding}"));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void A_copy_is_new_and_what_it_was_copied_from_is_not(Way way)
    {
        Begin(way);
        repository.With("copy/Dockerfile", Dockerfile);
        var (_, json) = Scan(way);
        Assert.NotEmpty(json.Findings);
        Assert.All(json.Findings, finding => Assert.Equal("copy/Dockerfile", finding.Path));
    }

    [Fact]
    public void Against_a_commit_a_Dockerfile_that_is_renamed_is_known_by_its_lines()
    {
        Begin(Way.NewSince);
        File.Move(repository["Dockerfile"], repository["shop.Dockerfile"]);
        Change("shop.Dockerfile", "COPY . /srv", "COPY --chown=0 . /srv\nRUN sudo true");
        var (_, json) = Scan(Way.NewSince);
        Assert.Equal("SL2004", Assert.Single(json.Findings).Rule);
    }

    [Fact]
    public void A_rule_that_is_switched_on_brings_nothing_old_to_light()
    {
        Begin(Way.NewSince);
        Change("shiftleft.yml", "version: 1\n", "version: 1\nprofile: strict\nrules: { floating-base-image: error }\n");
        AssertQuiet(Way.NewSince);
    }

    [Fact]
    public void A_comment_that_is_taken_away_brings_back_what_it_accepted()
    {
        repository.With("k8s/pod.yaml", Pod.Replace("  hostNetwork", "  # shiftleft:ignore SL2102 -- it watches the node\n  hostNetwork", StringComparison.Ordinal));
        Begin(Way.NewSince, writes: false);
        Change("k8s/pod.yaml", "  # shiftleft:ignore SL2102 -- it watches the node\n", "");
        Assert.Equal("SL2102", Assert.Single(Scan(Way.NewSince).Json.Findings).Rule);
    }

    [Fact]
    public void What_was_moved_into_the_scanned_folder_is_old()
    {
        Begin(Way.NewSince);
        repository.Run("mv", "k8s/pod.yaml", "deploy/job.yaml");
        repository.Run("mv", "Dockerfile", "deploy/Dockerfile");
        Assert.Empty(Scan(Way.NewSince, "main", "deploy").Json.Findings);
        repository.With("k8s/pod.yaml", Pod);
        Assert.NotEmpty(Scan(Way.NewSince, "main", "deploy").Json.Findings);
    }

    [Fact]
    public void What_could_not_be_judged_fails_however_old_it_is()
    {
        repository.With("bad.yaml", "apiVersion: v1\nkind: Pod\n  metadata: {\n");
        Begin(Way.NewSince);
        var (exit, json) = Scan(Way.NewSince);
        Assert.Equal((2, "SL0101"), (exit, Assert.Single(json.Findings).Rule));
        repository.With("bad.yaml", "apiVersion: v1\nkind: Pod\nmetadata: { name: was-bad }\nspec:\n  containers: [{ name: c, image: 'busybox:latest' }]\n");
        var run = Run("scan", "--new-since", "main");
        Assert.Contains("1 place could not be judged in main (", run.Output, StringComparison.Ordinal);
        Assert.Contains("): what is found there now counts as new", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_report_says_what_it_does_not_count()
    {
        Begin(Way.NewSince);
        var commit = repository.Run("rev-parse", "HEAD");
        Assert.Equal(1, Run("scan").ExitCode);
        var run = Run("scan", "--new-since", "main");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Matches($"^no findings in 3 files; [0-9]+ older not counted \\(since main, {commit[..8]}\\)\n$", run.Output);
        using var json = JsonDocument.Parse(Run("scan", "--new-since", "main", "--format", "json").Output);
        var since = json.RootElement.GetProperty("since");
        Assert.Equal(("main", commit), (since.GetProperty("revision").GetString(), since.GetProperty("commit").GetString()));
        Assert.Equal(json.RootElement.GetProperty("findings").GetArrayLength(), since.GetProperty("older").GetInt32());
        Assert.All(json.RootElement.GetProperty("findings").EnumerateArray(), finding => Assert.Equal("earlier", finding.GetProperty("suppression").GetProperty("kind").GetString()));
        var sarif = Run("scan", "--new-since", "main", "--format", "sarif").Output;
        Assert.Contains("\"baselineState\": \"unchanged\"", sarif, StringComparison.Ordinal);
        Assert.DoesNotContain("\"baselineState\": \"new\"", sarif, StringComparison.Ordinal);
    }

    void Begin(Way way, bool writes = true)
    {
        if (writes)
        {
            repository.With("shiftleft.yml", Policy).With("Dockerfile", Dockerfile).With("k8s/pod.yaml", Pod)
                .With("deploy/shop/Chart.yaml", "apiVersion: v2\nname: shop\nversion: 1.0.0\n")
                .With("deploy/shop/values.yaml", "tag: \"1.2\"\nprivileged: false\nnames: [a, b, c, d, e, f, g, h, i, j]\n")
                .With("deploy/shop/values-prod.yaml", "tag: latest\nprivileged: true\n")
                .With("deploy/shop/templates/pods.yaml", Template);
        }
        if (way == Way.Baseline) Assert.Equal(0, Run("baseline").ExitCode);
        repository.Commit();
    }

    void Change(string path, string old, string changed)
    {
        var text = File.ReadAllText(repository[path]);
        Assert.Contains(old, text, StringComparison.Ordinal);
        repository.With(path, text.Replace(old, changed, StringComparison.Ordinal));
    }

    void AssertQuiet(Way way, string since = "main")
    {
        var (exit, json) = Scan(way, since);
        Assert.Empty(json.Findings);
        Assert.Equal(0, exit);
    }

    (int Exit, Counted Json) Scan(Way way, string since = "main", params string[] paths)
    {
        var run = Run(["scan", "--format", "json", .. way == Way.NewSince ? ["--new-since", since] : Array.Empty<string>(), .. paths]);
        Assert.True(run.Output.Length > 0, run.Error);
        using var json = JsonDocument.Parse(run.Output);
        return (run.ExitCode, new([.. json.RootElement.GetProperty("findings").EnumerateArray().Where(finding => finding.GetProperty("suppression").ValueKind == JsonValueKind.Null)
            .Select(finding => new Told(finding.GetProperty("rule").GetString()!, finding.GetProperty("path").GetString()!, finding.GetProperty("message").GetString()!))]));
    }

    (int ExitCode, string Output, string Error) Run(params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var exit = CommandTree.Run(arguments, new(output, error, repository.Folder, new(2026, 7, 1)));
        return (exit, output.ToString(), error.ToString());
    }

    sealed record Counted(List<Told> Findings);

    sealed record Told(string Rule, string Path, string Message);

    public void Dispose() => repository.Dispose();
}
