using System.Formats.Tar;
using System.IO.Compression;
using ShiftLeft.Files;
using ShiftLeft.Go.Strconv;
using ShiftLeft.Tracing;

namespace ShiftLeft.Helm.Charts;

/// <summary>What the archives of a chart may unpack to, those inside of archives included.</summary>
/// <param name="all">What those of the scan may; null where there is no other chart.</param>
sealed class ArchiveBudget(ScanBudget? all = null)
{
    /// <summary>Helm's own limit for one archive.</summary>
    public const int MostBytes = 100 * 1024 * 1024;
    public const int MostEntries = 20_000;

    readonly ScanBudget all = all ?? new();

    public int Bytes { get; private set; } = MostBytes;

    /// <summary>Takes what is unpacked; why it is too much, where it is.</summary>
    public string? Take(int bytes)
    {
        if ((Bytes -= bytes) < 0) return $"decompressed chart is larger than the maximum size {MostBytes}";
        if (bytes > all.Unpacked) return $"the archives of this scan unpack to more than {ScanBudget.MostUnpacked / 1024 / 1024} MiB in all";
        all.TakeUnpacked(bytes);
        return null;
    }

    public int Entries { get; set; } = MostEntries;
}

/// <summary>
/// Unpacks a packaged chart (<c>.tgz</c>) in memory, by the rules of Helm's archive loader. What Helm refuses is refused in its words; links,
/// devices and whatever costs too much are refused beyond that.
/// </summary>
static class ChartArchive
{
    /// <summary>Helm's own limit for one file.</summary>
    const int LargestFile = 5 * 1024 * 1024;
    const int LargestArchive = 20 * 1024 * 1024;
    const int LongestPath = 1000;
    const int LargestExtension = 1024 * 1024;
    const int Block = 512;

    /// <summary>The chart's files, of which the first part of the path is dropped; null with an error in words that follow the archive's path.</summary>
    public static ArchiveTree? Read(FileTree tree, string path, ArchiveBudget budget, out string? error)
    {
        var read = tree.Read(path);
        error = read.Error ?? (read.Bytes.Length > LargestArchive ? $"is larger than {LargestArchive / 1024 / 1024} MiB" : null);
        if (error is not null) return null;
        var files = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        using var tar = Unzip(read.Bytes, budget, out error);
        error ??= WhyUnsafe(tar!) ?? Unpack(tar!, files, budget);
        if (error is null && files.Count == 0) error = "no files in chart archive";
        if (error is null) return new ArchiveTree(files);
        error = $"cannot be unpacked: {error}";
        return null;
    }

    static MemoryStream? Unzip(ReadOnlyMemory<byte> archive, ArchiveBudget budget, out string? error)
    {
        error = null;
        if (!archive.Span.StartsWith(new byte[] { 0x1F, 0x8B, 8 }))
        {
            error = "gzip: invalid header";
            return null;
        }
        var tar = new MemoryStream();
        using var bytes = new MemoryStream(archive.ToArray(), writable: false);
        using var gzip = new GZipStream(bytes, CompressionMode.Decompress);
        var buffer = new byte[81920];
        try
        {
            for (int count; (count = gzip.Read(buffer)) > 0;)
            {
                if ((error = budget.Take(count)) is not null) return tar;
                tar.Write(buffer, 0, count);
            }
        }
        catch (InvalidDataException)
        {
            error = "its compressed data is damaged";
        }
        tar.Position = 0;
        return tar;
    }

    /// <summary>
    /// The reader of the framework makes room for as many bytes as a header claims before it looks whether they are there. No header, wherever
    /// it may look for one, may claim much for what only extends others.
    /// </summary>
    static string? WhyUnsafe(MemoryStream tar)
    {
        var bytes = tar.GetBuffer().AsSpan(0, (int)tar.Length);
        for (var at = 0; at + Block <= bytes.Length; at += Block)
        {
            var header = bytes.Slice(at, Block);
            if (header[156] is (byte)'x' or (byte)'g' or (byte)'L' or (byte)'K' && IsHeader(header) && Size(header[124..136]) is < 0 or > LargestExtension)
                return "an extension of its headers is too large";
        }
        return null;
    }

