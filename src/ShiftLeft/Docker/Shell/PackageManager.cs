using System.Collections.Frozen;
using System.Collections.Immutable;
using ShiftLeft.Text;

namespace ShiftLeft.Docker.Shell;

/// <summary>What a package manager's command does.</summary>
enum PackageAction
{
    Refresh,
    Install,
    /// <summary>Fetches a package to run it once.</summary>
    Run,
    Upgrade,
    DistributionUpgrade,
    /// <summary>Removes all that it keeps.</summary>
    Clean,
    /// <summary>Removes the downloaded packages but not the index.</summary>
    CleanPackages,
    Other,
}

/// <summary>
/// The table of package managers: one place that knows their sub-commands, options and ways of naming a version, so that a rule asks a question once
/// for all of them.
/// </summary>
sealed partial record PackageManager(string Name)
{
    public ImmutableArray<string> Commands { get; init; } = [];
    /// <summary>By sub-command, of one word or two.</summary>
    public FrozenDictionary<string, PackageAction> Actions { get; init; } = FrozenDictionary<string, PackageAction>.Empty;
    /// <summary>Options whose value is the next word.</summary>
    public FrozenSet<string> ValueOptions { get; init; } = [];
    /// <summary>Options that answer its questions; none where it asks nothing.</summary>
    public ImmutableArray<string> YesOptions { get; init; } = [];
    /// <summary>Options that name the version of what is installed, or check it.</summary>
    public ImmutableArray<string> VersionOptions { get; init; } = [];
    /// <summary>Variables that do the same for all calls.</summary>
    public ImmutableArray<string> VersionVariables { get; init; } = [];
    /// <summary>Options whose value is a source as a package's word is.</summary>
    public ImmutableArray<string> SourceOptions { get; init; } = [];
    /// <summary>Whether what follows two dashes is for a program that it starts.</summary>
    public bool EndsAtDashes { get; init; }
    /// <summary>Options with which it keeps no cache.</summary>
    public ImmutableArray<string> NoCacheOptions { get; init; } = [];
    /// <summary>Variables with which it keeps no cache, whatever they hold if it is not nothing.</summary>
    public ImmutableArray<string> NoCacheVariables { get; init; } = [];
    /// <summary>Variables with which it answers its questions itself.</summary>
    public ImmutableArray<string> YesVariables { get; init; } = [];
    /// <summary>Options with which it changes nothing and so asks nothing.</summary>
    public ImmutableArray<string> TrialOptions { get; init; } = [];
    /// <summary>The setting with which it keeps no cache, and the one with which it answers itself.</summary>
    public (ToolSettings NoCache, ToolSettings Yes) Configured { get; init; }
    /// <summary>Options and variables that name its cache's directory.</summary>
    public ImmutableArray<string> CacheOptions { get; init; } = [];
    /// <summary>Whether letters behind one dash are options each.</summary>
    public bool HasBundles { get; init; } = true;
    /// <summary>Whether a package's word names a version, a file or an address.</summary>
    public required Func<string, bool> IsPinned { get; init; }
    /// <summary>Directories that hold its index or cache; relative ones lie in a user's home.</summary>
    public ImmutableArray<string> Caches { get; init; } = [];
    /// <summary>What leaves something in the caches that only a cleaning command removes; none where nobody minds.</summary>
    public ImmutableArray<PackageAction> Fills { get; init; } = [];
    /// <summary>The command or option that keeps the caches out of the layer.</summary>
    public string CleanExample { get; init; } = "";
    /// <summary>How a pinned package is written: <c>curl=8.5.0-2</c>.</summary>
    public required string PinExample { get; init; }

