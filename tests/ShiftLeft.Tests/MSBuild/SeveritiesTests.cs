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

    string? Level(string noWarn = "", string asErrors = "", string notAsErrors = "", string all = "")
    {
        var finding = Catalogue.Find("SL1001")!.At(new Location(new SourceText("app/Dockerfile", "FROM debian:latest\n"), new(5, 13)), "message") with { Level = ShiftLeft.Rules.Level.Warning };
        return new Severities(noWarn, asErrors, notAsErrors, all, [.. globals], new Disk()).Apply(finding, disk["app/Dockerfile"])?.Level.ToString();
    }

    public void Dispose() => disk.Dispose();
}
