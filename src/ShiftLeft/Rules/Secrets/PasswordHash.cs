using System.Buffers;
using ShiftLeft.Text;

namespace ShiftLeft.Rules.Secrets;

/// <summary>Passwords as servers keep them: whoever has the hash can try passwords as fast as a machine can.</summary>
static class PasswordHash
{
    const int LongestHash = 300;

    /// <summary>How it begins, and how many characters follow at least.</summary>
    static readonly (string Prefix, int Least)[] Forms =
    [
        ("$2a$", 55), ("$2b$", 55), ("$2y$", 55), ("$apr1$", 24), ("$1$", 24), ("$5$", 40), ("$6$", 80), ("$y$", 50), ("$argon2id$", 50), ("$argon2i$", 50), ("$argon2d$", 50), ("$pbkdf2", 50), ("$scrypt$", 50), ("$7$", 40),
        ("pbkdf2_sha256$", 50), ("pbkdf2_sha512$", 60), ("pbkdf2:sha256", 60), ("scrypt:", 80), ("{SHA}", 27), ("{SSHA}", 32), ("{SSHA512}", 80), ("{BCRYPT}", 50),
    ];

    static readonly SearchValues<string> Prefixes = SearchValues.Create([.. Forms.Select(form => form.Prefix)], StringComparison.Ordinal);

    static readonly SearchValues<char> Characters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789./$=,+-:_");

    public static IEnumerable<Secret> Find(string text)
    {
        var at = 0;
        while (true)
        {
            var found = text.AsSpan(at).IndexOfAny(Prefixes);
            if (found < 0) yield break;
            at += found;
            var (prefix, least) = Forms.First(form => text.AsSpan(at).StartsWith(form.Prefix, StringComparison.Ordinal));
            var body = text.AsSpan(at + prefix.Length, Math.Min(LongestHash, text.Length - at - prefix.Length));
            var length = body.IndexOfAnyExcept(Characters) is var end and >= 0 ? end : body.Length;
            if (length >= least && !Placeholder.IsSample(body[..length])) yield return new(new(at, prefix.Length + length), Confidence.Middle, "a password's hash");
            at += prefix.Length + length;
        }
    }
}
