using System.Diagnostics;
using System.Globalization;

namespace ShiftLeft.Benchmarks;

/// <summary>
/// What the package costs a build that has nothing to do: the hardened sample, outside this repository, with the package from a feed, built
/// again and again with the check and without it, in turns.
/// </summary>
static class BuildBenchmark
{
    public static int Run(int rounds)
    {
        var root = FindRoot();
        var folder = Directory.CreateTempSubdirectory("shiftleft-bench-").FullName;
        try
        {
            var version = $"0.0.{DateTime.UtcNow.Ticks / 10_000_000 % 1_000_000_000}-bench";
            if (!Dotnet(root, "pack", "src/ShiftLeft.MSBuild", "-c", "Release", "-nologo", "-v:q", $"-p:PackageVersion={version}", "-o", Path.Combine(folder, "feed"))) return 1;
            // Each side has a project of its own: a build without the check removes the SARIF file of the build with it.
            var project = Prepare(root, folder, "with", version);
            var plain = Prepare(root, folder, "without", version);
            if (!Dotnet(project, "build", "-nologo", "-v:q") || !Dotnet(plain, "build", "-nologo", "-v:q", "-p:ShiftLeftEnabled=false")) return 1;

            var (with, without) = (new List<double>(), new List<double>());
            for (var i = 0; i < rounds + 2; i++)
            {
                // Who goes first changes with the round, because the second of a pair finds a warmer machine.
                foreach (var checks in (bool[])[i % 2 == 0, i % 2 != 0])
                {
                    var took = Median.Milliseconds(() => Dotnet(checks ? project : plain, ["build", "--no-restore", "-nologo", "-v:q", .. checks ? (string[])[] : ["-p:ShiftLeftEnabled=false"]]));
                    if (i >= 2) (checks ? with : without).Add(took);
                }
            }
            var (a, b) = (Median.Of(with), Median.Of(without));
            var ratio = Median.Of(with.Zip(without, (on, off) => on / off));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"no-op build: {a:N0} ms with the check, {b:N0} ms without, {100 * (a / b - 1):+0.0;-0.0} % by medians, {100 * (ratio - 1):+0.0;-0.0} % by pairs ({rounds} rounds in turns)"));
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    static string Prepare(string root, string folder, string name, string version)
    {
        var project = Path.Combine(folder, name);
        Copy(Path.Combine(root, "samples", "orders-api-hardened"), project);
        Directory.CreateDirectory(Path.Combine(project, ".git"));
        File.WriteAllText(Path.Combine(project, "nuget.config"), "<configuration><packageSources><clear /><add key=\"feed\" value=\"../feed\" /></packageSources></configuration>");
        var file = Path.Combine(project, "OrdersApi.csproj");
        File.WriteAllText(file, File.ReadAllText(file).Replace("</Project>", $"""
            <PropertyGroup><RestorePackagesPath>{folder}/packages</RestorePackagesPath><NuGetAudit>false</NuGetAudit></PropertyGroup>
            <ItemGroup><PackageReference Include="ShiftLeft.MSBuild" Version="{version}" PrivateAssets="all" /></ItemGroup>
            </Project>
            """, StringComparison.Ordinal));
        return project;
    }

    static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories).Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal)))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    static bool Dotnet(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList()) start.Environment.Remove(name);
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) Console.Error.WriteLine(output);
        return process.ExitCode == 0;
    }

    static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "ShiftLeft.sln"))) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}
