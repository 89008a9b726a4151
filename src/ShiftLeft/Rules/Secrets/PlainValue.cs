using System.Buffers;
using System.Collections.Frozen;

namespace ShiftLeft.Rules.Secrets;

/// <summary>Values that a name may promise a secret for and that are none: switches, amounts, addresses, paths, names of things, code, what is public.</summary>
static class PlainValue
{
    public static bool Is(string text) =>
        Vocabulary.Contains(text) || IsColor(text) || IsSchedule(text) || IsAmount(text) || IsDate(text) || IsPublic(text) || IsAddress(text) || IsPath(text) || IsDotted(text) || IsConstant(text) || IsAlgorithm(text) || IsCode(text) || IsProse(text);

    /// <summary>A number with a unit, a version, a network, a duration of ISO 8601.</summary>
    static bool IsAmount(ReadOnlySpan<char> text)
    {
        if (text is ['P', ..] && text.Length <= 20 && text.IndexOfAnyExcept(IsoDuration) < 0 && text.ContainsAnyInRange('0', '9')) return true;
        var start = text is ['v' or '<' or '>' or '~' or '^' or '=' or '+' or '-', _, ..] ? text[1..] : text;
        if (!char.IsAsciiDigit(start[0])) return false;
        var digits = 0;
        while (digits < start.Length && (char.IsAsciiDigit(start[digits]) || start[digits] is '.' or ',' or '_')) digits++;
        var unit = start[digits..].Trim();
        if (digits <= 15 && (unit.IsEmpty || Units.GetAlternateLookup<ReadOnlySpan<char>>().Contains(unit))) return true;
        // 1.2.3-rc.1, 10.0.0.0/8, 1h30m, 1-5, 10:30
        if (start[..digits].Contains('.') && unit is ['-' or '+' or '/', ..] && text.Length <= 40) return true;
        return text.Length <= 12 && text.IndexOfAnyExcept(Durations) < 0;
    }

    static bool IsColor(ReadOnlySpan<char> text) => text is ['#', ..] && text.Length is 4 or 7 or 9 && text[1..].IndexOfAnyExcept(TokenShape.Characters(Alphabet.Hex)) < 0;

    /// <summary>As cron reads it.</summary>
    static bool IsSchedule(ReadOnlySpan<char> text) => text.Count(' ') is >= 4 and <= 6 && text.IndexOfAnyExcept(ScheduleCharacters) < 0;

    static bool IsDate(ReadOnlySpan<char> text) =>
        text.Length >= 8 && text.Length <= 40 && char.IsAsciiDigit(text[0]) && char.IsAsciiDigit(text[3]) && text[4] is '-' or '/' && char.IsAsciiDigit(text[5]) && text.IndexOfAnyExcept(DateCharacters) < 0;

    /// <summary>Keys, certificates, checksums and identifiers that are made to be seen.</summary>
    static bool IsPublic(string text)
    {
        foreach (var start in PublicStarts)
        {
            if (text.StartsWith(start, StringComparison.Ordinal)) return true;
        }
        // An account of Ethereum, an image by its digest.
        if ((text.Length == 42 && text.StartsWith("0x", StringComparison.Ordinal) && text.AsSpan(2).IndexOfAnyExcept(TokenShape.Characters(Alphabet.Hex)) < 0) || text.Contains("@sha256:", StringComparison.Ordinal)) return true;
        if (TokenPrefixes.IsSample(text)) return true;
        return text.StartsWith("-----BEGIN ", StringComparison.Ordinal) || PrivateKey.IsEncodedBlock(text) || (JsonWebToken.IsToken(text) && !JsonWebToken.IsSecret(text));
    }

