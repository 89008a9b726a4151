using System.Collections.Frozen;
using System.Collections.Immutable;

namespace ShiftLeft.Docker.Shell;

/// <summary>What a package manager's command does.</summary>
enum PackageAction { Refresh, Install, Upgrade, DistributionUpgrade, Clean, Other }

/// <summary>
/// The table of package managers: one place that knows their sub-commands, options and ways of naming a version, so that a rule asks a question once
/// for all of them.
/// </summary>
sealed record PackageManager(string Name)
{
    public ImmutableArray<string> Commands { get; init; } = [];
    public FrozenDictionary<string, PackageAction> Actions { get; init; } = FrozenDictionary<string, PackageAction>.Empty;
    /// <summary>Options whose value is the next word.</summary>
    public FrozenSet<string> ValueOptions { get; init; } = [];
    /// <summary>Options that answer its questions; none where it asks nothing.</summary>
    public ImmutableArray<string> YesOptions { get; init; } = [];
    /// <summary>Whether a package's word names a version, a file or an address.</summary>
    public required Func<string, bool> IsPinned { get; init; }
    /// <summary>Directories that hold its index or cache.</summary>
    public ImmutableArray<string> Caches { get; init; } = [];
    /// <summary>How a pinned package is written: <c>curl=8.5.0-2</c>.</summary>
    public required string PinExample { get; init; }

