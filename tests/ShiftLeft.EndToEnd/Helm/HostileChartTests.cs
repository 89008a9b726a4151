using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using ShiftLeft.Files;
using ShiftLeft.Helm.Charts;
using ShiftLeft.Hosting;
using ShiftLeft.Policy;

namespace ShiftLeft.EndToEnd.Helm;

/// <summary>A chart can cost neither the scan nor the charts beside it: it ends within its budget, is told of, and the others are checked.</summary>
public sealed class HostileChartTests
{
    /// <summary>Long enough for a machine that is busy with other things, and shorter than what never ends.</summary>
    const int Patience = 120_000;

    const string Chart = "apiVersion: v2\nname: bad\nversion: 1.0.0\n";

    public static TheoryData<string, string> Templates => new()
    {
        { "{{ define \"a\" }}{{ include \"a\" . }}{{ end }}{{ include \"a\" . }}", "nested reference name: a" },
        { "{{ define \"a\" }}{{ include \"b\" . }}{{ end }}{{ define \"b\" }}{{ include \"a\" . }}{{ include \"b\" . }}{{ end }}{{ include \"a\" . }}", "nested reference name" },
        { "{{ define \"a\" }}{{ template \"a\" . }}{{ end }}{{ template \"a\" . }}", "nests templates too deeply" },
        { "{{ $t := \"{{ tpl .t . }}\" }}{{ tpl $t (dict \"t\" $t \"Template\" .Template) }}", "nested more than" },
        { "{{ until 100000000 }}", "steps" },
        { "{{ range until 10000 }}{{ range until 10000 }}x{{ end }}{{ end }}", "steps" },
        { "{{ range 1000000000 }}{{ end }}", "steps" },
        { "{{ repeat 1000000000 \"abc\" }}", "characters" },
        { "{{ range until 100000 }}{{ printf \"%999999d\" 1 }}{{ end }}", "characters" },
        { "{{ range until 100000 }}{{ printf \"%.999f\" 1e300 }}{{ printf \"%*d\" 999999 . }}{{ end }}", "characters" },
        { "{{ indent 400000000 \"a\\nb\" }}", "characters" },
        { "{{ nindent 100000 (repeat 100000 \"\\n\") }}", "characters" },
        { "{{ regexMatch \"(a?){500}b\" (repeat 1000000 \"a\") }}", "steps" },
        { "{{ regexFind (repeat 5000 \"(\") \"a\" }}", "" },
        { "{{ $d := dict }}{{ $_ := set $d \"self\" $d }}{{ toYaml $d }}{{ toJson $d }}{{ $d }}", "" },
        { "{{ $s := \"x\" }}{{ range until 64 }}{{ $s = print $s $s }}{{ end }}{{ $s }}", "characters" },
        { "{{ $l := list 1 }}{{ range until 64 }}{{ $l = concat $l $l }}{{ end }}{{ $l }}", "steps" },
        { "{{ $v := list }}{{ range until 100000 }}{{ $v = list $v }}{{ end }}{{ toYaml $v }}{{ $v }}", "" },
        { "{{ fromYaml (print (repeat 100000 \"[\") \"1\") }}{{ fromJson (repeat 100000 \"[\") }}{{ range until 100000000 }}{{ end }}", "steps" },
        { "{{ $l := list 1 }}{{ $d := dict }}{{ range until 40 }}{{ $l = list $l $l }}{{ $d = dict \"a\" $d \"b\" $d }}{{ end }}{{ $l }}", "prints a value" },
        { "{{ $l := list 1 }}{{ $d := dict }}{{ range until 40 }}{{ $l = list $l $l }}{{ $d = dict \"a\" $d \"b\" $d }}{{ end }}{{ $d }}", "prints a value" },
        { "{{ $l := list 1 }}{{ $d := dict }}{{ range until 40 }}{{ $l = list $l $l }}{{ $d = dict \"a\" $d \"b\" $d }}{{ end }}{{ printf \"%v\" $l }}", "prints a value" },
        { "{{ $l := list 1 }}{{ $d := dict }}{{ range until 40 }}{{ $l = list $l $l }}{{ $d = dict \"a\" $d \"b\" $d }}{{ end }}{{ toYaml $d }}", "" },
        { "{{ $l := list 1 }}{{ $d := dict }}{{ range until 40 }}{{ $l = list $l $l }}{{ $d = dict \"a\" $d \"b\" $d }}{{ end }}{{ toToml $d }}", "steps" },
        { "{{ $l := list 1 }}{{ $d := dict }}{{ range until 40 }}{{ $l = list $l $l }}{{ $d = dict \"a\" $d \"b\" $d }}{{ end }}{{ toJson $l }}", "steps" },
        { "{{ $l := list 1 }}{{ $d := dict }}{{ range until 40 }}{{ $l = list $l $l }}{{ $d = dict \"a\" $d \"b\" $d }}{{ end }}{{ deepCopy $d }}", "steps" },
        { "{{ $s := repeat 1000000 \"a\" }}{{ range until 1000000 }}{{ $x := trunc 999999 $s }}{{ end }}", "steps" },
        { "{{ $s := repeat 1000000 \"a\" }}{{ range until 1000000 }}{{ $x := get (dict $s .) $s }}{{ end }}", "steps" },
        { "{{ $s := repeat 1000000 \"a\" }}{{ range until 1000 }}{{ $s }}{{ end }}", "makes a text" },
        { "{{ $s := \"\\\"<\" }}{{ range until 200 }}{{ $s = quote $s }}{{ end }}", "" },
        { "{{ $s := \"\\\"<\" }}{{ range until 200 }}{{ $s = toJson $s }}{{ end }}", "" },
        { "{{ $s := \"\\\"<\" }}{{ range until 200 }}{{ $s = js $s }}{{ end }}", "" },
        { "{{ $s := \"\\\"<\" }}{{ range until 200 }}{{ $s = printf \"%q\" $s }}{{ end }}", "" },
        { "{{ (((((((((((" , "parse error" },
        { "a: " + new string('[', 100_000), "cannot be read" },
        { string.Concat(Enumerable.Repeat("{{ if true }}", 20_000)) + string.Concat(Enumerable.Repeat("{{ end }}", 20_000)), "" },
        { "{{ " + new string('(', 50_000) + "1" + new string(')', 50_000) + " }}", "" },
        { "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: &f [*e,*e,*e,*e,*e,*e,*e,*e,*e]\ng: [*f,*f,*f,*f,*f,*f,*f,*f,*f]\n", "excessive aliasing" },
    };

