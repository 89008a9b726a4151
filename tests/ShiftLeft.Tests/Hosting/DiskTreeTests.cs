using System.Runtime.Versioning;
using System.Text;
using ShiftLeft.Files;
using ShiftLeft.Hosting;

namespace ShiftLeft.Tests.Hosting;

public sealed class DiskTreeTests : IDisposable
{
    readonly TemporaryFolder disk = new();

    [Fact]
    public void Folders_list_their_children_in_ordinal_order_hidden_ones_too()
    {
        disk.With("tree/b").With("tree/B").With("tree/.a").WithFolder("tree/c");
        Assert.Equal([new(".a", false), new("B", false), new("b", false), new("c", true)], Tree().List(""));
        Assert.Empty(Tree().List("nothing"));
    }

    [Fact]
    public void Files_are_read_as_bytes()
    {
        disk.With("tree/a b/ä.yaml", "é");
        Assert.Equal("é", TextOf("a b/ä.yaml"));
        Assert.Equal("does not exist", Tree().Read("b").Error);
        Assert.True(Tree().FileExists("a b/ä.yaml"));
        Assert.False(Tree().FileExists("a b"));
    }

    [Fact]
    public void A_file_of_more_than_ten_megabytes_is_refused()
    {
        disk.With("tree/just", new('a', 10 * 1024 * 1024)).With("tree/over", new('a', (10 * 1024 * 1024) + 1));
        Assert.Null(Tree().Read("just").Error);
        Assert.Equal("is larger than 10 MiB", Tree().Read("over").Error);
    }

    [Theory]
    [InlineData("../outside/secret")]
    [InlineData("../tree-too/secret")]
    [InlineData("inside/../../outside/secret")]
    [InlineData("hop")]
    public void A_link_out_of_the_tree_is_refused(string target)
    {
        disk.With("outside/secret", "s").With("tree-too/secret", "s").WithFolder("tree/inside").WithLink("tree/hop", disk["outside/secret"]);
        disk.WithLink("tree/Dockerfile", target);
        Assert.True(Tree().FileExists("Dockerfile"));
        Assert.Equal("is a symbolic link that leads out of the scanned tree", Tree().Read("Dockerfile").Error);
    }

    [Fact]
    public void A_linked_folder_out_of_the_tree_is_listed_and_closed()
    {
        disk.With("outside/secret", "s").WithLink("tree/charts", disk["outside"]);
        Assert.Equal([new("charts", true)], Tree().List(""));
        Assert.Empty(Tree().List("charts"));
        Assert.Equal("is a symbolic link that leads out of the scanned tree", Tree().WhyClosed("charts"));
        Assert.Equal("is a symbolic link that leads out of the scanned tree", Tree().Read("charts/secret").Error);
    }

    [Fact]
    public void Links_inside_the_tree_are_followed()
    {
        disk.With("tree/common/templates/a.yaml", "a").WithLink("tree/chart/templates", "../common/templates").WithLink("tree/b.yaml", "chart/templates/a.yaml");
        Assert.Equal([new("a.yaml", false)], Tree().List("chart/templates"));
        Assert.Equal("a", TextOf("chart/templates/a.yaml"));
        Assert.Equal("a", TextOf("b.yaml"));
    }

