using System.Buffers.Binary;
using System.Text;
using ShiftLeft.Hosting;

namespace ShiftLeft.Tests.Hosting;

/// <summary>Indexes as git writes them (gitformat-index): entries of 62 bytes and a name, extensions, a hash that nobody asks for.</summary>
public sealed class GitIndexTests : IDisposable
{
    static readonly string[] Names = ["Dockerfile", "deploy/a.yaml", "deploy/über.yaml", "src/a/b/c/d.yaml"];

    readonly TemporaryFolder disk = new();

    [Theory]
    [InlineData(2, 20)]
    [InlineData(3, 20)]
    [InlineData(4, 20)]
    [InlineData(2, 32)]
    [InlineData(4, 32)]
    public void Names_are_read_of_every_version_and_hash(int version, int hash) =>
        Assert.Equal(Names, GitIndex.Read(Index(version, hash, Names, "TREE", new byte[5]))!.Names);

    [Fact]
    public void A_split_index_names_the_other_half()
    {
        var index = GitIndex.Read(Index(2, 20, ["", "a"], "link", [.. Enumerable.Repeat((byte)0xAB, 20), 1, 2, 3]))!;
        Assert.Equal(["a"], index.Names);
        Assert.Equal(string.Concat(Enumerable.Repeat("ab", 20)), index.Shared);
    }

    [Fact]
    public void What_is_broken_is_no_index()
    {
        var whole = Index(4, 20, Names, "TREE", new byte[5]);
        for (var length = 0; length < whole.Length; length++)
        {
            // All entries may be there without what follows them.
            if (GitIndex.Read(whole.AsSpan(0, length)) is { } read) Assert.Equal(Names, read.Names);
        }
        Assert.Null(GitIndex.Read("DIRC\0\0\0\u0002\u007F\u007F\u007F\u007F and no entry is there"u8));
        Assert.Null(GitIndex.Read(new byte[200]));
    }

    [Fact]
    public void Every_change_of_a_byte_is_read_or_refused()
    {
        var index = Index(4, 20, Names, "link", [.. Enumerable.Repeat((byte)0xAB, 23)]);
        for (var i = 0; i < index.Length; i++)
        {
            foreach (var value in (byte[])[0, 0x7F, 0x80, 0xFF])
            {
                var changed = (byte[])index.Clone();
                changed[i] = value;
                _ = GitIndex.Read(changed);
            }
        }
    }

    [Fact]
    public void What_git_tracks_is_asked_by_folder_too()
    {
        Write(".git/index", Index(2, 20, Names, null, []));
        var tracked = new DiskTree(disk.Path).TrackedIn("");
        Assert.True(tracked.IsKnown);
        Assert.All((string[])["Dockerfile", "deploy", "src/a/b", "src/a/b/c/d.yaml"], path => Assert.True(tracked.Holds(path)));
        Assert.All((string[])["dockerfile", "deploy/b.yaml", "sr"], path => Assert.False(tracked.Holds(path)));
    }

    [Fact]
    public void A_file_in_place_of_the_folder_leads_there()
    {
        disk.With("sub/.git", "gitdir: ../modules/sub\n");
        Write("modules/sub/index", Index(2, 20, ["a.yaml"], null, []));
        Assert.True(new DiskTree(disk.Path).TrackedIn("sub").Holds("a.yaml"));
    }

    [Fact]
    public void Halves_of_a_split_index_make_one()
    {
        Write(".git/index", Index(2, 20, ["a"], "link", [.. Enumerable.Repeat((byte)0xAB, 20)]));
        Write($".git/sharedindex.{string.Concat(Enumerable.Repeat("ab", 20))}", Index(2, 20, ["b"], null, []));
        var tracked = new DiskTree(disk.Path).TrackedIn("");
        Assert.True(tracked.Holds("a") && tracked.Holds("b"));
    }

    [Fact]
    public void There_may_be_no_git_no_index_or_a_broken_one()
    {
        Assert.False(new DiskTree(disk.Path).TrackedIn("").IsKnown);
        Assert.False(new DiskTree(disk.Path).TrackedIn("").IsUnreadable);
        disk.With(".git/HEAD", "ref: refs/heads/main\n");
        Assert.True(new DiskTree(disk.Path).TrackedIn("").IsKnown);
        disk.With(".git/index", "DIRC and so on");
        Assert.True(new DiskTree(disk.Path).TrackedIn("").IsUnreadable);
        disk.With("sub/.git", "gitdir: nowhere\n");
        Assert.True(new DiskTree(disk.Path).TrackedIn("sub").IsUnreadable);
    }

    /// <summary>The index changes with every <c>git status</c>; what a build remembers depends on the names alone.</summary>
    [Fact]
    public void A_trace_holds_while_the_names_are_the_same()
    {
        Write(".git/index", Index(2, 20, ["a"], null, []));
        var trace = new DiskTrace();
        new Disk(trace).Tracked(disk.Path);
        new Disk(trace).ReadHead(disk[".git/index"]);
        Assert.NotNull(Change(trace));

        var names = new DiskTrace();
        new Disk(names).Tracked(disk.Path);
        Write(".git/index", Index(4, 20, ["a"], "TREE", new byte[3]));
        Assert.Null(Change(names));
        Write(".git/index", Index(2, 20, ["a", "b"], null, []));
        Assert.NotNull(Change(names));

        string? Change(DiskTrace asked)
        {
            if (asked == trace) Write(".git/index", Index(3, 20, ["a"], null, []));
            using var bytes = new MemoryStream();
            using var writer = new BinaryWriter(bytes);
            asked.Write(writer);
            writer.Flush();
            bytes.Position = 0;
            using var reader = new BinaryReader(bytes);
            return DiskTrace.FirstChange(reader, [Path.GetPathRoot(disk.Path)!]);
        }
    }

    static byte[] Index(int version, int hash, string[] names, string? extension, byte[] content)
    {
        var bytes = new List<byte>("DIRC"u8.ToArray());
        Number(version);
        Number(names.Length);
        var before = "";
        foreach (var name in names)
        {
            var start = bytes.Count;
            bytes.AddRange(new byte[24]);
            Number(0x81A4);
            bytes.AddRange(new byte[12 + hash]);
            bytes.AddRange([(byte)(version == 3 ? 0x40 : 0), 4]);
            if (version == 3) bytes.AddRange([0x20, 0]);
            if (version == 4)
            {
                var common = before.Zip(name).TakeWhile(pair => pair.First == pair.Second && pair.First < 0x80).Count();
                bytes.Add((byte)Encoding.UTF8.GetByteCount(before[common..]));
                bytes.AddRange([.. Encoding.UTF8.GetBytes(name[common..]), 0]);
            }
            else
            {
                bytes.AddRange([.. Encoding.UTF8.GetBytes(name), 0]);
                while ((bytes.Count - start) % 8 != 0) bytes.Add(0);
            }
            before = name;
        }
        if (extension is not null)
        {
            bytes.AddRange(Encoding.ASCII.GetBytes(extension));
            Number(content.Length);
            bytes.AddRange(content);
        }
        bytes.AddRange(new byte[hash]);
        return [.. bytes];

        void Number(int value)
        {
            var four = new byte[4];
            BinaryPrimitives.WriteInt32BigEndian(four, value);
            bytes.AddRange(four);
        }
    }

    void Write(string path, byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(disk[path])!);
        File.WriteAllBytes(disk[path], bytes);
    }

    public void Dispose() => disk.Dispose();
}
