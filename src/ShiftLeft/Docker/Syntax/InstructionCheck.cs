using System.Collections.Frozen;
using System.Globalization;
using ShiftLeft.Text;

namespace ShiftLeft.Docker.Syntax;

/// <summary>
/// What BuildKit's <c>parser</c> and <c>instructions</c> packages refuse of an instruction by itself: unknown instructions and flags, wrong
/// numbers of arguments, values out of range. Flags are read generically before, so that a new one costs a finding and not the file.
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

    public static bool IsKeyword(string name) => Known.ContainsKey(name);

    /// <summary>All that is refused of an instruction that is no trigger.</summary>
    public static void Report(InstructionSyntax instruction, List<Problem> problems)
    {
        if (instruction.Name is "ENV" or "LABEL") problems.AddRange(Form(instruction));
        ReportUsage(instruction, problems);
        if (instruction.Trigger is not { } trigger) return;
        if (trigger.Name is "ENV" or "LABEL") problems.AddRange(Form(trigger));
        if (trigger.Name is "ONBUILD" or "FROM" or "MAINTAINER")
            problems.Add(new("bad-trigger", trigger.Keyword.Location, $"`{trigger.Name}` is not allowed behind `ONBUILD`"));
    }

    /// <summary>What the parser refuses, in a trigger too.</summary>
    static IEnumerable<Problem> Form(InstructionSyntax instruction)
    {
        if (instruction.Words.IsEmpty) yield break;
        var first = instruction.Words[0];
        if (!first.Text.Contains('=', StringComparison.Ordinal))
        {
            if (instruction.Arguments.Text.AsSpan().IndexOfAny(" \t\v\f\r") < 0)
                yield return new("missing-argument", first.Location, $"`{instruction.Name} {Short(first.Text)}` has no value", $"Write `{instruction.Name} {Short(first.Text)}=…`.");
            yield break;
        }
        for (var i = 0; i < instruction.Words.Length; i++)
        {
            var word = instruction.Words[i];
            if (TornPair(instruction, i) is { } torn)
            {
                yield return torn.Problem;
                i = torn.Last;
            }
            else if (word.Text.Contains('=', StringComparison.Ordinal)) continue;
            else if (word.Text.StartsWith('#'))
            {
                yield return new("missing-equals", Remark(word, instruction.Words), $"`{Short(word.Text)}` begins no comment here but is taken for a pair of a name and a value", OwnLine);
                yield break;
            }
            else yield return new("missing-equals", word.Location, $"`{Short(word.Text)}` has no equals sign: all words of `{instruction.Name}` are of the form `name=value`", "Quote a value that holds blanks.");
        }
    }

    /// <summary>A pair with blanks about its equals sign, <c>a = b</c>, <c>a =b</c> or <c>a= b</c>, which is taken for two or three: one fault.</summary>
    static (Problem Problem, int Last)? TornPair(InstructionSyntax instruction, int at)
    {
        var words = instruction.Words;
        var next = at + 1 < words.Length ? words[at + 1].Text : "";
        var isBefore = !words[at].Text.Contains('=', StringComparison.Ordinal) && next.StartsWith('=');
        var isBehind = !isBefore && words[at].Text.EndsWith('=') && words[at].Text.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals && equals == words[at].Text.Length - 1 && next.Length > 0 && !next.Contains('=', StringComparison.Ordinal) && !next.StartsWith('#');
        if (!isBefore && !isBehind) return null;
        var last = isBefore && next == "=" && at + 2 < words.Length && !words[at + 2].Text.Contains('=', StringComparison.Ordinal) ? at + 2 : at + 1;
        var place = new Location(words[at].Location.Source, words[at].Location.Span.To(words[last].Location.Span));
        return (new("missing-equals", place, $"a pair of `{instruction.Name}` has a blank {(isBefore ? "before" : "behind")} its equals sign, where it is taken apart", $"Write `{Short(words[at].Text.TrimEnd('='))}=…` without blanks."), last);
    }

    public const string OwnLine = "Put the comment on a line of its own.";

    /// <summary>From a hash to the end of the words: what is meant as a comment has one fault.</summary>
    public static Location Remark(Word hash, IReadOnlyList<Word> words) => new(hash.Location.Source, hash.Location.Span.To(words[^1].Location.Span));

    /// <summary>What is refused when the instruction is taken for one: of a trigger, that happens only in the build that it is for.</summary>
    public static List<Problem> Usage(InstructionSyntax instruction)
    {
        var problems = new List<Problem>();
        ReportUsage(instruction, problems);
        return problems;
    }

    static void ReportUsage(InstructionSyntax instruction, List<Problem> problems)
    {
        if (!Known.TryGetValue(instruction.Name, out var flags))
        {
            problems.Add(new("unknown-instruction", instruction.Keyword.Location, instruction.Name.Length == 0 ? "the line holds no instruction" : $"`{Short(instruction.Keyword.Text)}` is not an instruction.{Suggestion.Sentence(instruction.Keyword.Text, Known.Keys)}"));
            return;
        }
        // BuildKit reads no flags of these, and so refuses none.
        var readsFlags = instruction.Name is not ("ARG" or "STOPSIGNAL") && !(instruction.Name == "HEALTHCHECK" && instruction.Words is [var type, ..] && type.Text.Equals("NONE", StringComparison.OrdinalIgnoreCase));
        if (readsFlags && !instruction.Flags.IsEmpty) problems.AddRange(Flags(instruction, flags));
        if (instruction.Name is not ("RUN" or "CMD" or "ENTRYPOINT")) problems.AddRange(Arguments(instruction));
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
            else if (rule.Kind == FlagKind.Boolean ? flag.Value is "" : flag.Value is null)
                yield return new("flag-without-value", flag.Location, $"`--{flag.Name}` has no value", $"Write `--{flag.Name}=…`.");
            else if (rule.Kind == FlagKind.Boolean && flag.Value?.ToLowerInvariant() is not (null or "true" or "false"))
                yield return new("bad-flag-value", flag.ValueLocation, $"`--{flag.Name}` is a switch; `{Short(flag.Value!)}` is neither `true` nor `false`");
            else if (FlagValue(instruction.Name, flag) is { } problem) yield return problem;
        }
    }

    static Problem? FlagValue(string instruction, FlagSyntax flag)
    {
        var value = flag.Value ?? "";
        return (instruction, flag.Name) switch
        {
            ("RUN", "network") when value is not ("default" or "none" or "host") =>
                new("bad-flag-value", flag.ValueLocation, $"`{Short(value)}` is no network mode; `default`, `none` and `host` are"),
            ("RUN", "security") when value is not ("sandbox" or "insecure") =>
                new("bad-flag-value", flag.ValueLocation, $"`{Short(value)}` is no security mode; `sandbox` and `insecure` are"),
            ("HEALTHCHECK", "retries") when value.Length > 0 && (!int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var retries) || retries < 0) =>
                new("bad-flag-value", flag.ValueLocation, $"`--retries` takes a whole number from 0, not `{Short(value)}`"),
            ("HEALTHCHECK", not "retries") when value.Length > 0 && (GoDuration.Parse(value) is not { } duration || (duration != TimeSpan.Zero && duration < TimeSpan.FromMilliseconds(1))) =>
                new("bad-flag-value", flag.ValueLocation, $"`--{flag.Name}` takes a duration of at least 1ms such as `30s`, not `{Short(value)}`"),
            ("RUN", "mount") => Mount(flag),
            ("RUN", "device") => Device(flag),
            _ => null,
        };
    }

    /// <summary>Of a mount, only its form and where it takes its files from are looked at before variables are put in.</summary>
    static Problem? Mount(FlagSyntax flag)
    {
        var mount = MountSyntax.Read(flag);
        if (mount.Problem is { } problem) return problem;
        var from = mount.Fields.FirstOrDefault(field => field is { Key: "from", Value.Text: var text } && text.IndexOf('$', StringComparison.Ordinal) is var dollar and >= 0 && dollar < text.Length - 1);
        return from is null ? null : new("bad-mount", from.Location, "`from` of a mount does not expand variables", "Name a stage whose `FROM` uses the variable.");
    }

    /// <summary><c>vendor.com/device=name</c>, with <c>name=…</c> or without, and <c>required</c>.</summary>
    static Problem? Device(FlagSyntax flag)
    {
        var device = MountSyntax.Read(flag);
        if (device.Problem is { } problem) return problem with { Code = "bad-device", Message = problem.Message.Replace("mount", "device", StringComparison.Ordinal) };
        var isNamed = false;
        foreach (var field in device.Fields)
        {
            var isRequired = field.Key == "required";
            if (isRequired && field.Value is { Text: var value } && CheckOptions.Boolean(value) is null)
                return new("bad-device", field.Location, $"`required` is `true` or `false`, not `{Short(value)}`");
            if (isRequired) continue;
            if (isNamed) return new("bad-device", field.Location, $"`{Short(field.Location.Text)}` follows the device's name; only `required` may");
            isNamed = field.Key != "name" || field.Value is not { Length: 0 };
        }
        return null;
    }

    static IEnumerable<Problem> Arguments(InstructionSyntax instruction)
    {
        var words = instruction.Words;
        Problem At(string code, Location location, string message, string? help = null) => new(code, location, message, help);
        var keyword = instruction.Keyword.Location;
        switch (instruction.Name)
        {
            case "FROM" when words.Length is not (1 or 3) || (words.Length == 3 && !words[1].Text.Equals("as", StringComparison.OrdinalIgnoreCase)):
                yield return At("bad-from", words.IsEmpty ? keyword : instruction.Arguments.LocationOf(new(0, instruction.Arguments.Length)), "`FROM` takes one image, or an image, `AS` and a name", words.Any(word => word.Text.StartsWith('#')) ? OwnLine : null);
                break;
            case "FROM" when words.Length == 3 && !IsStageName(words[2].Text):
                yield return At("bad-stage-name", words[2].Location, $"`{Short(words[2].Text)}` is no name for a stage: it starts with a letter, and letters, digits, `-`, `_` and `.` follow");
                break;
            case "ENV" or "LABEL" or "ARG" when words.IsEmpty:
                yield return At("missing-argument", keyword, $"`{instruction.Name}` needs at least one argument");
                break;
            case "ENV" or "LABEL" or "ARG" when instruction.Name == "ARG" || words[0].Text.Contains('=', StringComparison.Ordinal):
                // Behind a word without a sign it belongs to that word, which is told for both.
                foreach (var word in words.Where((word, i) => word.Text.StartsWith('=') && (instruction.Name == "ARG" || i == 0 || words[i - 1].Text.Contains('=', StringComparison.Ordinal)))) yield return At("blank-name", word.Location, $"`{Short(word.Text)}` has no name before the equals sign");
                break;
            case "ADD" or "COPY" when words.Length < 2:
                yield return At("missing-argument", keyword, $"`{instruction.Name}` needs at least one source and a destination");
                break;
            case "ADD" or "COPY" when HeredocReader.Read(words[^1].Text) is not null:
                yield return At("heredoc-destination", words[^1].Location, "a heredoc cannot be the destination");
                break;
            case "WORKDIR" or "USER" or "STOPSIGNAL" or "MAINTAINER" or "EXPOSE" or "VOLUME" or "ONBUILD" or "HEALTHCHECK" or "SHELL" when instruction.Arguments.Length == 0:
                yield return At("missing-argument", keyword, $"`{instruction.Name}` needs an argument");
                break;
            case "VOLUME" when words.IsEmpty:
                yield return At("missing-argument", keyword, "`VOLUME` needs at least one path");
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
        }
    }

    /// <summary>BuildKit: <c>^[a-z][a-z0-9-_.]*$</c> on the lower-cased name.</summary>
    static bool IsStageName(string name) =>
        name.Length > 0 && char.IsAsciiLetter(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');

    static string Short(string text) => text.Length <= 60 ? text : text[..57] + "…";
}
