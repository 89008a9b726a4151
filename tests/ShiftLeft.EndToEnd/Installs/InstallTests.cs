using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using ShiftLeft.Packages;

namespace ShiftLeft.EndToEnd.Installs;

/// <summary>What people type to install the program brings the program, whichever registry it comes from.</summary>
[Collection(nameof(Natives))]
public sealed class InstallTests(NativeProgram native)
{
    readonly BuiltPackages packages = native.Packages;

    [Fact]
    public void Pip_installs_the_wheel()
    {
        packages.SkipWithoutNative();
        var python = Python.InNewEnvironment("pip-install");
        ProgramRun.With(Python.Offline(packages.Folder), Repository.Root, python, "-m", "pip", "install", "shiftleft").Succeeded();
        packages.AssertIs(Path.Combine(Path.GetDirectoryName(python)!, "shiftleft"));
        var shown = ProgramRun.Of(Repository.Root, python, "-m", "pip", "show", "--files", "shiftleft").Succeeded().Output;
        Assert.Contains("Version: " + Wheel.VersionOf(Repository.Property("Version")), shown, StringComparison.Ordinal);
        ProgramRun.Of(Repository.Root, python, "-m", "pip", "uninstall", "--yes", "shiftleft").Succeeded();
        Assert.False(File.Exists(Path.Combine(Path.GetDirectoryName(python)!, "shiftleft")));
    }

    [Fact]
    public void Npm_installs_the_package_and_the_one_for_this_system()
    {
        packages.SkipWithoutNative();
        packages.AssertIs(Path.Combine(InstalledByNpm("npm-install"), "node_modules", ".bin", "shiftleft"));
    }

    [Fact]
    public void Dotnet_installs_the_tool()
    {
        packages.SkipWithoutNative();
        var folder = BuiltPackages.Empty("tool-install");
        File.WriteAllText(Path.Combine(folder, "nuget.config"), $"<configuration><packageSources><clear /><add key=\"feed\" value=\"{packages.Folder}\" /></packageSources></configuration>");
        ProgramRun.Of(folder, "dotnet", "tool", "install", "ShiftLeft.Cli", "--tool-path", folder, "--configfile", Path.Combine(folder, "nuget.config"), "--version", Repository.Property("Version")).Succeeded();
        packages.AssertIs(Path.Combine(folder, "shiftleft"));
    }

    /// <summary>The launcher stands between whoever starts the program and the program: input, exit codes and signals go through.</summary>
    [Fact]
    public void The_launcher_of_npm_hands_everything_on()
    {
        packages.SkipWithoutNative();
        var folder = InstalledByNpm("npm-launcher");
        var launcher = Path.Combine(folder, "node_modules", ".bin", "shiftleft");
        var program = Directory.EnumerateFiles(Path.Combine(folder, "node_modules", "@shiftleft-dev"), "shiftleft", SearchOption.AllDirectories).Single();
        File.WriteAllText(program, "#!/bin/sh\ncase $1 in\n  echo) cat; exit 7;;\n  die) kill -KILL $$;;\nesac\ntrap 'echo ended; exit 9' TERM\necho ready\nwhile :; do sleep 0.05; done\n");
        Assert.Equal((7, "a  b\n"), Shell($"printf 'a  b\\n' | '{launcher}' echo"));
        Assert.Equal((137, ""), Shell($"'{launcher}' die"));
        Assert.Equal((0, "ready\nended\n9\n"), Shell($"'{launcher}' wait > out & p=$!; until grep -q ready out 2>/dev/null; do sleep 0.05; done; kill -TERM $p; wait $p; code=$?; cat out; echo $code"));

        (int, string) Shell(string script) => ProgramRun.Of(folder, "sh", "-c", script) is var run ? (run.ExitCode, run.Output) : default;
    }

