using System.Text.RegularExpressions;

namespace ShiftLeft.Tests;

/// <summary>The walls of the house: namespaces point downhill, and the engine touches nothing outside itself.</summary>
public sealed partial class TidyTests
{
    /// <summary>Each folder of the engine with those it may use; a folder may always use itself.</summary>
    static readonly Dictionary<string, string[]> Downhill = new()
    {
        ["Work"] = [],
        ["Text"] = [],
        ["Tracing"] = ["Text"],
        ["Go"] = ["Text", "Tracing"],
        ["Files"] = ["Text", "Work"],
        ["Images"] = ["Text"],
        ["Yaml"] = ["Text", "Go"],
        ["Docker"] = ["Text", "Images", "Files"],
        ["Builds"] = ["Text", "Files", "Yaml"],
        ["Helm"] = ["Text", "Files", "Yaml", "Tracing", "Go"],
        ["Kubernetes"] = ["Text", "Files", "Images", "Yaml", "Tracing", "Helm"],
        ["Projects"] = ["Text", "Files", "Images"],
        ["Rules"] = ["Text", "Files", "Images", "Yaml", "Docker", "Helm", "Kubernetes", "Projects"],
        ["Policy"] = ["Text", "Work", "Tracing", "Files", "Images", "Yaml", "Docker", "Helm", "Kubernetes", "Rules"],
        ["Fixes"] = ["Text", "Rules"],
        ["Reporting"] = ["Text", "Rules", "Policy", "Fixes"],
    };

    [Fact]
    public void Arrows_between_the_folders_of_the_engine_point_down()
    {
        var wrong = from folder in Downhill
                    from file in SourcesUnder(Path.Combine("src", "ShiftLeft", folder.Key))
                    from Match use in Use().Matches(File.ReadAllText(file))
                    let target = use.Groups["folder"].Value
                    where Downhill.ContainsKey(target) && target != folder.Key && !folder.Value.Contains(target)
                    select $"{Path.GetFileName(file)} in {folder.Key} uses {target}";
        Assert.Empty(wrong);
    }

    [Fact]
    public void What_Go_does_lies_under_Go() =>
        Assert.Empty(SourcesUnder(Path.Combine("src", "ShiftLeft", "Helm")).Where(file => GoType().IsMatch(File.ReadAllText(file))).Select(Path.GetFileName));

    [Fact]
    public void Docker_and_Kubernetes_meet_only_in_rules_of_several_inputs()
    {
        var both = from file in SourcesUnder(Path.Combine("src", "ShiftLeft", "Rules"))
                   let text = File.ReadAllText(file)
                   where text.Contains("using ShiftLeft.Docker", StringComparison.Ordinal) && text.Contains("using ShiftLeft.Kubernetes", StringComparison.Ordinal)
                   where !WorkspaceRule().IsMatch(text) && Path.GetFileName(file) is not ("Workspace.cs" or "ImageLinks.cs")
                   select Path.GetFileName(file);
        Assert.Empty(both);
    }

    [Fact]
    public void The_engine_touches_no_disk_console_network_environment_or_clock()
    {
        var touches = from file in SourcesUnder(Path.Combine("src", "ShiftLeft"))
                      from Match touch in Forbidden().Matches(File.ReadAllText(file))
                      select $"{Path.GetFileName(file)}: {touch.Value}";
        Assert.Empty(touches);
    }

    [Fact]
    public void The_engine_catches_what_nobody_foresaw_in_one_place() =>
        // Threads catch only what they hand on to the thread that asked.
        Assert.Equal(["Guard.cs"], SourcesUnder(Path.Combine("src", "ShiftLeft")).Where(file => File.ReadAllText(file).Contains("catch (Exception", StringComparison.Ordinal)).Where(file => !File.ReadAllText(file).Contains("ExceptionDispatchInfo.Capture(", StringComparison.Ordinal)).Select(Path.GetFileName));

    [Fact]
    public void Every_folder_of_the_engine_has_its_place()
    {
        var folders = Directory.GetDirectories(Path.Combine(Root, "src", "ShiftLeft")).Select(folder => Path.GetFileName(folder)!)
            .Where(folder => SourcesUnder(Path.Combine("src", "ShiftLeft", folder)).Any());
        Assert.Empty(folders.Except(Downhill.Keys));
    }

    internal static string Root { get; } = FindRoot();

    static IEnumerable<string> SourcesUnder(string folder) =>
        Directory.Exists(Path.Combine(Root, folder)) ? Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories) : [];

    static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "ShiftLeft.sln"))) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }

    [GeneratedRegex(@"(?<!namespace )\bShiftLeft\.(?<folder>\w+)")]
    private static partial Regex Use();

    [GeneratedRegex(@"\b(class|record|struct|enum|interface) Go[A-Z]")]
    private static partial Regex GoType();

    [GeneratedRegex("class \\w+ : Rule<Workspace>|new\\(\"SL.9")]
    private static partial Regex WorkspaceRule();

    [GeneratedRegex(@"\b(System\.IO\.(File|Directory)|File\.(Read|Write|Open|Exists|Delete)\w*\(|Directory\.\w+\(|Console\.|DateTime(Offset)?\.(Utc)?Now|DateTime\.Today|(?<![\w.])Environment\.(GetE|GetC|GetF|SetE|Current|Machine|UserN|Exit|CommandLine|NewLine|Tick|Process|OSV)\w*|HttpClient|Process\.Start)")]
    private static partial Regex Forbidden();
}
