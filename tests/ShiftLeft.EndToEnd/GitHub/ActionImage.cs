namespace ShiftLeft.EndToEnd.GitHub;

/// <summary>
/// The action's image, really built from its recipe and really run. The bases' registry is not asked: images of Debian's userland with this
/// machine's .NET stand in for them, so what is tried is the recipe and the program, not the bases.
/// </summary>
public sealed class ActionImage
{
    const string Sdk = "localhost/stand-in/sdk:10.0";
    const string Runtime = "localhost/stand-in/runtime:10.0";
    const string Name = "localhost/shiftleft-action:test";

    readonly Lazy<(ProgramRun? Build, string? WhyNot)> build;
    readonly string folder = Repository.Scratch("image");

    public ActionImage() => build = new(Build);

    /// <summary>How the image was built; where it cannot be, the test is skipped and says why.</summary>
    internal ProgramRun Built()
    {
        var (built, whyNot) = build.Value;
        Assert.SkipWhen(built is null, whyNot ?? "");
        return built!;
    }

    (ProgramRun? Build, string? WhyNot) Build()
    {
        if (!OperatingSystem.IsLinux()) return (null, "a container's image is built where containers are: on Linux");
        if (Environment.GetEnvironmentVariable("SHIFTLEFT_IMAGE") != "1") return (null, "SHIFTLEFT_IMAGE=1 asks for the image to be built and run; it takes minutes, root and packages of Debian");
        if (!Environment.IsPrivilegedProcess) return (null, "the stand-ins for the image's bases are made by root only");
        foreach (var (program, argument) in ((string, string)[])[("podman", "--version"), ("runc", "--version"), ("debootstrap", "--version")])
        {
            if (ProgramRun.CanStart(program, argument)) continue;
            if (!ProgramRun.CanStart("apt-get", "--version")) return (null, $"{program} is not there, nor apt-get to install it");
            ProgramRun.Of(folder, "apt-get", "update", "-qq");
            if (ProgramRun.Of(folder, "apt-get", "install", "-y", "-qq", "--no-install-recommends", program) is { ExitCode: not 0 } install) return (null, $"{program} could not be installed: {install.Error.Trim()}");
        }
        WriteSettings();
        if (Podman("image", "exists", Sdk).ExitCode != 0 || Podman("image", "exists", Runtime).ExitCode != 0)
        {
            var script = Path.Combine(Repository.Root, "tests", "ShiftLeft.EndToEnd", "GitHub", "stand-in-images.sh");
            var standIns = ProgramRun.With(Settings, folder, "bash", script, folder, Sdk, Runtime);
            if (standIns.ExitCode != 0) return (null, $"the stand-ins for the image's bases could not be made: {standIns.Error.Trim()}");
        }
        return (Podman("build", "--quiet", "--pull=never", "--network", "host", "-v", "/etc/ssl/certs:/etc/ssl/certs:ro", "-v", $"{Packages}:/root/.nuget/packages", "-f", Recipe(), "-t", Name, Repository.Root), null);
    }

    static string Packages => Directory.CreateDirectory(Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages")).FullName;

    /// <summary>The recipe with the stand-ins in the places of its two bases, and otherwise as it is.</summary>
    string Recipe()
    {
        var lines = File.ReadAllLines(Path.Combine(Repository.Root, "action", "Dockerfile"));
        var bases = 0;
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].Split(' ') is not ["FROM", ['m', 'c', 'r', '.', ..] image, .. var rest]) continue;
            lines[i] = string.Join(' ', ["FROM", image.Contains("/sdk:", StringComparison.Ordinal) ? Sdk : Runtime, .. rest]);
            bases++;
        }
        Assert.Equal(2, bases);
        var file = Path.Combine(folder, "Dockerfile");
        File.WriteAllLines(file, lines);
        return file;
    }

    /// <summary>The image run; what comes behind its name is the program's.</summary>
    internal ProgramRun Run(IEnumerable<string> options, params IEnumerable<string> arguments) => Podman(["run", "--rm", "--pull=never", .. options, Name, .. arguments]);

    /// <summary>In bytes, unpacked.</summary>
    internal long Size => SizeOf(Name);

    internal long BaseSize => SizeOf(Runtime);

    long SizeOf(string name) => long.Parse(Podman("image", "inspect", "--format", "{{.Size}}", name).Succeeded().Output.Trim());

    ProgramRun Podman(params IEnumerable<string> arguments) => ProgramRun.With(Settings, folder, "podman", arguments);

    IEnumerable<(string, string)> Settings => [("CONTAINERS_CONF", Path.Combine(folder, "containers.conf")), ("CONTAINERS_STORAGE_CONF", Path.Combine(folder, "storage.conf"))];

    /// <summary>Nothing of the machine's own containers is touched; the limits are those that a container without rights to raise them may have.</summary>
    void WriteSettings()
    {
        File.WriteAllText(Path.Combine(folder, "containers.conf"), $"""
            [containers]
            netns = "none"
            default_ulimits = ["nofile=4096:4096", "nproc=8192:8192"]
            [engine]
            cgroup_manager = "cgroupfs"
            events_logger = "file"
            runtime = "runc"
            tmp_dir = "{folder}/tmp"
            """);
        File.WriteAllText(Path.Combine(folder, "storage.conf"), $"""
            [storage]
            driver = "overlay"
            graphroot = "{folder}/store"
            runroot = "{folder}/run"
            """);
    }
}