    [Theory(Timeout = Patience)]
    [MemberData(nameof(Templates))]
    public Task A_template_that_never_ends_is_told_of_and_the_rest_is_checked(string template, string words) =>
        Told(words, ("bad/Chart.yaml", Chart), ("bad/templates/a.yaml", template)).WaitAsync(TestContext.Current.CancellationToken);

    public static TheoryData<string, string> Values => new()
    {
        { "a: " + new string('[', 200_000), "deep" },
        { string.Concat(Enumerable.Range(0, 2_000).Select(depth => new string(' ', depth) + "a:\n")), "" },
        { "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: &f [*e,*e,*e,*e,*e,*e,*e,*e,*e]\ng: [*f,*f,*f,*f,*f,*f,*f,*f,*f]\n", "excessive aliasing" },
        { "a: &a {x: *a}\n", "" },
        { "- not\n- a map\n", "" },
        { "a: \"\0\"", "control characters" },
    };

    [Theory(Timeout = Patience)]
    [MemberData(nameof(Values))]
    public Task Values_that_explode_are_told_of_and_the_rest_is_checked(string values, string words) =>
        Told(words, ("bad/Chart.yaml", Chart), ("bad/values.yaml", values), ("bad/templates/a.yaml", "kind: ConfigMap\ndata: {{ toJson .Values }}\n")).WaitAsync(TestContext.Current.CancellationToken);

