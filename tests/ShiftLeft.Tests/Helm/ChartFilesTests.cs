using System.Text;
using ShiftLeft.Files;
using ShiftLeft.Go.Glob;
using ShiftLeft.Go.Reflect;
using ShiftLeft.Helm;
using ShiftLeft.Helm.Charts;
using ShiftLeft.Tracing;

namespace ShiftLeft.Tests.Helm;

public sealed class ChartFilesTests
{
    static readonly string[] Names = ["a,b", "a/b/c.txt", "a/b1", "ab", "abc", "b", "b.txt", "dir/!n", "dir/sub/z.yaml", "dir/x.yaml", "dir/y.yml", "q[1].txt", "x-y", "{c}", "é/ü.txt"];

    /// <summary>
    /// Which of the names helm's <c>.Files.Glob</c> finds by each pattern. Its library misses some where one of several patterns is empty or
    /// begins with a star and another does not; those are not here.
    /// </summary>
    const string Found = """
        * → 100111100001110
        ** → 111111111111111
        ? → 000001000000000
        ?? → 000100000000000
        a* → 100110000000000
        *b → 100101000000000
        *.txt → 000000100001000
        **.txt → 010000100001001
        **/*.txt → 010000000000001
        a/* → 001000000000000
        a/** → 011000000000000
        dir/*.{yaml,yml} → 000000000110000
        {a,b} → 000001000000000
        {a,b}* → 100111100000000
        [ab] → 000001000000000
        [!a] → 000001000000000
        [a-c] → 000001000000000
        [!a-c] → 000000000000000
        [a-c]b → 000100000000000
        a[/]b → 000000000000000
        a?b → 100000000000000
        a[!x]b → 100000000000000
        dir/** → 000000011110000
        {dir,a}/* → 001000010110000
        {dir/**,a*} → 100110011110000
        [a-z0] → 111111111111111
        [ → 111111111111111
        [] → 111111111111111
        [!] → 111111111111111
        {a → 000000000000000
        a} → 000000000000000
        } → 000000000000000
        { → 000000000000000
        {} → 000000000000000
         → 000000000000000
        \* → 000000000000000
        q\[1\].txt → 000000000001000
        q[[]1].txt → 000000000001000
        *[1]* → 000000000001000
        {a,{ab,abc}} → 000110000000000
        [-a] → 000000000000000
        [a-] → 111111111111111
        x[-]y → 000000000000100
        x\-y → 000000000000100
        *** → 111111111111111
        **** → 111111111111111
        a** → 111110000000000
        **a → 000000000000000
        */* → 001000010110001
        */*/* → 010000001000000
        {*,**} → 111111111111111
        {a*,ab*} → 100110000000000
        {,a}b → 000101000000000
        a,b → 100000000000000
        \{c\} → 000000000000010
        {c} → 000000000000000
        [{]c[}] → 000000000000010
        dir/[!x]* → 000000010010000
        [z-a] → 111111111111111
        é/* → 000000000000001
        *{.txt,.yaml} → 000000100001000
        **{.txt,.yaml} → 010000101101001
        {dir,a}{/b,/x.yaml} → 000000000100000
        [abc][abc] → 000100000000000
        [!/]* → 100111100001110
        [!a]* → 000001100001110
        ?* → 100111100001110
        *? → 100111100001110
        **? → 111111111111111
        dir/\!n → 000000010000000
        dir/[!]n → 111111111111111
        dir/[!!]n → 000000000000000
        a\ → 000000000000000
        {a,b → 000001000000000
        {a,{b,c} → 000001000000000
        **/z.* → 000000001000000
        *z* → 000000000000000
        **z** → 000000001000000
        {*.yaml,dir/*} → 000000010110000
        d{ir,}/x{.yaml,} → 000000000100000
        [a,b] → 000001000000000
        {[a-c],x-y} → 000001000000100
        [ab]{a,b}[!/]* → 000010000000000
        dir**/ → 000000000000000
        ****[ab] → 100101000000000
        **.yamldir → 000000000000000
        *a → 000000000000000
        *ab → 000100000000000
        *{a,b}{,a} → 100101000000000
        .txt* → 000000000000000
        .txtbb → 000000000000000
        .txt{a,b} → 000000000000000
        .yaml.yaml → 000000000000000
        .yaml/** → 000000000000000
        .yaml[a-d]{dir,a}/b → 000000000000000
        .yamldir → 000000000000000
        .yaml{dir,a}/ → 000000000000000
        /*.yaml → 000000000000000
        /[ab][!b] → 000000000000000
        /bx{,a} → 000000000000000
        /x → 000000000000000
        /x{a,b} → 000000000000000
        ?[!b][a-d][!b] → 001000000000000
        [!/]x → 000000000000000
        [!/]{,a} → 000001000000000
        [!/]{a,b}{a,b} → 000000000000000
        [!b].yaml[!b] → 000000000000000
        [!b].yaml[a-d] → 000000000000000
        [!b][!b] → 000000000000000
        [!b]x → 000000000000000
        [!b]{,a}[a-d] → 000100000000000
        [ab].txt → 000000100000000
        [ab][!b] → 000000000000000
        [ab][a-d][ab]x → 000000000000000
        a/{,a} → 000000000000000
        a?{,a} → 000100000000000
        b/{*,a/b} → 000000000000000
        b[a-d]?[!b] → 000000000000000
        b[ab] → 000000000000000
        bx → 000000000000000
        b{a,b} → 000000000000000
        dir.yaml → 000000000000000
        dir?** → 000000000000000
        dir[!b][a-d] → 000000000000000
        dirx{,a} → 000000000000000
        dir{a,b} → 000000000000000
        x** → 000000000000100
        xb/ → 000000000000000
        x{,a}b → 000000000000000
        x{a,b} → 000000000000000
        {*,a/b}*x → 000000000000000
        {*,a/b}x.txt → 000000000000000
        {a,b}.yaml → 000000000000000
        {a,b}b[a-d][ab] → 000000000000000
        {a,b}{,a}{a,b} → 000100000000000
        {dir,a}/.yaml → 000000000000000
        {dir,a}/[!/]{a,b} → 000000000000000
        {dir,a}/[a-d][!b] → 001000000000000
        {dir,a}/b[a-d] → 000000000000000
        {dir,a}/{,a} → 000000000000000
        """;

