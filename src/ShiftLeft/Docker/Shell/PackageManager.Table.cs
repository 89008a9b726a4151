using System.Collections.Frozen;
using System.Collections.Immutable;

namespace ShiftLeft.Docker.Shell;

sealed partial record PackageManager
{
    public static ImmutableArray<PackageManager> All { get; } =
    [
        new("apt")
        {
            Commands = ["apt-get", "apt", "aptitude"],
            Actions = Map(("update", PackageAction.Refresh), ("install", PackageAction.Install), ("upgrade", PackageAction.Upgrade), ("safe-upgrade", PackageAction.Upgrade), ("dist-upgrade", PackageAction.DistributionUpgrade), ("full-upgrade", PackageAction.DistributionUpgrade), ("clean", PackageAction.CleanPackages), ("autoclean", PackageAction.CleanPackages), ("dist-clean", PackageAction.Clean)),
            ValueOptions = Set("-t", "--target-release", "--default-release", "-o", "--option", "-c", "--config-file", "-a", "--host-architecture"),
            YesOptions = ["-y", "--yes", "--assume-yes", "-q=2", "--force-yes"],
            TrialOptions = ["-s", "--simulate", "--just-print", "--dry-run", "--recon", "--no-act", "--print-uris", "--assume-no"],
            Configured = (ToolSettings.None, ToolSettings.AptYes),
            IsPinned = package => package.AsSpan().IndexOfAny('=', '/') >= 0 || package.EndsWith(".deb", StringComparison.Ordinal),
            Caches = ["/var/lib/apt/lists", "/var/cache/apt"],
            Fills = [PackageAction.Refresh],
            CleanExample = "rm -rf /var/lib/apt/lists/*",
            PinExample = "curl=8.14.1-2",
        },
        new("apk")
        {
            Commands = ["apk"],
            Actions = Map(("update", PackageAction.Refresh), ("add", PackageAction.Install), ("upgrade", PackageAction.Upgrade), ("cache", PackageAction.Clean)),
            ValueOptions = Set("-t", "--virtual", "-X", "--repository", "-p", "--root", "--repositories-file", "--cache-dir", "--cache-max-age", "--keys-dir", "--arch", "--wait", "--progress-fd"),
            NoCacheOptions = ["--no-cache"],
            TrialOptions = ["-s", "--simulate", "--no-network"],
            CacheOptions = ["--cache-dir"],
            IsPinned = package => package.AsSpan().IndexOfAny("=~<>") >= 0 || package.EndsWith(".apk", StringComparison.Ordinal) || package is ['.' or '!', ..],
            Caches = ["/var/cache/apk", "/etc/apk/cache"],
            Fills = [PackageAction.Refresh, PackageAction.Install, PackageAction.Upgrade],
            CleanExample = "--no-cache",
            PinExample = "curl=8.14.1-r1",
        },
        new("yum")
        {
            Commands = ["yum", "dnf", "dnf5", "microdnf", "tdnf"],
            Actions = Map(("makecache", PackageAction.Refresh), ("check-update", PackageAction.Refresh), ("install", PackageAction.Install), ("in", PackageAction.Install), ("localinstall", PackageAction.Install), ("groupinstall", PackageAction.Install), ("group install", PackageAction.Install), ("module install", PackageAction.Install), ("reinstall", PackageAction.Install), ("update", PackageAction.Upgrade), ("upgrade", PackageAction.Upgrade), ("up", PackageAction.Upgrade), ("distro-sync", PackageAction.DistributionUpgrade), ("clean", PackageAction.Clean)),
            ValueOptions = Set("-c", "--config", "-d", "-e", "-x", "--exclude", "--enablerepo", "--disablerepo", "--installroot", "--releasever", "--setopt", "--repo", "--repoid", "--repofrompath", "--enableplugin", "--disableplugin", "--advisory", "--forcearch", "--downloaddir"),
            YesOptions = ["-y", "--assumeyes", "--yes"],
            TrialOptions = ["--assumeno"],
            Configured = (ToolSettings.None, ToolSettings.DnfYes),
            IsPinned = package => package.Contains("://", StringComparison.Ordinal) || package.EndsWith(".rpm", StringComparison.Ordinal) || package.StartsWith('@') || package.AsSpan().IndexOfAny(":(/") >= 0 || HasDashDigit(package),
            Caches = ["/var/cache/yum", "/var/cache/dnf", "/var/cache/libdnf5", "/var/cache/tdnf"],
            Fills = [PackageAction.Refresh, PackageAction.Install, PackageAction.Upgrade, PackageAction.DistributionUpgrade],
            CleanExample = "dnf clean all",
            PinExample = "curl-8.9.1-3.el10",
        },
        new("zypper")
        {
            Commands = ["zypper"],
            Actions = Map(("refresh", PackageAction.Refresh), ("ref", PackageAction.Refresh), ("install", PackageAction.Install), ("in", PackageAction.Install), ("update", PackageAction.Upgrade), ("up", PackageAction.Upgrade), ("patch", PackageAction.Upgrade), ("dist-upgrade", PackageAction.DistributionUpgrade), ("dup", PackageAction.DistributionUpgrade), ("clean", PackageAction.Clean), ("cc", PackageAction.Clean)),
            ValueOptions = Set("-r", "--repo", "--from", "-t", "--type", "-R", "--root", "--installroot", "-p", "--plus-repo", "-D", "--reposd-dir"),
            YesOptions = ["-y", "--no-confirm", "-n", "--non-interactive"],
            TrialOptions = ["--dry-run"],
            IsPinned = package => package.AsSpan().IndexOfAny("=<>/") >= 0 || package.EndsWith(".rpm", StringComparison.Ordinal) || HasDashDigit(package),
            Caches = ["/var/cache/zypp"],
            Fills = [PackageAction.Refresh, PackageAction.Install, PackageAction.Upgrade, PackageAction.DistributionUpgrade],
            CleanExample = "zypper clean -a",
            PinExample = "curl=8.6.0",
        },
        new("pip")
        {
            Commands = ["pip", "pip2", "pip3"],
            Actions = Map(("install", PackageAction.Install), ("cache purge", PackageAction.Clean)),
            ValueOptions = Set("-r", "--requirement", "-c", "--constraint", "-i", "--index-url", "--extra-index-url", "-t", "--target", "-f", "--find-links", "--trusted-host", "--prefix", "--root", "--src", "--cache-dir", "--timeout", "--retries", "--proxy", "--cert", "--client-cert", "--platform", "--python-version", "--python", "-p", "--implementation", "--abi", "--progress-bar", "--upgrade-strategy", "--log", "-e", "--editable", "--no-binary", "--only-binary", "--group", "--config-settings", "-C", "--global-option", "--report", "--use-feature", "--root-user-action", "--exists-action", "--index-strategy"),
            VersionOptions = ["--require-hashes", "-c", "--constraint"],
            VersionVariables = ["PIP_CONSTRAINT", "PIP_REQUIRE_HASHES", "UV_CONSTRAINT"],
            SourceOptions = ["-e", "--editable"],
            NoCacheOptions = ["--no-cache-dir", "--no-cache"],
            NoCacheVariables = ["PIP_NO_CACHE_DIR", "UV_NO_CACHE"],
            TrialOptions = ["--dry-run"],
            Configured = (ToolSettings.PipNoCache, ToolSettings.None),
            CacheOptions = ["--cache-dir", "PIP_CACHE_DIR", "UV_CACHE_DIR"],
            IsPinned = IsPinnedPython,
            Caches = [".cache/pip", ".cache/uv"],
            Fills = [PackageAction.Install],
            CleanExample = "--no-cache-dir",
            PinExample = "requests==2.32.4",
        },
        new("pipx")
        {
            Commands = ["pipx"],
            Actions = Map(("install", PackageAction.Install), ("run", PackageAction.Run), ("inject", PackageAction.Other)),
            ValueOptions = Set("--python", "--index-url", "-i", "--pip-args", "--suffix", "--spec", "--preinstall"),
            VersionOptions = ["--spec"],
            IsPinned = IsPinnedPython,
            PinExample = "ruff==0.12.9",
        },
        new("pecl")
        {
            Commands = ["pecl"],
            Actions = Map(("install", PackageAction.Install)),
            ValueOptions = Set("-D", "--configureoptions", "-d", "-R", "--installroot"),
            IsPinned = package => HasDashDigit(package) || package.EndsWith(".tgz", StringComparison.Ordinal) || package.Contains('/', StringComparison.Ordinal),
            PinExample = "redis-6.2.0",
        },
        new("npm")
        {
            Commands = ["npm", "pnpm", "bun"],
            Actions = Map(("install", PackageAction.Install), ("i", PackageAction.Install), ("add", PackageAction.Install), ("exec", PackageAction.Run), ("x", PackageAction.Run), ("dlx", PackageAction.Run), ("cache clean", PackageAction.Clean), ("store prune", PackageAction.Clean)),
            ValueOptions = Set("--loglevel", "--registry", "--prefix", "--cache", "-C", "--dir", "--filter", "-w", "--workspace", "--omit", "--include", "--fetch-retries", "--fetch-timeout", "--userconfig", "--globalconfig", "--tag", "--cpu", "--os", "--libc", "--install-strategy", "--audit-level", "--store-dir", "--maxsockets", "--before"),
            IsPinned = IsPinnedScript,
            Caches = [".npm", ".local/share/pnpm"],
            PinExample = "typescript@5.9.2",
        },
        new("yarn")
        {
            Commands = ["yarn"],
            Actions = Map(("install", PackageAction.Install), ("add", PackageAction.Install), ("global add", PackageAction.Install), ("cache clean", PackageAction.Clean)),
            CacheOptions = ["--cache-folder", "YARN_CACHE_FOLDER"],
            ValueOptions = Set("--cwd", "--modules-folder", "--cache-folder", "--registry", "--network-timeout", "--network-concurrency", "--prefix", "--mutex"),
            IsPinned = IsPinnedScript,
            Caches = [".cache/yarn", "/usr/local/share/.cache"],
            Fills = [PackageAction.Install],
            CleanExample = "yarn cache clean",
            PinExample = "typescript@5.9.2",
        },
        new("gem")
        {
            Commands = ["gem"],
            Actions = Map(("install", PackageAction.Install), ("i", PackageAction.Install)),
            ValueOptions = Set("-v", "--version", "-i", "--install-dir", "-n", "--bindir", "-s", "--source", "--platform", "-P", "--trust-policy", "--document"),
            VersionOptions = ["-v", "--version"],
            EndsAtDashes = true,
            IsPinned = package => package.Contains(':', StringComparison.Ordinal) || package.EndsWith(".gem", StringComparison.Ordinal),
            PinExample = "bundler:2.7.1",
        },
        new("go")
        {
            Commands = ["go"],
            Actions = Map(("install", PackageAction.Install), ("get", PackageAction.Install), ("run", PackageAction.Run)),
            ValueOptions = Set("-ldflags", "-gcflags", "-asmflags", "-tags", "-o", "-C", "-mod", "-modfile", "-p"),
            HasBundles = false,
            IsPinned = package => package.StartsWith('.') || package.StartsWith('/') || (package.IndexOf('@', StringComparison.Ordinal) is var at and > 0 && !PinnedSource.IsFloating(package[(at + 1)..])),
            PinExample = "golang.org/x/tools/cmd/stringer@v0.36.0",
        },
        new("dotnet")
        {
            Commands = ["dotnet"],
            Actions = Map(("tool install", PackageAction.Install), ("tool update", PackageAction.Install), ("add package", PackageAction.Install), ("package add", PackageAction.Install)),
            ValueOptions = Set("--version", "--tool-path", "--add-source", "--configfile", "-v", "--verbosity", "--framework", "-f", "--source", "-s", "--package-directory", "--arch", "-a", "--tool-manifest", "--project"),
            VersionOptions = ["--version"],
            HasBundles = false,
            IsPinned = package => package.Contains('@', StringComparison.Ordinal),
            PinExample = "dotnet-ef --version 10.0.0",
        },
        new("nuget")
        {
            Commands = ["nuget"],
            Actions = Map(("install", PackageAction.Install)),
            ValueOptions = Set("-Version", "-OutputDirectory", "-Source", "-ConfigFile", "-Framework", "-Verbosity"),
            VersionOptions = ["-Version"],
            HasBundles = false,
            IsPinned = package => package.EndsWith(".config", StringComparison.OrdinalIgnoreCase),
            PinExample = "Newtonsoft.Json -Version 13.0.3",
        },
        new("cargo")
        {
            Commands = ["cargo"],
            Actions = Map(("install", PackageAction.Install), ("add", PackageAction.Install)),
            ValueOptions = Set("--version", "--vers", "--git", "--branch", "--tag", "--rev", "--path", "--root", "--features", "-F", "--bin", "--target", "--profile", "--registry", "--index", "-j", "--jobs", "--target-dir", "--config"),
            VersionOptions = ["--version", "--vers", "--rev", "--tag", "--path"],
            SourceOptions = ["--git"],
            EndsAtDashes = true,
            IsPinned = package => !package.Contains("://", StringComparison.Ordinal) && package.Contains('@', StringComparison.Ordinal),
            PinExample = "ripgrep@14.1.1",
        },
        new("composer")
        {
            Commands = ["composer"],
            Actions = Map(("require", PackageAction.Install), ("global require", PackageAction.Install)),
            ValueOptions = Set("-d", "--working-dir", "--ignore-platform-req"),
            IsPinned = package => package.AsSpan().IndexOfAny(':', '=') >= 0,
            PinExample = "monolog/monolog:3.9.0",
        },
        new("conda")
        {
            Commands = ["conda", "mamba", "micromamba"],
            Actions = Map(("install", PackageAction.Install), ("create", PackageAction.Install), ("update", PackageAction.Upgrade), ("upgrade", PackageAction.Upgrade), ("clean", PackageAction.Clean)),
            ValueOptions = Set("-n", "--name", "-p", "--prefix", "-c", "--channel", "-f", "--file", "--solver"),
            YesOptions = ["-y", "--yes"],
            YesVariables = ["CONDA_ALWAYS_YES", "MAMBA_ALWAYS_YES"],
            TrialOptions = ["-d", "--dry-run"],
            Configured = (ToolSettings.None, ToolSettings.CondaYes),
            IsPinned = package => package.AsSpan().IndexOfAny("=<>/") >= 0,
            Caches = ["/opt/conda/pkgs"],
            PinExample = "numpy=2.3.2",
        },
        new("choco")
        {
            Commands = ["choco"],
            Actions = Map(("install", PackageAction.Install), ("upgrade", PackageAction.Upgrade)),
            ValueOptions = Set("--version", "-s", "--source", "--params"),
            VersionOptions = ["--version"],
            YesOptions = ["-y", "--yes", "--confirm"],
            IsPinned = package => package.EndsWith(".config", StringComparison.OrdinalIgnoreCase) || package.EndsWith(".nupkg", StringComparison.OrdinalIgnoreCase),
            PinExample = "git --version=2.50.0",
        },
    ];

