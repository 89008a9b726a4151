namespace ShiftLeft.EndToEnd.Installs;

/// <summary>The machine's Python.</summary>
static class Python
{
    /// <summary>Where Debian puts the wheels of pip's own tools, which build what is not a wheel yet.</summary>
    const string DebianWheels = "/usr/share/python-wheels";

    /// <returns>The <c>python</c> of a new environment; where none can be made, the test is skipped and says so.</returns>
    public static string InNewEnvironment(string name)
    {
        Assert.SkipUnless(ProgramRun.CanStart("python3", "--version"), "python3 is not there");
        var folder = BuiltPackages.Empty(name);
        var made = ProgramRun.Of(folder, "python3", "-m", "venv", folder);
        Assert.SkipUnless(made.ExitCode == 0, $"python3 makes no environment: {(made.Output + made.Error).Trim()}");
        return Path.Combine(folder, "bin", "python");
    }

    /// <summary>Variables by which pip takes packages from folders and asks nobody else.</summary>
    public static IEnumerable<(string, string)> Offline(string folder) =>
        [("PIP_NO_INDEX", "1"), ("PIP_FIND_LINKS", $"{folder} {DebianWheels}"), ("PIP_DISABLE_PIP_VERSION_CHECK", "1")];

    /// <summary>Whether what pip builds with lies in a folder of this machine.</summary>
    public static bool HasBuildTools => Directory.Exists(DebianWheels) && Directory.EnumerateFiles(DebianWheels, "setuptools-*.whl").Any() && Directory.EnumerateFiles(DebianWheels, "wheel-*.whl").Any();
}
