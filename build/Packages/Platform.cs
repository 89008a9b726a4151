using System.Collections.Immutable;

namespace ShiftLeft.Packages;

/// <summary>A system that there is a native program for, as .NET and as npm call it.</summary>
/// <param name="Rid">.NET's name.</param>
/// <param name="Os">npm's name of the operating system.</param>
/// <param name="Cpu">npm's name of the processor.</param>
/// <param name="Libc">The C library that the program needs, as npm calls it; null where there is but one.</param>
/// <param name="Words">What people call it.</param>
sealed record Platform(string Rid, string Os, string Cpu, string? Libc, string Words)
{
    public static ImmutableArray<Platform> All { get; } =
    [
        new("linux-x64", "linux", "x64", "glibc", "Linux on x64"),
        new("linux-arm64", "linux", "arm64", "glibc", "Linux on arm64"),
        new("osx-arm64", "darwin", "arm64", null, "macOS on arm64"),
        new("win-x64", "win32", "x64", null, "Windows on x64"),
    ];

    public string ProgramName => Os == "win32" ? "shiftleft.exe" : "shiftleft";

    public string NpmName => $"@shiftleft-dev/{Os}-{Cpu}";

    /// <summary>The oldest systems that the program runs on, as Python's wheels name them: the program itself knows.</summary>
    public string WheelTagOf(ReadOnlySpan<byte> program) => Os switch
    {
        "linux" => ElfFile.NeededGlibc(program) is var (major, minor) ? $"manylinux_{major}_{minor}_{(Cpu == "x64" ? "x86_64" : "aarch64")}" : throw new PackageException($"the program for {Words} needs no glibc"),
        "darwin" => $"macosx_{MachOFile.OldestMacOs(program)}_0_{Cpu}",
        _ => "win_amd64",
    };
}
