using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ShiftLeft.Go.Rand;
using ShiftLeft.Go.Reflect;
using ShiftLeft.Go.Scrypt;
using ShiftLeft.Go.Strings;
using ShiftLeft.Go.Template;
using ShiftLeft.Go.Unicode;

namespace ShiftLeft.Helm.Functions;

/// <summary>Hashes, passwords and ciphers. Those that Helm draws anew each time are drawn here from their place, and look like Helm's.</summary>
static class Cryptography
{
    public static ImmutableArray<FunctionSignature> All { get; } =
    [
        new("sha1sum", [Parameter.String], null, call => Hash(call, Sha1)),
        new("sha256sum", [Parameter.String], null, call => Hash(call, SHA256.HashData)),
        new("sha512sum", [Parameter.String], null, call => Hash(call, SHA512.HashData)),
        new("adler32sum", [Parameter.String], null, Adler32),
        new("bcrypt", [Parameter.String], null, call => Bcrypt(call, "", call.String(0))),
        new("htpasswd", [Parameter.String, Parameter.String], null, PasswordEntry),
        new("derivePassword", [Parameter.Uint32, Parameter.String, Parameter.String, Parameter.String, Parameter.String], null, DerivedPassword.Derive),
        new("encryptAES", [Parameter.String, Parameter.String], null, Encrypt),
        new("decryptAES", [Parameter.String, Parameter.String], null, Decrypt),
    ];

    [SuppressMessage("Security", "CA5350", Justification = "The template asks for this hash; nothing is protected by it here.")]
    static byte[] Sha1(byte[] bytes) => SHA1.HashData(bytes);

    static StringValue Hash(FunctionCall call, Func<byte[], byte[]> hash)
    {
        call.Budget.Step(call.String(0).Length / 16);
        return call.Opaque(Convert.ToHexStringLower(hash(GoString.Encode(call.String(0)))), call[0]);
    }

    static StringValue Adler32(FunctionCall call)
    {
        const uint modulus = 65_521;
        var (low, high) = (1u, 0u);
        foreach (var octet in GoString.Encode(call.String(0)))
        {
            low = (low + octet) % modulus;
            high = (high + low) % modulus;
        }
        return call.Opaque((high << 16 | low).ToString(CultureInfo.InvariantCulture), call[0]);
    }

    /// <summary>A hash of the right form that no password has: a real one takes a tenth of a second and differs each time anyway.</summary>
    static StringValue Bcrypt(FunctionCall call, string before, string password)
    {
        if (GoString.Length(password) > 72) return call.Opaque(before + "failed to encrypt string with bcrypt: bcrypt: password length exceeds 72 bytes", [.. call.Arguments]);
        const string letters = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        return call.Opaque($"{before}$2a$10${Draw.Of(call, password).Text(letters, 53)}", [.. call.Arguments]);
    }

    static StringValue PasswordEntry(FunctionCall call)
    {
        var user = call.String(0);
        return user.Contains(':', StringComparison.Ordinal) ? call.Opaque($"invalid username: {user}", call[0]) : Bcrypt(call, user + ":", call.String(1));
    }

    [SuppressMessage("Security", "CA5401", Justification = "The same chart renders to the same text; nothing is protected by it here.")]
    static StringValue Encrypt(FunctionCall call)
    {
        var text = call.String(1);
        if (text.Length == 0) return Strings.Part(call[1], call.Text(1));
        call.Budget.Write(text.Length * 2L);
        using var aes = Cipher(call.String(0));
        var vector = Draw.Of(call, text).Bytes(16);
        return call.Opaque(Convert.ToBase64String([.. vector, .. aes.EncryptCbc(GoString.Encode(text), vector)]), call[0], call[1]);
    }

    static StringValue Decrypt(FunctionCall call)
    {
        if (call.String(1).Length == 0) return Strings.Part(call[1], call.Text(1));
        if (Encodings.DecodeBase64(call.String(1), out var bad) is not { } bytes) throw new FunctionException($"illegal base64 data at input byte {bad}");
        // Go makes room for as many bytes as the letters could stand for.
        var room = call.String(1).Length / 4 * 3;
        if (room < 16) throw new FunctionException($"runtime error: slice bounds out of range [:16] with capacity {room}");
        if (bytes.Length < 16) throw new FunctionException($"runtime error: slice bounds out of range [16:{bytes.Length}]");
        if (bytes.Length % 16 != 0) throw new FunctionException("crypto/cipher: input not full blocks");
        if (bytes.Length == 16) throw new FunctionException("runtime error: index out of range [-1]");
        call.Budget.Write(bytes.Length);
        using var aes = Cipher(call.String(0));
        var text = aes.DecryptCbc(bytes.AsSpan(16), bytes.AsSpan(0, 16), PaddingMode.None);
        // The last byte says how much is padding; it is believed.
        var length = text.Length - text[^1];
        if (length < 0) throw new FunctionException($"runtime error: slice bounds out of range [:{length}]");
        return call.Opaque(GoString.Decode(text.AsSpan(0, length)), call[0], call[1]);
    }

