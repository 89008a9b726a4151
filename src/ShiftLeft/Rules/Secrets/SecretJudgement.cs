using System.Buffers;
using System.Collections.Frozen;
using ShiftLeft.Text;

namespace ShiftLeft.Rules.Secrets;

/// <summary>
/// The one judge of secrets, for every input: what gives itself away by its form is one under any name; else the name must promise it and the value
/// be able to keep the promise. What each of them says gives the confidence.
/// </summary>
static class SecretJudgement
{
    /// <summary>The last thing that is looked for in one text.</summary>
    const int Most = Credentials.Most;

    /// <summary>A variable, key or argument with its value.</summary>
    public static Secret? Judge(string name, string value) => Judge(name, SecretName.Read(name), value);

    public static Secret? Judge(string name, SecretName promise, string value)
    {
        // What leads elsewhere as a whole may read like a pair: {{resolve:ssm:password}}.
        var trimmed = value.AsSpan().Trim();
        if (trimmed is ['{', '{', .., '}', '}'] || (Placeholder.IsReference(trimmed) && trimmed.IndexOfAny(" ;\n") < 0)) return null;
        if (Strongest(Find(value)) is { } found) return found;
        if (Decode(value) is { } text && Strongest(Find(text)) is { } inside) return new(new(0, value.Length), inside.Confidence, inside.What is { } what ? $"{what} in base64" : null);
        return OfName(name, promise, value) is { } named ? named with { Span = new(0, value.Length) } : null;
    }

    /// <summary>A document in base64, decoded; null for anything else.</summary>
    static string? Decode(string value) =>
        value.Length is >= 40 and <= 65_536 && value.Length % 4 == 0 && value.AsSpan().IndexOfAnyExcept(TokenShape.Characters(Alphabet.Base64)) < 0 && EncodedText.Decode(value) is { } bytes && EncodedText.AsText(bytes) is { } text && text.AsSpan().ContainsAny(" :=\n") ? text : null;

    /// <summary>A value of an object that is there to hold secrets: what is no plain setting is one.</summary>
    public static Secret? JudgeKept(string name, string value)
    {
        var promise = SecretName.Read(name);
        if (Judge(name, promise, value) is { } found) return found;
        if (promise.Promise != Promise.None || PlainNames.Contains(name) || NameWords.Of(name) is [.., var last] && PlainNames.Contains(last)) return null;
        var kind = SecretValue.Read(value);
        return kind is ValueKind.Irregular or ValueKind.Random || (kind == ValueKind.Name && value.Length >= 6) ? new(new(0, value.Length), Confidence.Middle, null) : null;
    }

    /// <summary>All that a text holds: what gives itself away, and names with values. In the order of the text.</summary>
    public static List<Secret> Find(string text)
    {
        var found = Credentials.Find(text);
        foreach (var named in NamedValues.Read(text))
        {
            if (found.Count >= Most) break;
            if (OfNamed(text, named) is not { } secret || found.Exists(known => known.Span.Overlaps(secret.Span))) continue;
            found.Add(secret);
        }
        found.Sort((one, other) => one.Span.Start.CompareTo(other.Span.Start));
        return found;
    }

    public static Secret? Strongest(List<Secret> secrets) =>
        secrets.Count == 0 ? null : secrets.Exists(secret => secret.Confidence == Confidence.High) ? secrets.Find(secret => secret.Confidence == Confidence.High) : secrets[0];

    static Secret? OfNamed(string text, NamedValue named)
    {
        var value = text.Substring(named.Value.Start, named.Value.Length);
        if (named.Line.End - named.Name.Length >= 3 && IsDefault(text, named)) return OfDefault(named, value);
        var kind = SecretValue.Read(value);
        // In a file full of words they are labels as often as passwords; in a program they are variables.
        if (kind == ValueKind.Words) return null;
        // A call: what it gives is not here.
        if (kind != ValueKind.WellKnown && !named.IsQuoted && (value.Contains('(', StringComparison.Ordinal) || (named.Value.End < text.Length && text[named.Value.End] == '('))) return null;
        if (kind < ValueKind.Random && !named.IsQuoted && text.AsSpan(named.Line.Start, named.Line.Length).Contains('(')) return null;
        return OfName(named.Name, named.Promise, value) is { } secret ? secret with { Span = named.Value, Name = named.Name } : null;
    }

    /// <summary>Whether the pair stands in a reference, which holds a default: <c>${DB_PASSWORD:-hunter2}</c>.</summary>
    static bool IsDefault(string text, NamedValue named)
    {
        var name = text.LastIndexOf(named.Name, named.Value.Start, Math.Min(named.Value.Start, named.Name.Length + 24), StringComparison.Ordinal);
        return name >= 2 && text[name - 1] == '{' && text[name - 2] is '$' or '#';
    }

