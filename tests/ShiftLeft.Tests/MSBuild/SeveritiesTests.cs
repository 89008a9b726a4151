extern alias task;

using System.Collections.Immutable;
using ShiftLeft.Rules;
using ShiftLeft.Text;
using task::ShiftLeft.Hosting;
using task::ShiftLeft.MSBuild;

namespace ShiftLeft.Tests.MSBuild;

/// <summary>What becomes of a warning. Of analyzer configurations the C# compiler's own reader, <c>AnalyzerConfigSet</c>, says the same.</summary>
public sealed class SeveritiesTests : IDisposable
{
    const string Key = "dotnet_diagnostic.SL1001.severity";
    const string Category = "dotnet_analyzer_diagnostic.category-ShiftLeft.severity";
    const string Everything = "dotnet_analyzer_diagnostic.severity";

    readonly TemporaryFolder disk = new TemporaryFolder().With(".editorconfig", "root = true\n");
    readonly List<string> globals = [];

    [Theory]
    [InlineData("error", "Error")]
    [InlineData("warning", "Warning")]
    [InlineData("suggestion", "Info")]
    [InlineData("silent", null)]
    [InlineData("refactoring", null)]
    [InlineData("none", null)]
    [InlineData("default", "Warning")]
    [InlineData("ERROR", "Error")]
    [InlineData("none # a reason", null)]
    [InlineData("none;a reason", null)]
    [InlineData("warn", "Warning")]
    [InlineData("hidden", "Warning")]
    [InlineData("", "Warning")]
    public void Words_of_an_editorconfig(string word, string? expected)
    {
        Editor("", $"[*]\n{Key} = {word}\n");
        Assert.Equal(expected, Level());
    }

    [Theory]
    [InlineData($"[*]\n{Key}: error\n", "Error")]
    [InlineData($"[Dockerfile] # why\n{Key}=error\n", "Error")]
    [InlineData($"{Key} = error\n", "Warning")]
    [InlineData($"[*.cs]\n{Key} = error\n", "Warning")]
    [InlineData($"# [*]\n; {Key} = error\n", "Warning")]
    [InlineData($"[*]\n{Key} = error\n[Dockerfile]\n{Key} = none\n", null)]
    [InlineData($"[*]\n{Key} = error\n[Dockerfile]\n{Key} = bogus\n", "Error")]
    [InlineData($"[*]\n{Key} = error\n{Key} = bogus\n", "Warning")]
    [InlineData($"[*]\n{Category} = error\n", "Error")]
    [InlineData($"[*]\n{Category} = error\n{Key} = default\n", "Warning")]
    [InlineData($"[*]\n{Everything} = none\n", null)]
    [InlineData($"[*]\n{Everything} = none\n{Category} = suggestion\n", "Info")]
    public void Sections_and_keys_of_an_editorconfig(string text, string? expected)
    {
        Editor("", text);
        Assert.Equal(expected, Level());
    }

    [Fact]
    public void The_nearest_file_wins_key_by_key()
    {
        Editor("", $"[*]\n{Key} = error\n");
        Editor("app", $"[*]\n{Category} = none\n");
        Assert.Equal("Error", Level());
        Editor("app", $"[*]\n{Key} = default\n");
        Assert.Equal("Warning", Level());
        Editor("app", $"[*]\n{Key} = bogus\n");
        Assert.Equal("Error", Level());
        Editor("app", "root = TRUE\n");
        Assert.Equal("Warning", Level());
    }

    [Fact]
    public void A_section_is_relative_to_its_own_file()
    {
        Editor("", $"[app/*]\n{Key} = error\n");
        Assert.Equal("Error", Level());
        Editor("app", $"[app/*]\n{Key} = none\n");
        Assert.Equal("Error", Level());
        Editor("app", $"[/Dockerfile]\n{Key} = none\n");
        Assert.Null(Level());
    }

