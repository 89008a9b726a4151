using System.Buffers;
using System.Collections.Frozen;

namespace ShiftLeft.Rules.Secrets;

/// <summary>What people write where a secret is to be filled in, and what leads to it elsewhere: a variable, a template, a vault.</summary>
static class Placeholder
{
    public static bool Is(string text) => IsTemplate(text) || IsReference(text) || IsBlank(text);

    /// <summary>A program fills it in: <c>${X}</c>, <c>$(X)</c>, <c>{{ x }}</c>, <c>%X%</c>, <c>__X__</c>, <c>#{x}</c>.</summary>
    public static bool IsTemplate(ReadOnlySpan<char> text)
    {
        if (text.IndexOfAny(Openers) >= 0 || text.Contains('\uFFFC')) return true;
        return text switch
        {
            ['$' or '\\', .. var name] when IsName(name.TrimStart('$')) => true,
            ['%', _, .., '%'] or ['@', _, .., '@'] or ['(', '(', .., ')', ')'] or ['_', '_', _, .., '_', '_'] or ['`', ..] or ['<', .., '>'] or ['[', '[', .., ']', ']'] => true,
            _ => HasVariable(text),
        };
    }

    /// <summary>A dollar and a name in capitals, which no password has by chance.</summary>
    static bool HasVariable(ReadOnlySpan<char> text)
    {
        for (var at = text.IndexOf('$'); at >= 0; )
        {
            var name = text[(at + 1)..];
            var length = 0;
            while (length < name.Length && (char.IsAsciiLetterUpper(name[length]) || name[length] == '_')) length++;
            if (length >= 3 && (length == name.Length || !char.IsAsciiLetterOrDigit(name[length]))) return true;
            var next = name.IndexOf('$');
            at = next < 0 ? -1 : at + 1 + next;
        }
        return false;
    }