    /// <summary>A default is for those who set nothing; only what is no word for them is a secret.</summary>
    static Secret? OfDefault(NamedValue named, string value)
    {
        var text = value.TrimStart('-', '=');
        return !value.StartsWith('?') && !value.StartsWith('+') && SecretValue.Read(text) >= ValueKind.Irregular && OfName(named.Name, named.Promise, text) is not null ? Likely!.Value with { Span = named.Value, Name = named.Name } : null;
    }

    /// <summary>What the name promises and the value can keep.</summary>
    static Secret? OfName(string name, SecretName promise, string value)
    {
        if (promise.Promise < Promise.Hinted || value.Length > SecretValue.Longest) return null;
        var text = value.Trim();
        if (promise.Kind == SecretKind.Mnemonic) return IsMnemonic(text) ? Sure : null;
        if (promise is { Promise: Promise.Given, Kind: SecretKind.Credentials }) return OfCredentials(text);
        var kind = SecretValue.Read(text);
        if (promise.Kind == SecretKind.Password && IsPassphrase(name, text)) return Likely;
        // A label: Secret for secret.
        if (kind == ValueKind.WellKnown && char.IsAsciiLetterUpper(text[0]) && text.Equals(name, StringComparison.OrdinalIgnoreCase) && text != name && name.AsSpan().ContainsAnyInRange('a', 'z')) return null;
        if (kind == ValueKind.Harmless || (kind != ValueKind.WellKnown && Repeats(name, text)) || (kind >= ValueKind.Irregular && IsSampleInside(text))) return null;
        if (promise.Promise < Promise.Given) return name.EndsWith("auth", StringComparison.OrdinalIgnoreCase) && text.Contains(':', StringComparison.Ordinal) && AddressWithPassword.Judge(text) is { } pair ? pair
                : name.EndsWith("pin", StringComparison.OrdinalIgnoreCase) && kind is ValueKind.Number or ValueKind.WellKnown && text.Length is >= 4 and <= 8 && char.IsAsciiDigit(text[0]) ? Likely
                : OfVagueName(text, kind);
        var secret = promise.Kind switch
        {
            SecretKind.Password => OfPassword(text, kind),
            SecretKind.Secret => OfSecret(text, kind),
            SecretKind.SharedSecret => kind == ValueKind.Name && IsObjectName(text) && !Boasts(text) ? null : OfKey(text, kind),
            _ => OfKey(text, kind),
        };
        // Somebody who counts does not hide much.
        return secret is { Confidence: Confidence.High } && Placeholder.Counts(text) ? Likely : secret;
    }

    /// <summary>Plain words with blanks between them, which elsewhere are text for readers.</summary>
    static bool IsPassphrase(string name, string text) =>
        name.EndsWith("passphrase", StringComparison.OrdinalIgnoreCase) && text.Count(c => c == ' ') is >= 2 and <= 9 && text.All(c => c == ' ' || char.IsAsciiLetterLower(c)) && !Placeholder.Is(text);

    static Secret? OfPassword(string text, ValueKind kind) => kind switch
    {
        ValueKind.WellKnown => new(default, Confidence.Middle, Secret.WellKnown(text)),
        ValueKind.Number => text.Length >= 6 ? Sure : text.Length >= 4 ? Likely : null,
        ValueKind.Words => Likely,
        _ => Sure,
    };

    /// <summary>The base64 of a user and a password that are themselves to be filled in.</summary>
    static bool IsSampleInside(string text) => Credentials.UserAndPassword(text) is { } pair && (Placeholder.IsSample(pair) || Placeholder.Is(pair[(pair.IndexOf(':', StringComparison.Ordinal) + 1)..]));

    static Secret? OfKey(string text, ValueKind kind) => kind switch
    {
        // What a build is given because it asks for something.
        ValueKind.WellKnown => text.AsSpan().IndexOfAnyExceptInRange('A', 'Z') < 0 || text.ToUpperInvariant() is "EXAMPLE" or "FOO" or "BAR" or "BAZ" or "DEFAULT" or "LOCAL" ? null : new(default, Confidence.Middle, Secret.WellKnown(text)),
        ValueKind.Number => text.Length >= 20 ? Likely : null,
        ValueKind.Words => Boasts(text) ? Likely : null,
        // Names of clusters and releases look so, unless they say what they are.
        ValueKind.Name => text.Length >= 6 && (!IsObjectName(text) || text.AsSpan().ContainsAny(SecretWords)) ? Likely : null,
        ValueKind.Irregular => text.Length >= 8 ? Sure : Likely,
        _ => IsFingerprint(text) ? null : Sure,
    };

    /// <summary>A "super-secret-key" is one that somebody typed; names of objects do not praise themselves.</summary>
    static bool Boasts(string text) =>
        text.AsSpan().ContainsAny(Praise) && text.AsSpan().ContainsAny(SecretWords);

    static readonly SearchValues<string> SecretWords = SearchValues.Create(["secret", "key", "token", "pass", "pw"], StringComparison.OrdinalIgnoreCase);
    static readonly SearchValues<string> Praise = SearchValues.Create(["super", "very", "top-", "top_", "long", "strong", "secure", "ultra", "random", "hard", "this"], StringComparison.OrdinalIgnoreCase);

