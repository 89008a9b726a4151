using ShiftLeft.Docker;
using ShiftLeft.Images;
using ShiftLeft.Text;

namespace ShiftLeft.Tests.Docker;

public sealed class DockerfileTests
{
    [Fact]
    public void A_continuation_joins_lines_and_skips_comments_and_blanks()
    {
        var run = Assert.Single(Read("FROM a\nRUN x && \\\n  # why\n\n  y\n").Stages[0].Runs);
        Assert.Equal("x &&   y", run.Syntax.Arguments.Text);
        Assert.Equal("y", run.Syntax.Arguments.LocationOf(new(7, 1)).Text);
        Assert.Single(run.Syntax.EmptyContinuations);
    }

    [Theory]
    [InlineData("CMD [\"a\", \"b c\"]", true, new[] { "a", "b c" })]
    [InlineData("CMD ['a']", false, new[] { "['a']" })]
    [InlineData("CMD [\"a\"] x", false, new[] { "[\"a\"] x" })]
    [InlineData("CMD []", true, new string[0])]
    [InlineData("CMD [ \"\\u0041\\n\" ]", true, new[] { "A\n" })]
    public void The_exec_form_is_a_JSON_array_and_nothing_else(string line, bool isExec, string[] words)
    {
        var command = Assert.IsType<CommandInstruction>(Read("FROM a\n" + line).Stages[0].Instructions[0]);
        Assert.Equal(isExec, command.IsExec);
        Assert.Equal(words, command.Syntax.Words.Select(word => word.Text));
    }

    [Fact]
    public void Heredocs_follow_the_last_physical_line_and_are_read_in_order()
    {
        var file = Read("FROM a\nCOPY <<A <<-\"B\" \\\n /x/\n1 $y\nA\n\t2\n\tB\nRUN z\n");
        var copy = file.Stages[0].Copies.Single();
        Assert.Equal(["A", "B"], copy.Heredocs.Select(heredoc => heredoc.Name));
        Assert.Equal(["1 $y\n", "\t2\n"], copy.Heredocs.Select(heredoc => heredoc.Body.Text));
        Assert.Equal([true, false], copy.Heredocs.Select(heredoc => heredoc.Expands));
        Assert.Equal("/x/", copy.Destination!.Text);
        Assert.Empty(copy.Sources);
        Assert.Single(file.Stages[0].Runs);
        Assert.Empty(file.Problems);
    }

    [Theory]
    [InlineData("ARG V=1.2\nFROM app:${V}", "1.2")]
    [InlineData("ARG V\nFROM app:${V:-9}", "9")]
    [InlineData("ARG V=1.2.3\nFROM app:${V%.*}", "1.2")]
    [InlineData("ARG V=1.2.3\nFROM app:${V%%.*}", "1")]
    [InlineData("ARG V=v1.2\nFROM app:${V#v}", "1.2")]
    [InlineData("ARG V=a-b-c\nFROM app:${V//-/_}", "a_b_c")]
    [InlineData("ARG V=a-b-c\nFROM app:${V/-/_}", "a_b-c")]
    [InlineData("ARG V=x\nFROM app:${V:+set}", "set")]
    [InlineData("ARG A=1\nARG B=${A}.0\nFROM app:$B", "1.0")]
    [InlineData("FROM app:1@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", "1")]
    [InlineData("FROM host:5000/app", null)]
    public void Variables_in_FROM_are_expanded(string text, string? tag) => Assert.Equal(tag, Read(text).Stages[0].Base.Image!.Tag);

    [Fact]
    public void A_variable_without_a_value_is_not_known() => Assert.True(Read("ARG V\nFROM app:$V").Stages[0].Base.IsUnknown);

    [Fact]
    public void A_stage_takes_variables_and_user_from_the_stage_it_stands_on()
    {
        var file = Read("FROM debian:12 AS Base\nENV U=1000\nUSER $U\nFROM base\nARG X=${U}5\nRUN echo\n");
        var final = file.FinalStage!;
        Assert.Same(file.Stages[0], final.Base.Stage);
        Assert.Equal(("1000", ImageUserKind.NonRoot, true), (final.User.Name, final.User.Kind, final.User.IsNumeric));
        Assert.Equal("10005", final.Scope["X"].Text);
    }

    [Fact]
    public void ENV_sees_the_values_from_before()
    {
        var scope = Read("FROM scratch\nENV a=1\nENV a=2 b=$a\n").FinalStage!.Scope;
        Assert.Equal(("2", "1"), (scope["a"].Text, scope["b"].Text));
    }

    [Fact]
    public void A_global_argument_is_seen_in_a_stage_only_after_it_is_declared_there()
    {
        var stage = Read("ARG V=1\nFROM scratch\nENV a=$V\nARG V\nENV b=$V\n").FinalStage!;
        Assert.Equal(("", "1"), (stage.Scope["a"].Text, stage.Scope["b"].Text));
    }

