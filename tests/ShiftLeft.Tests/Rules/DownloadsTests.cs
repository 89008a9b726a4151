using ShiftLeft.Docker.Shell;
using ShiftLeft.Rules.TrustedImages;
using ShiftLeft.Text;

namespace ShiftLeft.Tests.Rules;

public sealed class DownloadsTests
{
    [Theory]
    [InlineData("curl -fsSL https://h/a -o b", "https://h/a", "b")]
    [InlineData("curl -fsSLo b https://h/a", "https://h/a", "b")]
    [InlineData("curl -ob --url=https://h/a", "--url=https://h/a", "b")]
    [InlineData("curl -H 'Referer: https://x' --output b -- https://h/a", "https://h/a", "b")]
    [InlineData("curl -sSLO https://h/d/a?x=1", "https://h/d/a?x=1", "a")]
    [InlineData("curl https://h/a", "https://h/a", null)]
    [InlineData("curl -o - https://h/a > c", "https://h/a", "c")]
    [InlineData("wget https://h/a.tgz", "https://h/a.tgz", "a.tgz")]
    [InlineData("wget -qO- https://h/a", "https://h/a", null)]
    [InlineData("wget -qO b --header 'A: http://x' https://h/a", "https://h/a", "b")]
    [InlineData("wget --output-document=b https://h/a", "https://h/a", "b")]
    [InlineData("aria2c -x 16 -o b https://h/a", "https://h/a", "b")]
    public void Address_and_target_are_read_as_the_tool_reads_them(string script, string address, string? target)
    {
        var command = Command(script);
        Assert.True(Downloads.Is(command));
        Assert.Equal((address, target), (Downloads.Address(command)?.Skeleton, Downloads.Target(command)));
    }

    [Theory]
    [InlineData("curl --version")]
    [InlineData("wget -V")]
    [InlineData("echo https://h/a")]
    public void What_fetches_nothing_is_no_download(string script) => Assert.False(Downloads.Is(Command(script)));

    static ShellCommand Command(string script) => Assert.Single(ShellParser.Parse(MappedText.Of(new("run.sh", script), new(0, script.Length)), _ => null).Commands);
}
