using System.Runtime.InteropServices;

namespace ShiftLeft.EndToEnd;

/// <summary>The command line program in its two forms.</summary>
static class CommandLine
{
    /// <summary>The portable form, run by the .NET runtime.</summary>
    public static ProgramRun Portable(IEnumerable<(string, string)> variables, string folder, params IEnumerable<string> arguments) =>
        ProgramRun.With(variables, folder, "dotnet", arguments.Prepend(Program));

    static string Program => Path.Combine(Repository.Root, "artifacts", "bin", "ShiftLeft.Cli", Repository.Configuration, "ShiftLeft.Cli.dll");

    /// <summary>A script of a shell in which <c>shiftleft</c> is the portable form, found on the path as an installed program is.</summary>
    /// <param name="folder">Where it runs.</param>
    /// <param name="shell">The shell with the options that keep a person's own settings out.</param>
    /// <param name="script">What it does.</param>
    public static ProgramRun InShell(string folder, string[] shell, string script)
    {
        var bin = Repository.Scratch("bin");
        // It is written by another process: one that this process writes may be too busy to run.
        ProgramRun.Of(bin, "sh", "-c", $"[ -x shiftleft ] || {{ printf '#!/bin/sh\\nexec dotnet \"%s\" \"$@\"\\n' '{Program}' > shiftleft.$$ && chmod +x shiftleft.$$ && mv shiftleft.$$ shiftleft; }}").Succeeded();
        return ProgramRun.With([("PATH", $"{bin}:{Environment.GetEnvironmentVariable("PATH")}")], folder, shell[0], [.. shell.Skip(1), script]);
    }
}

/// <summary>The native form, published for this system once.</summary>
public sealed class NativeProgram
{
    readonly string folder = Repository.Scratch("native");

    public NativeProgram()
    {
        if (OperatingSystem.IsWindows()) WhyNot = "the native program is tested where a C compiler links it by its name: on Linux and macOS";
        else if (!ProgramRun.CanStart("clang", "--version") && !ProgramRun.CanStart("gcc", "--version")) WhyNot = "there is neither clang nor gcc to link the native program";
        else Published = ProgramRun.Of(Repository.Root, "dotnet", "publish", "src/ShiftLeft.Cli", "-r", System, "-o", folder, "-nologo");
    }

    /// <summary>Why there is none; null when there is.</summary>
    public string? WhyNot { get; }

    internal ProgramRun? Published { get; }

    /// <summary>The packages that are made of it, once they are asked for.</summary>
    internal Installs.BuiltPackages Packages => packages ??= new(this);

    Installs.BuiltPackages? packages;

    /// <summary>The system that it is made for, as .NET calls it.</summary>
    internal static string System => RuntimeInformation.RuntimeIdentifier;

    internal ProgramRun Run(IEnumerable<(string, string)> variables, string current, params IEnumerable<string> arguments) =>
        ProgramRun.With(variables, current, Path.Combine(folder, "shiftleft"), arguments);
}

/// <summary>What needs the native program shares one: it takes minutes to make.</summary>
[CollectionDefinition(nameof(Natives))]
public sealed class Natives : ICollectionFixture<NativeProgram>;