    [Fact]
    public void Globs_find_what_helm_finds()
    {
        foreach (var line in Found.Split('\n'))
        {
            var parts = line.TrimEnd('\r').Split(" → ");
            var glob = GlobPattern.Parse(parts[0], new());
            Assert.Equal((parts[0], parts[1]), (parts[0], string.Concat(Names.Select(name => glob.IsMatch(name, new()) ? '1' : '0'))));
        }
    }

    [Fact]
    public void Hostile_globs_end_soon()
    {
        var budget = new RenderBudget();
        foreach (var pattern in (string[])[string.Concat(Enumerable.Repeat("{a*,", 5000)), string.Concat(Enumerable.Repeat("{a,**}", 1000)), string.Concat(Enumerable.Repeat("*a", 3000))])
        {
            Assert.False(GlobPattern.Parse(pattern, budget).IsMatch(new string('a', 500) + "/b", budget) && pattern[0] == '*');
        }
    }

    // The expected texts are what helm 4.1.4 writes for a chart with these files.
    [Theory]
    [InlineData("{{ .Files.Get \"files/a.txt\" }}|{{ .Files.Get \"nope\" }}|", "l1\nl2\n||")]
    [InlineData("{{ .Files.GetBytes \"files/b.txt\" }}{{ .Files.GetBytes \"nope\" }}", "[98][]")]
    [InlineData("{{ range .Files.Lines \"files/a.txt\" }}[{{ . }}]{{ end }}", "[l1][l2]")]
    [InlineData("{{ len (.Files.Lines \"nope\") }}", "0")]
    [InlineData("{{ range $p, $b := .Files.Glob \"files/*.txt\" }}{{ $p }}={{ $b }};{{ end }}", "files/a.txt=[108 49 10 108 50 10];files/b.txt=[98];")]
    [InlineData("{{ range $p, $_ := .Files }}{{ $p }};{{ end }}", "bom.txt;empty;files/a.txt;files/b.txt;")]
    [InlineData("{{ (.Files.Glob \"files/*\").AsConfig }}", "a.txt: l1\nl2\n\nb.txt: b\n")]
    [InlineData("{{ (.Files.Glob \"files/*\").AsSecrets }}", "a.txt: bDEKbDIK\nb.txt: Yg==\n")]
    [InlineData("{{ (.Files.Glob \"files/*\").Get \"files/b.txt\" }}{{ (.Files.Glob \"f*\").Get \"files/b.txt\" }}", "b")]
    [InlineData("{{ .Files.Get \"bom.txt\" }}{{ .Files.GetBytes \"bom.txt\" }}", "x[120]")]
    [InlineData("{{ if .Files.Glob \"nope\" }}T{{ else }}F{{ end }}", "F")]
    public void Templates_reach_files(string template, string expected) => Assert.Equal(expected, TemplateText.Render(template, Data()).Text);

