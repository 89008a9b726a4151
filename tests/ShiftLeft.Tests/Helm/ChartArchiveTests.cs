using System.Collections.Immutable;
using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using ShiftLeft.Files;
using ShiftLeft.Helm.Charts;

namespace ShiftLeft.Tests.Helm;

public sealed class ChartArchiveTests
{
    [Fact]
    public void The_chart_lies_at_the_root_of_what_is_unpacked()
    {
        var tree = Open(Pack(("web/Chart.yaml", "name: web\n"), ("web/templates/a.yaml", "kind: A\n"), ("web/templates/b/c.yaml", ""), ("web/empty", "")));
        Assert.Equal("name: web\n", Text(tree, "Chart.yaml"));
        Assert.Equal("kind: A\n", Text(tree, "templates/a.yaml"));
        Assert.Equal("", Text(tree, "empty"));
        Assert.Equal([new("Chart.yaml", false), new("empty", false), new("templates", true)], tree.List(""));
        Assert.Equal([new("a.yaml", false), new("b", true)], tree.List("templates"));
        Assert.Empty(tree.List("nowhere"));
        Assert.True(tree.FileExists("templates/b/c.yaml"));
        Assert.False(tree.FileExists("templates/b"));
        Assert.Equal("does not exist", tree.Read("templates").Error);
    }

    // helm template of such an archive lists the file under this path.
    [Theory]
    [InlineData("p\\f\\x.txt", "f/x.txt")]
    [InlineData("p/./y", "y")]
    [InlineData("other/z.txt", "z.txt")]
    [InlineData("/p/x", "p/x")]
    [InlineData("p/a/../x", "x")]
    public void Paths_are_helms(string name, string expected) => Assert.Equal("!", Text(Open(Pack(("p/Chart.yaml", "name: p\n"), (name, "!"))), expected));

    [Fact]
    public void Long_paths_come_in_extensions_of_headers()
    {
        var name = "p/" + new string('d', 120) + "/" + new string('é', 120);
        foreach (var format in (TarEntryFormat[])[TarEntryFormat.Pax, TarEntryFormat.Gnu]) Assert.Equal("!", Text(Open(Zip(Tar(format, (name, "!")))), name[2..]));
    }

    [Fact]
    public void Of_equal_paths_the_last_counts() => Assert.Equal("22", Text(Open(Pack(("p/a", "1"), ("p/./a", "22"))), "a"));

    // The words are helm's.
    [Theory]
    [InlineData("p/../../x", "chart illegally references parent directory")]
    [InlineData("p/..foo", "chart illegally references parent directory")]
    [InlineData("p//x", "chart illegally contains absolute paths")]
    [InlineData("p/c:/x", "chart contains illegally named files")]
    [InlineData("p\\c:/x", "chart contains illegally named files")]
    [InlineData("x", "chart illegally contains content outside the base directory: \"x\"")]
    [InlineData("Chart.yaml", "chart illegally contains content outside the base directory: \"Chart.yaml\"")]
    [InlineData("Chart.yaml/x", "chart yaml not in base directory")]
    public void What_leaves_the_chart_is_refused(string name, string expected) => Assert.Equal("cannot be unpacked: " + expected, Fail(Pack(("p/Chart.yaml", "name: p\n"), (name, "!"))));

    [Theory]
    [InlineData("SymbolicLink", "it contains a link: \"p/l\"")]
    [InlineData("HardLink", "it contains a link: \"p/l\"")]
    [InlineData("Fifo", "it contains something that is no file: \"p/l\"")]
    [InlineData("CharacterDevice", "it contains something that is no file: \"p/l\"")]
    public void What_is_no_file_is_refused(string type, string expected)
    {
        using var tar = new MemoryStream();
        using (var writer = new TarWriter(tar, TarEntryFormat.Pax, leaveOpen: true))
        {
            var entry = new PaxTarEntry(Enum.Parse<TarEntryType>(type), "p/l");
            if (entry.EntryType is TarEntryType.SymbolicLink or TarEntryType.HardLink) entry.LinkName = "/etc/passwd";
            writer.WriteEntry(entry);
        }
        Assert.Equal("cannot be unpacked: " + expected, Fail(Zip(tar.ToArray())));
    }

    [Fact]
    public void What_is_no_archive_is_refused()
    {
        Assert.Equal("cannot be unpacked: gzip: invalid header", Fail("name: x\n"u8.ToArray()));
        Assert.Equal("cannot be unpacked: no files in chart archive", Fail(Zip([])));
        Assert.Equal("cannot be unpacked: no files in chart archive", Fail(Zip(new byte[1024])));
        var damaged = Pack(("p/Chart.yaml", string.Concat(Enumerable.Range(0, 1000))));
        damaged[40] ^= 0xFF;
        damaged[41] ^= 0xFF;
        Assert.NotNull(Fail(damaged));
        Assert.Equal("does not exist", new Func<string?>(() => { ChartArchive.Read(new Blob([]), "nowhere", new(), out var error); return error; })());
    }

