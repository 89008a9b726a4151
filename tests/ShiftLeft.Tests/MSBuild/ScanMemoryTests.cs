extern alias task;

using System.Security.Cryptography;
using Microsoft.Build.Utilities;
using task::ShiftLeft.Hosting;
using task::ShiftLeft.MSBuild;

namespace ShiftLeft.Tests.MSBuild;

/// <summary>A build repeats what the last scan said exactly as long as a scan would say it again.</summary>
public sealed class ScanMemoryTests : IDisposable
{
    const string Careless = "FROM debian:latest\nUSER root\n";
    const string Pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  hostNetwork: true\n  containers: [{name: a, image: 'a:1', securityContext: {privileged: true}}]\n";

    readonly CheckedProject project = new CheckedProject().With("Dockerfile", Careless).With("k8s/pod.yaml", Pod);

    [Fact]
    public void Nothing_has_changed()
    {
        var first = project.Scan();
        Assert.Equal("there is nothing to repeat", first.Scanned);
        Assert.Contains("SL2001", first.Errors.Select(error => error.Code));
        Assert.Equal(first.Shown, project.Repeat().Shown);
        Assert.Equal(first.Shown, project.Repeat().Shown);
    }

    [Fact]
    public void What_a_build_writes_is_no_change()
    {
        project.Scan();
        project.With("bin/Debug/app.dll").With("obj/more.cs");
        project.Repeat();
    }

    [Fact]
    public void A_change_that_keeps_length_and_time_is_seen()
    {
        project.Scan();
        var (file, time) = (project.Disk["repo/app/Dockerfile"], File.GetLastWriteTimeUtc(project.Disk["repo/app/Dockerfile"]));
        project.With("Dockerfile", Careless.Replace("latest", "9.8.76"[..6], StringComparison.Ordinal));
        File.SetLastWriteTimeUtc(file, time);
        var log = project.Scan();
        Assert.Equal($"'{file}' has changed", log.Scanned);
        Assert.DoesNotContain("SL1001", log.Warnings.Select(warning => warning.Code));
    }

    [Fact]
    public void A_touch_is_no_change()
    {
        project.Scan();
        File.SetLastWriteTimeUtc(project.Disk["repo/app/Dockerfile"], DateTime.UtcNow.AddHours(1));
        project.Repeat();
    }

    [Theory]
    [InlineData("new/folder/Dockerfile", "FROM debian:latest\n")]
    [InlineData("k8s/other.yaml", "apiVersion: v1\nkind: Pod\n")]
    [InlineData(".editorconfig", "root = true\n[Dockerfile]\ndotnet_diagnostic.SL2001.severity = none\n")]
    [InlineData("k8s/.editorconfig", "[*]\n")]
    [InlineData("shiftleft.yml", "version: 1\nrules: { root-user: off }\n")]
    [InlineData(".gitignore", "k8s\n")]
    [InlineData("k8s/.gitignore", "*\n")]
    [InlineData("../shiftleft.yml", "version: 1\n")]
    [InlineData("../.gitignore", "k8s\n")]
    [InlineData("../.editorconfig", "root = true\n")]
    [InlineData("../.github/dependabot.yml", "version: 2\nupdates: []\n")]
    public void A_file_that_counts_is_added_changed_and_deleted(string path, string text)
    {
        project.Scan();
        project.With(path, text);
        project.Scan();
        project.Repeat();
        project.With(path, text + "# more\n");
        project.Scan();
        project.Repeat();
        File.Delete(project.Disk["repo/app/" + path]);
        project.Scan();
        project.Repeat();
    }

    [Fact]
    public void A_policy_that_extends_another_depends_on_it()
    {
        project.With("../base.yml", "version: 1\nrules: { root-user: off }\n").With("shiftleft.yml", "version: 1\nextends: [../base.yml]\n");
        project.Scan();
        project.Repeat();
        project.With("../base.yml", "version: 1\n");
        project.Scan();
    }