    static bool IsName(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('_' or '.' or ':' or '-')) return false;
        }
        return text.Length > 0;
    }

    /// <summary>It lies elsewhere: a file, a vault, another setting; or it is encrypted for somebody.</summary>
    public static bool IsReference(ReadOnlySpan<char> text)
    {
        foreach (var start in Starts)
        {
            if (text.StartsWith(start, StringComparison.OrdinalIgnoreCase)) return true;
        }
        // What the controller of SealedSecrets can read, and nobody else.
        return text.Length > 200 && text.StartsWith("Ag", StringComparison.Ordinal) && text.IndexOfAnyExcept(Base64) < 0;
    }

    /// <summary>Words for the reader instead of a value.</summary>
    static bool IsBlank(string text)
    {
        if ((text is ['[', .., ']'] && text.Length < 40) || text.EndsWith("...", StringComparison.Ordinal) || text.EndsWith('…')) return true;
        if (text.AsSpan().IndexOfAnyExcept(Fillers) < 0 || IsMarked(text) || Runs(text).IsLong) return true;
        if (Alone.Contains(text)) return true;
        var words = NameWords.Of(text.Length > 200 ? text.AsSpan(0, 200) : text);
        if (words.Count == 0) return false;
        if ((First.Contains(words[0]) && (text.Length == words[0].Length || !char.IsAsciiLetterOrDigit(text[words[0].Length]) || words[0] == "your")) || (words.Count > 1 && words[^1] == "here")) return true;
        for (var i = 0; i < words.Count; i++)
        {
            if (Anywhere.Contains(words[i]) || (i + 1 < words.Count && Anywhere.Contains(words[i] + " " + words[i + 1]))) return true;
        }
        return false;
    }

    /// <summary>Keys as documentation shows them: they end with "EXAMPLE", repeat one character, or count.</summary>
    public static bool IsSample(ReadOnlySpan<char> text) => IsMarked(text) || Runs(text) is { IsLong: true } or { Rising: >= 8 };

    static bool IsMarked(ReadOnlySpan<char> text) =>
        text.ContainsAny(Published) || text.Contains("EXAMPLE", StringComparison.OrdinalIgnoreCase) || text.Contains("xxxx", StringComparison.OrdinalIgnoreCase) || text.Contains("****", StringComparison.Ordinal);

    /// <summary>Whether one character repeats for most of the text, and how far it counts: "abcdef", "456789".</summary>
    static (bool IsLong, int Rising) Runs(ReadOnlySpan<char> text)
    {
        var (same, rising, longest, most) = (1, 1, 1, 1);
        for (var i = 1; i < text.Length; i++)
        {
            same = text[i] == text[i - 1] ? same + 1 : 1;
            rising = IsNext(text[i - 1], text[i]) ? rising + 1 : 1;
            (longest, most) = (Math.Max(longest, same), Math.Max(most, rising));
        }
        return ((longest >= 6 && longest * 3 >= text.Length) || longest >= 10, most);
    }

    static bool IsNext(char before, char c) => c == before + 1 || (before, c) is ('9', '0') or ('9', 'a') or ('9', 'A') or ('z', '0') or ('Z', 'a') or ('0', 'a');

    static readonly SearchValues<string> Openers = SearchValues.Create(["${", "$(", "{{", "<%", "%(", "#{", "$[", "}}", "%s", "%d", "%v", "%q", "%["], StringComparison.Ordinal);

    /// <summary>Keys that everybody has: of Azure's emulators, of Hardhat's and MinIO's test networks, of the manuals of Stripe and Kubernetes.</summary>
    static readonly SearchValues<string> Published = SearchValues.Create(
        ["Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSR", "C2y6yDjf5/R+ob0N8A7Cgv30VRDJIWEHLM", "ac0974bec39a17e36ba4a6b4d238ff944bacb478", "Q3AM3UQ867SPQQA43P2F", "zuf+tfteSlswRu7BJ86wekitnifILbZam1KYY3TG", "4eC39HqLyjWDarjtT1zdp7dc", "1f2d1e2e67df", "S!B\\*d$zDsb"],
        StringComparison.Ordinal);

    static readonly SearchValues<char> Fillers = SearchValues.Create("*xX.-_?#/ ");

    static readonly SearchValues<char> Base64 = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=");

    static readonly string[] Starts =
    [
        "file:", "vault:", "vault://", "vault/", "secret:", "secrets:", "secretref:", "secret-ref:", "secret://", "secrets://", "arn:", "op://", "env:", "env.", "env://", "ref+", "ENC[", "ENC(", "{cipher}", "@Microsoft.KeyVault(",
        "keyvault:", "keyvault://", "akv:", "akv://", "azurekeyvault://", "ssm:", "ssm://", "awssm:", "awssm://", "aws:", "aws-sm:", "asm://", "sm:", "sm://", "gcpsm:", "gcp-sm:", "gcpsecretmanager", "gcp:", "google-sm:",
        "projects/", "doppler:", "doppler://", "bws:", "bws://", "infisical:", "conjur:", "akeyless:", "chamber:", "sops:", "gpg:", "kms:", "k8s:", "k8s://", "kubernetes:", "kubernetes://", "configmap:", "config:", "konnect:",
        "secret/", "!vault", "!secret", "!ref", "!sub", "!env", "!reference", "$ANSIBLE_VAULT", "from:", "fromenv:", "lookup(", "resolve:", "{{resolve:", "crypt:v", "encrypted:", "sealed:", "age-encryption.org", "-----BEGIN AGE ENCRYPTED", "-----BEGIN PGP MESSAGE",
    ];

    /// <summary>The whole of it.</summary>
    static readonly FrozenSet<string> Alone = FrozenSet.ToFrozenSet(["na", "n/a", "nil", "tbd", "tbc", "wip", "no", "off", "-", "?"], StringComparer.OrdinalIgnoreCase);

    static readonly FrozenSet<string> First = Set("your", "insert", "enter", "replace", "replaced", "put", "fill", "provide", "provided", "generate", "generated", "set", "use", "see", "from", "paste");

    static readonly FrozenSet<string> Anywhere = Set(
        "changeme", "change me", "changethis", "change this", "changed", "please change", "replaceme", "replace me", "replace this", "replace with", "your", "yours", "todo", "fixme", "placeholder", "dummy", "fake", "mock", "redacted", "removed",
        "masked", "omitted", "sanitized", "sample", "setme", "set me", "goes here", "to be", "be set", "not set", "notset", "unset", "not used", "notused", "unused", "unknown", "ignored", "not real", "not a", "nosecret", "notasecret", "none",
        "null", "undefined", "empty", "nothing", "no password", "nopassword", "not needed", "notneeded", "not required", "overridden", "override me", "overrideme", "fill me", "fillme", "fill in", "insert", "injected", "runtime", "generated by", "base encoded",
        "managed by", "stored in", "example", "bogus", "whatever", "doesnotmatter", "irrelevant");

    static FrozenSet<string> Set(params string[] words) => words.ToFrozenSet(StringComparer.Ordinal);
}
