namespace ShiftLeft.Tests.Rules;

/// <summary>The form of case files: what is read from it, and that nothing else is taken.</summary>
public sealed class CaseFileTests
{
    const string Path = "tests/rules/SL1001-floating-base-image.md";
    const string Title = "# SL1001 floating-base-image\n\n";
    const string Case = "## a\n```dockerfile\nFROM debian\n```\n";

    [Fact]
    public void Blocks_without_a_name_are_cases_of_their_own() => AssertRead(Title + "Some prose.\n\n" + Case + "\n```dockerfile\nFROM alpine\n```\n## b\n````dockerfile\n```\n````\n",
        "a (line 6): Dockerfile `FROM debian\n`", "a (line 10): Dockerfile `FROM alpine\n`", "b (line 14): Dockerfile ````\n`");

    [Fact]
    public void Blocks_with_names_belong_together() => AssertRead(Title + "## a\n\n`x/Dockerfile`:\n\n```dockerfile\nFROM [|a|]\n```\n`shiftleft.yml`:\n```yaml\nversion: 1\n```\n",
        "a (line 3): x/Dockerfile `FROM [|a|]\n` shiftleft.yml `version: 1\n`");

    [Fact]
    public void Blocks_with_names_are_part_of_every_case_of_their_heading() => AssertRead(Title + "## a\n`p`:\n```yaml\nx\n```\n```dockerfile\n1\n```\n```dockerfile\n2\n```\n",
        "a (line 8): p `x\n` Dockerfile `1\n`", "a (line 11): p `x\n` Dockerfile `2\n`");

    [Fact]
    public void Alternatives_fill_the_places_of_all_blocks_in_their_order() => AssertRead(Title + "## a\n`p`:\n```yaml\nx: …\n```\n```dockerfile\n…-…\n```\n- `1`, `[|2|]`, `3 4`\n- `5`, `6`, `7`\n",
        "a (line 11): p `x: 1\n` Dockerfile `[|2|]-3 4\n`", "a (line 12): p `x: 5\n` Dockerfile `6-7\n`");

    [Theory]
    [InlineData("crlf", "FROM a\r\n\r\n")]
    [InlineData("bom", "\uFEFFFROM a\n\n")]
    [InlineData("no-final-newline", "FROM a\n")]
    [InlineData("crlf no-final-newline", "FROM a\r\n")]
    public void What_cannot_be_seen_is_said_behind_the_language(string words, string text) => AssertRead($"{Title}## a\n```dockerfile {words}\nFROM a\n\n```\n", $"a (line 4): Dockerfile `{text}`");

    [Fact]
    public void Blanks_and_tabs_can_be_made_visible() => AssertRead(Title + "## a\n```dockerfile whitespace\nRUN·x→\n```\n", "a (line 4): Dockerfile `RUN x\t\n`");

    [Theory]
    [InlineData("", "1: the first line is not a title such as `# SL1001 floating-base-image`")]
    [InlineData("\n" + Title, "1: the first line is not a title such as `# SL1001 floating-base-image`")]
    [InlineData("# SL1999 floating-base-image\n" + Case, "1: there is no rule SL1999")]
    [InlineData("# SL1001 floating-image\n" + Case, "1: SL1001 is called floating-base-image, not floating-image")]
    [InlineData("# SL1002 untrusted-base-image\n" + Case, "1: the cases of SL1002 stand in tests/rules/SL1002-untrusted-base-image.md")]
    [InlineData(Title, "1: the file has no case")]
    [InlineData(Title + Case + "## b\n", "7: the heading has no code block")]
    [InlineData(Title + Case + Case, "7: an earlier heading says the same")]
    [InlineData(Title + "## \n```dockerfile\nx\n```\n", "3: the heading says nothing")]
    [InlineData(Title + "```dockerfile\nx\n```\n" + Case, "3: a code block stands below a `##` heading")]
    [InlineData(Title + Case + "\nWords.\n", "8: this is no heading, name of a file, code block or list of alternatives")]
    [InlineData(Title + Case + "### b\n", "7: this is no heading, name of a file, code block or list of alternatives")]
    [InlineData(Title + "### b\n" + Case, "3: this is no heading, name of a file, code block or list of alternatives")]
    [InlineData(Title + "## a\n```dockerfile\nx\n", "4: the code block is not closed")]
    [InlineData(Title + "## a\n```dockerfile\nx\n```dockerfile\ny\n```\n", "4: the code block is not closed before line 6 opens another")]
    [InlineData(Title + "## a\n```\nx\n```\n", "4: the code block has no language")]
    [InlineData(Title + "## a\n```yaml\nx\n```\n", "4: SL1001 reads `dockerfile`; a code block of `yaml` needs a name")]
    [InlineData(Title + "## a\n```dockerfile cr\nx\n```\n", "4: `cr` is none of crlf, bom, no-final-newline and whitespace")]
    [InlineData(Title + Case + "`a`:\n## b\n```dockerfile\nx\n```\n", "7: no code block follows this name")]
    [InlineData(Title + Case + "`a`:\n", "7: no code block follows this name")]
    [InlineData(Title + Case + "`a`:\n`b`:\n```yaml\nx\n```\n", "7: no code block follows this name")]
    [InlineData(Title + Case + "`Dockerfile`:\n```dockerfile\nx\n```\n", "8: the case has a second file Dockerfile")]
    [InlineData(Title + "## a\n- `b`\n```dockerfile\nx\n```\n", "4: alternatives stand behind the code block that has their places")]
    [InlineData(Title + Case + "- `b`\n", "7: there are 1 texts for 0 places `…`")]
    [InlineData(Title + Case + "- `b` c\n", "7: this is no heading, name of a file, code block or list of alternatives")]
    [InlineData(Title + "## a\n```dockerfile\n…\n```\n", "4: `…` stands for alternatives, and no list of them follows")]
    [InlineData(Title + "## a\n`b`:\n```yaml\n…\n```\n- `c`\n```dockerfile\nx\n```\n", "8: alternatives stand behind the code block without a name", "9: `…` stands for alternatives, and no list of them follows")]
    public void Anything_else_is_a_problem_with_its_line(string text, params string[] problems) =>
        Assert.Equal(problems.Select(problem => $"{Path}:{problem}"), CaseFile.Read(Path, text).Problems);

    [Fact]
    public void Where_several_files_are_read_each_has_its_name() => Assert.Equal(
        ["tests/rules/SL8901-missing-shell.md:4: SL8901 reads several files, so this one needs a name"],
        CaseFile.Read("tests/rules/SL8901-missing-shell.md", "# SL8901 missing-shell\n\n## a\n```yaml\nx\n```\n").Problems);

    static void AssertRead(string text, params string[] cases)
    {
        var file = CaseFile.Read(Path, text);
        Assert.Empty(file.Problems);
        Assert.Equal(cases, file.Cases.Select(item => $"{item.Heading} (line {item.Line}): {string.Join(' ', item.Files.Select(part => $"{part.Path} `{part.Text}`"))}"));
    }
}