    public static ImmutableArray<PackageManager> All { get; } =
    [
        new("apt")
        {
            Commands = ["apt-get", "apt", "aptitude"],
            Actions = Map(("update", PackageAction.Refresh), ("install", PackageAction.Install), ("upgrade", PackageAction.Upgrade), ("dist-upgrade", PackageAction.DistributionUpgrade), ("full-upgrade", PackageAction.DistributionUpgrade), ("clean", PackageAction.Clean), ("autoclean", PackageAction.Clean), ("dist-clean", PackageAction.Clean)),
            ValueOptions = Set("-t", "--target-release", "-o", "--option", "-c", "--config-file", "-a"),
            YesOptions = ["-y", "--yes", "--assume-yes", "-qq", "-q=2", "--force-yes"],
            IsPinned = package => package.AsSpan().IndexOfAny('=', '/') >= 0 || package.EndsWith(".deb", StringComparison.Ordinal),
            Caches = ["/var/lib/apt/lists", "/var/cache/apt"],
            PinExample = "curl=8.14.1-2",
        },
        new("apk")
        {
            Commands = ["apk"],
            Actions = Map(("update", PackageAction.Refresh), ("add", PackageAction.Install), ("upgrade", PackageAction.Upgrade)),
            ValueOptions = Set("-t", "--virtual", "-X", "--repository", "-p", "--root", "--repositories-file", "--cache-dir", "--keys-dir"),
            IsPinned = package => package.AsSpan().IndexOfAny("=~<>") >= 0 || package.EndsWith(".apk", StringComparison.Ordinal) || package.StartsWith('.'),
            Caches = ["/var/cache/apk", "/etc/apk/cache"],
            PinExample = "curl=8.14.1-r1",
        },
        new("yum")
        {
            Commands = ["yum", "dnf", "microdnf", "tdnf"],
            Actions = Map(("makecache", PackageAction.Refresh), ("check-update", PackageAction.Refresh), ("install", PackageAction.Install), ("in", PackageAction.Install), ("localinstall", PackageAction.Install), ("groupinstall", PackageAction.Install), ("reinstall", PackageAction.Install), ("update", PackageAction.Upgrade), ("upgrade", PackageAction.Upgrade), ("up", PackageAction.Upgrade), ("distro-sync", PackageAction.DistributionUpgrade), ("clean", PackageAction.Clean)),
            ValueOptions = Set("-c", "--config", "-d", "-e", "-x", "--exclude", "--enablerepo", "--disablerepo", "--installroot", "--releasever", "--setopt", "--repo", "--repoid"),
            YesOptions = ["-y", "--assumeyes", "--yes"],
            IsPinned = package => package.Contains("://", StringComparison.Ordinal) || package.EndsWith(".rpm", StringComparison.Ordinal) || package.StartsWith('@') || HasDashDigit(package),
            Caches = ["/var/cache/yum", "/var/cache/dnf", "/var/cache/libdnf5"],
            PinExample = "curl-8.9.1-3.el10",
        },
        new("zypper")
        {
            Commands = ["zypper"],
            Actions = Map(("refresh", PackageAction.Refresh), ("ref", PackageAction.Refresh), ("install", PackageAction.Install), ("in", PackageAction.Install), ("update", PackageAction.Upgrade), ("up", PackageAction.Upgrade), ("patch", PackageAction.Upgrade), ("dist-upgrade", PackageAction.DistributionUpgrade), ("dup", PackageAction.DistributionUpgrade), ("clean", PackageAction.Clean), ("cc", PackageAction.Clean)),
            ValueOptions = Set("-r", "--repo", "-t", "--type", "-R", "--root"),
            YesOptions = ["-y", "--no-confirm", "-n", "--non-interactive"],
            IsPinned = package => package.AsSpan().IndexOfAny("=<>") >= 0 || package.EndsWith(".rpm", StringComparison.Ordinal),
            Caches = ["/var/cache/zypp"],
            PinExample = "curl=8.6.0",
        },
        new("pip")
        {
            Commands = ["pip", "pip2", "pip3"],
            Actions = Map(("install", PackageAction.Install)),
            ValueOptions = Set("-r", "--requirement", "-c", "--constraint", "-i", "--index-url", "--extra-index-url", "-t", "--target", "-f", "--find-links", "--trusted-host", "--prefix", "--root", "--src", "--cache-dir", "--timeout", "--retries", "--proxy", "--cert", "--platform", "--python-version", "--progress-bar", "--upgrade-strategy", "--log", "-e", "--editable", "--no-binary", "--only-binary", "--group"),
            IsPinned = package => package.AsSpan().IndexOfAny("=<>~!@") >= 0 || package is "." || package.Contains('/', StringComparison.Ordinal) || package.EndsWith(".whl", StringComparison.Ordinal) || package.EndsWith(".tar.gz", StringComparison.Ordinal),
            Caches = [".cache/pip"],
            PinExample = "requests==2.32.4",
        },
        new("npm")
        {
            Commands = ["npm", "pnpm"],
            Actions = Map(("install", PackageAction.Install), ("i", PackageAction.Install), ("add", PackageAction.Install)),
            ValueOptions = Set("--loglevel", "--registry", "--prefix", "--cache", "-C", "--dir", "--filter", "-w", "--workspace"),
            IsPinned = package => package.LastIndexOf('@') > 0 || package.AsSpan().IndexOfAny('/', '#') >= 0 && !package.StartsWith('@') || package is "." || package.EndsWith(".tgz", StringComparison.Ordinal),
            Caches = [".npm"],
            PinExample = "typescript@5.9.2",
        },
        new("gem")
        {
            Commands = ["gem"],
            Actions = Map(("install", PackageAction.Install), ("i", PackageAction.Install)),
            ValueOptions = Set("-v", "--version", "-i", "--install-dir", "-n", "--bindir", "-s", "--source", "--platform"),
            IsPinned = package => package.Contains(':', StringComparison.Ordinal) || package.EndsWith(".gem", StringComparison.Ordinal),
            PinExample = "bundler:2.7.1",
        },
        new("go")
        {
            Commands = ["go"],
            Actions = Map(("install", PackageAction.Install), ("get", PackageAction.Install)),
            ValueOptions = Set("-ldflags", "-tags", "-o", "-C", "-mod"),
            IsPinned = package => package.StartsWith('.') || package.StartsWith('/') || (package.IndexOf('@', StringComparison.Ordinal) is var at and > 0 && package[at..] is not ("@latest" or "@none")),
            PinExample = "golang.org/x/tools/cmd/stringer@v0.36.0",
        },
        new("dotnet")
        {
            Commands = ["dotnet"],
            Actions = Map(("tool", PackageAction.Install)),
            ValueOptions = Set("--version", "--tool-path", "--add-source", "--configfile", "-v", "--verbosity", "--framework", "--source"),
            IsPinned = package => package.Contains('@', StringComparison.Ordinal),
            PinExample = "dotnet-ef --version 10.0.0",
        },
    ];

