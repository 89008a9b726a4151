namespace ShiftLeft.EndToEnd;

/// <summary>The native program says the same as the portable one, to the byte.</summary>
[Collection(nameof(Natives))]
public sealed class NativeProgramTests(NativeProgram native)
{
    [Fact]
    public void It_is_published_without_a_warning_as_one_file()
    {
        SkipWithoutNative();
        Assert.Equal(0, native.Published!.ExitCode);
        Assert.DoesNotContain("warning", native.Published.Output, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(["shiftleft"], Directory.GetFileSystemEntries(Repository.Scratch("native")).Select(Path.GetFileName));
    }

    public static TheoryData<string> CommandLines => new(
    [
        .. from format in (string[])["text", "sarif", "msbuild", "json"]
           from profile in (string[])["recommended", "all"]
           select $"scan --format {format} --profile {profile}",
        "scan --fail-on never charts Dockerfile",
        "scan nosuch",
        "scan --format nosuch",
        "rules",
        "rules --format json",
        "rules --format markdown",
        "explain unreadable-file",
        "explain unreadable-fil",
        "--help",
        "scan --help",
        "--version",
        "doctor",
        "doctor charts --format json",
        "completion zsh",
        "complete -- scan --rule .fl",
    ]);

    [Theory]
    [MemberData(nameof(CommandLines))]
    public void It_says_what_the_portable_program_says(string arguments) => AssertSame(HostileFolder.Path, [], arguments.Split(' '));

    [Fact]
    public void In_colours_too() => AssertSame(HostileFolder.Path, [("FORCE_COLOR", "1")], "scan", "--profile", "all");

    [Fact]
    public void And_of_every_sample()
    {
        var samples = System.IO.Path.Combine(Repository.Root, "samples");
        Assert.SkipUnless(Directory.Exists(samples), "there are no samples");
        AssertSame(samples, [], "scan", "--format", "sarif", "--profile", "all");
        AssertSame(samples, [], "scan", "--profile", "all");
    }

    void AssertSame(string folder, IEnumerable<(string, string)> variables, params string[] arguments)
    {
        SkipWithoutNative();
        Assert.Equal(CommandLine.Portable(variables, folder, arguments), native.Run(variables, folder, arguments));
    }

    void SkipWithoutNative() => Assert.SkipWhen(native.WhyNot is not null, native.WhyNot ?? "");
}
