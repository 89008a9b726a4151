using System.CommandLine;
using System.CommandLine.Parsing;
using ShiftLeft.Cli;

namespace ShiftLeft.Tests.Cli;

/// <summary>Every command explains itself, in a page of 80 columns.</summary>
public sealed class HelpTests
{
    public static TheoryData<string> Commands => new(Usage.All(Tree).Select(Usage.NameOf));

    static Command Tree => CommandTree.Build(new(TextWriter.Null, TextWriter.Null, "/", default));

    static ExplainedCommand Named(string name) => (ExplainedCommand)Usage.All(Tree).Single(command => Usage.NameOf(command) == name);

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_page_is_as_wide_as_the_terminal(string name)
    {
        // Examples are to be copied, so they are not broken.
        var examples = Named(name).Examples.Select(example => $"  {example.Line}").ToHashSet();
        foreach (var width in (int[])[60, 80, 120])
            Assert.All(HelpPage.Render(Named(name), colour: false, width).Split('\n').Where(line => !examples.Contains(line) || width == 80), line => Assert.True(line.Length <= width || width < 80 && line.Contains('|', StringComparison.Ordinal), $"{line.Length}: {line}"));
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void An_example_is_a_command_line_that_is_understood(string name)
    {
        Assert.InRange(Named(name).Examples.Length, 1, 4);
        foreach (var example in Named(name).Examples)
        {
            Assert.NotEqual("", example.Says);
            var own = example.Line.Split('|').Select(part => part.Trim()).Where(part => part.StartsWith("shiftleft ", StringComparison.Ordinal)).DefaultIfEmpty("shiftleft completion bash");
            Assert.All(own, line => Assert.Empty(Tree.Parse(CommandLineParser.SplitCommandLine(line.Split(" < ")[0].Split(" > ")[0]).Skip(1).ToList()).Errors));
            Assert.Contains(name, example.Line, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void An_option_that_takes_a_value_says_what_holds_without_it(string name) =>
        Assert.All(Named(name).Options.Where(Usage.TakesValue), option => Assert.Contains("(default: ", option.Description, StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Commands))]
    public void The_exit_codes_are_explained(string name)
    {
        var numbers = Named(name).ExitCodes.Select(meaning => meaning.ExitCode).ToList();
        Assert.Contains(ExitCode.Within, numbers);
        Assert.Contains(ExitCode.Failed, numbers);
        Assert.Equal(numbers.Order(), numbers);
    }

    [Fact]
    public void A_list_of_values_that_is_too_long_for_the_page_stands_in_the_text() =>
        Assert.Contains("One of text, sarif, msbuild,", HelpPage.Render(Named("shiftleft scan"), colour: false, 40).ReplaceLineEndings(" ").Replace("                          ", "", StringComparison.Ordinal), StringComparison.Ordinal);

    [Fact]
    public void The_page_about_the_command_line_is_made_from_the_commands() =>
        Assert.Equal(CommandLinePage.Render(Tree), File.ReadAllText(Path.Combine(TidyTests.Root, "docs", "command-line.md")));

    [Fact]
    public void The_README_names_every_command()
    {
        var readme = File.ReadAllText(Path.Combine(TidyTests.Root, "README.md"));
        Assert.All(Tree.Subcommands.Where(command => !command.Hidden), command => Assert.Contains($"shiftleft {command.Name}", readme, StringComparison.Ordinal));
    }
}