    /// <summary>AES-256 whose key is the password's first 32 bytes.</summary>
    static Aes Cipher(string password)
    {
        var key = new byte[32];
        var bytes = GoString.Encode(password);
        bytes.AsSpan(0, Math.Min(bytes.Length, 32)).CopyTo(key);
        var aes = Aes.Create();
        aes.Key = key;
        return aes;
    }
}

/// <summary>The algorithm of Master Password: a password for a site out of one that is known.</summary>
static class DerivedPassword
{
    const string Seed = "com.lyndir.masterpassword";
    /// <summary>What one call costs of the budget: it takes as long as some hundred thousand steps.</summary>
    const long Cost = 1_000_000;

    public static Value Derive(FunctionCall call)
    {
        if (Templates(call.String(1)) is not { } templates) return call.Opaque($"cannot find password template {call.String(1)}", [.. call.Arguments]);
        call.Budget.Step(Cost);
        var (password, user, site) = (GoString.Encode(call.String(2)), GoString.Encode(call.String(3)), GoString.Encode(call.String(4)));
        var key = Scrypt.Derive(password, [.. Encoding.ASCII.GetBytes(Seed), .. Number(user.Length), .. user], 32_768, 8, 2, 64);
        byte[] message = [.. Encoding.ASCII.GetBytes(Seed), .. Number(site.Length), .. site, .. Number(unchecked((int)call.Integer(0)))];
        var seed = HMACSHA256.HashData(key, message);
        var template = templates[seed[0] % templates.Length];
        var text = new StringBuilder(template.Length);
        for (var i = 0; i < template.Length; i++)
        {
            var letters = Letters(template[i]);
            text.Append(letters[seed[i + 1] % letters.Length]);
        }
        return call.Opaque(text.ToString(), [.. call.Arguments]);
    }

    static byte[] Number(int number)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        return bytes;
    }

    /// <summary>A letter of a template stands for a kind of character.</summary>
    static string[]? Templates(string kind) => kind switch
    {
        "maximum" => ["anoxxxxxxxxxxxxxxxxx", "axxxxxxxxxxxxxxxxxno"],
        "long" =>
        [
            "CvcvnoCvcvCvcv", "CvcvCvcvnoCvcv", "CvcvCvcvCvcvno", "CvccnoCvcvCvcv", "CvccCvcvnoCvcv", "CvccCvcvCvcvno", "CvcvnoCvccCvcv",
            "CvcvCvccnoCvcv", "CvcvCvccCvcvno", "CvcvnoCvcvCvcc", "CvcvCvcvnoCvcc", "CvcvCvcvCvccno", "CvccnoCvccCvcv", "CvccCvccnoCvcv",
            "CvccCvccCvcvno", "CvcvnoCvccCvcc", "CvcvCvccnoCvcc", "CvcvCvccCvccno", "CvccnoCvcvCvcc", "CvccCvcvnoCvcc", "CvccCvcvCvccno",
        ],
        "medium" => ["CvcnoCvc", "CvcCvcno"],
        "short" => ["Cvcn"],
        "basic" => ["aaanaaan", "aannaaan", "aaannaaa"],
        "pin" => ["nnnn"],
        _ => null,
    };

    static string Letters(char kind) => kind switch
    {
        'V' => "AEIOU",
        'C' => "BCDFGHJKLMNPQRSTVWXYZ",
        'v' => "aeiou",
        'c' => "bcdfghjklmnpqrstvwxyz",
        'A' => "AEIOUBCDFGHJKLMNPQRSTVWXYZ",
        'a' => "AEIOUaeiouBCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz",
        'n' => "0123456789",
        'o' => "@&%?,=[]_:-+*$#!'^~;()/.",
        _ => "AEIOUaeiouBCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz0123456789!@#$%^&*()",
    };
}