    static readonly FrozenDictionary<string, PackageManager> ByCommand =
        All.SelectMany(manager => manager.Commands, (manager, command) => KeyValuePair.Create(command, manager)).ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>A package of npm: <c>name@1.2.3</c>, a file, or a repository with its reference; a tag such as <c>latest</c> is no version.</summary>
    static bool IsPinnedScript(string package)
    {
        if (package.StartsWith('.') || package.StartsWith('/') || package.StartsWith('~') || package.StartsWith("file:", StringComparison.Ordinal)) return true;
        if (package.Contains("://", StringComparison.Ordinal) || package.StartsWith("git@", StringComparison.Ordinal)) return PinnedSource.IsPinned(package, '#');
        // github:owner/name and owner/name are repositories.
        if (package.Contains('/', StringComparison.Ordinal) && !package.StartsWith('@') && !package.EndsWith(".tgz", StringComparison.Ordinal) && package.IndexOf('@', StringComparison.Ordinal) < 0)
            return package.IndexOf('#', StringComparison.Ordinal) is var hash and > 0 && !PinnedSource.IsFloating(package[(hash + 1)..]);
        if (package.LastIndexOf('@') is var at and > 0) return !PinnedSource.IsFloating(package[(at + 1)..]);
        return package.EndsWith(".tgz", StringComparison.Ordinal);
    }

    /// <summary>A package of pip: with a version, a file, or an address that names one.</summary>
    static bool IsPinnedPython(string package)
    {
        var address = package.IndexOf(" @ ", StringComparison.Ordinal) is var at and > 0 ? package[(at + 3)..].Trim() : package.Split('@') is [var name, var source] && source.Contains("://", StringComparison.Ordinal) && !name.Contains(':', StringComparison.Ordinal) ? source : package;
        if (address.Contains("://", StringComparison.Ordinal)) return PinnedSource.IsPinned(address, '@');
        return package.AsSpan().IndexOfAny("=<>~!@/") >= 0 && !package.EndsWith("@latest", StringComparison.Ordinal) || package.StartsWith('.') || package.EndsWith(".whl", StringComparison.Ordinal) || package.EndsWith(".tar.gz", StringComparison.Ordinal) || package.EndsWith(".zip", StringComparison.Ordinal);
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
