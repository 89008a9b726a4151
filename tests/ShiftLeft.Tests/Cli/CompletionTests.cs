using ShiftLeft.Cli;
using ShiftLeft.Rules;

namespace ShiftLeft.Tests.Cli;

/// <summary>What shells are told that may come next.</summary>
public sealed class CompletionTests
{
    [Theory]
    [InlineData("|s", "words: scan")]
    [InlineData("|com", "words: completion")]
    [InlineData("|--v", "words: --version")]
    [InlineData("scan|--st", "words: --stdin-name")]
    [InlineData("scan|--form", "words: --format")]
    [InlineData("scan --format|j", "words: json junit")]
    [InlineData("scan|--format=j", "words: --format=json --format=junit")]
    [InlineData("scan --format =|j", "words: json junit")]
    [InlineData("scan --full|--fu", "words:")]
    [InlineData("scan --format json|--form", "words: --format")]
    [InlineData("scan --config|", "files:")]
    [InlineData("scan|--output=", "files:")]
    [InlineData("scan|a", "files:")]
    [InlineData("scan a --full b|c", "files:")]
    [InlineData("scan --|--f", "files:")]
    [InlineData("scan --rule|floating-b", "words: floating-base-image")]
    [InlineData("scan --rule|sl1001", "words: SL1001")]
    [InlineData("scan --exclude-rule|dl3007", "words: DL3007")]
    [InlineData("explain|floating-b", "words: floating-base-image")]
    [InlineData("explain SL1001|", "words:")]
    [InlineData("completion|", "words: bash zsh fish pwsh")]
    [InlineData("rules --format|", "words: text json markdown")]
    [InlineData("render|", "folders:")]
    [InlineData("render -f|", "files:")]
    [InlineData("render chart --set|", "words:")]
    [InlineData("where chart|", "words:")]
    [InlineData("doctor|", "files:")]
    [InlineData("nosuch|", "words:")]
    public void The_next_word(string line, string expected)
    {
        var (before, current) = (line.Split('|')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries), line.Split('|')[1]);
        var completion = Completion.Of(Tree, before, current);
        Assert.Equal(expected, $"{completion.Paths}: {string.Join(' ', completion.Words.Select(word => word.Word))}".TrimEnd());
    }

    [Fact]
    public void Every_command_and_option_is_offered_with_what_it_does_and_no_hidden_one()
    {
        Assert.Equal(Tree.Subcommands.Where(command => !command.Hidden).Select(command => (command.Name, command.Description!)), Completion.Of(Tree, [], "").Words);
        foreach (var command in Tree.Subcommands.Where(command => !command.Hidden))
            Assert.Equal(Usage.VisibleOptions(command).Select(option => (option.Name, option.Description!)), Completion.Of(Tree, [command.Name], "--").Words);
    }

    [Fact]
    public void Every_rule_is_offered_by_name_and_id() => Assert.Equal(
        Catalogue.Rules.SelectMany(rule => new[] { rule.Info.Name, rule.Info.Id }).Order(), Completion.Of(Tree, ["explain"], "").Words.Select(word => word.Word).Order());

    [Fact]
    public void Every_option_that_takes_a_word_of_a_few_offers_them_all() => Assert.All(
        Usage.All(Tree).SelectMany(command => command.Options).Where(option => option.HelpName?.Contains('|', StringComparison.Ordinal) == true),
        option => Assert.Equal(option.HelpName!.Split('|'), Completion.Of(Tree, [option.Parents.First().Name, option.Name], "").Words.Select(word => word.Word)));

    [Fact]
    public void A_shell_gets_the_kind_then_a_line_for_each_word()
    {
        using var disk = new TemporaryFolder();
        Assert.Equal(new(0, "words\ncompletion\tPrint the script that completes commands, options, values and rules in a shell\n", ""), Ran.In(disk, "", "complete", "--", ".com"));
        Assert.Equal(new(0, "files\n", ""), Ran.In(disk, "", "complete", "--", "scan", "--config", "."));
        Assert.Equal(2, Ran.In(disk, "", "complete", "--", "scan").ExitCode);
    }

    static System.CommandLine.Command Tree => CommandTree.Build(new(TextWriter.Null, TextWriter.Null, "/", default));
}
