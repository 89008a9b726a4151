namespace ShiftLeft.Cli;

/// <summary>
/// One line on standard error that tells a person who watches what is being done, once it takes longer than a moment. It is drawn by a clock and not by
/// the work, so it goes on where a single step takes long; the work may run on any number of threads.
/// </summary>
sealed class ProgressLine : IDisposable
{
    /// <summary>Columns where there is no terminal to ask.</summary>
    public const int UsualWidth = 80;

    static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(500);
    static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(200);

    readonly Lock gate = new();
    readonly Terminal terminal;
    readonly Func<string> words;
    readonly Timer? timer;
    int shown;
    bool isOver;

    /// <param name="terminal">Where to draw it, if at all.</param>
    /// <param name="words">What is being done now; asked from another thread.</param>
    /// <param name="after">How long to wait; a moment by default.</param>
    public ProgressLine(Terminal terminal, Func<string> words, TimeSpan? after = null)
    {
        (this.terminal, this.words) = (terminal, words);
        if (terminal.ProgressWidth > 1) timer = new(_ => Draw(), null, after ?? Moment, Beat);
    }

    /// <summary>A person watches, the terminal can go back to the beginning of a line, and no log of a CI keeps what is meant to vanish.</summary>
    public static bool IsWanted(Func<string, string?> variable, bool isTerminal) =>
        isTerminal && variable("CI") is null or "" or "false" or "0" && (OperatingSystem.IsWindows() || variable("TERM") is { Length: > 0 } and not "dumb");

    /// <summary>Takes the line away for good, before anything else is written.</summary>
    public void Clear()
    {
        lock (gate)
        {
            isOver = true;
            if (shown > 0) terminal.Error.Write($"\r{new string(' ', shown)}\r");
            shown = 0;
        }
        timer?.Dispose();
    }

    public void Dispose() => Clear();

    void Draw()
    {
        lock (gate)
        {
            if (isOver) return;
            // In the last column a terminal may already be on the next line.
            var text = words();
            if (text.Length >= terminal.ProgressWidth) text = text[..(terminal.ProgressWidth - 1)];
            terminal.Error.Write($"\r{text}{new string(' ', Math.Max(0, shown - text.Length))}");
            shown = text.Length;
        }
    }
}
