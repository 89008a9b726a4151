using System.Text;
using ShiftLeft.Cli;
using ShiftLeft.Files;

namespace ShiftLeft.Tests.Cli;

/// <summary>The line that tells a person who watches how far the work is.</summary>
public sealed class ProgressTests
{
    [Fact]
    public void It_tells_what_is_being_done_and_leaves_nothing_behind()
    {
        using var error = new Watched();
        using (var progress = new ProgressTree(Tree, new(TextWriter.Null, error, "/", default) { ProgressWidth = 80 }, TimeSpan.Zero))
        {
            error.WaitFor("looking for files: 0 read, ");
            progress.Read("Dockerfile");
            error.WaitFor("looking for files: 1 read, ");
            progress.Know(Discovery.Find(progress, [""], _ => false));
            error.WaitFor("rendering charts: 0 of 1, ");
            Parallel.For(0, 100, _ => progress.Read("shop/Chart.yaml"));
            error.WaitFor("checking 1 file and 1 chart, ");
        }
        Assert.Equal("", error.Shown);
        var after = error.Written;
        Thread.Sleep(300);
        Assert.Equal(after, error.Written);
    }

    [Fact]
    public void It_keeps_to_one_line_of_the_terminal()
    {
        using var error = new Watched();
        using var progress = new ProgressTree(Tree, new(TextWriter.Null, error, "/", default) { ProgressWidth = 10 }, TimeSpan.Zero);
        error.WaitFor("looking f");
        Assert.Equal("looking f", error.Shown);
    }

    [Fact]
    public void Nobody_who_does_not_watch_is_told()
    {
        using var error = new Watched();
        using (new ProgressTree(Tree, new(TextWriter.Null, error, "/", default) { IsWatched = true }, TimeSpan.Zero)) Thread.Sleep(300);
        Assert.Equal("", error.Written);
    }

    [Theory]
    [InlineData(true, null, "xterm", true)]
    [InlineData(false, null, "xterm", false)]
    [InlineData(true, "true", "xterm", false)]
    [InlineData(true, "1", "xterm", false)]
    [InlineData(true, "false", "xterm", true)]
    [InlineData(true, null, "dumb", false)]
    [InlineData(true, null, null, false)]
    public void It_follows_the_agreements(bool isTerminal, string? ci, string? term, bool expected)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "TERM means nothing there");
        Assert.Equal(expected, ProgressLine.IsWanted(name => name == "CI" ? ci : name == "TERM" ? term : null, isTerminal));
    }

    static MemoryTree Tree => new(new Dictionary<string, string>
    {
        ["Dockerfile"] = "FROM scratch\n", ["shop/Chart.yaml"] = "apiVersion: v2\nname: shop\nversion: 1.0.0\n",
    });

    /// <summary>A terminal of one line.</summary>
    sealed class Watched : TextWriter
    {
        readonly StringBuilder written = new();

        public override Encoding Encoding => Encoding.UTF8;

        public string Written
        {
            get
            {
                lock (written) return written.ToString();
            }
        }

        public string Shown
        {
            get
            {
                var cells = new List<char>();
                var at = 0;
                foreach (var c in Written)
                {
                    if (c == '\r') at = 0;
                    else if (at < cells.Count) cells[at++] = c;
                    else { cells.Add(c); at++; }
                }
                return new string([.. cells]).TrimEnd();
            }
        }

        public override void Write(char value) => Write(value.ToString());

        public override void Write(string? value)
        {
            lock (written) written.Append(value);
        }

        public void WaitFor(string text) => Assert.True(SpinWait.SpinUntil(() => Shown.StartsWith(text, StringComparison.Ordinal), TimeSpan.FromSeconds(30)), Shown);
    }
}
