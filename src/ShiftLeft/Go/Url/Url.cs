using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using System.Text;
using ShiftLeft.Go.Strconv;
using ShiftLeft.Go.Strings;

namespace ShiftLeft.Go.Url;

/// <summary>The part of an authority before the at sign.</summary>
sealed record UserInfo(string Name, string? Password)
{
    public override string ToString() => Url.Escape(Name, UrlPart.User) + (Password is null ? "" : ":" + Url.Escape(Password, UrlPart.User));
}

/// <summary>Which part of a URL text stands in: each lets other characters stand as they are.</summary>
enum UrlPart { Path, Host, Zone, User, Fragment }

/// <summary>A URL as Go's <c>net/url</c> takes it apart and puts it together.</summary>
sealed record Url
{
    public string Scheme { get; init; } = "";
    public string Opaque { get; init; } = "";
    public UserInfo? User { get; init; }
    public string Host { get; init; } = "";
    public string Path { get; init; } = "";
    public string Query { get; init; } = "";
    public string Fragment { get; init; } = "";

    /// <summary>The host without its port and brackets.</summary>
    public string Hostname
    {
        get
        {
            var host = Host;
            var colon = host.LastIndexOf(':');
            if (colon >= 0 && IsPort(host.AsSpan(colon))) host = host[..colon];
            return host is ['[', .., ']'] ? host[1..^1] : host;
        }
    }

    sealed class UrlException(string message) : Exception(message);

    /// <param name="text">The URL.</param>
    /// <param name="isStrict">Whether a host is looked at as newer versions do: one colon at most, and nothing but an IPv6 address in brackets.</param>
    /// <param name="url">What it says.</param>
    /// <param name="error">Go's words where it is none.</param>
    public static bool TryParse(string text, bool isStrict, [NotNullWhen(true)] out Url? url, [NotNullWhen(false)] out string? error)
    {
        var hash = text.IndexOf('#', StringComparison.Ordinal);
        var before = hash < 0 ? text : text[..hash];
        var named = before;
        try
        {
            url = Parse(before, isStrict);
            named = text;
            if (hash >= 0) url = url with { Fragment = Unescape(text[(hash + 1)..], UrlPart.Fragment) };
            error = null;
            return true;
        }
        catch (UrlException exception)
        {
            url = null;
            error = $"parse {Quoting.Quote(named)}: {exception.Message}";
            return false;
        }
    }

    static Url Parse(string text, bool isStrict)
    {
        if (text.Any(c => c is < ' ' or '\u007F')) throw new UrlException("net/url: invalid control character in URL");
        if (text == "*") return new() { Path = "*" };
        var (scheme, rest) = SplitScheme(text);
        var query = "";
        if (rest.IndexOf('?', StringComparison.Ordinal) is var question and >= 0) (rest, query) = (rest[..question], rest[(question + 1)..]);
        var url = new Url { Scheme = scheme.ToLowerInvariant(), Query = query };
        if (!rest.StartsWith('/'))
        {
            if (scheme.Length > 0) return url with { Opaque = rest };
            if (rest.Split('/', 2)[0].Contains(':', StringComparison.Ordinal)) throw new UrlException("first path segment in URL cannot contain colon");
        }
        if ((scheme.Length > 0 || !rest.StartsWith("///", StringComparison.Ordinal)) && rest.StartsWith("//", StringComparison.Ordinal))
        {
            var authority = rest[2..];
            var slash = authority.IndexOf('/', StringComparison.Ordinal);
            (authority, rest) = slash < 0 ? (authority, "") : (authority[..slash], authority[slash..]);
            url = Authority(url, authority, isStrict);
        }
        return url with { Path = Unescape(rest, UrlPart.Path) };
    }