    [Theory]
    [InlineData("freebsd", "shiftleft: error: npm has no program for freebsd-")]
    [InlineData("win32", "shiftleft: error: ")]
    public void The_launcher_of_npm_says_what_is_missing(string system, string expected)
    {
        packages.SkipWithoutNative();
        var folder = InstalledByNpm("npm-missing");
        var run = ProgramRun.Of(folder, "node", "-e", $"Object.defineProperty(process, 'platform', {{ value: '{system}' }}); require('./node_modules/shiftleft/bin/shiftleft.js')");
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.StartsWith(expected, run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
    }

    [Fact]
    public void The_same_package_gives_the_same_bytes()
    {
        packages.SkipWithoutNative();
        var copy = BuiltPackages.Empty("repackaged");
        foreach (var package in Directory.EnumerateFiles(packages.Folder, "*.nupkg")) File.Copy(package, Path.Combine(copy, Path.GetFileName(package)));
        Assert.Equal(packages.Repackaged.Select(HashOf), Repackaging.Of(copy).Select(HashOf));

        static (string, string) HashOf(string file) => (Path.GetFileName(file), Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file))));
    }

    [Fact]
    public void The_wheel_lists_what_is_in_it_with_hashes_and_licences()
    {
        packages.SkipWithoutNative();
        using var wheel = ZipFile.OpenRead(packages.File(".whl"));
        var files = wheel.Entries.ToDictionary(entry => entry.FullName, ReadAll, StringComparer.Ordinal);
        var information = $"shiftleft-{Repository.Property("Version")}.dist-info/";
        var listed = Text("RECORD").TrimEnd('\n').Split('\n').Select(line => line.Split(',')).ToDictionary(parts => parts[0], parts => (parts[1], parts[2]), StringComparer.Ordinal);
        Assert.Equal(files.Keys.Order(StringComparer.Ordinal), listed.Keys.Order(StringComparer.Ordinal));
        foreach (var (name, bytes) in files.Where(file => !file.Key.EndsWith("/RECORD", StringComparison.Ordinal)))
            Assert.Equal(($"sha256={Convert.ToBase64String(SHA256.HashData(bytes)).TrimEnd('=').Replace('+', '-').Replace('/', '_')}", $"{bytes.Length}"), listed[name]);
        foreach (var licence in Text("METADATA").Split('\n').Where(line => line.StartsWith("License-File: ", StringComparison.Ordinal)).Select(line => line[14..])) Assert.NotEmpty(Text($"licenses/{licence}"));
        Assert.Contains("LLVM", Text("licenses/DOTNET-THIRD-PARTY-NOTICES.txt"), StringComparison.Ordinal);

        string Text(string name) => System.Text.Encoding.UTF8.GetString(files[information + name]);
    }

    /// <summary>Whoever is linked into the program is named, and asked for nothing but the MIT licence.</summary>
    [Fact]
    public void Everyone_whose_work_is_in_the_program_is_named()
    {
        packages.SkipWithoutNative();
        using var assets = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "artifacts", "obj", "ShiftLeft.Cli", "project.assets.json")));
        var linked = assets.RootElement.GetProperty("targets").EnumerateObject().SelectMany(target => target.Value.EnumerateObject())
            .Where(library => library.Value.GetProperty("type").GetString() == "package" && library.Value.TryGetProperty("runtime", out _)).Select(library => library.Name.Split('/')[0]).Distinct();
        var notices = File.ReadAllText(Path.Combine(Repository.Root, "src", "ShiftLeft.Cli", "THIRD-PARTY-NOTICES.txt"));
        Assert.All(linked, name => Assert.Contains($"\n{name}, https://", notices, StringComparison.Ordinal));
    }

    string InstalledByNpm(string name)
    {
        Assert.SkipUnless(ProgramRun.CanStart("npm", "--version"), "npm is not there");
        var folder = BuiltPackages.Empty(name);
        var tarballs = packages.Repackaged.Where(file => file.EndsWith(".tgz", StringComparison.Ordinal));
        ProgramRun.Of(folder, "npm", ["install", "--offline", "--no-audit", "--no-fund", "--prefix", folder, .. tarballs]).Succeeded();
        return folder;
    }

    static byte[] ReadAll(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
