using ShiftLeft.Docker;
using ShiftLeft.Text;

namespace ShiftLeft.Tests.Docker;

public sealed class StageNameTests
{
    [Fact]
    public void A_base_means_the_nearest_earlier_stage_of_that_name_in_any_case()
    {
        var file = Read("""
            FROM debian:12 AS Base
            FROM alpine:3 AS base
            FROM BASE
            FROM later
            FROM debian:12 AS later
            """);
        Assert.Equal(1, file.Stages[2].Base.Stage?.Index);
        Assert.Null(file.Stages[3].Base.Stage);
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

    static Dockerfile Read(string text) => Dockerfile.Read(new SourceText("Dockerfile", text));
}
