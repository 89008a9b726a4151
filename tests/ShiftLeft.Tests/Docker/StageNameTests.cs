using ShiftLeft.Docker;
using ShiftLeft.Text;

namespace ShiftLeft.Tests.Docker;

public sealed class StageNameTests
{
    [Fact]
    public void A_base_means_the_nearest_earlier_stage_of_that_name_in_lower_case()
    {
        var file = Read("""
            FROM debian:12 AS base
            FROM alpine:3 AS Base
            FROM base
            FROM later
            FROM BASE
            FROM debian:12 AS later
            """);
        Assert.Equal(1, file.Stages[2].Base.Stage?.Index);
        Assert.Null(file.Stages[3].Base.Stage);
        Assert.Null(file.Stages[4].Base.Stage);
        Assert.NotNull(file.Stages[4].Base.Fault);
    }

    [Fact]
    public void A_copy_finds_a_later_stage_and_an_index()
    {
        var file = Read("""
            FROM debian:12
            FROM debian:12
            COPY --from=LATER /a /b
            COPY --from=0 /a /b
            FROM debian:12 AS later
            """);
        Assert.Equal([2, 0, null], new[] { "LATER", "0", "7" }.Select(reference => file.FindStage(reference)?.Index));
    }

    [Fact]
    public void A_copy_takes_the_latest_of_several_stages_of_a_name() =>
        Assert.Equal(1, Read("FROM debian:12 AS a\nFROM debian:12 AS A\nFROM debian:12\n").FindStage("a")?.Index);

    [Fact]
    public void A_shell_holds_from_its_line_on_and_in_the_stages_above()
    {
        var file = Read("""
            FROM debian:12 AS base
            RUN one
            SHELL ["/bin/a", "-c"]
            RUN two
            FROM base AS middle
            FROM middle
            RUN three
            SHELL ["/bin/b", "-c"]
            RUN four
            ONBUILD RUN five
            SHELL ["/bin/c", "-c"]
            """);
        Assert.Equal([null, "/bin/a", "/bin/a", "/bin/b", "/bin/b"], file.Stages.SelectMany(stage => stage.Runs.Select(run => Shell(stage, run))));
        Assert.Equal("/bin/b", Shell(file.Stages[2], file.Stages[2].Instructions.OfType<OnbuildInstruction>().Single().Trigger!));

        static string? Shell(Stage stage, Instruction instruction) => stage.ShellAt(instruction)?.Syntax.Words[0].Text.Trim('"');
    }

    static Dockerfile Read(string text) => Dockerfile.Read(new SourceText("Dockerfile", text));
}