    public static TheoryData<string, string> Names => new()
    {
        { "apiVersion: v2\nname: a/b\nversion: 1.0.0\n", "which is a path" },
        { "apiVersion: v2\nname: ..\nversion: 1.0.0\n", "which is a path" },
        { "apiVersion: v2\nname: bad\nversion: \"1.0.0\\n::warning::\"\n", "" },
        { "apiVersion: v2\nname: [bad]\nversion: 1.0.0\n", "" },
        { "apiVersion: v2\nname: bad\nversion: 1.0.0\ndependencies: [{name: x, version: \"*\", repository: \"file://../../../../etc\"}]\n", "charts/" },
        { "apiVersion: v2\nname: bad\nversion: 1.0.0\ndependencies: [{name: ../good, version: \"*\"}]\n", "charts/" },
        { "apiVersion: v2\nname: bad\nversion: 1.0.0\ndependencies: [{name: sub, version: \"*\", alias: ../x}]\n", "disallowed characters in the alias" },
    };

    [Theory(Timeout = Patience)]
    [MemberData(nameof(Names))]
    public Task Names_that_are_no_names_are_told_of(string chart, string words) =>
        Told(words, ("bad/Chart.yaml", chart), ("bad/templates/a.yaml", "kind: ConfigMap\nmetadata: {name: a}\n"), ("bad/charts/sub/Chart.yaml", "apiVersion: v2\nname: sub\nversion: 1.0.0\n")).WaitAsync(TestContext.Current.CancellationToken);

    /// <summary>Helm takes out of names what does not print, and so neither lines nor terminals can be forged with them.</summary>
    [Theory]
    [InlineData("a\\nb", "a b")]
    [InlineData("a\\e[31m", "a[31m")]
    [InlineData("a\\u2028::error::", "a ::error::")]
    public void Names_are_printed_without_what_does_not_print(string name, string shown)
    {
        var tree = new MemoryTree([new("bad/Chart.yaml", $"apiVersion: v2\nname: \"{name}\"\nversion: 1.0.0\n"), new("bad/templates/a.yaml", "kind: A\nname: {{ .Chart.Name | quote }}\n")]);
        var rendering = ShiftLeft.Helm.BuiltinRenderer.Render(tree, "bad", ShiftLeft.Helm.ChartEnvironment.Only, ShiftLeft.Helm.HelmProfile.Default, new(2026, 10, 1), leniently: false);
        Assert.Null(rendering.Failure);
        Assert.Equal($"---\n# Source: {shown}/templates/a.yaml\nkind: A\nname: \"{shown}\"\n", ShiftLeft.Helm.Rendering.Manifests.Print(rendering.Manifests));
    }

    [Fact(Timeout = Patience)]
    public Task Charts_that_depend_on_each_other_end() => Told("nested more than",
        ("bad/Chart.yaml", Chart + "dependencies: [{name: other, version: \"*\", repository: \"file://../other\"}]\n"),
        ("other/Chart.yaml", "apiVersion: v2\nname: other\nversion: 1.0.0\ndependencies: [{name: bad, version: \"*\", repository: \"file://../bad\"}]\n")).WaitAsync(TestContext.Current.CancellationToken);

