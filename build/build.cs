// The build program: dotnet run build/build.cs -- test | e2e | all | pack | packages [system] | docs | picture | bench | releases [checkout]
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

var root = Path.GetFullPath(Path.Combine(Folder(), ".."));
if (args is ["packages", ..]) return args.Length > 2 ? Help() : Package(args.ElementAtOrDefault(1) ?? RuntimeInformation.RuntimeIdentifier);
if (args is ["releases", ..]) return args.Length > 2 ? Help() : WriteReleases(args.ElementAtOrDefault(1));
foreach (var target in args.Length == 0 ? ["help"] : args)
{
    var code = target switch
    {
        "test" => Test("tests/ShiftLeft.Tests"),
        "e2e" => Test("tests/ShiftLeft.EndToEnd"),
        "all" => Test("tests/ShiftLeft.Tests", "tests/ShiftLeft.EndToEnd"),
        "pack" => Run("pack", "ShiftLeft.sln", "-c", "Release", "-o", "artifacts/packages", "-nologo", "-v", "q", $"-p:BuildDay={Git(root, "log", "-1", "--format=%cs")?.Trim()}"),
        "docs" => Run("run", "--project", "src/ShiftLeft.Cli", "--", "docs"),
        "picture" => Run("run", "build/picture.cs"),
        "bench" => Run("run", "-c", "Release", "--project", "tests/ShiftLeft.Benchmarks"),
        _ => Help(),
    };
    if (code != 0) return code;
}
return 0;

// Runs test projects one after the other and ends with one line that sums them up.
int Test(params string[] projects)
{
    int passed = 0, failed = 0, skipped = 0, worst = 0;
    foreach (var project in projects.Where(project => Directory.Exists(Path.Combine(root, project))))
    {
        var build = Run("build", project, "-nologo", "-v", "q", "-clp:ErrorsOnly");
        if (build != 0)
        {
            Console.WriteLine($"{project} does not build");
            Console.WriteLine("0 passed, 1 failed");
            return build;
        }
        var output = new List<string>();
        worst = Math.Max(worst, Start(line => { output.Add(line); Console.WriteLine(line); }, "test", "--project", project, "--no-build"));
        passed += Count(output, "succeeded");
        failed += Count(output, "failed");
        skipped += Count(output, "skipped");
    }
    if (worst != 0 && failed == 0) failed = 1;
    if (passed + failed == 0) failed = worst = 1;
    Console.WriteLine(skipped == 0 ? $"{passed} passed, {failed} failed" : $"{passed} passed, {failed} failed, {skipped} skipped");
    return worst;
}

// The native program as the tool's package of one system, and as the wheel and the npm packages that are made of it. Each system is packed where its
// linker is: on itself. Of a folder with the tool's packages of several systems
// `dotnet run --project build/Packages -- FOLDER` makes the rest of all of them.
int Package(string system)
{
    const string Folder = "artifacts/packages";
    foreach (var old in Directory.Exists(Path.Combine(root, Folder)) ? Directory.GetFiles(Path.Combine(root, Folder), "ShiftLeft.Cli.*.nupkg") : []) File.Delete(old);
    foreach (var arguments in (string[][])[["-r", system], ["-r", "any"], []])
    {
        if (Run(["pack", "src/ShiftLeft.Cli", "-c", "Release", "-o", Folder, "-nologo", "-v", "q", .. arguments]) is not 0 and var code) return code;
    }
    return Run("run", "--project", "build/Packages", "--", Folder);
}

static int Count(IEnumerable<string> output, string word) =>
    output.Select(line => Regex.Match(line, $@"^\s*{word}: (\d+)\s*$")).Where(match => match.Success).Sum(match => int.Parse(match.Groups[1].Value));

int Run(params string[] arguments) => Start(Console.WriteLine, arguments);

int Start(Action<string> print, params string[] arguments)
{
    var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = root, RedirectStandardOutput = true, RedirectStandardInput = true };
    // What the outer dotnet sets for itself must not reach the inner one.
    foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase) && name != "MSBUILDDISABLENODEREUSE").ToList()) start.Environment.Remove(name);
    using var process = Process.Start(start)!;
    process.StandardInput.Close();
    while (process.StandardOutput.ReadLine() is { } line) print(line);
    process.WaitForExit();
    return process.ExitCode;
}

