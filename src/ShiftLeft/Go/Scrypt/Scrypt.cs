using System.Buffers.Binary;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;

namespace ShiftLeft.Go.Scrypt;

/// <summary>The key derivation of RFC 7914, which .NET does not have.</summary>
static class Scrypt
{
    /// <param name="password">The password.</param>
    /// <param name="salt">The salt.</param>
    /// <param name="cost">A power of two: how many blocks are held in memory.</param>
    /// <param name="blockSize">In 128 bytes.</param>
    /// <param name="parallelism">How many independent mixes.</param>
    /// <param name="length">Of the key, in bytes.</param>
    public static byte[] Derive(byte[] password, byte[] salt, int cost, int blockSize, int parallelism, int length)
    {
        var bytes = Rfc2898DeriveBytes.Pbkdf2(password, salt, 1, HashAlgorithmName.SHA256, parallelism * 128 * blockSize);
        var block = new Vector128<uint>[8 * blockSize];
        var memory = new Vector128<uint>[cost * block.Length];
        for (var i = 0; i < parallelism; i++)
        {
            var part = bytes.AsSpan(i * 128 * blockSize, 128 * blockSize);
            for (var word = 0; word < 32 * blockSize; word++)
            {
                block[word / 4] = block[word / 4].WithElement(word % 4, BinaryPrimitives.ReadUInt32LittleEndian(part[(4 * Place(word))..]));
            }
            Mix(block, memory, cost);
            for (var word = 0; word < 32 * blockSize; word++)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(part[(4 * Place(word))..], block[word / 4][word % 4]);
            }
        }
        return Rfc2898DeriveBytes.Pbkdf2(password, bytes, 1, HashAlgorithmName.SHA256, length);
    }

    /// <summary>Each sixteen words lie by diagonals, so that four of them can be mixed at once: where a word of a vector belongs.</summary>
    static int Place(int word) => word / 16 * 16 + word * 5 % 16;

    static void Mix(Vector128<uint>[] block, Vector128<uint>[] memory, int cost)
    {
        var scratch = new Vector128<uint>[block.Length];
        for (var i = 0; i < cost; i++)
        {
            block.AsSpan().CopyTo(memory.AsSpan(i * block.Length));
            MixBlock(block, scratch);
        }
        for (var i = 0; i < cost; i++)
        {
            var chosen = (int)(block[^4][0] & (uint)(cost - 1)) * block.Length;
            for (var part = 0; part < block.Length; part++) block[part] ^= memory[chosen + part];
            MixBlock(block, scratch);
        }
    }

    static void MixBlock(Vector128<uint>[] block, Vector128<uint>[] scratch)
    {
        var (a, b, c, d) = (block[^4], block[^3], block[^2], block[^1]);
        var half = block.Length / 2;
        for (var i = 0; i < block.Length / 4; i++)
        {
            Salsa8(ref a, ref b, ref c, ref d, block.AsSpan(4 * i, 4));
            // The even results come first.
            var to = (i % 2 == 0 ? 0 : half) + i / 2 * 4;
            (scratch[to], scratch[to + 1], scratch[to + 2], scratch[to + 3]) = (a, b, c, d);
        }
        scratch.AsSpan().CopyTo(block);
    }

    static void Salsa8(ref Vector128<uint> a, ref Vector128<uint> b, ref Vector128<uint> c, ref Vector128<uint> d, ReadOnlySpan<Vector128<uint>> with)
    {
        a ^= with[0];
        b ^= with[1];
        c ^= with[2];
        d ^= with[3];
        var (w, x, y, z) = (a, b, c, d);
        for (var round = 0; round < 4; round++)
        {
            // Columns, then rows, which the turned vectors make columns.
            x ^= Rotated(w + z, 7);
            y ^= Rotated(x + w, 9);
            z ^= Rotated(y + x, 13);
            w ^= Rotated(z + y, 18);
            (x, y, z) = (Vector128.Shuffle(x, Vector128.Create(3u, 0, 1, 2)), Vector128.Shuffle(y, Vector128.Create(2u, 3, 0, 1)), Vector128.Shuffle(z, Vector128.Create(1u, 2, 3, 0)));
            z ^= Rotated(w + x, 7);
            y ^= Rotated(z + w, 9);
            x ^= Rotated(y + z, 13);
            w ^= Rotated(x + y, 18);
            (x, y, z) = (Vector128.Shuffle(x, Vector128.Create(1u, 2, 3, 0)), Vector128.Shuffle(y, Vector128.Create(2u, 3, 0, 1)), Vector128.Shuffle(z, Vector128.Create(3u, 0, 1, 2)));
        }
        a += w;
        b += x;
        c += y;
        d += z;
    }

    static Vector128<uint> Rotated(Vector128<uint> words, int by) => words << by | words >>> (32 - by);
}
