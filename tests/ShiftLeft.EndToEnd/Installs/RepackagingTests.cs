using System.Buffers.Binary;
using System.Xml.Linq;
using ShiftLeft.Packages;

namespace ShiftLeft.EndToEnd.Installs;

/// <summary>What packages say of themselves is read from the program.</summary>
public sealed class RepackagingTests
{
    [Fact]
    public void There_is_a_package_for_every_system_that_a_native_tool_is_packed_for()
    {
        var packed = XDocument.Load(Path.Combine(Repository.Root, "src", "ShiftLeft.Cli", "ShiftLeft.Cli.csproj")).Descendants("ToolPackageRuntimeIdentifiers").Single().Value.Split(';');
        Assert.Equal(packed.Where(system => system != "any"), Platform.All.Select(platform => platform.Rid));
    }

    [Theory]
    [InlineData("0.1.0", "0.1.0")]
    [InlineData("1.2.3-alpha.4", "1.2.3a4")]
    [InlineData("1.2.3-beta.10", "1.2.3b10")]
    [InlineData("1.2.3-rc.1", "1.2.3rc1")]
    public void A_version_is_written_as_Python_writes_it(string version, string expected) => Assert.Equal(expected, Wheel.VersionOf(version));

    [Fact]
    public void A_version_that_Python_does_not_know_is_an_error() =>
        Assert.Contains("1.0.0-nightly", Assert.Throws<PackageException>(() => Wheel.VersionOf("1.0.0-nightly")).Message, StringComparison.Ordinal);

    /// <summary>The machine's own shell needs some glibc and nothing that is not everywhere.</summary>
    [Fact]
    public void The_glibc_that_a_program_needs_is_read_from_it()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/lib64/ld-linux-x86-64.so.2"), "there is no program for glibc on x64 here");
        var (major, minor) = Assert.NotNull(ElfFile.NeededGlibc(File.ReadAllBytes("/bin/cat")));
        Assert.Equal(2, major);
        Assert.InRange(minor, 2, 100);
    }

    [Theory]
    [InlineData(12, 0, "macosx_12_0_arm64")]
    [InlineData(12, 3, "macosx_13_0_arm64")]
    public void The_macOS_that_a_program_needs_is_read_from_it(int major, int minor, string expected)
    {
        var file = new byte[80];
        BinaryPrimitives.WriteUInt32LittleEndian(file, 0xFEEDFACF);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(16), 2);
        (int At, int Value)[] commands = [(32, 0x19), (36, 24), (56, 0x32), (60, 24), (64, 1), (68, (major << 16) | (minor << 8))];
        foreach (var (at, value) in commands) BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(at), value);
        Assert.Equal(expected, Platform.All.Single(platform => platform.Os == "darwin").WheelTagOf(file));
    }

    [Theory]
    [InlineData("linux")]
    [InlineData("darwin")]
    public void What_is_no_program_is_an_error(string system) =>
        Assert.Throws<PackageException>(() => Platform.All.First(platform => platform.Os == system).WheelTagOf("#!/bin/sh\n"u8));

    [Fact]
    public void A_folder_without_the_tools_package_says_how_to_make_one()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains("dotnet pack src/ShiftLeft.Cli", Assert.Throws<PackageException>(() => Repackaging.Of(folder.Path).ToList()).Message, StringComparison.Ordinal);
    }
}