    [Fact]
    public void The_lines_of_an_empty_file_are_an_error_until_Helm_4_3()
    {
        Assert.Equal("error calling Lines: runtime error: index out of range [-1]", TemplateText.Fail("{{ .Files.Lines \"empty\" }}", Data(), HelmProfile.Helm42));
        Assert.Equal("[] []", TemplateText.Render("{{ .Files.Lines \"empty\" }} {{ .Files.Lines \"missing\" }}", Data()).Text);
    }

    [Theory]
    [InlineData("{{ .Files.Get \"files/a.txt\" }}", 3, 3)]
    [InlineData("{{ range .Files.Lines \"files/a.txt\" }}{{ . }}{{ end }}", 2, 3)]
    [InlineData("{{ (.Files.Glob \"files/a*\").AsConfig }}", 10, 3)]
    [InlineData("{{ .Files.Get \"bom.txt\" }}", 0, 1)]
    public void Text_of_a_file_points_into_it(string template, int at, int offset)
    {
        var run = TemplateText.Render(template, Data()).RunAt(at)!.Value;
        var from = Assert.IsType<SourceProvenance>(run.From);
        Assert.Equal(SourceKind.File, from.Kind);
        Assert.StartsWith("charts/web/", from.Source.Path, StringComparison.Ordinal);
        Assert.Equal(offset, run.Offset + at - run.Start);
    }

    [Fact]
    public void Files_are_read_when_a_template_asks_for_them_and_once()
    {
        var tree = new CountingTree();
        var files = new ChartFiles(tree, "chart", "charts/web", Yaml);
        var data = new MapValue();
        data.Entries.Set("Files", files.ToValue(["a", "b", "c"]));
        Assert.Equal("3 ac", TemplateText.Render("{{ len (.Files.Glob \"*\") }} {{ range $p, $_ := .Files }}{{ if ne $p \"b\" }}{{ $p }}{{ end }}{{ end }}", data).Text);
        Assert.Empty(tree.Reads);
        Assert.Equal("chart/a!chart/a![99 104", TemplateText.Render("{{ .Files.Get \"a\" }}{{ .Files.Get \"a\" }}{{ printf \"%v\" (.Files.GetBytes \"a\") }}", data).Text[..23]);
        Assert.Equal(["chart/a"], tree.Reads);
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_said()
    {
        var files = new ChartFiles(new MemoryTree([]), "chart", "charts/web", Yaml);
        var data = new MapValue();
        data.Entries.Set("Files", files.ToValue(["gone"]));
        Assert.Equal("[][]", TemplateText.Render("[{{ .Files.Get \"gone\" }}]{{ .Files.GetBytes \"gone\" }}", data).Text);
        Assert.Equal([("charts/web/gone", "does not exist")], files.Unreadable);
    }

    static MapValue Data()
    {
        var tree = new MemoryTree([new("chart/files/a.txt", "l1\nl2\n"), new("chart/files/b.txt", "b"), new("chart/empty", ""), new("chart/bom.txt", "\uFEFFx")]);
        var data = new MapValue();
        data.Entries.Set("Files", new ChartFiles(tree, "chart", "charts/web", Yaml).ToValue(["files/a.txt", "files/b.txt", "empty", "bom.txt"]));
        return data;
    }

    /// <summary>Not YAML, but enough to see what would be written.</summary>
    static TracedText Yaml(Value value, ComputedProvenance invented, RenderBudget budget)
    {
        var text = new TracedText.Builder();
        foreach (var entry in ((MapValue)value).Entries.Sorted) text.Append(entry.Key).Append(": ", invented).Append(((StringValue)entry.Value).Traced).Append("\n", invented);
        return text.Build();
    }

    sealed class CountingTree : FileTree
    {
        public List<string> Reads { get; } = [];
        public override System.Collections.Immutable.ImmutableArray<TreeEntry> List(string folder) => [];
        public override bool FileExists(string path) => true;

        public override FileRead Read(string path)
        {
            Reads.Add(path);
            return FileRead.Of(Encoding.UTF8.GetBytes(path + "!"));
        }
    }
}
