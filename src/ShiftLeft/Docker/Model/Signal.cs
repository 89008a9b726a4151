using System.Collections.Frozen;
using System.Globalization;

namespace ShiftLeft.Docker;

/// <summary>Signals as <c>STOPSIGNAL</c> takes them (<c>moby/sys/signal</c>): any number but 0, or a name with or without <c>SIG</c>, in any case.</summary>
static class Signal
{
    public static bool IsValid(string text) => GoNumber.Integer(text) is { } number ? number != 0 : Names.Contains(Name(text));

    /// <summary>The signal's name without <c>SIG</c>, in capitals.</summary>
    static string Name(string text)
    {
        var upper = text.ToUpperInvariant();
        return upper.StartsWith("SIG", StringComparison.Ordinal) ? upper[3..] : upper;
    }

    public static FrozenSet<string> Names { get; } = FrozenSet.ToFrozenSet(
        ((string[])
        [
            "ABRT", "ALRM", "BUS", "CHLD", "CLD", "CONT", "FPE", "HUP", "ILL", "INT", "IO", "IOT", "KILL", "PIPE", "POLL", "PROF", "PWR", "QUIT", "SEGV", "STKFLT", "STOP",
            "SYS", "TERM", "TRAP", "TSTP", "TTIN", "TTOU", "URG", "USR1", "USR2", "VTALRM", "WINCH", "XCPU", "XFSZ", "RTMIN", "RTMAX",
        ])
            .Concat(Enumerable.Range(1, 15).Select(i => string.Create(CultureInfo.InvariantCulture, $"RTMIN+{i}")))
            .Concat(Enumerable.Range(1, 14).Select(i => string.Create(CultureInfo.InvariantCulture, $"RTMAX-{i}"))),
        StringComparer.Ordinal);
}
