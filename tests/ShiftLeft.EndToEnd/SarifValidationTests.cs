using System.Text.Json;

namespace ShiftLeft.EndToEnd;

/// <summary>Microsoft's SARIF validator, with its rules for GitHub code scanning, has nothing to say against our files.</summary>
public sealed class SarifValidationTests
{
    const string Package = "@microsoft/sarif-multitool-linux@5.7.0";

    [Theory]
    [InlineData("hostile")]
    [InlineData("clean")]
    [InlineData("chart")]
    public void A_report_is_valid_for_code_scanning(string kind)
    {
        var folder = Repository.Scratch("sarif");
        var scanned = kind switch
        {
            "hostile" => HostileFolder.Path,
            "chart" => ChartFolder(Path.Combine(folder, "chart")),
            _ => Directory.CreateDirectory(Path.Combine(folder, "empty")).FullName,
        };
        var report = Path.Combine(folder, $"{kind}.sarif");
        CommandLine.Portable([], scanned, "scan", "--format", "sarif", "--profile", "all", "--output", report);
        Assert.Equal(kind != "clean", File.ReadAllText(report).Contains("codeFlows", StringComparison.Ordinal));
        Assert.Empty(Complaints(report));
    }

    /// <summary>A chart whose value goes through a helper and a condition.</summary>
    static string ChartFolder(string folder)
    {
        Directory.CreateDirectory(Path.Combine(folder, "templates"));
        File.WriteAllText(Path.Combine(folder, "Chart.yaml"), "apiVersion: v2\nname: web\nversion: 1.0.0\n");
        File.WriteAllText(Path.Combine(folder, "values.yaml"), "debug: true\nsecurity:\n  privileged: true\n");
        File.WriteAllText(Path.Combine(folder, "templates", "_helpers.tpl"), "{{- define \"web.security\" -}}\nprivileged: {{ .Values.security.privileged }}\n{{- end -}}\n");
        File.WriteAllText(Path.Combine(folder, "templates", "pod.yaml"), "{{- if .Values.debug }}\napiVersion: v1\nkind: Pod\nmetadata: { name: web }\nspec:\n  containers:\n    - name: web\n      image: nginx:1.29\n      securityContext:\n        {{- include \"web.security\" . | nindent 8 }}\n{{- end }}\n");
        return folder;
    }

    /// <summary>The errors and warnings that the validator has about a file.</summary>
    internal static IReadOnlyList<string> Complaints(string report)
    {
        var validator = Install();
        var answer = Path.ChangeExtension(report, ".validation.sarif");
        // The program's exit code is 0 whatever it finds, so its own report is what counts.
        File.Delete(answer);
        ProgramRun.Of(Path.GetDirectoryName(report)!, validator, "validate", report, "--rule-kind", "Sarif;Ghas", "--level", "Error;Warning;Note", "--output", answer, "--log", "ForceOverwrite");
        Assert.True(File.Exists(answer), "the validator wrote no report");
        using var json = JsonDocument.Parse(File.ReadAllText(answer));
        var run = json.RootElement.GetProperty("runs")[0];
        var results = run.GetProperty("results").EnumerateArray().ToList();
        Assert.NotEmpty(results);
        Assert.True(run.GetProperty("invocations")[0].GetProperty("executionSuccessful").GetBoolean());
        return [.. results.Where(result => LevelOf(result) is "error" or "warning").Select(result => result.ToString())];
    }

    /// <summary>SARIF's default level is a warning.</summary>
    static string LevelOf(JsonElement result) => result.TryGetProperty("level", out var level) ? level.GetString()! : "warning";

    static string Install()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the validator's package is the one for Linux");
        var folder = Repository.Scratch("sarif-multitool");
        var program = Path.Combine(folder, "node_modules", "@microsoft", "sarif-multitool-linux", "Sarif.Multitool");
        if (!File.Exists(program))
        {
            Assert.SkipUnless(ProgramRun.CanStart("npm", "--version"), "npm, which brings the validator, is not there");
            var install = ProgramRun.Of(folder, "npm", "install", "--prefix", folder, "--no-audit", "--no-fund", Package);
            Assert.SkipUnless(install.ExitCode == 0, $"npm could not install {Package}: {install.Error.Trim()}");
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(program, File.GetUnixFileMode(program) | UnixFileMode.UserExecute);
        }
        return program;
    }
}
