using System.Runtime.CompilerServices;

namespace ShiftLeft.Docker.Shell;

/// <summary>What configuration files and commands tell tools for all their later calls.</summary>
[Flags]
enum ToolSettings
{
    None = 0,
    /// <summary>apt's <c>APT::Get::Assume-Yes</c>.</summary>
    AptYes = 1,
    /// <summary>apt's <c>APT::Install-Recommends "false"</c>.</summary>
    AptNoRecommends = 2,
    /// <summary>dnf's and yum's <c>assumeyes</c>.</summary>
    DnfYes = 4,
    /// <summary>conda's <c>always_yes</c>.</summary>
    CondaYes = 8,
    /// <summary>pip's <c>no-cache-dir</c>.</summary>
    PipNoCache = 16,
}

/// <summary>Follows what is configured through a stage and those that it stands on.</summary>
static class Configuration
{
    // What is in force at a stage's end is found once; the entry lives as long as the stage.
    static readonly ConditionalWeakTable<Stage, StrongBox<ToolSettings>> Ends = [];

    /// <summary>The commands of the stage's RUN instructions in order, each with what is configured when it runs.</summary>
    public static IEnumerable<(RunInstruction Run, ShellCommand Command, ToolSettings Settings)> ConfiguredCommands(this Stage stage)
    {
        var settings = stage.Base.Stage is { } parent ? AtEnd(parent) : ToolSettings.None;
        foreach (var instruction in stage.Written)
        {
            if (instruction is RunInstruction run)
            {
                var script = stage.Script(run);
                foreach (var command in script.Commands)
                {
                    yield return (run, command, settings);
                    settings |= Of(script, command);
                }
            }
            else settings |= Of(instruction);
        }
    }

    /// <summary>A chain of stages may be as long as the file, so it is walked from the first whose end is known.</summary>
    static ToolSettings AtEnd(Stage stage)
    {
        var waiting = new Stack<Stage>();
        var settings = ToolSettings.None;
        for (Stage? at = stage; at is not null; at = at.Base.Stage)
        {
            if (Ends.TryGetValue(at, out var known))
            {
                settings = known.Value;
                break;
            }
            waiting.Push(at);
        }
        while (waiting.TryPop(out var next))
        {
            foreach (var instruction in next.Written)
            {
                if (instruction is not RunInstruction run) settings |= Of(instruction);
                else if (next.Script(run) is var script) foreach (var command in script.Commands) settings |= Of(script, command);
            }
            Ends.AddOrUpdate(next, new(settings));
        }
        return settings;
    }

    static ToolSettings Of(Instruction instruction)
    {
        if (instruction is not CopyInstruction copy) return ToolSettings.None;
        if (copy.Destination is not { } word || copy.Expand(word).Text is not { } target) return ToolSettings.None;
        // What stands in a file of the context is not known here, so that nothing can be said against it.
        if (copy.Heredocs.IsEmpty) return copy.Sources.Select(source => target.EndsWith('/') ? target + source.Text[(source.Text.LastIndexOf('/') + 1)..] : target).Aggregate(ToolSettings.None, (settings, path) => settings | OfPath(path));
        return copy.Heredocs.Aggregate(ToolSettings.None, (settings, heredoc) => settings | Of(target.EndsWith('/') ? target + heredoc.Name : target, heredoc.Body.Text));
    }

    static ToolSettings Of(ShellScript script, ShellCommand command)
    {
        var settings = WrittenFiles.Of(script, command).Aggregate(ToolSettings.None, (found, file) => found | Of(file.Path, file.Text));
        if (command.Name is "pip" or "pip3" && command.Texts.ToList() is ["config", .., var name, var value] && name.EndsWith("no-cache-dir", StringComparison.Ordinal) && IsYes(value)) settings |= ToolSettings.PipNoCache;
        if (command.Name is "conda" or "mamba" or "micromamba" && command.Texts.ToList() is ["config", .., "always_yes", var answer] && IsYes(answer)) settings |= ToolSettings.CondaYes;
        if (command.Name is "dnf" or "yum-config-manager" or "dnf-config-manager" && command.Arguments.Any(word => word.Skeleton.StartsWith("--setopt=assumeyes=", StringComparison.Ordinal)) && command.Option("--save") is not null) settings |= ToolSettings.DnfYes;
        return settings;
    }

    static bool IsApt(string path) => path.Contains("/apt.conf", StringComparison.Ordinal);

    static bool IsPip(string path) => path.EndsWith("/pip.conf", StringComparison.Ordinal) || path.EndsWith("/pip.ini", StringComparison.Ordinal);

    static ToolSettings OfPath(string path) =>
        IsApt(path) ? ToolSettings.AptYes | ToolSettings.AptNoRecommends
        : IsPip(path) ? ToolSettings.PipNoCache
        : path.EndsWith("/dnf.conf", StringComparison.Ordinal) || path.EndsWith("/yum.conf", StringComparison.Ordinal) ? ToolSettings.DnfYes
        : path.EndsWith(".condarc", StringComparison.Ordinal) ? ToolSettings.CondaYes
        : ToolSettings.None;

    static ToolSettings Of(string path, string text)
    {
        var may = OfPath(path);
        var settings = ToolSettings.None;
        if (may.HasFlag(ToolSettings.AptYes) && (AptSays(text, "Assume-Yes", IsYes) || AptSays(text, "force-yes", IsYes))) settings |= ToolSettings.AptYes;
        if (may.HasFlag(ToolSettings.AptNoRecommends) && AptSays(text, "Install-Recommends", value => !IsYes(value))) settings |= ToolSettings.AptNoRecommends;
        if (may.HasFlag(ToolSettings.PipNoCache) && Settings(text).Any(pair => pair.Key is "no-cache-dir" or "no_cache_dir")) settings |= ToolSettings.PipNoCache;
        if (may.HasFlag(ToolSettings.DnfYes) && Settings(text).Any(pair => pair.Key == "assumeyes" && IsYes(pair.Value))) settings |= ToolSettings.DnfYes;
        if (may.HasFlag(ToolSettings.CondaYes) && Settings(text).Any(pair => pair.Key == "always_yes" && IsYes(pair.Value))) settings |= ToolSettings.CondaYes;
        return settings;
    }

    static bool IsYes(string value) => value.ToLowerInvariant() is "1" or "true" or "yes" or "on" or "y" or "t";

    /// <summary>The value of an option in apt's own syntax: <c>APT::Get::Assume-Yes "true";</c>, nested or not.</summary>
    static bool AptSays(string text, string option, Func<string, bool> expected)
    {
        var at = text.IndexOf(option, StringComparison.OrdinalIgnoreCase);
        if (at < 0) return false;
        var rest = text.AsSpan(at + option.Length).TrimStart(" \t\"'=\\\n");
        var end = rest.IndexOfAny("\"'; \t\n\\");
        var value = (end < 0 ? rest : rest[..end]).ToString();
        return value.Length > 0 && expected(value);
    }

    /// <summary>The lines <c>key = value</c> and <c>key: value</c> of a file; keys in lower case.</summary>
    public static IEnumerable<(string Key, string Value)> Settings(string text)
    {
        foreach (var line in text.Split('\n'))
        {
            var sign = line.AsSpan().IndexOfAny('=', ':');
            if (sign <= 0) continue;
            var key = line[..sign].Trim();
            // A replacement of sed has the key behind its own signs.
            if (key.LastIndexOfAny(['/', '|', ',', '#', '@']) is var cut and >= 0) key = key[(cut + 1)..].Trim();
            yield return (key.ToLowerInvariant(), line[(sign + 1)..].Trim().Trim('"', '\''));
        }
    }
}
