using System.Collections.Frozen;
using System.Globalization;
using ShiftLeft.Text;

namespace ShiftLeft.Docker.Syntax;

/// <summary>
/// What BuildKit's <c>instructions</c> package refuses: unknown instructions and flags, wrong numbers of arguments, values out of range.
/// Flags are read generically before, so that a new one costs a finding and not the file.
/// </summary>
static class InstructionCheck
{
    static readonly FrozenDictionary<string, FlagRule[]> Known = new Dictionary<string, FlagRule[]>(StringComparer.Ordinal)
    {
        ["ADD"] = [new("chown"), new("chmod"), new("link", FlagKind.Boolean), new("keep-git-dir", FlagKind.Boolean), new("checksum"), new("unpack", FlagKind.Boolean), new("exclude", FlagKind.Repeatable)],
        ["ARG"] = [],
        ["CMD"] = [],
        ["COPY"] = [new("chown"), new("from"), new("chmod"), new("link", FlagKind.Boolean), new("parents", FlagKind.Boolean), new("exclude", FlagKind.Repeatable)],
        ["ENTRYPOINT"] = [],
        ["ENV"] = [],
        ["EXPOSE"] = [],
        ["FROM"] = [new("platform")],
        ["HEALTHCHECK"] = [new("interval"), new("timeout"), new("start-period"), new("start-interval"), new("retries")],
        ["LABEL"] = [],
        ["MAINTAINER"] = [],
        ["ONBUILD"] = [],
        ["RUN"] = [new("mount", FlagKind.Repeatable), new("network"), new("security"), new("device", FlagKind.Repeatable)],
        ["SHELL"] = [],
        ["STOPSIGNAL"] = [],
        ["USER"] = [],
        ["VOLUME"] = [],
        ["WORKDIR"] = [],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    enum FlagKind { Single, Boolean, Repeatable }

    readonly record struct FlagRule(string Name, FlagKind Kind = FlagKind.Single);

    public static IEnumerable<string> Keywords => Known.Keys;

    public static void Report(InstructionSyntax instruction, List<Problem> problems)
    {
        if (!Known.TryGetValue(instruction.Name, out var flags))
        {
            problems.Add(new("unknown-instruction", instruction.Keyword.Location, $"`{Short(instruction.Keyword.Text)}` is not an instruction.{Suggestion.Sentence(instruction.Keyword.Text, Known.Keys)}"));
            return;
        }
        foreach (var problem in Flags(instruction, flags)) problems.Add(problem);
        foreach (var problem in Arguments(instruction)) problems.Add(problem);
        if (instruction.Trigger is not { } trigger) return;
        if (trigger.Name is "ONBUILD" or "FROM" or "MAINTAINER")
            problems.Add(new("bad-trigger", trigger.Keyword.Location, $"`{trigger.Name}` is not allowed behind `ONBUILD`"));
        else Report(trigger, problems);
    }

    static IEnumerable<Problem> Flags(InstructionSyntax instruction, FlagRule[] known)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var flag in instruction.Flags)
        {
            var rule = Array.Find(known, rule => rule.Name == flag.Name);
            if (rule.Name is null)
                yield return new("unknown-flag", flag.NameLocation, $"`{instruction.Name}` has no flag `--{Short(flag.Name)}`.{Suggestion.Sentence(flag.Name, known.Select(other => other.Name))}");
            else if (!seen.Add(flag.Name) && rule.Kind != FlagKind.Repeatable)
                yield return new("duplicate-flag", flag.Location, $"`--{flag.Name}` is given twice");
            else if (flag.Value is null && rule.Kind != FlagKind.Boolean)
                yield return new("flag-without-value", flag.Location, $"`--{flag.Name}` has no value", $"Write `--{flag.Name}=…`.");
            else if (rule.Kind == FlagKind.Boolean && flag.Value is not (null or "" or "true" or "false"))
                yield return new("bad-flag-value", flag.ValueLocation, $"`--{flag.Name}` is a switch; `{Short(flag.Value)}` is neither `true` nor `false`");
            else if (FlagValue(instruction.Name, flag) is { } problem) yield return problem;
        }
    }

    static Problem? FlagValue(string instruction, FlagSyntax flag)
    {
        var value = flag.Value ?? "";
        return (instruction, flag.Name) switch
        {
            ("COPY", "from") when value.Contains('$', StringComparison.Ordinal) =>
                new("variable-in-copy-from", flag.ValueLocation, "`COPY --from` does not expand variables", "Name a stage whose `FROM` uses the variable."),
            ("RUN", "network") when !value.Contains('$', StringComparison.Ordinal) && value is not ("default" or "none" or "host") =>
                new("bad-flag-value", flag.ValueLocation, $"`{Short(value)}` is no network mode; `default`, `none` and `host` are"),
            ("RUN", "security") when !value.Contains('$', StringComparison.Ordinal) && value is not ("sandbox" or "insecure") =>
                new("bad-flag-value", flag.ValueLocation, $"`{Short(value)}` is no security mode; `sandbox` and `insecure` are"),
            ("HEALTHCHECK", "retries") when !int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var retries) || retries < 0 =>
                new("bad-flag-value", flag.ValueLocation, $"`--retries` takes a whole number from 0, not `{Short(value)}`"),
            ("HEALTHCHECK", not "retries") when GoDuration.Parse(value) is not { } duration || (duration != TimeSpan.Zero && duration < TimeSpan.FromMilliseconds(1)) =>
                new("bad-flag-value", flag.ValueLocation, $"`--{flag.Name}` takes a duration of at least 1ms such as `30s`, not `{Short(value)}`"),
            ("RUN", "mount") => MountProblem(flag),
            _ => null,
        };
    }

    static Problem? MountProblem(FlagSyntax flag)
    {
        var mount = MountSyntax.Read(flag);
        Problem Bad(string message) => new("bad-mount", flag.ValueLocation, message);
        if (mount.UnknownKey is { } key) return Bad($"a mount has no key `{Short(key)}`.{Suggestion.Sentence(key, MountSyntax.Keys)}");
        // BuildKit expands variables in a mount's values, and takes type and sharing in any case.
        if (mount.Type.Contains('$', StringComparison.Ordinal)) return null;
        if (mount.Type is not ("bind" or "cache" or "tmpfs" or "secret" or "ssh")) return Bad($"`{Short(mount.Type)}` is no type of mount.{Suggestion.Sentence(mount.Type, ["bind", "cache", "tmpfs", "secret", "ssh"])}");
        if (mount["from"]?.TrimEnd('$').Contains('$', StringComparison.Ordinal) == true) return Bad("`from` of a mount does not expand variables");
        if (mount["sharing"] is { } sharing && (mount.Type != "cache" || (!sharing.Contains('$', StringComparison.Ordinal) && sharing.ToLowerInvariant() is not ("shared" or "private" or "locked")))) return Bad(mount.Type == "cache" ? $"`{Short(sharing)}` is no sharing mode; `shared`, `private` and `locked` are" : $"`sharing` does not belong to a `{mount.Type}` mount");
        if (mount["size"] is not null && mount.Type != "tmpfs") return Bad($"`size` does not belong to a `{mount.Type}` mount");
        if (mount["required"] is not null && mount.Type is not ("secret" or "ssh")) return Bad($"`required` does not belong to a `{mount.Type}` mount");
        return mount.Type == "secret" && mount["source"] is null && mount["target"] is null && mount["id"] is null ? Bad("a secret mount names no `id`, `source` or `target`") : null;
    }

    static IEnumerable<Problem> Arguments(InstructionSyntax instruction)
    {
        var words = instruction.Words;
        Problem At(string code, Location location, string message, string? help = null) => new(code, location, message, help);
        var keyword = instruction.Keyword.Location;
        switch (instruction.Name)
        {
            case "FROM" when words.Length is not (1 or 3) || (words.Length == 3 && !words[1].Text.Equals("as", StringComparison.OrdinalIgnoreCase)):
                yield return At("bad-from", words.IsEmpty ? keyword : instruction.Arguments.LocationOf(new(0, instruction.Arguments.Length)), "`FROM` takes one image, or an image, `AS` and a name");
                break;
            case "FROM" when words.Length == 3 && !IsStageName(words[2].Text):
                yield return At("bad-stage-name", words[2].Location, $"`{Short(words[2].Text)}` is no name for a stage: it starts with a letter, and letters, digits, `-`, `_` and `.` follow");
                break;
            case "ENV" or "LABEL" when words.IsEmpty:
                yield return At("missing-argument", keyword, $"`{instruction.Name}` needs at least one argument");
                break;
            case "ENV" or "LABEL" when !words[0].Text.Contains('=', StringComparison.Ordinal):
                if (words.Length < 2) yield return At("missing-argument", words[0].Location, $"`{instruction.Name} {Short(words[0].Text)}` has no value", $"Write `{instruction.Name} {Short(words[0].Text)}=…`.");
                break;
            case "ENV" or "LABEL":
                foreach (var word in words)
                {
                    if (word.Text.StartsWith('=')) yield return At("blank-name", word.Location, $"`{Short(word.Text)}` has no name before the equals sign");
                    else if (!word.Text.Contains('=', StringComparison.Ordinal)) yield return At("missing-equals", word.Location, $"`{Short(word.Text)}` has no equals sign: all words of `{instruction.Name}` are of the form `name=value`", "Quote a value that holds blanks.");
                }
                break;
            case "ARG" when words.IsEmpty:
                yield return At("missing-argument", keyword, "`ARG` needs a name");
                break;
            case "ARG":
                foreach (var word in words.Where(word => word.Text.StartsWith('='))) yield return At("blank-name", word.Location, $"`{Short(word.Text)}` has no name before the equals sign");
                break;
            case "ADD" or "COPY" when words.Length < 2:
                yield return At("missing-argument", keyword, $"`{instruction.Name}` needs at least one source and a destination");
                break;
            case "ADD" or "COPY" when !instruction.IsJson && words[^1].Text.StartsWith("<<", StringComparison.Ordinal):
                yield return At("heredoc-destination", words[^1].Location, "a heredoc cannot be the destination");
                break;
            case "WORKDIR" or "USER" or "STOPSIGNAL" or "MAINTAINER" or "EXPOSE" or "VOLUME" or "ONBUILD" or "HEALTHCHECK" or "SHELL" when instruction.Arguments.Length == 0:
                yield return At("missing-argument", keyword, $"`{instruction.Name}` needs an argument");
                break;
            case "VOLUME":
                foreach (var word in words.Where(word => word.Text.Trim().Length == 0)) yield return At("blank-name", word.Location, "a volume's path cannot be empty");
                break;
            case "SHELL" when !instruction.IsJson:
                yield return At("shell-not-json", instruction.Arguments.LocationOf(new(0, instruction.Arguments.Length)), "`SHELL` takes the exec form only", "Write it as a JSON array: `SHELL [\"/bin/bash\", \"-c\"]`.");
                break;
            case "SHELL" when words.IsEmpty:
                yield return At("missing-argument", keyword, "`SHELL` needs at least one element");
                break;
            case "HEALTHCHECK" when words[0].Text.ToUpperInvariant() is not ("CMD" or "NONE"):
                yield return At("bad-healthcheck", words[0].Location, $"`{Short(words[0].Text)}` is no kind of health check; `CMD` and `NONE` are.{Suggestion.Sentence(words[0].Text, ["CMD", "NONE"])}");
                break;
            case "HEALTHCHECK" when words[0].Text.Equals("NONE", StringComparison.OrdinalIgnoreCase) && words.Length > 1:
                yield return At("bad-healthcheck", words[1].Location, "`HEALTHCHECK NONE` takes no arguments");
                break;
            case "HEALTHCHECK" when words[0].Text.Equals("CMD", StringComparison.OrdinalIgnoreCase) && words.Length == 1:
                yield return At("missing-argument", words[0].Location, "`HEALTHCHECK CMD` has no command");
                break;
            case "RUN" when instruction.Arguments.Length == 0 && instruction.Flags.IsEmpty:
                yield return At("missing-argument", keyword, "`RUN` has no command");
                break;
        }
    }

    /// <summary>BuildKit: <c>^[a-z][a-z0-9-_.]*$</c> on the lower-cased name.</summary>
    static bool IsStageName(string name) =>
        name.Length > 0 && char.IsAsciiLetter(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.') ||
        name.Contains('$', StringComparison.Ordinal);

    static string Short(string text) => text.Length <= 60 ? text : text[..57] + "…";
}