    [Fact(Timeout = Patience)]
    public Task An_archive_that_grows_without_end_is_not_unpacked()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            var zeros = new byte[1024 * 1024];
            for (var i = 0; i < 101; i++) gzip.Write(zeros);
        }
        return Told("larger than the maximum size", packed.ToArray()).WaitAsync(TestContext.Current.CancellationToken);
    }

    [Fact(Timeout = Patience)]
    public async Task An_archive_does_not_leave_its_folder()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        using (var tar = new TarWriter(gzip, TarEntryFormat.Ustar))
        {
            await tar.WriteEntryAsync(new UstarTarEntry(TarEntryType.RegularFile, "sub/../../../etc/passwd") { DataStream = new MemoryStream([1]) }, TestContext.Current.CancellationToken);
        }
        await Told("parent directory", packed.ToArray());
    }

    /// <summary>Large is not hostile: such files cost time by their size, and no more.</summary>
    [Fact(Timeout = Patience)]
    public Task Large_files_end_too() => Task.Run(() =>
    {
        var (values, template) = (new StringBuilder(), new StringBuilder("kind: ConfigMap\ndata:\n"));
        for (var i = 0; values.Length < 10_000_000; i++) values.Append("key").Append(i).Append(": {name: ").Append('v', 1000).Append("}\n");
        for (var i = 0; template.Length < 5_000_000; i++) template.Append("  k").Append(i).Append(": {{ .Values.key").Append(i).Append(".name | trunc 9 }} # ").Append('c', 1000).Append('\n');
        var report = Scan(new MemoryTree([.. Good, new("bad/Chart.yaml", Chart), new("bad/values.yaml", values.ToString()), new("bad/templates/a.yaml", template.ToString())]));
        Assert.DoesNotContain(report.Active, finding => finding.Rule.Id == "SL0102");
        Assert.Contains(report.Active, finding => finding.Location.Path == "good/templates/pod.yaml");
    }, TestContext.Current.CancellationToken);

    [Fact]
    public void A_link_out_of_the_tree_is_not_followed()
    {
        using var disk = new TemporaryFolder();
        disk.With("outside.yaml", "kind: Secret\n").With("repository/bad/Chart.yaml", Chart).WithLink("repository/bad/templates/a.yaml", disk["outside.yaml"]);
        foreach (var (path, text) in Good) disk.With("repository/" + path, text);
        AssertTold(Scan(new DiskTree(disk["repository"])), "leads out of the scanned tree");
    }

    [Fact]
    public void A_policy_that_names_a_missing_values_file_is_told_of_and_all_charts_are_checked()
    {
        var report = Scan(new MemoryTree([.. Good, new("shiftleft.yml", "version: 1\nhelm: { charts: [{ path: good, environments: { dev: { values: [none.yaml] } } }] }\n")]));
        Assert.Equal(Outcome.Failed, report.Verdict.Outcome);
        Assert.Contains(report.Active, finding => finding.Message.Contains("none.yaml", StringComparison.Ordinal));
        Assert.Contains(report.Active, finding => finding.Location.Path == "good/templates/pod.yaml");
    }

    static readonly KeyValuePair<string, string>[] Good =
    [
        new("good/Chart.yaml", "apiVersion: v2\nname: good\nversion: 1.0.0\n"),
        new("good/templates/pod.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n    - name: a\n      image: a:1\n      securityContext: {privileged: true}\n"),
    ];

    static Task Told(string words, params (string Path, string Text)[] files) => Task.Run(
        () => AssertTold(Scan(new MemoryTree([.. Good, .. files.Select(file => KeyValuePair.Create(file.Path, file.Text))])), words), TestContext.Current.CancellationToken);

    static Task Told(string words, byte[] archive) => Task.Run(() =>
    {
        var files = Good.Append(new("bad/Chart.yaml", Chart)).ToDictionary(file => file.Key, file => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(file.Value));
        files["bad/charts/sub.tgz"] = archive;
        AssertTold(Scan(new ArchiveTree(files)), words);
    }, TestContext.Current.CancellationToken);

    static Report Scan(FileTree tree) => ShiftLeft.Scan.Run(new(tree, [""]) { Today = new(2026, 10, 1) });

    static void AssertTold(Report report, string words)
    {
        Assert.Equal(Outcome.Failed, report.Verdict.Outcome);
        Assert.Contains(report.Active, finding => finding.Rule.Id is "SL0102" or "SL0104" or "SL0901" or "SL0101" && finding.Location.Path.StartsWith("bad", StringComparison.Ordinal) && finding.Message.Contains(words, StringComparison.Ordinal));
        Assert.Contains(report.Active, finding => finding.Location.Path == "good/templates/pod.yaml");
    }
}
