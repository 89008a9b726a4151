using ShiftLeft.Text;

namespace ShiftLeft.Rules.Secrets;

/// <summary>Whether a text is a secret: by its own shape, or because a name promised one and the text can be it.</summary>
static class SecretValue
{
    /// <summary>
    /// Whether the value of a secretly named setting is a real literal: not empty, a reference, a path, a plain address, a switch, a number,
    /// a duration or an obvious blank to fill in.
    /// </summary>
    public static bool CanBeSecret(string value)
    {
        var text = value.Trim();
        if (text.Length < 3 || text.Contains('$', StringComparison.Ordinal) && !text.Contains("$1$", StringComparison.Ordinal)) return false;
        if (text.Contains("{{", StringComparison.Ordinal) || text.Contains("%(", StringComparison.Ordinal)) return false;
        if (text is ['/', ..] or ['~', '/', ..] or ['.', '/', ..] or [_, ':', '\\', ..]) return false;
        if (text.Contains("://", StringComparison.Ordinal)) return HasUserInfo(text);
        return !IsSwitch(text) && !IsNumberOrDuration(text) && !IsBlank(text);
    }

    /// <summary>
    /// The credentials that give themselves away: keys and tokens with the issuer's prefix, private keys, addresses with a password.
    /// </summary>
    public static IEnumerable<(Span Span, string What)> FindLiterals(string text)
    {
        foreach (var (prefix, what, minimum, maximum, isBody) in Shapes)
        {
            for (var at = text.IndexOf(prefix, StringComparison.Ordinal); at >= 0; at = text.IndexOf(prefix, at + prefix.Length, StringComparison.Ordinal))
            {
                if (at > 0 && char.IsAsciiLetterOrDigit(text[at - 1])) continue;
                var end = at + prefix.Length;
                while (end < text.Length && end - at - prefix.Length < maximum && isBody(text[end])) end++;
                var body = text.AsSpan(at + prefix.Length, end - at - prefix.Length);
                if (body.Length >= minimum && !IsSample(body)) yield return (Span.FromBounds(at, end), what);
            }
        }
        foreach (var found in FindPrivateKeys(text)) yield return found;
        foreach (var found in FindUserInfo(text)) yield return found;
    }