    /// <summary>The name of an object that holds a secret is in lower case, with dashes.</summary>
    static Secret? OfSecret(string text, ValueKind kind) => kind switch
    {
        ValueKind.WellKnown => !text.Contains('-', StringComparison.Ordinal) && (text.Contains("secret", StringComparison.OrdinalIgnoreCase) || text.Contains("pass", StringComparison.OrdinalIgnoreCase) || char.IsAsciiDigit(text[0]) || text == "changeit") ? new(default, Confidence.Middle, Secret.WellKnown(text)) : null,
        ValueKind.Irregular or ValueKind.Random => IsObjectName(text) ? null : Sure,
        ValueKind.Uuid => Likely,
        _ => null,
    };

    static Secret? OfVagueName(string text, ValueKind kind) => kind switch
    {
        ValueKind.Irregular => text.Length >= 8 && !IsObjectName(text) ? Likely : null,
        ValueKind.Random => IsFingerprint(text) ? null : text.Length >= 20 ? Sure : Likely,
        _ => null,
    };

    static Secret? OfCredentials(string text)
    {
        if (text.StartsWith('{') || text.StartsWith('[')) return null;
        if (text.IndexOf(' ', StringComparison.Ordinal) is var space and > 0 && text[..space].ToUpperInvariant() is "BEARER" or "TOKEN" or "BASIC" or "APIKEY" && !Placeholder.Is(text[(space + 1)..])) return OfKey(text[(space + 1)..], SecretValue.Read(text[(space + 1)..]));
        var decoded = Credentials.UserAndPassword(text);
        if ((decoded ?? text) is var pair && pair.Contains(':', StringComparison.Ordinal) && !pair.Contains(' ', StringComparison.Ordinal) && !PlainValue.Is(pair) && !Placeholder.Is(text) && AddressWithPassword.Judge(pair) is { } found) return found;
        return SecretValue.Read(text) switch
        {
            ValueKind.Random => IsObjectName(text) ? null : Sure,
            ValueKind.Irregular => IsObjectName(text) || text.Contains(' ', StringComparison.Ordinal) ? null : Likely,
            ValueKind.Name => text.AsSpan().IndexOfAny("-_./") >= 0 ? null : Likely,
            _ => null,
        };
    }

    static Secret? Sure => new Secret(default, Confidence.High, null);
    static Secret? Likely => new Secret(default, Confidence.Middle, null);

    /// <summary>A value that only says its name again stands for one to be filled in.</summary>
    static bool Repeats(string name, string value)
    {
        if (value.Length > name.Length + 20) return false;
        var words = NameWords.Of(value);
        if (words.Count == 0 || value.AsSpan().ContainsAnyInRange('0', '9')) return false;
        var known = NameWords.Of(name);
        return words.Exists(static word => word is "secret" or "password" or "key" or "token" or "pass" or "credentials") && words.TrueForAll(word => known.Contains(word) || word is "my" or "the" or "secret" or "password" or "key" or "token" or "name" or "value" or "user" or "db");
    }

    static bool IsObjectName(ReadOnlySpan<char> text) =>
        text.Contains('-') && text.Length <= 63 && text.IndexOfAnyExcept(ObjectNameCharacters) < 0;

    /// <summary>Of a key that signs downloads, as GnuPG prints it.</summary>
    static bool IsFingerprint(ReadOnlySpan<char> text)
    {
        if (text.StartsWith("0x", StringComparison.Ordinal)) text = text[2..];
        return text.Length is 16 or 32 or 40 && text.IndexOfAnyExcept(UpperHex) < 0;
    }

    /// <summary>The words of a wallet: twelve or more short ones in lower case. The one that every test network is opened with is no secret.</summary>
    static bool IsMnemonic(string text)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Length is 12 or 15 or 18 or 21 or 24 && Array.TrueForAll(words, static word => word.Length is >= 3 and <= 8 && word.AsSpan().IndexOfAnyExceptInRange('a', 'z') < 0) && words.Distinct().Count() > 6;
    }

    static readonly SearchValues<char> ObjectNameCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-.");
    static readonly SearchValues<char> UpperHex = SearchValues.Create("0123456789ABCDEF");

    /// <summary>What stands beside a secret in the same object.</summary>
    static readonly FrozenSet<string> PlainNames = FrozenSet.ToFrozenSet(
        [
            "database", "db", "dbname", "hostname", "bootstrap", "servers", "brokers", "broker", "topic", "queue", "sslmode", "protocol", "vendor", "schema", "cluster", "identifier", "tz", "timezone", "lang", "locale", "level", "debug", "image",
            "ca", "crt", "cert", "certificate", "pub", "issuer", "subject", "serial", "number", "amount", "release", "chart", "revision", "commit", "color", "theme", "address", "ip", "cidr", "subnet", "network", "vhost", "exchange", "channel",
        ], StringComparer.OrdinalIgnoreCase);
}
