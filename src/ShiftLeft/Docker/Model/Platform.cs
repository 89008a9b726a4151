using System.Collections.Frozen;

namespace ShiftLeft.Docker;

/// <summary>A platform as <c>containerd/platforms</c> reads it: <c>linux/arm/v7</c>, <c>arm64</c>, <c>windows(10.0.17763)/amd64</c>.</summary>
/// <param name="System">The operating system, in lower case.</param>
/// <param name="Architecture">With its usual name: <c>amd64</c> for <c>x86_64</c>.</param>
readonly record struct Platform(string System, string Architecture)
{
    /// <summary>Null when it is none.</summary>
    public static Platform? Parse(string text)
    {
        if (text.Contains('*', StringComparison.Ordinal)) return null;
        var parts = text.Split('/');
        if (parts.Length > 3 || ReadSystem(parts[0]) is not { } system || parts.Skip(1).Any(part => part.Length == 0 || !part.All(IsWordCharacter))) return null;
        if (parts.Length > 1) return new(system, NormalizeArchitecture(parts[1]));
        // Alone, it is a known system, or else a known architecture of the builder's system.
        if (Systems.Contains(system)) return new(system, "amd64");
        var architecture = NormalizeArchitecture(parts[0]);
        return Architectures.Contains(architecture) ? new("linux", architecture) : null;
    }

    /// <summary>The system without its version and features in brackets, which must be well formed.</summary>
    static string? ReadSystem(string text)
    {
        var open = text.IndexOf('(', StringComparison.Ordinal);
        var name = open < 0 ? text : text[..open];
        if (name.Length == 0 || !name.All(c => IsWordCharacter(c) && c != '.')) return null;
        if (open >= 0)
        {
            if (!text.EndsWith(')')) return null;
            var options = text[(open + 1)..^1].Split('+');
            if (options.Skip(1).Any(feature => feature.Length == 0) || options.Any(option => !option.All(c => IsWordCharacter(c) || c == '%') || !HasEscapes(option))) return null;
        }
        var lower = name.ToLowerInvariant();
        return lower == "macos" ? "darwin" : lower;
    }

    static bool HasEscapes(string text)
    {
        for (var at = text.IndexOf('%', StringComparison.Ordinal); at >= 0; at = text.IndexOf('%', at + 1))
        {
            if (at + 2 >= text.Length || !char.IsAsciiHexDigit(text[at + 1]) || !char.IsAsciiHexDigit(text[at + 2])) return false;
        }
        return true;
    }

    static bool IsWordCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-';

    static string NormalizeArchitecture(string text) => text.ToLowerInvariant() switch
    {
        "i386" => "386",
        "x86_64" or "x86-64" => "amd64",
        "aarch64" => "arm64",
        "armhf" or "armel" => "arm",
        var other => other,
    };

    static readonly FrozenSet<string> Systems = FrozenSet.ToFrozenSet(
    [
        "aix", "android", "darwin", "dragonfly", "freebsd", "hurd", "illumos", "ios", "js", "linux", "nacl", "netbsd", "openbsd", "plan9", "solaris", "windows", "zos",
    ], StringComparer.Ordinal);

    static readonly FrozenSet<string> Architectures = FrozenSet.ToFrozenSet(
    [
        "386", "amd64", "amd64p32", "arm", "armbe", "arm64", "arm64be", "ppc64", "ppc64le", "loong64", "mips", "mipsle", "mips64", "mips64le", "mips64p32", "mips64p32le",
        "ppc", "riscv", "riscv64", "s390", "s390x", "sparc", "sparc64", "wasm",
    ], StringComparer.Ordinal);
}