    /// <summary>Prefix, what it is, least and most characters that follow, and which.</summary>
    static readonly (string Prefix, string What, int Minimum, int Maximum, Func<char, bool> IsBody)[] Shapes =
    [
        ("AKIA", "an AWS access key", 16, 16, IsUpperOrDigit),
        ("ASIA", "an AWS temporary access key", 16, 16, IsUpperOrDigit),
        ("ghp_", "a GitHub personal access token", 36, 255, char.IsAsciiLetterOrDigit),
        ("gho_", "a GitHub OAuth token", 36, 255, char.IsAsciiLetterOrDigit),
        ("ghu_", "a GitHub user token", 36, 255, char.IsAsciiLetterOrDigit),
        ("ghs_", "a GitHub server token", 36, 255, char.IsAsciiLetterOrDigit),
        ("ghr_", "a GitHub refresh token", 36, 255, char.IsAsciiLetterOrDigit),
        ("github_pat_", "a GitHub fine-grained token", 22, 255, IsWord),
        ("glpat-", "a GitLab personal access token", 20, 255, IsWordOrDash),
        ("xoxb-", "a Slack bot token", 20, 255, IsWordOrDash),
        ("xoxp-", "a Slack user token", 20, 255, IsWordOrDash),
        ("xoxa-", "a Slack app token", 20, 255, IsWordOrDash),
        ("xoxs-", "a Slack session token", 20, 255, IsWordOrDash),
        ("AIza", "a Google API key", 35, 35, IsWordOrDash),
        ("sk_live_", "a Stripe secret key", 16, 255, char.IsAsciiLetterOrDigit),
        ("rk_live_", "a Stripe restricted key", 16, 255, char.IsAsciiLetterOrDigit),
        ("npm_", "an npm token", 36, 36, char.IsAsciiLetterOrDigit),
        ("pypi-AgEI", "a PyPI token", 50, 1000, IsWordOrDash),
        ("dckr_pat_", "a Docker Hub token", 20, 255, IsWordOrDash),
        ("hf_", "a Hugging Face token", 30, 255, char.IsAsciiLetterOrDigit),
        ("SG.", "a SendGrid key", 60, 255, c => IsWordOrDash(c) || c == '.'),
        ("AccountKey=", "an Azure storage key", 80, 120, c => char.IsAsciiLetterOrDigit(c) || c is '+' or '/' or '='),
        ("oy2", "a NuGet API key", 43, 43, c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c)),
        ("eyJhbGciOi", "a JSON web token", 60, 4000, c => IsWordOrDash(c) || c == '.'),
    ];

    static IEnumerable<(Span, string)> FindPrivateKeys(string text)
    {
        const string Begin = "-----BEGIN ";
        for (var at = text.IndexOf(Begin, StringComparison.Ordinal); at >= 0; at = text.IndexOf(Begin, at + 1, StringComparison.Ordinal))
        {
            var end = text.IndexOf("-----", at + Begin.Length, StringComparison.Ordinal);
            if (end < 0 || end - at > 60) continue;
            if (text.AsSpan(at, end - at).EndsWith("PRIVATE KEY", StringComparison.Ordinal)) yield return (Span.FromBounds(at, end + 5), "a private key");
        }
    }

    /// <summary><c>scheme://user:password@host</c> with a literal password.</summary>
    static IEnumerable<(Span, string)> FindUserInfo(string text)
    {
        for (var scheme = text.IndexOf("://", StringComparison.Ordinal); scheme >= 0; scheme = text.IndexOf("://", scheme + 3, StringComparison.Ordinal))
        {
            var start = scheme + 3;
            var end = start;
            while (end < text.Length && !char.IsWhiteSpace(text[end]) && text[end] is not ('/' or '"' or '\'' or '?' or '#')) end++;
            var at = text.LastIndexOf('@', end - 1, end - start);
            if (at < 0) continue;
            var colon = text.IndexOf(':', start, at - start);
            if (colon < 0 || at - colon < 2) continue;
            var password = text[(colon + 1)..at];
            if (password.AsSpan().IndexOfAny('$', '{', '<') < 0 && !IsBlank(password)) yield return (Span.FromBounds(start, at), "a user name with its password");
        }
    }

    static bool HasUserInfo(string text) => FindUserInfo(text).Any();

    static bool IsSwitch(string text) => text.ToLowerInvariant() is "true" or "false" or "yes" or "no" or "on" or "off" or "none" or "null" or "disabled" or "enabled"
        or "optional" or "required" or "always" or "never" or "auto" or "default" or "bearer" or "basic" or "oauth" or "oauth2" or "jwt" or "file" or "env";

    static bool IsNumberOrDuration(string text) =>
        text.All(c => char.IsAsciiDigit(c) || c is '.' or '-' or 's' or 'm' or 'h' or 'd' or 'M' or 'K' or 'i' or 'B') && char.IsAsciiDigit(text[0]) && text.Length <= 12;

    /// <summary>What people write where the reader is to fill something in.</summary>
    static bool IsBlank(string text)
    {
        if (text is ['<', .., '>'] or ['[', .., ']'] || text.All(c => c is '*' or 'x' or 'X' or '.' or '-' or '_')) return true;
        var lower = text.ToLowerInvariant();
        return lower.StartsWith("your", StringComparison.Ordinal) || lower.StartsWith("replace", StringComparison.Ordinal) || lower is "todo" or "tbd" or "placeholder" or "dummy"
            || lower.Contains("replace_me", StringComparison.Ordinal) || lower.Contains("replace-me", StringComparison.Ordinal) || lower.Contains("placeholder", StringComparison.Ordinal);
    }

    /// <summary>Keys from documentation, and runs of one character.</summary>
    static bool IsSample(ReadOnlySpan<char> body) => body.EndsWith("EXAMPLE", StringComparison.Ordinal) || (body.Length > 0 && body.IndexOfAnyExcept(body[0]) < 0);

    static bool IsUpperOrDigit(char c) => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c);
    static bool IsWord(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';
    static bool IsWordOrDash(char c) => IsWord(c) || c == '-';
}
