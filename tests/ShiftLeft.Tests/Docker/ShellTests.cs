using ShiftLeft.Docker;
using ShiftLeft.Docker.Shell;
using ShiftLeft.Text;

namespace ShiftLeft.Tests.Docker;

public sealed class ShellTests
{
    [Theory]
    [InlineData("apt-get update && apt-get install -y curl", "apt-get update|apt-get install -y curl")]
    [InlineData("a; b & c || d | e |& f\ng", "a|b|c|d|e|f|g")]
    [InlineData("echo 'a b' \"c d\" e\\ f g\"h\"'i'", "echo a b c d e f ghi")]
    [InlineData("if [ -f x ]; then a; elif b; then c; else d; fi; e", "[ -f x ]|a|b|c|d|e")]
    [InlineData("for i in 1 2; do a $i; done; while b; do c; done", "a ?|b|c")]
    [InlineData("case $x in a|b) c ;; *) d;; esac; e", "c|d|e")]
    [InlineData("( a; b ) && { c; d; }", "a|b|c|d")]
    [InlineData("f() { a; }; function g { b; }; f", "a|b|f")]
    [InlineData("echo $(curl x | sh) `wget y`", "curl x|sh|wget y|echo ? ?")]
    [InlineData("bash <(curl -s x)", "curl -s x|bash ?")]
    [InlineData("A=1 B=2 make x > /dev/null 2>&1 < in", "make x")]
    [InlineData("cat <<EOF > f\nrm -rf /\nEOF\nls", "cat|ls")]
    [InlineData("cat <<-'EOF'\n\tx\n\tEOF\nls", "cat|ls")]
    [InlineData("[[ a =~ b && ( c ) ]] && x; (( i++ )); y", "x|y")]
    [InlineData("a # b; c\nd", "a|d")]
    [InlineData("! a | b; time -p c", "a|b|c")]
    [InlineData("p=\"a=1 b\"; apt-get install $p \"$p\"", "|apt-get install a=1 b a=1 b")]
    [InlineData("echo ${x:-$(id)} ${y} $((1+2))", "id|echo ? ? ?")]
    [InlineData("sudo -u bob -E A=1 apt-get -y install x", "sudo -u bob -E A=1 apt-get -y install x|apt-get -y install x")]
    [InlineData("env -i A=1 curl x", "env -i A=1 curl x|curl x")]
    [InlineData("timeout -k 5 30s curl x", "timeout -k 5 30s curl x|curl x")]
    [InlineData("xargs -0 -n 1 rm -f", "xargs -0 -n 1 rm -f|rm -f")]
    [InlineData("sh -c 'a && b \"c d\"'", "sh -c a && b \"c d\"|a|b c d")]
    [InlineData("bash -lc \"curl \\\"$U\\\"\"", "bash -lc curl \"?\"|curl ?")]
    [InlineData("su bob -c 'a b'", "su bob -c a b|a b")]
    [InlineData("eval 'a b'", "eval a b|a b")]
    [InlineData("set -e; arr=(a b); x", "set -e||x")]
    [InlineData("a \\\n && b", "a|b")]
    public void Commands_are_found_wherever_they_stand(string script, string expected)
    {
        var read = Parse(script);
        Assert.Null(read.Problem);
        Assert.Equal(expected, string.Join('|', read.Commands.Select(Show)));
    }

    [Theory]
    [InlineData("a 'b")]
    [InlineData("a && ")]
    [InlineData("a | ")]
    [InlineData("if a; then b")]
    [InlineData("$(a")]
    [InlineData("a ) b")]
    [InlineData("for i in a; b")]
    public void Text_that_no_shell_takes_is_one_problem(string script) => Assert.NotNull(Parse(script).Problem);

    [Fact]
    public void Options_in_force_are_known_at_each_command()
    {
        var commands = Parse("a; set -euo pipefail; b; (set +e; c); d").Commands.Where(command => command.Name != "set");
        Assert.Equal([(false, false), (true, true), (false, true), (true, true)], commands.Select(command => (command.HasErrexit, command.HasPipefail)));
    }

    [Fact]
    public void Pipelines_are_numbered()
    {
        var commands = Parse("a | b | c; d").Commands;
        Assert.Equal([(0, 3), (1, 3), (2, 3), (0, 1)], commands.Select(command => (command.PipelineIndex, command.PipelineLength)));
        Assert.Equal(commands[0].Pipeline, commands[2].Pipeline);
        Assert.NotEqual(commands[0].Pipeline, commands[3].Pipeline);
    }

