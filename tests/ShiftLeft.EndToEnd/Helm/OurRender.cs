using ShiftLeft.Cli;

namespace ShiftLeft.EndToEnd.Helm;

/// <summary><c>shiftleft render</c> in this process: starting one for each of hundreds of renderings would be most of their time.</summary>
static class OurRender
{
    /// <param name="line">The release line, as <c>--helm</c> names it; null for the one that is followed without.</param>
    /// <param name="arguments">As <c>helm template</c> takes them, behind the release's name.</param>
    public static ProgramRun Of(string? line, params IEnumerable<string> arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var code = CommandTree.Run(["render", "--release-name", "shop", .. line is null ? (string[])[] : ["--helm", line], .. arguments], new(output, error, Repository.Root, new(2026, 1, 1)));
        return new(code, output.ToString(), error.ToString());
    }
}
