using System.Buffers.Binary;

namespace ShiftLeft.Packages;

/// <summary>What a program for macOS says of the system that it needs.</summary>
static class MachOFile
{
    const uint Magic64 = 0xFEEDFACF;
    const int HeaderSize = 32;
    const int BuildVersion = 0x32;

    /// <summary>The oldest macOS whose every release runs it.</summary>
    public static int OldestMacOs(ReadOnlySpan<byte> file)
    {
        if (file.Length < HeaderSize || BinaryPrimitives.ReadUInt32LittleEndian(file) != Magic64) throw new PackageException("the program is no 64-bit Mach-O file");
        var at = HeaderSize;
        for (var left = BinaryPrimitives.ReadInt32LittleEndian(file[16..]); left > 0; left--)
        {
            if (BinaryPrimitives.ReadInt32LittleEndian(file[at..]) == BuildVersion)
            {
                var version = BinaryPrimitives.ReadInt32LittleEndian(file[(at + 12)..]);
                // Since 11 wheels name the major version alone.
                return (version >> 16) + ((version & 0xFFFF) == 0 ? 0 : 1);
            }
            at += BinaryPrimitives.ReadInt32LittleEndian(file[(at + 4)..]);
        }
        throw new PackageException("the program does not say which macOS it needs");
    }
}
