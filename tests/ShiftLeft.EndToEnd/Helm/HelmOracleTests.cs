using System.Text.RegularExpressions;

namespace ShiftLeft.EndToEnd.Helm;

/// <summary>
/// Charts of our own, which together use every feature and every function, rendered by us and by the real helm: the same bytes, and where there
/// are none, the same words. <c>tests/charts/README.md</c> tells what each is about.
/// </summary>
public sealed partial class HelmOracleTests
{
    static readonly string[] Lines = ["3.17", "4.1", "4.2"];

    public static IEnumerable<TheoryDataRow<string, string, string>> Cases() =>
        from chart in Charts()
        from values in (string[])["", .. ValuesOf(chart)]
        from line in Lines
        select new TheoryDataRow<string, string, string>(chart, values, line);

    [Theory]
    [MemberData(nameof(Cases))]
    public void We_print_what_helm_prints(string chart, string values, string line) =>
        Compare(line, [chart, "--namespace", "shop-ns", .. values.Length == 0 ? (string[])[] : ["-f", $"{chart}/{values}"]]);

    public static IEnumerable<TheoryDataRow<string, string>> Options() =>
        from options in (string[])
        [
            // Types by what they look like, paths, lists, escapes, nulls.
            "tests/charts/values --set number=2,text=a b,flag=false,nothing=1.5,more=null",
            "tests/charts/values --set table.a=x,table.deep.x=null,table.new.path.to=1",
            "tests/charts/values --set list[1]=x --set list[3]=y --set other[0].name=a --set other[0].value=1",
            "tests/charts/values --set list={x,1,true,null} --set empty={} --set-string words={a,b}",
            @"tests/charts/values --set dotted\.key=5 --set text=a\,b\=c --set a\.b.c=d",
            "tests/charts/values --set zero=0123,hex=0x1F,big=12345678901234567890,float=1e3,minus=-5,word=TRUE,tilde=~",
            "tests/charts/values --set list-of-tables[0].value=9 --set list-of-tables[1].extra=null",
            "tests/charts/values --set child.table.a=user,child.kept=null,global.shared=user,child.global.fromChild=null",
            "tests/charts/values --set text= --set number=",
            "tests/charts/values --set-string number=2,flag=true,nothing=null --set-string list[0]=1",
            "tests/charts/values --set-json number=2.0 --set-json table={\"a\":null,\"n\":[1,{\"x\":true}]} --set-json text=\"quoted\"",
            "tests/charts/values --set-json {\"number\":7,\"table\":{\"b\":[]}}",
            "tests/charts/values --set-file text=tests/charts/values/files/text.txt --set-file table.file=tests/charts/values/files/text.txt",
            @"tests/charts/values --set-literal text=a,b=c\d{e}[0] --set-literal table.a=null",
            "tests/charts/values --set text=set --set-string text=string --set-json text=\"json\" --set-literal text=literal",
            "tests/charts/values -f tests/charts/values/ci/nulls-values.yaml -f tests/charts/values/ci/kinds-values.yaml --set table=null",
            "tests/charts/values -f tests/charts/values/ci/kinds-values.yaml -f tests/charts/values/ci/nulls-values.yaml --set-string list=null",
            "tests/charts/formats -f tests/charts/formats/ci/documents-values.yaml -f tests/charts/formats/ci/strange-values.yaml",
            "tests/charts/family --set first.enabled=false,tags.background=false,store.enabled=null --set switched.enabled=true",
            "tests/charts/family --set store.sizes=null --set imported=null --set global=null",
            "tests/charts/release --kube-version 1.29 --api-versions extra.example/v1 --api-versions networking.k8s.io/v1/Ingress",
            "tests/charts/release --kube-version v1.31.4-gke.100 -a extra.example/v1/Thing,v2beta1",
            "tests/charts/language --kube-version 1.20.0 --namespace other",
        ]
        from line in options.Contains("--set-json {", StringComparison.Ordinal) ? Lines[1..] : Lines
        select new TheoryDataRow<string, string>(options, line);

    [Theory]
    [MemberData(nameof(Options))]
    public void Options_mean_what_they_mean_to_helm(string options, string line) => Compare(line, Split(options));

    /// <summary>Options, which hold no blanks but where a value does.</summary>
    internal static string[] Split(string options) => Option().Split(options).SelectMany(part => part.StartsWith('-') ? part.Split(' ', 2) : [part]).ToArray();

    static void Compare(string line, string[] arguments)
    {
        var helm = RealHelm.Template(line, Repository.Root, ["shop", .. arguments]);
        var ours = OurRender.Of(line, arguments);
        Assert.True(helm.ExitCode == 0, $"helm itself fails: {helm.Error}");
        Assert.True(ours.ExitCode == 0, ours.Error);
        Assert.Equal(helm.Output, ours.Output);
    }

    static IEnumerable<string> Charts() =>
        from folder in (string[])["samples", "tests/charts"]
        from file in Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "Chart.yaml", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        let chart = Path.GetRelativePath(Repository.Root, Path.GetDirectoryName(file)!).Replace('\\', '/')
        where !chart.Contains("/charts/", StringComparison.Ordinal) || chart.LastIndexOf("/charts/", StringComparison.Ordinal) == "tests".Length
        where !chart.Contains("/bin/", StringComparison.Ordinal) && !chart.Contains("/obj/", StringComparison.Ordinal)
        where chart != HelmErrorTests.Chart
        select chart;

    /// <summary>Values files beside a chart's own, and its cases.</summary>
    static IEnumerable<string> ValuesOf(string chart) =>
        from file in Directory.EnumerateFiles(Path.Combine(Repository.Root, chart), "values.*.yaml").Concat(Directory.Exists(Path.Combine(Repository.Root, chart, "ci")) ? Directory.EnumerateFiles(Path.Combine(Repository.Root, chart, "ci"), "*.yaml") : []).Order(StringComparer.Ordinal)
        select Path.GetRelativePath(Path.Combine(Repository.Root, chart), file).Replace('\\', '/');

    [GeneratedRegex(" (?=-)")]
    private static partial Regex Option();
}
