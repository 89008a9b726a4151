using ShiftLeft.Images;

namespace ShiftLeft.Tests.Images;

public sealed class EndOfLifeTests
{
    [Theory]
    [InlineData("debian", "10.13-slim", "Debian 10")]
    [InlineData("debian", "buster-slim", "Debian 10")]
    [InlineData("python", "3.10.2", "Python 3.10")]
    [InlineData("node", "22-alpine3.16", "Alpine 3.16")]
    [InlineData("node", "16-bookworm", "Node.js 16")]
    [InlineData("mcr.microsoft.com/dotnet/aspnet", "6.0-jammy", ".NET 6.0")]
    [InlineData("mcr.microsoft.com/dotnet/sdk", "10.0-alpine3.17", "Alpine 3.17")]
    [InlineData("ubuntu", "focal-20240530", "Ubuntu 20.04")]
    public void A_tag_stands_on_a_release(string repository, string tag, string release) =>
        Assert.Equal(release, EndOfLife.Of(repository, tag)?.Release);

    [Theory]
    [InlineData("python", "3-slim")]
    [InlineData("debian", "stable")]
    [InlineData("ghcr.io/acme/debian", "10")]
    [InlineData("alpine", "edge")]
    public void A_tag_that_names_no_known_release_says_nothing(string repository, string tag) => Assert.Null(EndOfLife.Of(repository, tag));
}
