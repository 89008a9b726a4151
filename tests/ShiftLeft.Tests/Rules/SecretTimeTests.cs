using System.Diagnostics;
using ShiftLeft.Rules.Secrets;

namespace ShiftLeft.Tests.Rules;

/// <summary>Texts that would take a search with backtracking, or one that starts anew at every place, minutes and hours.</summary>
public sealed class SecretTimeTests
{
    const int Length = 2_000_000;

    [Theory]
    [InlineData("key=password=token=secret=")]
    [InlineData("eyJ-eyJ=")]
    [InlineData("eyJ.")]
    [InlineData("ya29.")]
    [InlineData("password:")]
    [InlineData("://a:b@")]
    [InlineData("-----BEGIN ")]
    [InlineData("LS0tLS1CRUdJTi")]
    [InlineData("Basic ")]
    [InlineData("Bearer a1B2c3")]
    [InlineData("s.")]
    [InlineData("$1$")]
    [InlineData("password ")]
    [InlineData("password=\"")]
    [InlineData("password=\\\"")]
    [InlineData("<password>")]
    [InlineData("${password:-x}")]
    [InlineData("{\"password\":\"")]
    [InlineData("name:value:")]
    [InlineData("-u a:b1C2d3 ")]
    [InlineData("12345678:AA")]
    [InlineData("-us0123456789abcdef")]
    [InlineData("ghp_")]
    [InlineData("a")]
    [InlineData(" ")]
    [InlineData("password=Xk29dk3Lq\n")]
    public void They_are_read_in_linear_time(string unit)
    {
        var text = string.Concat(Enumerable.Repeat(unit, Length / unit.Length));
        var watch = Stopwatch.StartNew();
        Assert.True(SecretJudgement.Find(text).Count <= Credentials.Most);
        SecretJudgement.Judge("DB_PASSWORD", text);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 20);
    }
}
