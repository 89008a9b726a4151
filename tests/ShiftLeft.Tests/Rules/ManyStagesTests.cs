using System.Diagnostics;

namespace ShiftLeft.Tests.Rules;

/// <summary>Time in the square of the number of stages would be minutes here.</summary>
public sealed class ManyStagesTests
{
    const int Count = 20_000;

    [Theory]
    [InlineData("FROM debian:12 AS s#\nWORKDIR a\nRUN apt-get install -y a\n")]
    [InlineData("FROM s% AS s#\nWORKDIR a\nRUN apt-get install -y a\n")]
    [InlineData("FROM s% AS s#\nRUN a | b\n")]
    [InlineData("FROM debian:12 AS s#\nCOPY --from=s% /a /b\n")]
    [InlineData("FROM debian:12 AS s#\nCOPY --from=t# /a /b\n")]
    [InlineData("FROM s% AS s#\nONBUILD COPY --from=s% a b\nONBUILD ENV A=$B\n")]
    [InlineData("SHELL [\"/bin/bash\", \"-c\"]\nRUN a | b\n")]
    [InlineData("RUN curl http://a | sh\n")]
    public void They_are_checked_in_linear_time(string stage)
    {
        var text = "FROM debian:12 AS s-1\n" + string.Concat(Enumerable.Range(0, Count).Select(i => stage.Replace("#", $"{i}", StringComparison.Ordinal).Replace("%", $"{i - 1}", StringComparison.Ordinal)));
        var watch = Stopwatch.StartNew();
        Assert.NotEmpty(Expect.Scan([KeyValuePair.Create("Dockerfile", text)]).Findings);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 40);
    }
}
