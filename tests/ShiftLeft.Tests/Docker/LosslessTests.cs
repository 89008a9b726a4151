using ShiftLeft.Docker;
using ShiftLeft.Docker.Syntax;
using ShiftLeft.Text;

namespace ShiftLeft.Tests.Docker;

/// <summary>The tree prints the text it was read from, byte for byte, and nothing makes the parser throw.</summary>
public sealed class LosslessTests
{
    [Theory]
    [InlineData("")]
    [InlineData("\uFEFFFROM a\r\nRUN b \\\r\n  c\r\n")]
    [InlineData("FROM a\rRUN b\r")]
    [InlineData("# escape=`\nFROM a\nRUN b `\n  # c\n\n  d\n")]
    [InlineData("RUN <<EOF\nnever ended")]
    [InlineData("FROM a \\")]
    [InlineData("\0\0FROM\0")]
    [InlineData("COPY <<A <<-'B' /x\n1\nA\n\t2\n\tB\nCMD [\"a\", 'b']")]
    [InlineData("   \t \n\n\n#\n")]
    public void The_tree_prints_its_text(string text) => AssertLossless(text);

    [Fact]
    public void Every_outside_Dockerfile_is_printed_as_it_was() => Assert.All(SharedCases.Dockerfiles(), AssertLossless);

    [Fact]
    public void Mutations_of_outside_Dockerfiles_neither_throw_nor_lose_a_character()
    {
        var seeds = SharedCases.Dockerfiles().ToArray();
        var random = new Random(20260701);
        for (var i = 0; i < 3000; i++) AssertLossless(Mutate(seeds[random.Next(seeds.Length)], random));
    }

    [Theory]
    [InlineData("RUN a \\\n")]
    [InlineData("FROM a AS b\n")]
    [InlineData("RUN <<E\nE\n")]
    [InlineData("${a:-")]
    [InlineData("ENV a=\"")]
    [InlineData("#\n")]
    [InlineData("${v//a*b/r}")]
    [InlineData("ENV b=${v%*b}\n")]
    [InlineData("ARG a=$v\n")]
    [InlineData("COPY <<E <<E /x/\nE\nE\n")]
    [InlineData("RUN --mount=type=cache,target=/a b\n")]
    [InlineData("[")]
    public void A_large_repetition_is_read_in_linear_time(string unit) => AssertLossless("FROM x\nENV v=" + string.Concat(Enumerable.Repeat(unit, 20_000)));

    static void AssertLossless(string text)
    {
        var source = new SourceText("Dockerfile", text);
        var tree = DockerfileParser.Parse(source);
        Assert.Equal(text, tree.ToString());
        Assert.All(tree.Instructions, instruction => Assert.InRange(instruction.Location.Span.End, instruction.Location.Span.Start, text.Length));
        var file = Dockerfile.Read(source);
        Assert.All(file.Problems, problem => Assert.InRange(problem.Location.Span.End, problem.Location.Span.Start, text.Length));
        foreach (var stage in file.Stages) _ = (stage.User, stage.BaseImage, stage.Ports.Count(), stage.Healthcheck);
    }

    static string Mutate(string text, Random random)
    {
        for (var count = random.Next(1, 6); count > 0 && text.Length > 0; count--)
        {
            var at = random.Next(text.Length);
            text = random.Next(7) switch
            {
                0 => text.Remove(at, Math.Min(random.Next(1, 8), text.Length - at)),
                1 => text.Insert(at, Splices[random.Next(Splices.Length)]),
                2 => text[..at],
                3 => text.Replace("\n", "\r\n", StringComparison.Ordinal),
                4 => text.Insert(at, text.Substring(at, Math.Min(40, text.Length - at))),
                5 => "\uFEFF" + text,
                _ => text[at..] + text[..at],
            };
        }
        return text;
    }

    static readonly string[] Splices = ["\\\n", "<<EOF", "\"", "'", "${", "[", "\n#x\n", "--from=", "\t", "\0", "`", "$", "\r", "ONBUILD ", "=", "\n\n", "🐳", "\\"];
}
