using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using ShiftLeft.Cli;
using ShiftLeft.Policy;
using ShiftLeft.Reporting;
using ShiftLeft.Rules;
using ShiftLeft.Tests.GitHub;
using ShiftLeft.Tests.Reporting;

namespace ShiftLeft.Tests;

/// <summary>
/// All that others build upon, in one file that a person approves. What stands there may be added to; what is taken away or renamed breaks
/// somebody's pipeline, and says so in the changelog.
/// </summary>
public sealed class ContractTests
{
    [Fact]
    public void The_contract_is_as_approved()
    {
        var contract = new StringBuilder();
        Section(contract, "Rules: id, name, level, profile, version", Catalogue.Rules.Select(rule => $"{rule.Info.Id} {rule.Info.Name} {LevelName.Of(rule.Info.Level)} {ProfileName.Of(rule.Info.Profile)} {rule.Info.Since}"));
        Section(contract, "Command line", Commands(CommandTree.Build(new(TextWriter.Null, TextWriter.Null, "/", default)), ""));
        Section(contract, "Exit codes", Enum.GetValues<Outcome>().Select(outcome => string.Create(CultureInfo.InvariantCulture, $"{(int)outcome} {outcome}")).Append(string.Create(CultureInfo.InvariantCulture, $"{ExitCode.Nothing} {nameof(ExitCode.Nothing)}")));
        Section(contract, "Package ShiftLeft.MSBuild: properties, items, targets", Names("build/ShiftLeft.MSBuild.props").Concat(Names("build/ShiftLeft.MSBuild.targets")).Distinct().Order(StringComparer.Ordinal));
        Section(contract, "GitHub Action: inputs and outputs", ActionNames("inputs").Concat(ActionNames("outputs")));
        Section(contract, "shiftleft.yml", Keys(JsonDocument.Parse(PolicyJsonSchema.Render([])).RootElement, ""));
        Section(contract, "JSON report", Paths(JsonReport.Render(Sample.Report)));
        Section(contract, "JSON list of rules", Paths(RuleList.RenderJson(Sample.Rules)));
        Section(contract, "SARIF report", Paths(SarifReport.Render(Sample.Report, Sample.Rules)));
        Golden.Matches(contract.ToString(), "Contract.txt");
    }

    [Fact]
    public void The_numbers_of_outcomes_are_the_exit_codes() =>
        Assert.Equal((ExitCode.Within, ExitCode.Over, ExitCode.Failed), ((int)Outcome.Within, (int)Outcome.Over, (int)Outcome.Failed));

    static void Section(StringBuilder contract, string title, IEnumerable<string> lines) =>
        contract.Append(CultureInfo.InvariantCulture, $"{title}\n{string.Concat(lines.Select(line => $"  {line}\n"))}\n");

    static IEnumerable<string> Commands(Command command, string above)
    {
        var name = $"{above} {command.Name}".Trim();
        yield return string.Join(' ', command.Arguments.Select(argument => argument.Name).Prepend(name)) + (command.Hidden ? " (hidden)" : "");
        foreach (var option in command.Options.Where(option => option is not System.CommandLine.Help.HelpOption)) yield return $"{name} {option.Name} {option.HelpName}".TrimEnd();
        foreach (var line in command.Subcommands.SelectMany(sub => Commands(sub, name))) yield return line;
    }

    /// <summary>A leading underscore says that a name is nobody else's.</summary>
    static IEnumerable<string> Names(string file) => XDocument.Load(Path.Combine(TidyTests.Root, file)).Descendants()
        .SelectMany(element => Named(element).Concat(References(element)))
        .Where(name => name.StartsWith("ShiftLeft", StringComparison.Ordinal));

    static string[] Named(XElement element) => element.Name.LocalName switch
    {
        "Target" => [element.Attribute("Name")!.Value],
        "Output" => [(element.Attribute("ItemName") ?? element.Attribute("PropertyName"))!.Value],
        _ => [element.Name.LocalName],
    };

    /// <summary>A user's properties and items are often only read.</summary>
    static IEnumerable<string> References(XElement element) =>
        from text in element.Attributes().Select(attribute => attribute.Value).Concat(element.HasElements ? [] : [element.Value])
        from part in text.Split(["$(", "@("], StringSplitOptions.None).Skip(1)
        select string.Concat(part.TakeWhile(char.IsAsciiLetter));

    static IEnumerable<string> ActionNames(string kind) =>
        GitHubFile.Read("action.yml")[kind]!.Entries.Select(entry => $"{kind[..^1]} {entry.Key.Value} {entry.Value["default"]?.Text}".TrimEnd());

    static IEnumerable<string> Keys(JsonElement schema, string above)
    {
        if (schema.TryGetProperty("items", out var items))
        {
            foreach (var key in Keys(items, above + "[]")) yield return key;
        }
        if (schema.TryGetProperty("additionalProperties", out var values) && values.ValueKind == JsonValueKind.Object)
        {
            foreach (var key in Keys(values, above + ".*")) yield return key;
        }
        if (!schema.TryGetProperty("properties", out var properties)) yield break;
        foreach (var property in properties.EnumerateObject())
        {
            var path = above.Length == 0 ? property.Name : $"{above}.{property.Name}";
            yield return path + (property.Value.TryGetProperty("enum", out var words) && words.GetArrayLength() > 0 ? ": " + string.Join('|', words.EnumerateArray()) : "");
            foreach (var key in Keys(property.Value, path)) yield return key;
        }
    }

    /// <summary>Each path to a value, once.</summary>
    static IEnumerable<string> Paths(string json)
    {
        using var document = JsonDocument.Parse(json);
        return Walk(document.RootElement, "").Distinct().Order(StringComparer.Ordinal).ToList();

        static IEnumerable<string> Walk(JsonElement element, string path) => element.ValueKind switch
        {
            JsonValueKind.Object => element.EnumerateObject().SelectMany(property => Walk(property.Value, path.Length == 0 ? property.Name : $"{path}.{property.Name}")),
            JsonValueKind.Array => element.EnumerateArray().SelectMany(item => Walk(item, path + "[]")).DefaultIfEmpty(path + "[]"),
            _ => [path],
        };
    }
}