    [Theory]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("../b")]
    [InlineData("../link")]
    public void No_path_goes_round_in_circles(string target)
    {
        disk.With("tree/a/file").WithLink("tree/b/back", "../a").WithLink("tree/link", "a").WithLink("tree/a/loop", target);
        Assert.InRange(Walk(Tree(), ""), 1, 20);

        static int Walk(DiskTree tree, string folder) =>
            1 + tree.List(folder).Sum(child => child.IsFolder ? Walk(tree, TreePath.Join(folder, child.Name)) : 1);
    }

    [Fact]
    public void Broken_links_are_told_with_their_end()
    {
        disk.With("outside/secret", "s").With("tree/a/file").WithLink("tree/a/here", ".").WithLink("tree/a/up", "..").WithLink("tree/a/gone", "missing").WithLink("tree/a/out", "../../outside/secret")
            .WithLink("tree/a/far", "/nowhere/at/all").WithLink("tree/a/hop", "gone").WithLink("tree/a/self", "self").WithLink("tree/a/fine", "file").WithLink("tree/b", "a");
        BrokenLink[] broken = [new("far", LinkEnd.Outside), new("gone", LinkEnd.Nowhere), new("here", LinkEnd.Back), new("hop", LinkEnd.Nowhere), new("out", LinkEnd.Outside), new("self", LinkEnd.Nowhere), new("up", LinkEnd.Back)];
        Assert.Equal(broken, Tree().BrokenLinks("a"));
        Assert.Equal(broken, Tree().BrokenLinks("b"));
        Assert.Empty(Tree().BrokenLinks(""));
        Assert.Empty(Tree().BrokenLinks("nothing"));
    }

    [Fact]
    public void A_link_to_itself_leads_nowhere()
    {
        disk.WithLink("tree/a", "b").WithLink("tree/b", "a");
        Assert.Equal("is a symbolic link that leads nowhere", Tree().Read("a").Error);
    }

    [Fact]
    public void The_root_may_be_a_link_itself()
    {
        disk.With("real/a", "x").WithLink("real/b", "a").WithLink("tree", "real");
        Assert.Equal("x", TextOf("b"));
    }

    [Theory]
    [InlineData("..")]
    [InlineData("../outside/secret")]
    [InlineData("a/../../outside/secret")]
    public void A_path_with_dots_is_none(string path)
    {
        disk.With("outside/secret", "s").With("tree/a/b");
        Assert.NotNull(Tree().Read(path).Error);
    }

    [Fact]
    public void One_file_outside_may_be_admitted_by_name()
    {
        disk.With("policy.yml", "p").WithFolder("tree");
        var tree = new DiskTree(disk["tree"], disk["policy.yml"]);
        Assert.True(tree.FileExists(disk["policy.yml"]));
        Assert.Equal("p", Encoding.UTF8.GetString(tree.Read(disk["policy.yml"]).Bytes.Span));
    }

    [Fact]
    public void What_is_hidden_is_in_no_list_and_can_be_had_by_name()
    {
        disk.With("tree/app/bin/a.yaml", "a").With("tree/app/b").With("tree/bin/c").With("tree/app/obj", "o");
        var tree = new DiskTree(disk["tree"]) { Hidden = ["app/bin", "app/obj", "bin", ""] };
        Assert.Equal([new("app", true)], tree.List(""));
        Assert.Equal([new("b", false)], tree.List("app"));
        Assert.Equal([new("a.yaml", false)], tree.List("app/bin"));
        Assert.True(tree.FileExists("app/obj"));
    }

    [Fact]
    public void A_pipe_is_an_empty_file_and_does_not_wait()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/mkfifo"), "mkfifo makes the pipe");
        disk.WithFolder("tree");
        using var mkfifo = System.Diagnostics.Process.Start("/usr/bin/mkfifo", disk["tree/Dockerfile"]);
        mkfifo.WaitForExit();
        Assert.Equal("", TextOf("Dockerfile"));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void What_may_not_be_read_says_so()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess, "permissions bind neither root nor, in this form, Windows");
        disk.With("tree/a", "x").WithFolder("tree/b");
        File.SetUnixFileMode(disk["tree/a"], UnixFileMode.None);
        File.SetUnixFileMode(disk["tree/b"], UnixFileMode.None);
        Assert.Equal("may not be read: permission denied", Tree().Read("a").Error);
        Assert.Equal("may not be listed: permission denied", Tree().WhyClosed("b"));
        File.SetUnixFileMode(disk["tree/b"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    DiskTree Tree() => new(disk["tree"]);

    string TextOf(string path)
    {
        var read = Tree().Read(path);
        Assert.Null(read.Error);
        return Encoding.UTF8.GetString(read.Bytes.Span);
    }

    public void Dispose() => disk.Dispose();
}
