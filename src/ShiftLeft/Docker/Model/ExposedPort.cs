using System.Net;
using System.Net.Sockets;
using ShiftLeft.Docker.Syntax;
using ShiftLeft.Text;

namespace ShiftLeft.Docker;

/// <summary>One port or range of <c>EXPOSE</c>, read as BuildKit reads it (<c>dockerfile2llb/convert_expose.go</c>).</summary>
/// <param name="Word">As written; several ports where a variable holds them.</param>
/// <param name="Text">The port with its variables put in; null when it is not known.</param>
sealed record ExposedPort(Word Word, string? Text)
{
    /// <summary>The first container port, 0 to 65535; null when it is not known or no such number.</summary>
    public int? First { get; private init; }
    /// <summary>The last; equal to the first where there is no range.</summary>
    public int? Last { get; private init; }
    /// <summary>As written; <c>tcp</c> where none is.</summary>
    public string Protocol { get; private init; } = "tcp";
    /// <summary>An address or a host port before the container port, which <c>EXPOSE</c> has no use for.</summary>
    public string? HostPart { get; private init; }
    /// <summary>What BuildKit refuses in it; null when it takes it.</summary>
    public string? Fault { get; private init; }
    /// <summary>Whether it is refused for a number that no port has.</summary>
    public bool IsOutOfRange { get; private init; }

    public Location Location => Word.Location;
    /// <summary>The protocol's place in the file; null where none is written.</summary>
    public Location? ProtocolLocation =>
        Word.Text.IndexOf('/', StringComparison.Ordinal) is var slash and >= 0 ? Word.Mapped.LocationOf(Span.FromBounds(slash + 1, Word.Text.Length)) : null;

    public bool Contains(int port) => First <= port && port <= Last;

    public static ExposedPort Read(Word word, string? text)
    {
        var port = new ExposedPort(word, text);
        if (text is null) return port;
        var parts = text.Split(':');
        var (address, host) = parts.Length switch
        {
            1 => ("", ""),
            2 => ("", parts[0]),
            _ => (string.Join(':', parts[..^2]), parts[^2]),
        };
        if (address.Length > 0 || host.Length > 0) port = port with { HostPart = text[..^(parts[^1].Length + 1)] };

        var slash = parts[^1].IndexOf('/', StringComparison.Ordinal);
        var numbers = slash < 0 ? parts[^1] : parts[^1][..slash];
        if (slash >= 0 && slash + 1 < parts[^1].Length) port = port with { Protocol = parts[^1][(slash + 1)..] };
        if (numbers.Length == 0) return port with { Fault = "it has no port" };
        if (port.Protocol.ToLowerInvariant() is not ("tcp" or "udp" or "sctp")) return port with { Fault = $"`{port.Protocol}` is no protocol; `tcp`, `udp` and `sctp` are" };
        if (address.Length > 0 && !IsAddress(address)) return port with { Fault = $"`{address}` is no IP address" };

        var (first, last, isOutOfRange) = Range(numbers);
        port = port with { First = first, Last = last };
        if (first is null) return port with { Fault = isOutOfRange ? "ports go from 0 to 65535" : numbers == text ? "it is neither a number nor a range of two" : $"`{numbers}` is neither a number nor a range of two", IsOutOfRange = isOutOfRange };
        if (host.Length == 0) return port;
        var (hostFirst, hostLast, _) = Range(host);
        return hostFirst is null ? port with { Fault = $"`{host}` is no host port" }
            : last - first != hostLast - hostFirst && last != first ? port with { Fault = $"the ranges `{host}` and `{numbers}` differ in length" }
            : port;
    }

    static (int? First, int? Last, bool IsOutOfRange) Range(string text)
    {
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        var (start, end) = dash < 0 ? (text, text) : (text[..dash], text[(dash + 1)..]);
        var (first, last) = (GoNumber.Integer(start), GoNumber.Integer(end));
        if (first is null || last is null) return (null, null, IsDigits(start) && IsDigits(end));
        if (first is < 0 or > 65535 || last is < 0 or > 65535 || first > last) return (null, null, true);
        return ((int)first, (int)last, false);
    }

    static bool IsDigits(string text) => text.Length > 0 && text.All(char.IsAsciiDigit);

    /// <summary>As Go's <c>net.ParseIP</c>: four decimal numbers without leading zeros, or IPv6 without a zone, here perhaps in brackets.</summary>
    static bool IsAddress(string text)
    {
        var address = text is ['[', .., ']'] ? text[1..^1] : text;
        if (address.Contains(':', StringComparison.Ordinal))
            return !address.Contains('%', StringComparison.Ordinal) && IPAddress.TryParse(address, out var parsed) && parsed.AddressFamily == AddressFamily.InterNetworkV6;
        var numbers = address.Split('.');
        return numbers.Length == 4 && numbers.All(number => number is ['0'] or [>= '1' and <= '9', ..] && number.Length <= 3 && IsDigits(number) && int.Parse(number, System.Globalization.CultureInfo.InvariantCulture) <= 255);
    }
}
