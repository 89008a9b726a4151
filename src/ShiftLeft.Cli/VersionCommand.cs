using System.CommandLine;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ShiftLeft.Helm;
using ShiftLeft.Images;
using ShiftLeft.Rules;

namespace ShiftLeft.Cli;

/// <summary><c>shiftleft version</c>: the version, with <c>--verbose</c> all that a report of a fault needs.</summary>
static class VersionCommand
{
    public static Command Build(Terminal terminal)
    {
        var verbose = new Option<bool>("--verbose", "-v") { Description = "Tell what it is built from, what it runs on and what it knows" };
        var command = new ExplainedCommand("version", "Print the version")
        {
            Examples = [new("shiftleft version --verbose", "All that a report of a fault needs")],
        };
        command.Add(verbose);
        command.SetAction(parsed =>
        {
            terminal.Out.WriteLine(parsed.GetValue(verbose) ? string.Join('\n', Lines().Select(line => $"{line.Name,-14}{line.Value}")) : Product.Version);
            return ExitCode.Within;
        });
        return command;
    }

    static IEnumerable<(string Name, string Value)> Lines() =>
    [
        ("shiftleft", Product.Version),
        ("commit", Commit ?? "unknown"),
        ("built", BuildDay ?? "unknown"),
        ("program", RuntimeFeature.IsDynamicCodeSupported ? "portable, compiled while it runs" : "native"),
        ("runtime", RuntimeInformation.FrameworkDescription),
        ("system", $"{RuntimeInformation.RuntimeIdentifier}, {RuntimeInformation.OSDescription.Trim()}"),
        ("release data", Releases.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        ("kubernetes", $"{Settings.Default.Kubernetes}, unless the policy names another from 1.10 on"),
        ("helm", $"{HelmProfile.Default.Name}; `render --helm` follows {string.Join(", ", HelmProfile.All.Select(helm => helm.Name))}"),
        ("rules", Catalogue.Rules.Length.ToString(CultureInfo.InvariantCulture)),
    ];

    /// <summary>What the compiler wrote behind the version, where it was in a working tree of git.</summary>
    static string? Commit => typeof(VersionCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+') is [_, var commit] ? commit : null;

    /// <summary>The day of the commit, which who packs a release gives to the build: a clock would make every build another.</summary>
    static string? BuildDay => typeof(VersionCommand).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(data => data.Key == "BuildDay")?.Value;
}