// Writes the releases of the products that images.tsv names from a checkout of endoflife.date; without one, from a fresh clone.
int WriteReleases(string? checkout)
{
    const string Source = "https://github.com/endoflife-date/endoflife.date";
    // Debian's long-term support is free and comes from the archive that the images use; its extended one, like those of other publishers, is sold or kept elsewhere.
    string[] withLongTermSupport = ["debian"];
    var titles = new Dictionary<string, string> { ["dotnet"] = ".NET", ["opensuse"] = "openSUSE Leap", ["almalinux"] = "AlmaLinux", ["windows-nano-server"] = "Nano Server", ["windows-server-core"] = "Windows Server Core", ["rhel"] = "UBI" };
    // Names that tags use and the source does not tell.
    var names = new Dictionary<(string, string), string>
    {
        [("nodejs", "4")] = "argon", [("nodejs", "6")] = "boron", [("nodejs", "8")] = "carbon", [("nodejs", "10")] = "dubnium", [("nodejs", "12")] = "erbium", [("nodejs", "14")] = "fermium",
        [("nodejs", "16")] = "gallium", [("nodejs", "18")] = "hydrogen", [("nodejs", "20")] = "iron", [("nodejs", "22")] = "jod", [("nodejs", "24")] = "krypton",
        [("amazon-linux", "2018.03")] = "1", [("centos-stream", "8")] = "stream8", [("centos-stream", "9")] = "stream9", [("centos-stream", "10")] = "stream10",
    };
    foreach (var windows in (string[])["windows-nano-server", "windows-server-core"])
    {
        foreach (var year in (string[])["2016", "2022", "2025"]) names[(windows, year)] = $"ltsc{year}";
        // The images of Windows Server 2019 bear the number of the release it was made from.
        names[(windows, "2019")] = "ltsc2019 1809";
    }

    var clone = Path.Combine(Path.GetTempPath(), $"endoflife-{Environment.ProcessId}");
    if (checkout is null && Git(null, "clone", "--quiet", "--depth", "1", Source, clone) is null) return 1;
    checkout ??= clone;
    if (Git(checkout, "log", "-1", "--format=%H %cs")?.Trim().Split(' ') is not [var commit, var date]) return 1;
    var data = Path.Combine(root, "src/ShiftLeft/Images/Data");
    var products = File.ReadLines(Path.Combine(data, "images.tsv")).Where(line => !line.StartsWith('#')).SelectMany(line => line.Split('\t')[5].Split('+')).Where(product => product != "-").Append("rhel").Distinct().Order(StringComparer.Ordinal);
    var lines = new List<string>
    {
        "# Releases of the products that images.tsv names. Written by `dotnet run build/build.cs -- releases`, not by hand.",
        $"# source: {Source} (MIT), commit {commit}",
        $"# date: {date}",
        "# release, the tag names for it, released, last day of free security support (`-`: none announced, `+`: it has ended), long-term support since",
    };
    foreach (var product in products)
    {
        var file = Git(checkout, "show", $"HEAD:products/{product}.md");
        if (file is null) return 1;
        var front = file.Split("\n---", 2)[0];
        var title = Regex.Match(front, "^title: (.+)$", RegexOptions.Multiline).Groups[1].Value;
        lines.Add($"= {product}\t{titles.GetValueOrDefault(product, title)}");
        var count = lines.Count;
        foreach (var entry in front.Split("\nreleases:", 2)[1].Split("\n  - ").Skip(1))
        {
            var fields = Regex.Matches(entry, @"^\s*(\w+): *(""[^""]*""|[^#\n]*)", RegexOptions.Multiline).DistinctBy(match => match.Groups[1].Value).ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value.Trim().Trim('"'));
            var cycle = fields["releaseCycle"];
            if (product.StartsWith("windows-", StringComparison.Ordinal) && cycle == "1809") continue;
            // .NET's tags name the minor release, and nginx keeps its even ones longer.
            var tag = product == "dotnet" && !cycle.Contains('.') ? $"{cycle}.0" : cycle;
            var isStable = product == "nginx" && int.Parse(cycle.Split('.')[^1]) % 2 == 0;
            var ends = withLongTermSupport.Contains(product) ? fields.GetValueOrDefault("eoes", fields["eol"]) : fields["eol"];
            var longTerm = fields.GetValueOrDefault("lts", isStable ? "true" : "false");
            // Red Hat writes the end of support there.
            if (product == "rhel") longTerm = "false";
            string[] called = [names.GetValueOrDefault((product, cycle), ""), product is "debian" or "ubuntu" ? fields.GetValueOrDefault("codename", "").Split(' ')[0].ToLowerInvariant() : ""];
            lines.Add(string.Join('\t', tag, string.Join(' ', called.Where(name => name.Length > 0)), fields["releaseDate"], ends switch { "false" => "-", "true" => "+", _ => ends }, longTerm switch { "false" => "-", "true" => fields["releaseDate"], _ => longTerm }));
        }
        if (lines.Count == count) { Console.WriteLine($"{product} has no releases"); return 1; }
    }
    File.WriteAllText(Path.Combine(data, "releases.tsv"), string.Join('\n', lines) + "\n");
    if (Directory.Exists(clone)) Directory.Delete(clone, recursive: true);
    Console.WriteLine($"{lines.Count} lines of {date}");
    return 0;
}

// The output of git; null when it failed, which it said itself.
static string? Git(string? folder, params string[] arguments)
{
    var start = new ProcessStartInfo("git", folder is null ? arguments : ["-C", folder, .. arguments]) { RedirectStandardOutput = true };
    using var process = Process.Start(start)!;
    var output = process.StandardOutput.ReadToEnd();
    process.WaitForExit();
    return process.ExitCode == 0 ? output : null;
}

static int Help()
{
    Console.WriteLine("usage: dotnet run build/build.cs -- test | e2e | all | pack | packages [system] | docs | picture | bench | releases [checkout of endoflife.date]");
    return 2;
}

static string Folder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