    [Fact]
    public void Sizes_are_limited()
    {
        Assert.Equal("cannot be unpacked: decompressed chart file \"p/big\" is larger than the maximum file size 5242880", Fail(Zip(Tar(TarEntryFormat.Pax, ("p/big", new string('0', 5 * 1024 * 1024 + 1))))));
        // A bomb: 200 MiB of zeros in 200 KiB.
        Assert.Equal("cannot be unpacked: decompressed chart is larger than the maximum size 104857600", Fail(Zip(new byte[200 * 1024 * 1024])));
        Assert.Equal("is larger than 20 MiB", Fail(new byte[20 * 1024 * 1024 + 1]));
        Assert.Equal("cannot be unpacked: it contains a path of more than 1000 characters", Fail(Pack(("p/" + string.Concat(Enumerable.Repeat("d/", 600)) + "x", ""))));
        var many = Zip(Tar(TarEntryFormat.Ustar, [.. Enumerable.Range(0, 20_001).Select(i => ($"p/{i}", ""))]));
        Assert.Equal("cannot be unpacked: it holds more than 20,000 entries", Fail(many));
    }

    [Fact]
    public void Archives_of_one_chart_share_a_budget()
    {
        var archive = Zip(Tar(TarEntryFormat.Ustar, [.. Enumerable.Range(0, 12).Select(i => ($"p/{i}", new string('x', 5 * 1024 * 1024)))]));
        var budget = new ArchiveBudget();
        Assert.NotNull(ChartArchive.Read(new Blob(archive), "x.tgz", budget, out _));
        Assert.Null(ChartArchive.Read(new Blob(archive), "x.tgz", budget, out var error));
        Assert.Equal("cannot be unpacked: decompressed chart is larger than the maximum size 104857600", error);
    }

    [Theory]
    [InlineData('0', "77777777777")]
    [InlineData('x', "17777777777")]
    [InlineData('g', "17777777777")]
    [InlineData('L', "17777777777")]
    [InlineData('K', "17777777777")]
    [InlineData('x', "00000000400")]
    [InlineData('L', "99999999999")]
    [InlineData('S', "00000000000")]
    [InlineData('?', "00000000000")]
    public void A_header_that_lies_is_refused(char type, string size)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.NotNull(Fail(Zip(Header("p/x", type, size))));
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 10_000_000, "room was made for what is not there");
    }

    [Fact]
    public void Damaged_archives_never_throw()
    {
        var tar = Tar(TarEntryFormat.Pax, ("p/Chart.yaml", "name: p\n"), ("p/" + new string('é', 150), "x"));
        var random = new Random(7);
        for (var i = 0; i < 3000; i++)
        {
            var copy = tar.ToArray();
            for (var j = 0; j < 1 + i % 4; j++) copy[random.Next(copy.Length)] = (byte)random.Next(256);
            // With a right checksum the reader goes on to the damage.
            for (var at = 0; at + 512 <= copy.Length; at += 512) if (i % 2 == 0 && copy[at + 257] == 'u') Sum(copy.AsSpan(at, 512));
            ChartArchive.Read(new Blob(Zip(copy[..random.Next(copy.Length)])), "x.tgz", new(), out _);
        }
    }

    static byte[] Header(string name, char type, string size)
    {
        var header = new byte[1024];
        Encoding.ASCII.GetBytes(name).CopyTo(header, 0);
        "0000644\0"u8.CopyTo(header.AsSpan(100));
        "0000000\0"u8.CopyTo(header.AsSpan(108));
        "0000000\0"u8.CopyTo(header.AsSpan(116));
        Encoding.ASCII.GetBytes(size).CopyTo(header, 124);
        "00000000000\0"u8.CopyTo(header.AsSpan(136));
        header[156] = (byte)type;
        "ustar\000"u8.CopyTo(header.AsSpan(257));
        Sum(header.AsSpan(0, 512));
        return header;
    }

    static void Sum(Span<byte> header)
    {
        header.Slice(148, 8).Fill((byte)' ');
        var sum = 0;
        foreach (var each in header) sum += each;
        Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ").CopyTo(header[148..]);
    }

    static byte[] Pack(params (string Name, string Text)[] files) => Zip(Tar(TarEntryFormat.Pax, files));

    static byte[] Tar(TarEntryFormat format, params (string Name, string Text)[] files)
    {
        var tar = new MemoryStream();
        using (var writer = new TarWriter(tar, format, leaveOpen: true))
        {
            foreach (var (name, text) in files)
            {
                TarEntry entry = format switch
                {
                    TarEntryFormat.Pax => new PaxTarEntry(TarEntryType.RegularFile, name),
                    TarEntryFormat.Gnu => new GnuTarEntry(TarEntryType.RegularFile, name),
                    _ => new UstarTarEntry(TarEntryType.RegularFile, name),
                };
                entry.DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text));
                writer.WriteEntry(entry);
            }
        }
        return tar.ToArray();
    }

    static byte[] Zip(byte[] bytes)
    {
        var zipped = new MemoryStream();
        using (var gzip = new GZipStream(zipped, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(bytes);
        return zipped.ToArray() is { Length: > 0 } written ? written : [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    }

    static FileTree Open(byte[] archive)
    {
        var tree = ChartArchive.Read(new Blob(archive), "x.tgz", new(), out var error);
        Assert.Null(error);
        return tree!;
    }

    static string? Fail(byte[] archive)
    {
        Assert.Null(ChartArchive.Read(new Blob(archive), "x.tgz", new(), out var error));
        return error;
    }

    static string Text(FileTree tree, string path)
    {
        var read = tree.Read(path);
        Assert.Null(read.Error);
        return Encoding.UTF8.GetString(read.Bytes.Span);
    }

    sealed class Blob(byte[] archive) : FileTree
    {
        public override ImmutableArray<TreeEntry> List(string folder) => [];
        public override FileRead Read(string path) => path == "x.tgz" ? FileRead.Of(archive) : FileRead.Failed("does not exist");
        public override bool FileExists(string path) => path == "x.tgz";
    }
}
