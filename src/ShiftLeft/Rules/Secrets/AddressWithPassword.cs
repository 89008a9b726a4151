using System.Buffers;
using ShiftLeft.Text;

namespace ShiftLeft.Rules.Secrets;

/// <summary><c>scheme://user:password@host</c>, and the form of Go's drivers: <c>user:password@tcp(host)/db</c>.</summary>
static class AddressWithPassword
{
    const int LongestUser = 200;

    static readonly SearchValues<char> Ends = SearchValues.Create("/\"'?#<>`\\ \t\r\n,;|");

    public static IEnumerable<Secret> Find(string text)
    {
        for (var scheme = text.IndexOf("://", StringComparison.Ordinal); scheme >= 0; scheme = text.IndexOf("://", scheme + 3, StringComparison.Ordinal))
        {
            var start = scheme + 3;
            var length = text.AsSpan(start).IndexOfAny(Ends);
            var authority = text.AsSpan(start, length < 0 ? text.Length - start : length);
            var at = authority.LastIndexOf('@');
            if (at > 0 && !(IsShown(authority[..at]) && IsExample(authority[(at + 1)..])) && Judge(authority[..at]) is { } found) yield return found with { Span = new(start, at) };
        }
        for (var at = text.IndexOf("@tcp(", StringComparison.Ordinal); at >= 0; at = text.IndexOf("@tcp(", at + 5, StringComparison.Ordinal))
        {
            var start = at;
            while (start > 0 && at - start < LongestUser && !Ends.Contains(text[start - 1]) && text[start - 1] != '=') start--;
            if (Judge(text.AsSpan(start, at - start)) is { } found) yield return found with { Span = Span.FromBounds(start, at) };
        }
    }

    /// <summary>A documentation's user and password, which are real ones on a real host.</summary>
    static bool IsShown(ReadOnlySpan<char> userInfo) => userInfo is "user:pass" or "user:passwd" or "user:password" or "username:password" or "username:pass";

    static bool IsExample(ReadOnlySpan<char> host)
    {
        if (host.IndexOf(':') is var port and >= 0) host = host[..port];
        foreach (var label in host.Split('.'))
        {
            if (host[label] is "example") return true;
        }
        return host is "host" or "hostname" or "myhost" or "localhost" or "127.0.0.1";
    }

    /// <summary><c>-u user:password</c>, as clients of HTTP take it; other programs take users and groups so, which are names.</summary>
    public static IEnumerable<Secret> FindOptions(string text)
    {
        foreach (var option in Options)
        {
            for (var at = text.IndexOf(option, StringComparison.Ordinal); at >= 0; at = text.IndexOf(option, at + option.Length, StringComparison.Ordinal))
            {
                if (at > 0 && !char.IsWhiteSpace(text[at - 1]) && text[at - 1] is not ('"' or '\'')) continue;
                var start = at + option.Length;
                if (start < text.Length && text[start] is '"' or '\'') start++;
                var rest = text.AsSpan(start, Math.Min(text.Length - start, SecretValue.Longest));
                var length = rest.IndexOfAny(Ends);
                var userInfo = length < 0 ? rest : rest[..length];
                var colon = userInfo.IndexOf(':');
                if (colon > 0 && SecretValue.Read(userInfo[(colon + 1)..].ToString()) >= ValueKind.Irregular && Judge(userInfo) is { } found) yield return found with { Span = new(start, userInfo.Length) };
            }
        }
    }

    static readonly string[] Options = ["-u ", "--user ", "--user=", "--proxy-user "];

    /// <summary>A user's name, a colon and a password that is there and none to fill in.</summary>
    public static Secret? Judge(ReadOnlySpan<char> userInfo)
    {
        var colon = userInfo.IndexOf(':');
        if (colon < 0 || userInfo.Length - colon < 3 || userInfo.Length > SecretValue.Longest) return null;
        var (user, password) = (userInfo[..colon].ToString(), userInfo[(colon + 1)..].ToString());
        if (password is "x-oauth-basic" or "x-oauth-token") return SecretValue.Read(user) >= ValueKind.Irregular ? new(default, Confidence.High, "a token as the user's name") : null;
        if (WellKnownPasswords.Contains(password)) return new(default, Confidence.Middle, Secret.WellKnown(password));
        if (Placeholder.Is(password) || Placeholder.IsTemplate(user) || password.Contains('{', StringComparison.Ordinal)) return null;
        // db_user:db_password
        if (password.AsSpan().IndexOfAny('_', '-') > 0 && NameWords.Of(password).TrueForAll(static word => word is "db" or "database" or "my" or "the" or "some" or "user" or "password" or "passwd" or "pass" or "secret" or "token" or "here")) return null;
        if (password.Equals(user, StringComparison.OrdinalIgnoreCase)) return new(default, Confidence.Middle, "a user name that is its own password");
        return new(default, Confidence.High, "a user name with its password");
    }
}