    [Fact]
    public void Places_go_back_to_the_file_through_continuations_quotes_and_nested_scripts()
    {
        var file = Dockerfile.Read(new("Dockerfile", "FROM a\nRUN x && \\\n  # note\n  sh -c \"curl -k \\\"http://h\\\"\" && \\\n  y 'z'\nRUN <<EOF\ncurl 'u'\nEOF\nRUN [\"sh\", \"-c\", \"wget u\"]\n"));
        var words = file.Stages[0].Commands().SelectMany(pair => pair.Command.Arguments.Prepend(pair.Command.NameWord)).Select(word => word.Location.Text);
        Assert.Equal(
            ["x", "sh", "-c", "\"curl -k \\\"http://h\\\"\"", "curl", "-k", "\"http://h\\\"", "y", "'z'", "curl", "'u'", "\"sh\"", "\"-c\"", "\"wget u\"", "wget", "u"],
            words);
    }

    [Fact]
    public void Variables_of_the_stage_are_known_in_its_commands()
    {
        var file = Dockerfile.Read(new("Dockerfile", "FROM a\nARG V=1.2\nARG W\nENV P=\"x y\"\nRUN apt-get install $P z=$V w=$W\n"));
        Assert.Equal("apt-get install x y z=1.2 w=?", Show(Assert.Single(file.Stages[0].Commands()).Command));
    }

    [Theory]
    [InlineData("FROM a\nSHELL [\"pwsh\", \"-c\"]\nRUN Get-X | Y")]
    [InlineData("FROM mcr.microsoft.com/windows/servercore:ltsc2022\nRUN dir")]
    [InlineData("FROM a\nRUN <<EOF\n#!/usr/bin/env python3\nprint('x')\nEOF\n")]
    public void Other_languages_are_not_read_as_shell(string text)
    {
        var stage = Dockerfile.Read(new("Dockerfile", text)).Stages[0];
        var script = stage.Script(stage.Runs.Single());
        Assert.Empty(script.Commands);
        Assert.NotNull(script.Unread);
    }

    [Fact]
    public void A_shell_given_to_a_stage_is_inherited_with_its_options()
    {
        var file = Dockerfile.Read(new("Dockerfile", "FROM a AS b\nSHELL [\"/bin/bash\", \"-eo\", \"pipefail\", \"-c\"]\nFROM b\nRUN x | y\n"));
        Assert.True(file.FinalStage!.Commands().First().Command is { HasPipefail: true, HasErrexit: true });
    }

    [Fact]
    public void Every_RUN_of_outside_files_and_of_their_mutations_is_read_without_a_fault()
    {
        var random = new Random(7);
        foreach (var text in SharedCases.Dockerfiles())
        {
            Check(text);
            for (var i = 0; i < 5; i++)
            {
                var at = random.Next(text.Length);
                Check(text.Insert(at, Splices[random.Next(Splices.Length)]));
                Check(text.Remove(at, Math.Min(3, text.Length - at)));
            }
        }
    }

    [Theory]
    [InlineData("$(")]
    [InlineData("((")]
    [InlineData("( ")]
    [InlineData("'")]
    [InlineData("a && ")]
    [InlineData("a | ")]
    [InlineData("{ ")]
    [InlineData("${x:-")]
    [InlineData("if ")]
    [InlineData("sh -c \"")]
    [InlineData("x ")]
    [InlineData("sudo ")]
    public void A_hostile_repetition_ends_soon(string unit) => Parse(string.Concat(Enumerable.Repeat(unit, 20_000)));

    static readonly string[] Splices = ["$(", "`", "'", "\"", "((", "| ", "&& ", "<<E\n", ";;", "case x in ", "}", ")", "\\"];

    static void Check(string text)
    {
        var file = Dockerfile.Read(new("Dockerfile", text));
        foreach (var stage in file.Stages)
        {
            foreach (var (_, command) in stage.Commands())
                Assert.All(command.Arguments, word => Assert.InRange(word.Location.Span.End, word.Location.Span.Start, text.Length));
        }
    }

    static ShellScript Parse(string script)
    {
        var source = new SourceText("run.sh", script);
        return ShellParser.Parse(MappedText.Of(source, new(0, script.Length)), _ => null);
    }

    static string Show(ShellCommand command) =>
        string.Join(' ', command.Arguments.Prepend(command.NameWord).Select(word => word.Skeleton)).Replace(ShellWord.Unknown, '?');
}