    [Fact]
    public void A_named_policy_and_configuration_count_wherever_they_lie()
    {
        project.Disk.With("elsewhere/policy.yml", "version: 1\n").With("elsewhere/global", "is_global = true\n");
        void Adjust(ShiftLeftCheck check)
        {
            check.Config = project.Disk["elsewhere/policy.yml"];
            check.AnalyzerConfigs = [new TaskItem(project.Disk["elsewhere/global"])];
        }
        project.Scan(Adjust);
        project.Repeat(Adjust);
        project.Disk.With("elsewhere/policy.yml", "version: 1\nrules: { root-user: off }\n");
        project.Scan(Adjust);
        project.Disk.With("elsewhere/global", "is_global = true\ndotnet_diagnostic.SL1001.severity = none\n");
        Assert.DoesNotContain("SL1001", project.Scan(Adjust).Warnings.Select(warning => warning.Code));
        project.Repeat(Adjust);
    }

    [Fact]
    public void Every_input_of_the_task_counts()
    {
        project.Disk.With("repo/lib/Dockerfile", "FROM debian\n");
        Action<ShiftLeftCheck>[] changes =
        [
            check => check.NoWarn = "SL2001",
            check => check.WarningsAsErrors = "SL1001",
            check => check.TreatWarningsAsErrors = "true",
            check => (check.TreatWarningsAsErrors, check.WarningsNotAsErrors) = ("true", "SL1001"),
            check => check.Profile = "strict",
            check => check.SarifFile = "",
            check => check.Paths = [new TaskItem(project.Disk["repo/lib"])],
            check => check.Exclude = [.. check.Exclude, new TaskItem(project.Disk["repo/app/k8s"])],
            check => check.AnalyzerConfigs = [new TaskItem(project.Disk["repo/none"])],
        ];
        project.Scan();
        foreach (var change in changes)
        {
            Assert.Equal("the inputs have changed", project.Scan(change).Scanned);
            project.Repeat(change);
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("{}")]
    public void SARIF_that_is_gone_or_changed_is_written_again(string? text)
    {
        project.Scan();
        var (sarif, written) = (File.ReadAllText(project.Sarif), File.GetLastWriteTimeUtc(project.Sarif));
        project.Repeat();
        Assert.Equal(written, File.GetLastWriteTimeUtc(project.Sarif));
        if (text is null) File.Delete(project.Sarif);
        else File.WriteAllText(project.Sarif, text);
        project.Scan();
        Assert.Equal(sarif, File.ReadAllText(project.Sarif));
        project.Repeat();
    }

    [Fact]
    public void Each_day_has_a_scan_of_its_own()
    {
        project.With("shiftleft.yml", "version: 1\nsuppressions: [{ rule: root-user, reason: soon, expires: 2026-07-01 }]\n");
        DateTimeOffset start = new(2026, 7, 1, 0, 0, 0, TimeSpan.Zero);
        Assert.DoesNotContain("SL2001", project.Scan(At(start)).Errors.Select(error => error.Code));
        project.Repeat(At(start.AddHours(23)));
        Assert.Contains("SL2001", project.Scan(At(start.AddHours(24))).Errors.Select(error => error.Code));

        static Action<ShiftLeftCheck> At(DateTimeOffset now) => check => check.Clock = new Stopped(now);
    }

    sealed class Stopped(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }

    [Fact]
    public void The_repository_ends_somewhere_else()
    {
        project.Scan();
        project.Repeat();
        Directory.Delete(project.Disk["repo/.git"]);
        project.Scan();
    }

    [Fact]
    public void A_link_that_is_turned_elsewhere_is_seen()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need a privilege there");
        project.Disk.With("repo/a/pod.yaml", Pod).With("repo/b/pod.yaml", Pod).WithLink("repo/app/linked", "../a");
        project.Scan();
        project.Repeat();
        File.Delete(project.Disk["repo/app/linked"]);
        project.Disk.WithLink("repo/app/linked", "../b");
        project.Scan();
    }