    static readonly FrozenDictionary<string, PackageManager> ByCommand =
        All.SelectMany(manager => manager.Commands, (manager, command) => KeyValuePair.Create(command, manager)).ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>What a command does, when it is a package manager's.</summary>
    public static PackageCommand? Read(ShellCommand command)
    {
        var arguments = command.Arguments;
        var name = command.Name;
        if (name.StartsWith("python", StringComparison.Ordinal) && arguments is [{ Skeleton: "-m" }, { Skeleton: "pip" }, ..]) (name, arguments) = ("pip", arguments.RemoveRange(0, 2));
        if (name == "uv" && arguments is [{ Skeleton: "pip" }, ..]) (name, arguments) = ("pip", arguments.RemoveAt(0));
        if (name.StartsWith("pip3.", StringComparison.Ordinal)) name = "pip3";
        if (!ByCommand.TryGetValue(name, out var manager)) return null;

        ShellWord? verb = null;
        var operands = ImmutableArray.CreateBuilder<ShellWord>();
        var options = ImmutableArray.CreateBuilder<ShellWord>();
        for (var i = 0; i < arguments.Length; i++)
        {
            var word = arguments[i];
            if (word.Skeleton == "--") { operands.AddRange(arguments[(i + 1)..]); break; }
            if (word.IsFlag)
            {
                options.Add(word);
                if (manager.ValueOptions.Contains(word.Skeleton) && i + 1 < arguments.Length) options.Add(arguments[++i]);
            }
            else if (verb is null) verb = word;
            else operands.Add(word);
        }
        if (verb is null) return null;
        if (manager.Name == "dotnet")
        {
            if (operands is not [{ Skeleton: "install" or "update" }, ..]) return null;
            operands.RemoveAt(0);
        }
        var action = manager.Actions.GetValueOrDefault(verb.Skeleton, PackageAction.Other);
        return new(manager, command, action, verb, operands.ToImmutable(), options.ToImmutable());
    }

    static bool HasDashDigit(string package)
    {
        for (var i = 1; i + 1 < package.Length; i++)
        {
            if (package[i] == '-' && char.IsAsciiDigit(package[i + 1])) return true;
        }
        return false;
    }

    static FrozenSet<string> Set(params string[] items) => items.ToFrozenSet(StringComparer.Ordinal);

    static FrozenDictionary<string, PackageAction> Map(params (string Verb, PackageAction Action)[] actions) =>
        actions.ToFrozenDictionary(pair => pair.Verb, pair => pair.Action, StringComparer.Ordinal);
}

/// <param name="Manager">Which one.</param>
/// <param name="Command">The command as it stands.</param>
/// <param name="Action">What it does.</param>
/// <param name="Verb">The sub-command's word.</param>
/// <param name="Operands">Packages, mostly.</param>
/// <param name="Options">Options with their values.</param>
sealed record PackageCommand(PackageManager Manager, ShellCommand Command, PackageAction Action, ShellWord Verb, ImmutableArray<ShellWord> Operands, ImmutableArray<ShellWord> Options)
{
    public bool Has(string option) => Options.Any(word => word.Skeleton == option || word.Skeleton.StartsWith(option + "=", StringComparison.Ordinal));

    /// <summary>An option by its letter, alone or in a bundle.</summary>
    public bool Has(char letter) => Options.Any(word => word.Skeleton is ['-', not '-', ..] && word.Skeleton.AsSpan(1).Contains(letter));

    public bool AnswersYes =>
        Manager.YesOptions.IsEmpty || Manager.YesOptions.Any(Has) || Options.Any(word => word.Skeleton is ['-', not '-', ..] && word.Skeleton.Contains('y', StringComparison.Ordinal)) ||
        (Manager.Name == "zypper" && Has('n')) || Options.Sum(word => word.Skeleton is ['-', not '-', ..] ? word.Skeleton.Count(c => c == 'q') : word.Skeleton == "--quiet" ? 1 : 0) >= 2;
}
