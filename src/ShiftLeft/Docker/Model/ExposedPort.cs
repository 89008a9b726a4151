using System.Globalization;
using ShiftLeft.Docker.Syntax;
using ShiftLeft.Text;

namespace ShiftLeft.Docker;

/// <summary>One word of <c>EXPOSE</c>: a port or a range, with its protocol.</summary>
/// <param name="Word">As written.</param>
/// <param name="First">The first container port, 0 to 65535 in a valid file; null when it is not known or no number.</param>
/// <param name="Last">The last; equal to the first where there is no range.</param>
/// <param name="Protocol">In lower case, <c>tcp</c> where none is written.</param>
/// <param name="HostPart">An address or a host port before the container port, which <c>EXPOSE</c> does not take.</param>
/// <param name="IsKnown">Whether all variables in it have values.</param>
sealed record ExposedPort(Word Word, int? First, int? Last, string Protocol, string? HostPart, bool IsKnown)
{
    public Location Location => Word.Location;
    /// <summary>The protocol's place in the file; null where none is written.</summary>
    public Location? ProtocolLocation =>
        Word.Text.LastIndexOf('/') is var slash and >= 0 ? Word.Mapped.LocationOf(Span.FromBounds(slash + 1, Word.Text.Length)) : null;

    public bool Contains(int port) => First <= port && port <= Last;

    public static ExposedPort Read(Word word, Expansion expansion)
    {
        if (expansion.Text is not { } text) return new(word, null, null, "tcp", null, false);
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var protocol = slash < 0 ? "tcp" : text[(slash + 1)..].ToLowerInvariant();
        var ports = slash < 0 ? text : text[..slash];
        var colon = ports.LastIndexOf(':');
        var host = colon < 0 ? null : ports[..colon];
        var range = ports[(colon + 1)..].Split('-', 2);
        return new(word, Number(range[0]), Number(range[^1]), protocol, host, true);
    }

    static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