    [Fact]
    public void A_damaged_memory_is_no_memory()
    {
        project.Scan();
        var whole = File.ReadAllBytes(project.Memory);
        for (var at = 0; at < whole.Length; at += Math.Max(1, whole.Length / 40))
        {
            File.WriteAllBytes(project.Memory, whole[..at]);
            project.Scan();
            byte[] flipped = [.. whole];
            flipped[at] ^= 1;
            File.WriteAllBytes(project.Memory, flipped);
            project.Scan();
        }
        File.WriteAllBytes(project.Memory, whole);
        project.Repeat();
    }

    [Fact]
    public void A_memory_made_by_hand_asks_only_the_disks_of_the_build_and_not_without_end()
    {
        project.With("large", new('a', 10 * 1024 * 1024));
        var hash = Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(project.Disk["repo/app/large"])));
        Assert.Equal("'//stranger/share/file' has changed", Recall(writer =>
        {
            writer.Write(1);
            Question(writer, DiskQuestion.Kind, "//stranger/share/file", "");
        }, ["C:\\"]));
        Assert.Equal($"'{project.Disk["repo/app/large"]}' has changed", Recall(writer =>
        {
            writer.Write(20_000);
            for (var i = 0; i < 20_000; i++) Question(writer, DiskQuestion.Content, project.Disk["repo/app/large"], hash);
        }, ["/", "C:\\", "D:\\"]));
        Assert.Equal("what was kept is not readable", Recall(writer => writer.Write(int.MaxValue), []));
        Assert.Equal("what was kept is not readable", Recall(writer => { writer.Write(0); writer.Write(int.MaxValue); }, []));
        Assert.Equal("what was kept is not readable", Recall(writer => { writer.Write(1); writer.Write((byte)0); writer.Write([0xFF, 0xFF, 0xFF, 0xFF, 0x07]); }, []));
    }

    /// <summary>Reads a memory that has the right hash.</summary>
    string Recall(Action<BinaryWriter> write, List<string> drives)
    {
        using var body = new MemoryStream();
        using var writer = new BinaryWriter(body);
        write(writer);
        File.WriteAllBytes(project.Memory, [.. SHA256.HashData(body.ToArray()), .. body.ToArray()]);
        Assert.Null(new ScanMemory(project.Memory, [], drives).Recall(out var why));
        return why;
    }

    static void Question(BinaryWriter writer, DiskQuestion question, string path, string answer)
    {
        writer.Write((byte)question);
        writer.Write(path);
        writer.Write("");
        writer.Write(answer);
    }

    [Fact]
    public void A_memory_that_cannot_be_written_is_done_without()
    {
        project.Disk.WithFolder("repo/app/obj/shiftleft.memory");
        var first = project.Scan();
        Assert.Equal(first.Shown, project.Scan().Shown);
    }

    [Fact]
    public void Builds_at_the_same_time_say_the_same()
    {
        project.With("Dockerfile", "FROM debian:latest\nUSER 1\n").Scan();
        var expected = project.Repeat().Shown;
        Parallel.For(0, 16, i =>
        {
            var (_, log) = project.Build(check =>
            {
                (check.StampFile, check.InputsFile, check.SarifFile) = ("", "", "");
                if (i % 4 == 0) check.MemoryFile = "";
            });
            Assert.Equal(expected, log.Shown);
        });
    }

    [Fact]
    public void A_chart_that_helm_renders_is_rendered_by_every_build()
    {
        project.With("chart/Chart.yaml", "apiVersion: v2\nname: c\nversion: 1.0.0\n").With("chart/templates/a.yaml", "kind: A\n").With("shiftleft.yml", "version: 1\nhelm: { engine: cli }\n");
        project.Scan();
        project.Scan();
    }

    public void Dispose() => project.Dispose();
}
