// The build program: dotnet run build/build.cs -- test | e2e | all | pack | docs | bench
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

var root = Path.GetFullPath(Path.Combine(Folder(), ".."));
foreach (var target in args.Length == 0 ? ["help"] : args)
{
    var code = target switch
    {
        "test" => Test("tests/ShiftLeft.Tests"),
        "e2e" => Test("tests/ShiftLeft.EndToEnd"),
        "all" => Test("tests/ShiftLeft.Tests", "tests/ShiftLeft.EndToEnd"),
        "pack" => Run("pack", "ShiftLeft.sln", "-c", "Release", "-o", "artifacts/packages", "-nologo", "-v", "q"),
        "docs" => Run("run", "--project", "src/ShiftLeft.Cli", "--", "docs"),
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

static int Help()
{
    Console.WriteLine("usage: dotnet run build/build.cs -- test | e2e | all | pack | docs | bench");
    return 2;
}

static string Folder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