    /// <summary>An address without a password in it, a mail address, a host with its port. Those with a password are found by their form.</summary>
    static bool IsAddress(ReadOnlySpan<char> text)
    {
        if (text.Contains("://", StringComparison.Ordinal) || text.StartsWith("jdbc:", StringComparison.Ordinal) || text.StartsWith("mailto:", StringComparison.Ordinal)) return true;
        if (text.IndexOf('@') is var at and > 0 && IsHost(text[(at + 1)..], 2) && text[..at].IndexOfAnyExcept(Local) < 0) return true;
        var colon = text.LastIndexOf(':');
        return colon > 0 && colon < text.Length - 1 && text.Length - colon <= 6 && text[(colon + 1)..].IndexOfAnyExceptInRange('0', '9') < 0 && IsHost(text[..colon], 1);
    }

    static bool IsHost(ReadOnlySpan<char> text, int leastLabels)
    {
        var labels = 0;
        foreach (var range in text.Split('.'))
        {
            var label = text[range];
            if (label.IsEmpty || label.Length > 63 || label.IndexOfAnyExcept(HostCharacters) >= 0) return false;
            labels++;
        }
        return labels >= leastLabels && !char.IsAsciiDigit(text[^1]);
    }

    /// <summary>A path, absolute or of several parts that are all names; or a file by its ending.</summary>
    static bool IsPath(ReadOnlySpan<char> text)
    {
        if (text is ['~' or '.', '/', ..] or ['.', '.', '/', ..] or [_, ':', '\\' or '/', ..] or ['\\', '\\', ..]) return true;
        var dot = text.LastIndexOf('.');
        if (dot >= 0 && FileEndings.GetAlternateLookup<ReadOnlySpan<char>>().Contains(text[(dot + 1)..]) && text.IndexOfAnyExcept(PathCharacters) < 0) return true;
        if (!text.Contains('/') || text.IndexOfAnyExcept(PathCharacters) >= 0) return false;
        foreach (var range in text.Split('/'))
        {
            if (text[range].IndexOfAnyExcept('*') < 0) continue;
            if (SecretValue.Rank(text[range]) is ValueKind.Random || (SecretValue.Rank(text[range]) is ValueKind.Irregular && text[0] != '/')) return false;
        }
        return true;
    }

    /// <summary>A property, a class, a member of an object: words with dots between them.</summary>
    static bool IsDotted(ReadOnlySpan<char> text)
    {
        if (!text.Contains('.') || text.IndexOfAnyExcept(PathCharacters) >= 0) return false;
        foreach (var range in text.Split('.'))
        {
            if (text[range].IsEmpty || char.IsAsciiDigit(text[range][0]) || SecretValue.Rank(text[range]) > ValueKind.Name) return false;
        }
        return true;
    }