    /// <summary>What a command does, when it is a package manager's.</summary>
    public static PackageCommand? Read(ShellCommand command)
    {
        var arguments = command.Arguments;
        var name = command.Name;
        if (name.StartsWith("python", StringComparison.Ordinal) && arguments is [{ Skeleton: "-m" }, { Skeleton: "pip" }, ..]) (name, arguments) = ("pip", arguments.RemoveRange(0, 2));
        if (name == "uv" && arguments is [{ Skeleton: "pip" or "tool" }, ..]) (name, arguments) = ("pip", arguments.RemoveAt(0));
        if (name.StartsWith("pip3.", StringComparison.Ordinal)) name = "pip3";
        if (!ByCommand.TryGetValue(name, out var manager)) return null;

        var words = ImmutableArray.CreateBuilder<ShellWord>();
        var options = ImmutableArray.CreateBuilder<ShellWord>();
        for (var i = 0; i < arguments.Length; i++)
        {
            var word = arguments[i];
            if (word.Skeleton == "--")
            {
                if (!manager.EndsAtDashes) words.AddRange(arguments[(i + 1)..]);
                break;
            }
            if (word.IsFlag)
            {
                options.Add(word);
                if (manager.TakesNext(word.Skeleton) && i + 1 < arguments.Length) options.Add(arguments[++i]);
            }
            else words.Add(word);
        }
        if (words.Count == 0) return null;
        // dotnet add <project> package <name>
        if (manager.Name == "dotnet" && words is [{ Skeleton: "add" }, not { Skeleton: "package" }, { Skeleton: "package" }, ..]) words.RemoveAt(1);
        var verb = words[0];
        var isLong = words.Count > 1 && manager.Actions.ContainsKey($"{verb.Skeleton} {words[1].Skeleton}");
        var action = manager.Actions.GetValueOrDefault(isLong ? $"{verb.Skeleton} {words[1].Skeleton}" : verb.Skeleton, PackageAction.Other);
        return new(manager, command, action, verb, [.. words.Skip(isLong ? 2 : 1)], options.ToImmutable());
    }

    /// <summary>Whether an option's value is the next word: <c>-t</c>, also at the end of <c>-yt</c>.</summary>
    bool TakesNext(string option) => ValueOptions.Contains(option) || (HasBundles && option is ['-', not '-', _, ..] && Letters(option).Length == option.Length - 1 && ValueOptions.Contains($"-{option[^1]}"));

    /// <summary>The letters of a bundle up to the first that takes a value: the rest is the value.</summary>
    internal string Letters(string option)
    {
        if (option is not ['-', not '-', ..] || !HasBundles) return "";
        for (var i = 1; i < option.Length; i++)
        {
            if (!char.IsAsciiLetter(option[i])) return option[1..i];
            if (ValueOptions.Contains($"-{option[i]}")) return option[1..(i + 1)];
        }
        return option[1..];
    }

    /// <summary>Whether a command empties the caches: the manager's own, or <c>rm</c> and <c>find -delete</c> on their directories.</summary>
    public bool IsCleaned(ShellCommand command) => command.Name switch
    {
        "rm" => command.Arguments.Any(word => !word.IsFlag && HoldsCache(word.Skeleton)),
        "find" => command.Arguments.Any(word => HoldsCache(word.Skeleton)) && command.Arguments.Any(word => word.Skeleton is "-delete" or "-exec"),
        _ => Read(command) is { Action: PackageAction.Clean } clean && clean.Manager == this,
    };

    /// <summary>Whether a cache or memory mount lies where the manager keeps its own, so that nothing of it gets into the layer.</summary>
    public bool IsMounted(RunInstruction run, PackageCommand? package = null)
    {
        var targets = run.Mounts.Where(mount => mount.Type is "cache" or "tmpfs").Select(mount => mount.Find("target")?.Value).OfType<MappedText>().Select(target => run.Expand(target).Text).ToList();
        // A target that only the build's arguments tell may be the right one.
        if (targets.Contains(null)) return true;
        var caches = package?.CacheDirectory(run) is { } own ? Caches.Add(own) : Caches;
        return targets.Any(target => target is { Length: > 0 } && caches.Any(cache => Covers(target.TrimEnd('/'), cache)));
    }

    /// <summary>Whether the path is the first cache, something around it or the files in it.</summary>
    bool HoldsCache(string path)
    {
        var plain = path.TrimEnd('*', '/');
        return plain.Length > 1 && Caches.Any(cache => Covers(plain, cache) || BraceParts(plain).Any(part => Covers(part, cache)));
    }

    static bool Covers(string path, string cache) =>
        cache.StartsWith('/') ? cache == path || cache.StartsWith(path + "/", StringComparison.Ordinal) : path.EndsWith("/" + cache, StringComparison.Ordinal) || path.EndsWith("/.cache", StringComparison.Ordinal);