    /// <summary>Whether the sum of the bytes is the one that is written in them, in octal digits.</summary>
    static bool IsHeader(ReadOnlySpan<byte> header)
    {
        long sum = 0;
        for (var i = 0; i < Block; i++) sum += i is >= 148 and < 156 ? ' ' : header[i];
        return Size(header[148..156]) == sum;
    }

    /// <summary>A number of a header: octal digits, or binary where the first bit is set; -1 where it is none.</summary>
    static long Size(ReadOnlySpan<byte> field)
    {
        if (field[0] >= 0x80) return field[0] == 0x80 && field[1..^4].IndexOfAnyExcept((byte)0) < 0 ? System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(field[^4..]) : long.MaxValue;
        long size = 0;
        foreach (var digit in field.Trim(" \0"u8))
        {
            if (digit is < (byte)'0' or > (byte)'7') return -1;
            size = size * 8 + digit - '0';
        }
        return size;
    }

    static string? Unpack(MemoryStream tar, Dictionary<string, ReadOnlyMemory<byte>> files, ArchiveBudget budget)
    {
        using var reader = new TarReader(tar, leaveOpen: true);
        try
        {
            while (reader.GetNextEntry() is { } entry)
            {
                if (--budget.Entries < 0) return $"it holds more than {ArchiveBudget.MostEntries:N0} entries";
                if (entry.EntryType is TarEntryType.Directory or TarEntryType.GlobalExtendedAttributes || (entry.Name.EndsWith('/') && entry.Length == 0)) continue;
                if (WhyRefused(entry, out var name) is { } refused) return refused;
                var bytes = new byte[entry.Length];
                entry.DataStream?.ReadExactly(bytes);
                files[name] = bytes;
            }
            return null;
        }
        catch (SystemException exception) when (exception is InvalidDataException or IOException or FormatException or ArgumentException or InvalidOperationException or OverflowException or NotSupportedException)
        {
            return "archive/tar: invalid tar header";
        }
    }

    static string? WhyRefused(TarEntry entry, out string name)
    {
        name = "";
        if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile))
            return $"it contains {(entry.EntryType is TarEntryType.SymbolicLink or TarEntryType.HardLink ? "a link" : "something that is no file")}: {Shown(entry.Name)}";
        if (entry.Name.Length > LongestPath) return $"it contains a path of more than {LongestPath} characters";
        // Archives that are made on Windows may have its separators.
        var delimiter = entry.Name.Contains('\\', StringComparison.Ordinal) ? '\\' : '/';
        var first = entry.Name.IndexOf(delimiter, StringComparison.Ordinal);
        var rest = first < 0 ? "" : entry.Name[(first + 1)..].Replace(delimiter, '/');
        if (rest.StartsWith('/')) return "chart illegally contains absolute paths";
        name = Clean(rest);
        if (name == ".") return $"chart illegally contains content outside the base directory: {Shown(entry.Name)}";
        if (name.StartsWith("..", StringComparison.Ordinal)) return "chart illegally references parent directory";
        if (name.Length >= 3 && char.IsAsciiLetter(name[0]) && name[1] == ':' && name[2] == '/') return "chart contains illegally named files";
        if (name.AsSpan().ContainsAnyInRange('\0', '\u001F')) return "chart contains illegally named files";
        if (entry.Name.AsSpan(0, Math.Max(first, 0)) is "Chart.yaml") return "chart yaml not in base directory";
        return entry.Length > LargestFile ? $"decompressed chart file {Shown(entry.Name)} is larger than the maximum file size {LargestFile}" : null;
    }

    static string Shown(string name) => Quoting.Quote(name.Length > 200 ? name[..200] : name);

    /// <summary>Go's <c>path.Clean</c> of a path that does not begin with a slash.</summary>
    static string Clean(string path)
    {
        var parts = new List<string>();
        foreach (var part in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == ".") continue;
            if (part == ".." && parts.Count > 0 && parts[^1] != "..") parts.RemoveAt(parts.Count - 1);
            else parts.Add(part);
        }
        return parts.Count == 0 ? "." : string.Join('/', parts);
    }
}