    static (string Scheme, string Behind) SplitScheme(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsAsciiLetter(c)) continue;
            if (char.IsAsciiDigit(c) || c is '+' or '-' or '.')
            {
                if (i == 0) break;
                continue;
            }
            if (c != ':') break;
            return i == 0 ? throw new UrlException("missing protocol scheme") : (text[..i], text[(i + 1)..]);
        }
        return ("", text);
    }

    static Url Authority(Url url, string authority, bool isStrict)
    {
        var sign = authority.LastIndexOf('@');
        url = url with { Host = ParsedHost(authority[(sign + 1)..], isStrict) };
        if (sign < 0) return url;
        var user = authority[..sign];
        if (!user.All(c => char.IsAsciiLetterOrDigit(c) || "-._:~!$&'()*+,;=%@".Contains(c, StringComparison.Ordinal))) throw new UrlException("net/url: invalid userinfo");
        var colon = user.IndexOf(':', StringComparison.Ordinal);
        var name = Unescape(colon < 0 ? user : user[..colon], UrlPart.User);
        return url with { User = new(name, colon < 0 ? null : Unescape(user[(colon + 1)..], UrlPart.User)) };
    }

    static string ParsedHost(string host, bool isStrict)
    {
        var bracket = host.StartsWith('[') ? host.LastIndexOf(']') : -1;
        if (host.StartsWith('[') && bracket < 0) throw new UrlException("missing ']' in host");
        var port = bracket >= 0 ? bracket + 1 : isStrict ? host.IndexOf(':', StringComparison.Ordinal) : host.LastIndexOf(':');
        if (port >= 0 && port < host.Length && !IsPort(host.AsSpan(port))) throw new UrlException($"invalid port {Quoting.Quote(host[port..])} after host");
        var zone = bracket >= 0 ? host.IndexOf("%25", 0, bracket, StringComparison.Ordinal) : -1;
        var parsed = zone < 0 ? Unescape(host, UrlPart.Host) : Unescape(host[..zone], UrlPart.Host) + Unescape(host[zone..bracket], UrlPart.Zone) + Unescape(host[bracket..], UrlPart.Host);
        if (!isStrict || bracket < 0) return parsed;
        var literal = parsed[1..parsed.LastIndexOf(']')];
        var isAddress = IPAddress.TryParse(literal, out var address);
        if (isAddress && address!.AddressFamily != AddressFamily.InterNetworkV6) throw new UrlException("invalid IP-literal");
        return isAddress ? parsed : throw new UrlException($"invalid host: ParseAddr({Quoting.Quote(literal)}): unable to parse IP");
    }

    static bool IsPort(ReadOnlySpan<char> port) => port[0] == ':' && !port[1..].ContainsAnyExceptInRange('0', '9');

    public override string ToString()
    {
        var text = new StringBuilder();
        if (Scheme.Length > 0) text.Append(Scheme).Append(':');
        if (Opaque.Length > 0) text.Append(Opaque);
        else
        {
            if (Scheme.Length > 0 || Host.Length > 0 || User is not null)
            {
                if (Host.Length > 0 || Path.Length > 0 || User is not null) text.Append("//");
                if (User is not null) text.Append(User).Append('@');
                text.Append(Escape(Host, UrlPart.Host));
            }
            var path = Path == "*" ? "*" : Escape(Path, UrlPart.Path);
            if (path.Length > 0 && path[0] != '/' && Host.Length > 0) text.Append('/');
            // A colon in the first segment would make it a scheme.
            if (text.Length == 0 && path.Split('/', 2)[0].Contains(':', StringComparison.Ordinal)) text.Append("./");
            text.Append(path);
        }
        if (Query.Length > 0) text.Append('?').Append(Query);
        if (Fragment.Length > 0) text.Append('#').Append(Escape(Fragment, UrlPart.Fragment));
        return text.ToString();
    }

    public static string Escape(string text, UrlPart part)
    {
        if (!text.Any(c => c > '~' || IsEscaped(c, part))) return text;
        var escaped = new StringBuilder();
        foreach (var octet in GoString.Encode(text))
        {
            if (octet > '~' || IsEscaped((char)octet, part)) escaped.Append('%').Append(octet.ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
            else escaped.Append((char)octet);
        }
        return escaped.ToString();
    }

    static string Unescape(string text, UrlPart part)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '%')
            {
                if (part is UrlPart.Host or UrlPart.Zone && text[i] < 0x80 && IsEscaped(text[i], part))
                    throw new UrlException($"invalid character {Quoting.Quote(text[i].ToString())} in host name");
                continue;
            }
            var written = text[i..Math.Min(i + 3, text.Length)];
            if (written.Length < 3 || !char.IsAsciiHexDigit(written[1]) || !char.IsAsciiHexDigit(written[2])) throw BadEscape(written);
            var octet = Octet(written);
            // Only what is not ASCII may be escaped in a host, and in a zone what could stand there unescaped.
            if (part == UrlPart.Host && octet < 0x80 && written != "%25") throw BadEscape(written);
            if (part == UrlPart.Zone && written != "%25" && octet != ' ' && (octet > '~' || IsEscaped((char)octet, UrlPart.Host))) throw BadEscape(written);
            i += 2;
        }
        if (!text.Contains('%', StringComparison.Ordinal)) return text;
        var octets = new List<byte>(text.Length);
        var encoded = GoString.Encode(text);
        for (var i = 0; i < encoded.Length; i++)
        {
            if (encoded[i] != '%')
            {
                octets.Add(encoded[i]);
                continue;
            }
            octets.Add(Octet(Encoding.ASCII.GetString(encoded, i, 3)));
            i += 2;
        }
        return GoString.Decode(octets.ToArray());
    }

    static byte Octet(string written) => Convert.FromHexString(written.AsSpan(1))[0];

    static UrlException BadEscape(string written) => new($"invalid URL escape {Quoting.Quote(written)}");

    /// <summary>For characters of ASCII.</summary>
    static bool IsEscaped(char c, UrlPart part)
    {
        if (char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '~') return false;
        return part switch
        {
            UrlPart.Host or UrlPart.Zone => !"!$&'()*+,;=:[]<>\"".Contains(c, StringComparison.Ordinal),
            UrlPart.Path => !"$&+,/:;=@".Contains(c, StringComparison.Ordinal),
            UrlPart.User => !"$&+,;=".Contains(c, StringComparison.Ordinal),
            _ => !"$&+,/:;=?@!()*".Contains(c, StringComparison.Ordinal),
        };
    }
}