    /// <summary>The name of a variable: words in capitals with underscores.</summary>
    static bool IsConstant(ReadOnlySpan<char> text)
    {
        if (!text.Contains('_')) return false;
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterUpper(c) && c != '_') return false;
        }
        return true;
    }

    /// <summary>Names of algorithms are made of few words, in any order: <c>aes-256-gcm</c>, <c>scram-sha-512</c>, <c>ECDSA_P384</c>.</summary>
    static bool IsAlgorithm(ReadOnlySpan<char> text)
    {
        if (text.Length > 40) return false;
        var isKnown = false;
        foreach (var word in NameWords.Of(text))
        {
            if (!Algorithms.Contains(word)) return false;
            isKnown = true;
        }
        return isKnown;
    }

    /// <summary>A call, a member of a list, a lambda, a rule set, an option, an expression.</summary>
    static bool IsCode(ReadOnlySpan<char> text)
    {
        if (text is ['{', ..] or ['[', ..] or ['^', ..] or ['&', _, ..] or ['!', _, ..] or ['|', ..] or ['>', ..] or ['-', '-', ..]) return true;
        if (text is ['#' or '.' or '*' or ':', ..] && text.Length > 1 && SecretValue.Rank(text[1..]) is ValueKind.Words) return true;
        if (text.Contains("=>", StringComparison.Ordinal) || text.Contains("['", StringComparison.Ordinal) || text.Contains("[\"", StringComparison.Ordinal) || text.Contains(" == ", StringComparison.Ordinal) ||
            text.Contains(" + ", StringComparison.Ordinal) || text.Contains(" || ", StringComparison.Ordinal) || text.Contains(" ? ", StringComparison.Ordinal) || text.Contains("::", StringComparison.Ordinal) || text.Contains("->", StringComparison.Ordinal)) return true;
        if (text[0] == '-' && text.Length > 2 && text.Contains(' ')) return true;
        if (text is ['/', .., '/']) return true;
        // A type with its argument: Optional[str].
        if (text.IndexOf('[') is var bracket and > 0 && text[..bracket].IndexOfAnyExcept(CallCharacters) < 0 && text[bracket..].Contains(']')) return true;
        var open = text.IndexOf('(');
        return open > 1 && text[(open + 1)..].Contains(')') && text[..open].IndexOfAnyExcept(CallCharacters) < 0 && (char.IsAsciiLetter(text[open + 1]) || text[open + 1] is ')' or '"' or '\'' or '$' or ' ' || char.IsAsciiDigit(text[open + 1]));
    }

    /// <summary>Text for readers, a list of names, two words with a blank between them.</summary>
    static bool IsProse(ReadOnlySpan<char> text)
    {
        // Labels with the escapes of a properties file, or with markup.
        if (text.Contains("</", StringComparison.Ordinal) || (text.IndexOf("\\u", StringComparison.Ordinal) is var escape and >= 0 && text.Length >= escape + 6 && text.Slice(escape + 2, 4).IndexOfAnyExcept(TokenShape.Characters(Alphabet.Hex)) < 0)) return true;
        if (text[^1] is ':' or '?' || (!text.Contains(' ') && !text.Contains(',') && !text.Contains(';'))) return text[^1] is ':' or '?';
        foreach (var range in text.SplitAny(" ,;"))
        {
            var word = text[range].Trim("'\"().!?:{}");
            // It's and don't are words.
            if (word.IndexOf('\'') is var apostrophe and > 0) word = word[..apostrophe];
            if (!word.IsEmpty && SecretValue.Rank(word) > ValueKind.Name) return false;
        }
        return true;
    }

    static readonly SearchValues<char> ScheduleCharacters = SearchValues.Create("0123456789*/,-?#LW ");
    static readonly SearchValues<char> IsoDuration = SearchValues.Create("PYMWDTHS.0123456789");
    static readonly SearchValues<char> Durations = SearchValues.Create("0123456789.:-smhdwMKGTkiBbn");
    static readonly SearchValues<char> DateCharacters = SearchValues.Create("0123456789-/:.TZ+ ");
    static readonly SearchValues<char> HostCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_");
    static readonly SearchValues<char> Local = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.+");
    static readonly SearchValues<char> PathCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.:@~/*");
    static readonly SearchValues<char> CallCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.$: ");

    static readonly FrozenSet<string> Units = FrozenSet.ToFrozenSet(
        ["s", "sec", "secs", "seconds", "m", "min", "mins", "minutes", "h", "hr", "hours", "d", "days", "w", "weeks", "y", "years", "ms", "us", "ns", "k", "K", "M", "G", "T", "Ki", "Mi", "Gi", "Ti", "kb", "KB", "mb", "MB", "gb", "GB", "B", "b", "%", "bit", "bits", "bytes", "x", "am", "pm", "px", "rpm"],
        StringComparer.Ordinal);

    static readonly FrozenSet<string> FileEndings = FrozenSet.ToFrozenSet(
        ["key", "pem", "crt", "cer", "der", "csr", "p12", "pfx", "jks", "jceks", "keystore", "gpg", "asc", "pub", "kdbx", "json", "yaml", "yml", "toml", "ini", "conf", "cfg", "properties", "env", "txt", "xml", "csv", "sh", "py", "js", "ts", "go", "rb", "php", "html", "css", "sql", "log", "md", "db", "gz", "tgz", "zip", "tar", "tpl", "tmpl", "htpasswd"],
        StringComparer.OrdinalIgnoreCase);

    static readonly string[] PublicStarts =
    [
        "ssh-rsa ", "ssh-ed25519 ", "ssh-dss ", "ecdsa-sha2-", "sk-ssh-", "sk-ecdsa-", "AAAAB3NzaC1", "AAAAC3NzaC1", "AAAAE2VjZHNh", "age1", "pk_live_", "pk_test_", "pk.eyJ", "phc_", "sha1:", "sha224:", "sha256:", "sha384:", "sha512:", "SHA256:", "SHA512:",
        "MD5:", "md5:", "sha1-", "sha256-", "sha384-", "sha512-", "blake2b:", "blake3:", "data:image/", "urn:", "did:", "cosign.pub", "spki:", "pin-sha256",
    ];

    /// <summary>Switches, types, names of methods and of nobody.</summary>
    static readonly FrozenSet<string> Vocabulary = FrozenSet.ToFrozenSet(
    [
        "true", "false", "yes", "no", "on", "off", "none", "null", "enabled", "disabled", "enable", "disable", "optional", "required", "require", "always", "never", "auto", "automatic", "manual", "bearer", "basic", "digest", "negotiate", "token",
        "oauth", "oauth2", "oidc", "openid", "saml", "saml2", "ldap", "ldaps", "kerberos", "spnego", "ntlm", "jwt", "jws", "jwe", "opaque", "file", "env", "environment", "vault", "string", "str", "text", "int", "integer", "number", "bool", "boolean", "object", "array",
        "any", "void", "bytes", "byte[]", "char", "varchar", "hidden", "prompt", "strict", "lax", "trust", "reject", "peer", "ident", "plain", "plaintext", "login", "external", "internal", "anonymous", "strong", "weak", "low", "medium", "high", "md5",
        "htpasswd", "ecr-login", "osxkeychain", "gcloud", "desktop", "pass", "store", "manager", "wincred", "secretservice", "kv", "kv-v1", "kv-v2", "transit", "awskms", "gcpkms", "azurekeyvault", "aescbc", "aesgcm", "secretbox", "identity", "localstorage", "sessionstorage", "memory", "redis",
        "kubernetes", "k8s", "database", "disk", "header", "query", "cookie", "body", "form", "client_secret_basic", "client_secret_post", "private_key_jwt", "client_credentials", "authorization_code", "refresh_token", "password_credentials", "service_account",
        "prefix", "suffix", "regex", "id", "name", "uid", "uuid", "email", "username",
    ], StringComparer.OrdinalIgnoreCase);

    /// <summary>Of names of algorithms; their numbers do not matter.</summary>
    static readonly FrozenSet<string> Algorithms = FrozenSet.ToFrozenSet(
    [
        "aes", "des", "rsa", "dsa", "ecdsa", "ec", "ed", "eddsa", "x", "p", "gcm", "cbc", "ctr", "ecb", "ccm", "siv", "hmac", "sha", "md", "hs", "rs", "es", "ps", "pss", "oaep", "pkcs", "padding", "no", "with", "and", "bcrypt", "scrypt", "argon", "argon2", "argonid",
        "pbkdf", "kdf", "hkdf", "scram", "chacha", "poly", "xchacha", "blake", "blowfish", "twofish", "secp", "secpk", "k", "r", "prime", "curve", "sodium", "uuid", "ulid", "nanoid", "ksuid", "jwt", "jwe", "totp", "hotp", "crypt", "utf", "base", "hex", "ascii", "latin",
        "i", "d", "id", "tls", "ssl", "rc", "crc", "adler", "siphash", "murmur", "xxh", "fernet", "age", "pgp", "gpg", "ssha", "cram", "plain", "digest",
    ], StringComparer.Ordinal);
}