    [Theory]
    [InlineData("FROM mcr.microsoft.com/dotnet/aspnet:9.0\nUSER $APP_UID", "NonRoot", "1654")]
    [InlineData("FROM mcr.microsoft.com/dotnet/aspnet:9.0", "Root", "root")]
    [InlineData("FROM mcr.microsoft.com/dotnet/aspnet:9.0-noble-chiseled", "NonRoot", "1654")]
    [InlineData("FROM gcr.io/distroless/static:nonroot", "NonRoot", "65532")]
    [InlineData("FROM ghcr.io/acme/x", "Unknown", null)]
    [InlineData("FROM ghcr.io/acme/x\nUSER 0:0", "Root", "0")]
    [InlineData("FROM scratch", "Root", "root")]
    [InlineData("ARG U\nFROM scratch\nARG U\nUSER $U", "Unknown", null)]
    public void The_user_of_a_stage(string text, string kind, string? name) =>
        Assert.Equal((kind, name), (Read(text).FinalStage!.User.Kind.ToString(), Read(text).FinalStage!.User.Name));

    [Fact]
    public void Only_stages_that_the_last_one_needs_are_reachable() =>
        Assert.Equal(
            [true, false, true, true],
            Read("FROM a AS x\nFROM a AS y\nFROM a AS z\nFROM scratch\nCOPY --from=X / /\nRUN --mount=from=z,target=/t true\n").Stages.Select(stage => stage.IsReachable));

    [Theory]
    [InlineData("FROM a\nRNU x", "unknown-instruction", "RNU", "Did you mean `RUN`?")]
    [InlineData("FROM a\nCOPY --form=b c d", "unknown-flag", "--form", "Did you mean `from`?")]
    [InlineData("FROM a b", "bad-from", "a b", "")]
    [InlineData("FROM a AS 1x", "bad-stage-name", "1x", "")]
    [InlineData("FROM a\nENV x=1 y", "missing-equals", "y", "")]
    [InlineData("FROM a\nRUN <<X\n", "unterminated-heredoc", "<<X", "")]
    [InlineData("FROM a\nSHELL bash", "shell-not-json", "bash", "")]
    [InlineData("FROM a\nHEALTHCHECK CDM x", "bad-healthcheck", "CDM", "Did you mean `CMD`?")]
    [InlineData("FROM a\nHEALTHCHECK --interval=5 CMD x", "bad-flag-value", "5", "")]
    [InlineData("FROM a\nCOPY x", "missing-argument", "COPY", "")]
    [InlineData("FROM a\nCMD [1]", "json-not-strings", "1", "")]
    [InlineData("FROM a\nRUN --mount=type=cahce,target=/x y", "bad-mount", "type=cahce", "Did you mean `cache`?")]
    [InlineData("RUN x\nFROM a", "instruction-before-from", "RUN", "")]
    [InlineData("FROM a\nONBUILD FROM b", "bad-trigger", "FROM", "")]
    public void What_a_builder_refuses_is_one_problem_at_its_place(string text, string code, string place, string hint)
    {
        var problem = Assert.Single(Read(text).Problems);
        Assert.Equal((code, place), (problem.Code, problem.Location.Text));
        Assert.Contains(hint, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_comment_speaks_of_the_instruction_below_it()
    {
        var file = Read("FROM a\n# why\nRUN x \\\n  y\nRUN z\n");
        var comment = Assert.Single(file.Syntax.Comments);
        Assert.Equal("why", comment.Text);
        Assert.Equal("# why\nRUN x \\\n  y", file.Source[comment.Scope]);
    }

    [Fact]
    public void Directives_stand_only_at_the_top()
    {
        var file = Read("# syntax=docker/dockerfile:1\n#escape=`\n# check=skip=A\nFROM a\n# escape=\\\nRUN x `\n y");
        Assert.Equal(["syntax", "escape", "check"], file.Syntax.Directives.Select(directive => directive.Name));
        Assert.Equal("x  y", file.Stages[0].Runs.Single().Syntax.Arguments.Text);
    }

    static Dockerfile Read(string text) => Dockerfile.Read(new SourceText("Dockerfile", text));

    [Fact]
    public void Values_that_grow_or_are_costly_to_match_count_as_not_known()
    {
        Assert.Equal(Knowledge.Set, Read("FROM scratch\nENV A=xxxxxxxxxxxxxxxx\n" + string.Concat(Enumerable.Repeat("ENV A=$A$A$A$A\n", 40))).FinalStage!.Scope["A"].Knowledge);
        Assert.Equal(Knowledge.Set, Read($"FROM scratch\nARG A={new string('a', 3000)}\nENV B=${{A//*b/x}}\n").FinalStage!.Scope["B"].Knowledge);
    }

    [Theory]
    [InlineData("type=CACHE,target=/x")]
    [InlineData("type=$T,target=/x")]
    [InlineData("type=cache,target=/x,sharing=LOCKED")]
    [InlineData("type=bind,from=base")]
    public void Mounts_that_BuildKit_takes_are_no_problem(string mount) => Assert.Empty(Read($"FROM a AS base\nFROM a\nRUN --mount={mount} x\n").Problems);
}