    /// <summary>The paths of <c>/var/lib/{apt,dpkg}</c>.</summary>
    static IEnumerable<string> BraceParts(string path)
    {
        var open = path.IndexOf('{', StringComparison.Ordinal);
        var close = path.IndexOf('}', StringComparison.Ordinal);
        return open < 0 || close < open ? [] : path[(open + 1)..close].Split(',').Take(20).Select(part => (path[..open] + part + path[(close + 1)..]).TrimEnd('/', '*'));
    }
}

/// <param name="Manager">Which one.</param>
/// <param name="Command">The command as it stands.</param>
/// <param name="Action">What it does.</param>
/// <param name="Verb">The sub-command's word, the first of two.</param>
/// <param name="Operands">Packages, mostly.</param>
/// <param name="Options">Options with their values.</param>
sealed record PackageCommand(PackageManager Manager, ShellCommand Command, PackageAction Action, ShellWord Verb, ImmutableArray<ShellWord> Operands, ImmutableArray<ShellWord> Options)
{
    public bool Has(string option) => Options.Any(word => word.Skeleton == option || word.Skeleton.StartsWith(option + "=", StringComparison.Ordinal)) || (option is ['-', not '-'] && Has(option[1]));

    /// <summary>An option by its letter, alone or in a bundle.</summary>
    public bool Has(char letter) => Options.Any(word => Manager.Letters(word.Skeleton).Contains(letter, StringComparison.Ordinal));

    /// <summary>Whether it answers its questions itself; two <c>-q</c> of apt imply it.</summary>
    public bool AnswersYes =>
        Manager.YesOptions.IsEmpty || Manager.YesOptions.Any(Has) || Manager.TrialOptions.Any(Has) ||
        (Manager.Name == "yum" && Options.Any(word => word.Skeleton is "--setopt=assumeyes=1" or "--setopt=assumeyes=True" or "--setopt=assumeyes=true" or "--setopt=assumeyes=yes")) ||
        (Manager.Name == "apt" && (Options.Sum(word => word.Skeleton == "--quiet" ? 1 : Manager.Letters(word.Skeleton).Count(c => c == 'q')) >= 2 || Options.Any(word => word.Skeleton.Contains("APT::Get::Assume-Yes", StringComparison.OrdinalIgnoreCase))));

    /// <summary>What is fetched, each by its word: packages without the groups that have no version, and sources that options name.</summary>
    public IEnumerable<ShellWord> Sources
    {
        get
        {
            if (Verb.Skeleton is "groupinstall" or "group" or "groups") yield break;
            foreach (var word in Action == PackageAction.Run ? Operands.Take(1).Where(word => word.Skeleton.LastIndexOf('@') > 0 || Manager.Name == "pipx") : Operands) yield return word;
            for (var i = 0; i + 1 < Options.Length; i++)
            {
                if (Manager.SourceOptions.Contains(Options[i].Skeleton)) yield return Options[i + 1];
            }
        }
    }

    /// <summary>Whether an option names the version of what is installed.</summary>
    public bool NamesVersion => Manager.VersionOptions.Any(Has);

    /// <summary>Whether an option keeps its cache from being filled.</summary>
    public bool KeepsNoCache => Manager.NoCacheOptions.Any(Has) || Manager.TrialOptions.Any(Has);

    /// <summary>The directory of its cache where an option or a variable names it; null where it is the manager's own.</summary>
    public string? CacheDirectory(RunInstruction run)
    {
        foreach (var name in Manager.CacheOptions)
        {
            if (!name.StartsWith('-'))
            {
                if (run.EnvironmentOf(Command, name) is { Length: > 0 } value) return value.TrimEnd('/');
                continue;
            }
            for (var i = 0; i < Options.Length; i++)
            {
                if (Options[i].Skeleton.StartsWith(name + "=", StringComparison.Ordinal)) return Options[i].Skeleton[(name.Length + 1)..].TrimEnd('/');
                if (Options[i].Skeleton == name && i + 1 < Options.Length) return Options[i + 1].Skeleton.TrimEnd('/');
            }
        }
        return null;
    }
}
