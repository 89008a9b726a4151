using ShiftLeft.Packages;

namespace ShiftLeft.EndToEnd.Installs;

/// <summary>The packages of this system, made from the native program as a release makes them, in a folder that is a feed for every installer.</summary>
sealed class BuiltPackages
{
    readonly NativeProgram native;

    public BuiltPackages(NativeProgram native)
    {
        this.native = native;
        Folder = Repository.Scratch("packages");
        Directory.Delete(Folder, recursive: true);
        Directory.CreateDirectory(Folder);
        if (native.WhyNot is not null || native.Published!.ExitCode != 0) return;
        // The program that was published is packed; nothing is compiled again.
        ProgramRun.Of(Repository.Root, "dotnet", "pack", "src/ShiftLeft.Cli", "-c", "Release", "-r", NativeProgram.System, "-o", Folder, "-nologo", "-v", "q").Succeeded();
        ProgramRun.Of(Repository.Root, "dotnet", "pack", "src/ShiftLeft.Cli", "-c", "Release", "-o", Folder, "-nologo", "-v", "q").Succeeded();
        Repackaged = [.. Repackaging.Of(Folder)];
    }

    public string Folder { get; }

    /// <summary>The files that were made from the tool's package.</summary>
    internal IReadOnlyList<string> Repackaged { get; } = [];

    internal string File(string ending) => Assert.Single(Repackaged, file => file.EndsWith(ending, StringComparison.Ordinal));

    internal void SkipWithoutNative() => Assert.SkipWhen(native.WhyNot is not null, native.WhyNot ?? "");

    /// <summary>What was installed says and does what the program does, to the byte.</summary>
    internal void AssertIs(string program, params string[] before)
    {
        foreach (var arguments in (string[][])[["scan", "--profile", "all"], ["scan", "deploy", "--format", "json"], ["scan", "kept", "--profile", "baseline"], ["scan", "nosuch"], ["--version"]])
            Assert.Equal(native.Run([], HostileFolder.Path, arguments), ProgramRun.Of(HostileFolder.Path, program, [.. before, .. arguments]));
        var samples = Path.Combine(Repository.Root, "samples");
        Assert.Equal(1, native.Run([], samples, "scan").ExitCode);
        Assert.Equal(native.Run([], samples, "scan"), ProgramRun.Of(samples, program, [.. before, "scan"]));
    }

    /// <summary>An empty folder to install into.</summary>
    internal static string Empty(string name)
    {
        Directory.Delete(Repository.Scratch(name), recursive: true);
        return Repository.Scratch(name);
    }
}
