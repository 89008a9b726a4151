using System.Diagnostics;
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
    [InlineData("command -v curl || apk add curl; sudo -v", "command -v curl|apk add curl|sudo -v")]
    [InlineData("find / -name '*.pyc' -exec rm -f {} + -o -exec ls {} \\;", "find / -name *.pyc -exec rm -f {} + -o -exec ls {} ;|rm -f {}|ls {}")]
    [InlineData("time -f %e make x", "time -f %e make x|make x")]
    [InlineData("xargs -i cp {} x", "xargs -i cp {} x|cp {} x")]
    [InlineData("gosu root curl x; chroot /mnt apt-get update", "gosu root curl x|curl x|chroot /mnt apt-get update|apt-get update")]
    [InlineData("conda run -n env pip install x; conda install y", "conda run -n env pip install x|pip install x|conda install y")]
    [InlineData("eval a 'b c'", "eval a b c|a b c")]
    [InlineData("sh -c \"$(curl x)\"", "curl x|sh -c ?|?")]
    [InlineData("bash -eo pipefail -c 'a | b' arg", "bash -eo pipefail -c a | b arg|a|b")]
    [InlineData("bash -s <<EOF\na $x\nb \\$y\nEOF\nc", "bash -s|a ?|b ?|c")]
    [InlineData("cat <<'EOF' | sudo sh\na\nEOF\nb", "cat|sudo sh|sh|a|b")]
    [InlineData("bash <<< 'a; b'", "bash|a|b")]
    [InlineData("cat <<EOF\n$(a) `b` \\$(c) it's\nEOF\nd", "cat|a|b|d")]
    [InlineData("cat <<'EOF'\n$(a)\nEOF\nd", "cat|d")]
    [InlineData("echo \"${x:-it's}\" \"cost $'\" `echo \\`a\\``", "a|echo ?|echo ? cost $' ?")]
    [InlineData("echo $'a\\tb\\x41\\''", "echo a\tbA'")]
    [InlineData("echo $(( $(a) + (2) )) $((b); (c))", "a|b|c|echo ? ?")]
    [InlineData("((b); c)", "b|c")]
    [InlineData("x=(a \"b)\" $(c) # d\n); arr[0]=y; e", "c|||e")]
    [InlineData("P=a; P+=' b'; x $P --p=$P \"$P\"", "||x a b --p=a b a b")]
    [InlineData("E=; x $E \"$E\" y", "|x  y")]
    [InlineData("P='a b'; Q=${P:-c} R=${Q:+d}; x $Q $R ${E:-z}", "||x a b d ?")]
    [InlineData("a &> f; b &>> g 2>&1 <&- >| h", "a|b")]
    [InlineData("while read -r x; do a $x; done < <(b)", "read -r x|a ?|b")]
    [InlineData("apt::install() { a; }; function b-c() (d)", "a|d")]
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
    public void An_inner_shell_has_its_own_options()
    {
        var commands = Parse("set -eo pipefail; sh -c 'a | b; set -e'; bash -ceuo pipefail 'c'; bash <<E\nd\nE\nset -- -x +e; e").Commands.Where(command => command.Name.Length == 1);
        Assert.Equal([(false, false), (false, false), (true, true), (false, false), (true, true)], commands.Select(command => (command.HasErrexit, command.HasPipefail)));
    }

    [Theory]
    [InlineData("if a; then V=1; fi; x $V", "?")]
    [InlineData("V=1; if a; then V=1; fi; x $V", "1")]
    [InlineData("if a; then V=1; x $V; else V=2; fi", "1")]
    [InlineData("[ -f y ] && V=1 && x $V", "1")]
    [InlineData("[ -f y ] && V=1; x $V", "?")]
    [InlineData("apt-get update && V=1; x $V", "1")]
    [InlineData("V=1; a || V=2; x $V", "?")]
    [InlineData("V=1; (V=2); x $V", "1")]
    [InlineData("V=1; y=$(V=2; a); x $V", "1")]
    [InlineData("V=1; for i in 1 2; do x $V; V=2; done", "?")]
    [InlineData("V=1; for i in 1 2; do x $V; done", "1")]
    [InlineData("V=1; f() { x $V; }; V=2; f", "?")]
    [InlineData("f() { local V=1; x $V; }; f", "1")]
    [InlineData("f() { V=1; }; x $V", "?")]
    [InlineData("V=1; read -r V; x $V", "?")]
    [InlineData("V=1; V=2 x $V", "1")]
    [InlineData("V=1 W=$V; x $W", "1")]
    [InlineData("V=1; sh -c 'V=2'; x $V", "1")]
    [InlineData("case y in a) V=1;; esac; x $V", "?")]
    [InlineData("export V=1; x $V", "1")]
    public void A_variable_is_known_only_where_it_must_hold_the_value(string script, string expected)
    {
        var read = Parse(script);
        Assert.Null(read.Problem);
        Assert.Equal("x " + expected, Show(read.Commands.Single(command => command.Name == "x")));
    }

    [Theory]
    [InlineData("[ -f y ] && x", true)]
    [InlineData("a && x", false)]
    [InlineData("a || x", true)]
    [InlineData("[ -f y ] || a && x", false)]
    [InlineData("while a; do x; done", true)]
    [InlineData("if x; then a; fi", false)]
    [InlineData("{ x; }", false)]
    [InlineData("f() { x; }", true)]
    public void A_command_that_may_not_run_is_conditional(string script, bool expected) =>
        Assert.Equal(expected, Parse(script).Commands.Single(command => command.Name == "x").IsConditional);

    [Theory]
    [InlineData("(x)", true)]
    [InlineData("echo $(x)", true)]
    [InlineData("sh -c x", true)]
    [InlineData("{ x; }", false)]
    [InlineData("sudo x", false)]
    public void A_command_in_a_subshell_is_known_as_such(string script, bool expected) =>
        Assert.Equal(expected, Parse(script).Commands.Single(command => command.Name == "x").InSubshell);

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
    public void Parts_of_a_word_have_places()
    {
        var script = "curl \"--url=\"'http://'h\\ost/p";
        var word = Assert.Single(Assert.Single(Parse(script).Commands).Arguments);
        Assert.Equal("--url=http://host/p", word.Value.Text);
        Assert.Equal("http://'h\\ost/p", word.Value.LocationOf(Span.FromBounds(6, word.Value.Length)).Text);
    }

    [Fact]
    public void Heredocs_of_RUN_are_read_by_whom_the_builder_gives_them_to()
    {
        var file = Dockerfile.Read(new("Dockerfile", """
            FROM a
            RUN cat <<A > /a && bash <<-'B' && c
            $(d)
            A
            	e 'f'
            	B
            RUN ["sh", "-ec", "g \"h i\" 'j'"]
            RUN ["tini", "--", "k"]

            """.ReplaceLineEndings("\n")));
        Assert.Equal("cat|bash|c|d|e f|sh -ec g \"h i\" 'j'|g h i j|tini -- k|k", string.Join('|', file.Stages[0].Commands().Select(pair => Show(pair.Command))));
        var commands = file.Stages[0].Commands().Select(pair => pair.Command).ToList();
        Assert.Equal("$(d)\n", commands[0].Redirections[0].Body?.Text);
        Assert.Equal("'f'", commands[4].Arguments[0].Location.Text);
        Assert.Equal("\"h i\\\"", commands[6].Arguments[0].Location.Text);
        Assert.True(commands[6].HasErrexit);
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
    [InlineData("# escape=`\nFROM $base\nRUN dir `\n c:\\")]
    [InlineData("FROM mcr.microsoft.com/dotnet/framework/sdk:4.8\nRUN dir")]
    [InlineData("FROM a\nSHELL [\"C:\\\\Windows\\\\System32\\\\WindowsPowerShell\\\\v1.0\\\\PowerShell.exe\"]\nRUN Get-X")]
    [InlineData("FROM a\nSHELL [\"fish\", \"-c\"]\nRUN x; and y")]
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

    [Theory]
    [InlineData("SHELL [\"/usr/bin/env\", \"-i\", \"bash\", \"-o\", \"errexit\", \"-o\", \"pipefail\", \"-c\"]\nRUN x", true, true)]
    [InlineData("SHELL [\"/bin/busybox\", \"sh\", \"-ec\"]\nRUN x", true, false)]
    [InlineData("SHELL [\"/bin/bash\", \"-o\", \"pipefail\", \"-c\"]\nRUN x", false, true)]
    [InlineData("RUN <<E\n#!/bin/bash -eu\nx\nE", true, false)]
    [InlineData("RUN <<E\n#!/usr/bin/env -S bash -eo pipefail\nx\nE", true, true)]
    [InlineData("RUN bash -euo pipefail <<E\nx\nE", true, true)]
    public void A_shell_starts_with_the_options_it_is_given(string text, bool errexit, bool pipefail)
    {
        var command = Dockerfile.Read(new("Dockerfile", "FROM a\n" + text)).Stages[0].Commands().Last().Command;
        Assert.Equal(("x", errexit, pipefail), (command.Name, command.HasErrexit, command.HasPipefail));
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
    [InlineData("$((")]
    [InlineData("\"$(")]
    [InlineData("`")]
    [InlineData("\\`")]
    [InlineData("eval '")]
    [InlineData("<<E ")]
    [InlineData("cat <<E <<F\n")]
    [InlineData("sh <<E\n")]
    [InlineData("V=$V$V ")]
    [InlineData("V=x$V; echo $V\n")]
    [InlineData("V+=aaaaaaaaaa\n")]
    [InlineData("f() { ")]
    [InlineData("[[ ")]
    [InlineData("x=( ")]
    [InlineData("case a in b) ")]
    [InlineData("for i in a; do ")]
    [InlineData("find -exec ")]
    [InlineData("> x ")]
    [InlineData("&> ")]
    [InlineData("# x\n")]
    [InlineData("\\\n")]
    [InlineData("x@(")]
    [InlineData("bash -c ")]
    [InlineData("a;")]
    public void A_hostile_repetition_ends_soon(string unit) => Parse(string.Concat(Enumerable.Repeat(unit, 20_000)));

    [Fact]
    public void Values_that_double_do_not_fill_the_memory()
    {
        var script = "V=" + new string('x', 1000) + string.Concat(Enumerable.Repeat("; V=$V$V; echo \"$V\"", 5000));
        Assert.InRange(Parse(script).Commands.Sum(command => (long)command.Arguments.Sum(word => word.Skeleton.Length)), 1000, 2_000_000);
    }

    [Fact]
    public void More_commands_than_anyone_writes_are_a_problem_and_the_first_ones_are_there()
    {
        var read = Parse(string.Concat(Enumerable.Repeat("a b\n", 100_001)));
        Assert.NotNull(read.Excess);
        Assert.NotEmpty(read.Commands);
    }

    [Fact]
    public void A_very_long_word_is_a_word() => Assert.Equal(1_000_000, Parse("echo \"" + new string('x', 1_000_000) + "\"").Commands.Single().Arguments.Single().Text?.Length);

    /// <summary>Left out are texts that bash reads only when it runs them: backticks, scripts in quotes, heredoc bodies.</summary>
    [Fact]
    public void What_bash_accepts_is_read_without_a_problem()
    {
        Assert.SkipUnless(File.Exists("/bin/bash"), "bash is not on this machine");
        var random = new Random(11);
        var seeds = SharedCases.Dockerfiles().SelectMany(text => Dockerfile.Read(new("Dockerfile", text)).Stages).SelectMany(stage => stage.Runs)
            .Where(run => !run.IsExec).Select(run => run.Syntax.Arguments.Text).Where(text => text.Length > 0).Distinct().ToList();
        for (var i = 0; i < 250; i++)
        {
            var text = seeds[random.Next(seeds.Count)];
            if (i % 5 != 0) text = text.Insert(random.Next(text.Length), Splices[random.Next(Splices.Length)]);
            if (LazyParts.Any(part => text.Contains(part, StringComparison.Ordinal))) continue;
            if (Parse(text).Problem is { } problem) Assert.False(BashAccepts(text), $"{problem.Message} at {problem.Location.Span}: {text}");
        }
    }

    static readonly string[] LazyParts = ["`", " -c", "eval", "<<", "[[", "$(("];

    static bool BashAccepts(string script)
    {
        using var bash = Process.Start(new ProcessStartInfo("/bin/bash", "-n") { RedirectStandardInput = true, RedirectStandardError = true })!;
        bash.StandardInput.Write(script);
        bash.StandardInput.Close();
        var errors = bash.StandardError.ReadToEnd();
        bash.WaitForExit();
        return bash.ExitCode == 0 && errors.Length == 0;
    }

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
