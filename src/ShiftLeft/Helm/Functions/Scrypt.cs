using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;

namespace ShiftLeft.Helm.Functions;

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
        var words = new uint[32 * blockSize];
        var memory = new uint[cost * words.Length];
        for (var i = 0; i < parallelism; i++)
        {
            var part = bytes.AsSpan(i * 128 * blockSize, 128 * blockSize);
            for (var word = 0; word < words.Length; word++) words[word] = BinaryPrimitives.ReadUInt32LittleEndian(part[(4 * word)..]);
            Mix(words, memory, cost);
            for (var word = 0; word < words.Length; word++) BinaryPrimitives.WriteUInt32LittleEndian(part[(4 * word)..], words[word]);
        }
        return Rfc2898DeriveBytes.Pbkdf2(password, bytes, 1, HashAlgorithmName.SHA256, length);
    }

    static void Mix(uint[] block, uint[] memory, int cost)
    {
        var scratch = new uint[block.Length];
        for (var i = 0; i < cost; i++)
        {
            block.AsSpan().CopyTo(memory.AsSpan(i * block.Length));
            MixBlock(block, scratch);
        }
        for (var i = 0; i < cost; i++)
        {
            var chosen = memory.AsSpan((int)(block[^16] & (uint)(cost - 1)) * block.Length, block.Length);
            for (var word = 0; word < block.Length; word++) block[word] ^= chosen[word];
            MixBlock(block, scratch);
        }
    }

    static void MixBlock(uint[] block, uint[] scratch)
    {
        Span<uint> state = stackalloc uint[16];
        block.AsSpan(block.Length - 16).CopyTo(state);
        var half = block.Length / 2;
        for (var i = 0; i < block.Length / 16; i++)
        {
            for (var word = 0; word < 16; word++) state[word] ^= block[16 * i + word];
            Salsa8(state);
            // The even results come first.
            state.CopyTo(scratch.AsSpan((i % 2 == 0 ? 0 : half) + i / 2 * 16));
        }
        scratch.AsSpan().CopyTo(block);
    }

    static void Salsa8(Span<uint> state)
    {
        Span<uint> x = stackalloc uint[16];
        state.CopyTo(x);
        for (var round = 0; round < 4; round++)
        {
            Quarter(x, 0, 4, 8, 12);
            Quarter(x, 5, 9, 13, 1);
            Quarter(x, 10, 14, 2, 6);
            Quarter(x, 15, 3, 7, 11);
            Quarter(x, 0, 1, 2, 3);
            Quarter(x, 5, 6, 7, 4);
            Quarter(x, 10, 11, 8, 9);
            Quarter(x, 15, 12, 13, 14);
        }
        for (var i = 0; i < 16; i++) state[i] += x[i];
    }

    static void Quarter(Span<uint> x, int a, int b, int c, int d)
    {
        x[b] ^= BitOperations.RotateLeft(x[a] + x[d], 7);
        x[c] ^= BitOperations.RotateLeft(x[b] + x[a], 9);
        x[d] ^= BitOperations.RotateLeft(x[c] + x[b], 13);
        x[a] ^= BitOperations.RotateLeft(x[d] + x[c], 18);
    }
}
