using System.Buffers.Binary;
using System.Text;

namespace ShiftLeft.Hosting;

/// <summary>
/// The names in an index of git, of the versions 2 to 4, whatever its hash (gitformat-index): what git tracks. Of a split index it holds one half,
/// and names the other. Nothing here needs the engine.
/// </summary>
sealed class GitIndex
{
    const int MostNames = 4_000_000;
    const int LongestName = 64 * 1024;
    /// <summary>Version 4 writes names in a few bytes each, however long they are.</summary>
    const long MostCharacters = 256L * 1024 * 1024;
    const int MarkLength = 12;

    readonly List<string> names = [];

    GitIndex() { }

    /// <summary>Paths of files, of submodules, and of folders that a sparse checkout leaves out.</summary>
    public IReadOnlyList<string> Names => names;

    /// <summary>Which <c>sharedindex.…</c> holds the rest; null where nothing is shared.</summary>
    public string? Shared { get; private set; }

    /// <summary>Null for what is no index, or one that cannot be read.</summary>
    public static GitIndex? Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < MarkLength || !bytes.StartsWith("DIRC"u8)) return null;
        return Read(bytes, hashLength: 20) ?? Read(bytes, hashLength: 32);
    }

    static GitIndex? Read(ReadOnlySpan<byte> bytes, int hashLength)
    {
        var version = BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]);
        var count = BinaryPrimitives.ReadUInt32BigEndian(bytes[8..]);
        if (version is < 2 or > 4 || count > MostNames || bytes.Length < MarkLength + hashLength) return null;
        var index = new GitIndex();
        var end = bytes.Length - hashLength;
        var (at, characters, name) = (MarkLength, 0L, Array.Empty<byte>());
        for (var i = 0; i < count; i++)
        {
            var start = at;
            // Times, device, mode, owner and size; the hash; the flags, of which one says that there are more.
            at += 40 + hashLength;
            if (at + 2 > end) return null;
            var flags = BinaryPrimitives.ReadUInt16BigEndian(bytes[at..]);
            at += (flags & 0x4000) != 0 && version >= 3 ? 4 : 2;
            if (at >= end || !IsMode(BinaryPrimitives.ReadUInt32BigEndian(bytes[(start + 24)..]))) return null;
            var kept = version == 4 ? name.Length - Removed(bytes[..end], ref at) : 0;
            if (kept < 0 || at > end) return null;
            var length = bytes[at..end].IndexOf((byte)0);
            if (length < 0 || kept + length > LongestName || (characters += kept + length) > MostCharacters) return null;
            name = [.. name.AsSpan(0, kept), .. bytes.Slice(at, length)];
            at += length + 1;
            if (version < 4) at = start + (at - start + 7) / 8 * 8;
            // An entry of a split index that only changes one of the other half has no name of its own.
            if (name.Length > 0) index.names.Add(Encoding.UTF8.GetString(name).TrimEnd('/'));
        }
        return index.ReadExtensions(bytes[..end], at, hashLength) ? index : null;
    }

    bool ReadExtensions(ReadOnlySpan<byte> bytes, int at, int hashLength)
    {
        while (at < bytes.Length)
        {
            if (at + 8 > bytes.Length || BinaryPrimitives.ReadUInt32BigEndian(bytes[(at + 4)..]) is var size && size > bytes.Length - at - 8) return false;
            var content = bytes.Slice(at + 8, (int)size);
            if (bytes[at..].StartsWith("link"u8) && content.Length >= hashLength) Shared = Convert.ToHexStringLower(content[..hashLength]);
            at += 8 + (int)size;
        }
        return at == bytes.Length;
    }

    /// <summary>A file, a link, a submodule or a folder.</summary>
    static bool IsMode(uint mode) => (mode >> 12) is 8 or 10 or 14 or 4;

    /// <summary>How many bytes of the name before are dropped, as packs write offsets; more than any name has where it is no number.</summary>
    static int Removed(ReadOnlySpan<byte> bytes, ref int at)
    {
        var value = 0L;
        for (var first = true; ; first = false)
        {
            if (at >= bytes.Length || value > LongestName) return LongestName + 1;
            var part = bytes[at++];
            value = (first ? 0 : (value + 1) << 7) + (part & 0x7F);
            if ((part & 0x80) == 0) return (int)Math.Min(value, LongestName + 1);
        }
    }
}
