using System.Buffers.Binary;
using System.Collections.Frozen;
using System.Text;

namespace ShiftLeft.Packages;

/// <summary>What a Linux program says of the libraries that it needs.</summary>
static class ElfFile
{
    const int VersionsNeeded = 0x6ffffffe;

    /// <summary>What every Linux with glibc has; a wheel must need nothing else.</summary>
    static readonly FrozenSet<string> Everywhere = FrozenSet.Create(StringComparer.Ordinal,
        "libc.so.6", "libm.so.6", "libdl.so.2", "libpthread.so.0", "librt.so.1", "libgcc_s.so.1", "libstdc++.so.6", "ld-linux-x86-64.so.2", "ld-linux-aarch64.so.1");

    /// <summary>The newest version of glibc that a symbol is asked in; null where none is.</summary>
    public static (int Major, int Minor)? NeededGlibc(ReadOnlySpan<byte> file)
    {
        if (!file.StartsWith("\u007fELF"u8) || file is not [_, _, _, _, 2, 1, ..]) throw new PackageException("the program is no 64-bit ELF file");
        (int, int)? newest = null;
        foreach (var name in VersionNames(file.ToArray()))
        {
            if (!name.StartsWith("GLIBC_", StringComparison.Ordinal) || !Version.TryParse(name.AsSpan(6), out var version)) continue;
            if (newest is null || (version.Major, version.Minor).CompareTo(newest.Value) > 0) newest = (version.Major, version.Minor);
        }
        return newest;
    }

    /// <summary>The versions of symbols that are asked of libraries.</summary>
    static IEnumerable<string> VersionNames(byte[] file)
    {
        var (sections, size, count) = (checked((int)Long(file, 0x28)), Short(file, 0x3A), Short(file, 0x3C));
        for (var i = 0; i < count; i++)
        {
            var section = sections + (i * size);
            if (Int(file, section + 4) != VersionsNeeded) continue;
            var names = checked((int)Long(file, sections + (Int(file, section + 0x28) * size) + 0x18));
            var need = checked((int)Long(file, section + 0x18));
            for (var left = Int(file, section + 0x2C); left > 0; left--)
            {
                var library = Text(file, names + Int(file, need + 4));
                if (!Everywhere.Contains(library)) throw new PackageException($"the program needs {library}, which not every Linux has");
                var symbol = need + Int(file, need + 8);
                for (var symbols = Short(file, need + 2); symbols > 0; symbols--)
                {
                    yield return Text(file, names + Int(file, symbol + 8));
                    symbol += Int(file, symbol + 12);
                }
                need += Int(file, need + 12);
            }
        }
    }

    static int Short(byte[] file, int at) => BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(at));

    static int Int(byte[] file, int at) => BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(at));

    static long Long(byte[] file, int at) => BinaryPrimitives.ReadInt64LittleEndian(file.AsSpan(at));

    static string Text(byte[] file, int at) => Encoding.ASCII.GetString(file.AsSpan(at, file.AsSpan(at).IndexOf((byte)0)));
}