    [Fact]
    public void Global_configurations_yield_to_an_editorconfig_key_by_key()
    {
        Global("a/.globalconfig", $"{Key} = error\n");
        Assert.Equal("Error", Level());
        Editor("app", $"root = true\n[*]\n{Category} = none\n");
        Assert.Equal("Error", Level());
        Editor("app", $"[*]\n{Key} = none\n");
        Assert.Null(Level());
    }

    [Theory]
    [InlineData("is_global = true\nglobal_level = 5\n", "is_global = true\n", "Error")]
    [InlineData("is_global = true\n", "is_global = true\nglobal_level = 5\n", null)]
    [InlineData("is_global = true\n", "is_global = true\n", "Warning")]
    [InlineData("is_global = true\nglobal_level = abc\n", "is_global = true\nglobal_level = -5\n", "Error")]
    [InlineData("is_global = false\n", "", "Error")]
    [InlineData("", "", "Warning")]
    public void Of_global_configurations_the_higher_level_wins_and_equals_cancel_out(string one, string other, string? expected)
    {
        Global("one.config", one + $"{Key} = error\n");
        Global("other.config", other + $"{Key} = none\n");
        Assert.Equal(expected, Level());
    }

    [Fact]
    public void A_file_called_globalconfig_has_level_100()
    {
        Global("a/.globalconfig", $"{Key} = error\n");
        Global("b.config", $"is_global = true\nglobal_level = 99\n{Key} = none\n");
        Assert.Equal("Error", Level());
        Global("c.config", $"is_global = true\nglobal_level = 101\n{Key} = bogus\n");
        Assert.Equal("Warning", Level());
    }

    [Fact]
    public void The_same_global_file_named_twice_does_not_cancel_itself_out()
    {
        Global("a/.globalconfig", $"{Key} = error\n");
        globals.Add(globals[0]);
        Assert.Equal("Error", Level());
    }

    [Fact]
    public void A_section_of_a_global_configuration_names_a_file_by_its_full_path()
    {
        Global("a.config", $"is_global = true\n[*]\n{Key} = error\n");
        Assert.Equal("Warning", Level());
        Global("b.config", $"is_global = true\n[{disk["app/Dockerfile"].Replace('\\', '/')}]\n{Key} = error\n");
        Global("c.config", $"is_global = true\nglobal_level = 200\n{Key} = none\n");
        Assert.Equal("Error", Level());
    }

    [Theory]
    [InlineData("SL1001", "", "", "false", "error", null)]
    [InlineData("CS1;sl1001", "SL1001", "", "true", "error", null)]
    [InlineData("", "sl1001", "", "", "", "Error")]
    [InlineData("", "CS1, SL1001", "", "", "", "Error")]
    [InlineData("", "", "", "TRUE", "", "Error")]
    [InlineData("", "SL1001", "SL1001", "true", "", "Warning")]
    [InlineData("", "", "", "true", "warning", "Error")]
    [InlineData("", "", "", "true", "suggestion", "Info")]
    [InlineData("", "SL1001", "", "true", "none", null)]
    [InlineData("", "", "SL1001", "true", "error", "Error")]
    public void Properties_of_the_project(string noWarn, string asErrors, string notAsErrors, string all, string configured, string? expected)
    {
        if (configured.Length > 0) Editor("", $"[*]\n{Key} = {configured}\n");
        Assert.Equal(expected, Level(noWarn, asErrors, notAsErrors, all));
    }

    void Editor(string folder, string text) => disk.With(Path.Combine(folder, ".editorconfig"), (folder.Length == 0 ? "root = true\n" : "") + text);

    void Global(string path, string text)
    {
        disk.With(path, text);
        globals.Add(disk[path]);
    }

    [Theory]
    [InlineData("floating-base-image", null)]
    [InlineData("dl3007", null)]
    [InlineData("CKV_DOCKER_7", null)]
    [InlineData("DL3008;unpinned-base-image", "Warning")]
    public void A_rule_may_be_named_as_it_is_called_here_or_elsewhere(string noWarn, string? expected) => Assert.Equal(expected, Level(noWarn));

    [Theory]
    [InlineData("dotnet_diagnostic.floating-base-image.severity = error", "Error")]
    [InlineData("dotnet_diagnostic.DL3007.severity = none", null)]
    [InlineData("dotnet_diagnostic.DL3007.severity = none\ndotnet_diagnostic.SL1001.severity = error", "Error")]
    [InlineData("dotnet_diagnostic.CA1000.severity = none", "Warning")]
    public void Names_in_an_editorconfig(string line, string? expected)
    {
        Editor("", $"[*]\n{line}\n");
        Assert.Equal(expected, Level());
    }

    [Fact]
    public void An_id_that_asks_a_part_of_the_question_silences_what_it_asks()
    {
        var rule = Catalogue.Rules.First(rule => rule.Info.Parts.Length > 1).Info;
        var (one, other) = (rule.Parts[0], rule.Parts[1]);
        var finding = Catalogue.Find(rule.Id)!.At(new Location(new SourceText("app/Dockerfile", "FROM a\n"), new(5, 1)), "message") with { Level = ShiftLeft.Rules.Level.Warning, Parts = [one.Of[0], other.Of[0]] };
        Assert.NotNull(Of(new() { NoWarn = one.Peers[0] }).Apply(finding, disk["app/Dockerfile"]));
        Assert.Null(Of(new() { NoWarn = $"{one.Peers[0]};{other.Peers[0]}" }).Apply(finding, disk["app/Dockerfile"]));
    }

    [Fact]
    public void What_names_no_rule_is_said_with_its_line()
    {
        Editor("app", "[*.cs]\ndotnet_diagnostic.CA1000.severity = none\n[*]\ndotnet_diagnostic.SL9999.severity = none\n");
        Assert.Equal(
            [(null, 0, "`NoWarn` names `SL1234`, and there is no such rule"), (disk["app/.editorconfig"], 4, "`dotnet_diagnostic.sl9999.severity` names `sl9999`, and there is no such rule")],
            Of(new() { NoWarn = "CS1591;SL1234;1701;SL0001;whatever" }).Ineffective(disk["app"]));
        var near = Catalogue.Rules.SelectMany(rule => rule.Info.Similar).First(peer => !Catalogue.FindByPeer(peer).Any());
        Assert.Contains("asks another question", Of(new() { WarningsAsErrors = near }).Ineffective(disk["app"]).First().Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("info", "", "Warning")]
    [InlineData("Warning", "", "Warning")]
    [InlineData("error", "", null)]
    [InlineData("error", "true", null)]
    [InlineData("warning", "true", "Error")]
    public void Below_the_least_level_nothing_is_told_and_nothing_lifted(string least, string all, string? expected) =>
        Assert.Equal(expected, Of(new() { Level = least, TreatWarningsAsErrors = all }).Apply(Finding(), disk["app/Dockerfile"])?.Level.ToString());

    [Fact]
    public void A_level_that_there_is_not_is_refused() => Assert.Throws<InputException>(() => Of(new() { Level = "high" }));

    string? Level(string noWarn = "", string asErrors = "", string notAsErrors = "", string all = "") =>
        Of(new() { NoWarn = noWarn, WarningsAsErrors = asErrors, WarningsNotAsErrors = notAsErrors, TreatWarningsAsErrors = all }).Apply(Finding(), disk["app/Dockerfile"])?.Level.ToString();

    Severities Of(ShiftLeftCheck task)
    {
        task.FullConfigs.AddRange(globals);
        return new(task, new Disk());
    }

    static Finding Finding() => Catalogue.Find("SL1001")!.At(new Location(new SourceText("app/Dockerfile", "FROM debian:latest\n"), new(5, 13)), "message") with { Level = ShiftLeft.Rules.Level.Warning };

    public void Dispose() => disk.Dispose();
}
