using System.Collections.Immutable;
using ShiftLeft.Text;

namespace ShiftLeft.Docker.Shell;

/// <summary>What commands print and read, as far as the script's own text says.</summary>
static class StandardStreams
{
    /// <summary>Pipelines in which one command hands on what it reads; what is longer counts as not known.</summary>
    const int LongestRelay = 8;

    /// <summary>What a command finds on its input.</summary>
    /// <param name="IsGiven">Whether anything is there: a build's own input is empty.</param>
    /// <param name="Parts">Its text in parts; null when only a run can tell.</param>
    public readonly record struct Input(bool IsGiven, ImmutableArray<MappedText>? Parts)
    {
        public static Input None { get; } = new(false, []);
        public static Input Unknown { get; } = new(true, null);

        public string? Text => Parts is { } parts ? Join(parts) : null;
    }

    public static string Join(ImmutableArray<MappedText> parts) => string.Join('\n', parts.Select(part => part.Text));

    public static Input InputOf(this ShellScript script, ShellCommand command) => InputOf(script, command, LongestRelay);

    static Input InputOf(ShellScript script, ShellCommand command, int relays)
    {
        // xargs keeps its input to itself, and gives its commands none.
        if (command.Wrappers.Contains("xargs")) return Input.None;
        if (command.Redirections.LastOrDefault(redirection => redirection.Descriptor == 0) is { } own) return Read(own);
        if (command.PipelineIndex > 0 && relays > 0)
        {
            var parts = ImmutableArray.CreateBuilder<MappedText>();
            foreach (var feeder in script.Feeders(command).Where(other => other.Pipeline == command.Pipeline ? !Wrapper.InnerCommands(other).Any() : other.PipelineIndex == other.PipelineLength - 1))
            {
                // A wrapper prints what the command in it prints, which is noted behind it; of a compound's own pipelines the last command prints.
                if (OutputOf(script, feeder, relays - 1) is not { } output) return Input.Unknown;
                parts.AddRange(output);
            }
            return parts.Count == 0 ? Input.Unknown : new(true, parts.ToImmutable());
        }
        return command.OuterRedirections.FirstOrDefault(redirection => redirection.Descriptor == 0) is { } outer ? Read(outer)
            : command.FeedsPipeline is not null || command.PipelineIndex > 0 ? Input.Unknown
            : Input.None;
    }

    static Input Read(ShellRedirection redirection) => redirection switch
    {
        { Operator: "<<<" } => new(true, [redirection.Target.Value]),
        { Body: { } body } => new(true, [body]),
        { Target.Text: "/dev/null" } => Input.None,
        _ => Input.Unknown,
    };

    /// <summary>What a command prints, in parts; null when only a run can tell.</summary>
    public static ImmutableArray<MappedText>? OutputOf(this ShellScript script, ShellCommand command) => OutputOf(script, command, LongestRelay);

    static ImmutableArray<MappedText>? OutputOf(ShellScript script, ShellCommand command, int relays)
    {
        switch (command.Name)
        {
            case "echo" or "printf":
                return [.. command.Arguments.SkipWhile(word => word.Skeleton is "-e" or "-n" or "-en" or "-ne" or "-E" or "--").Select(word => word.Value)];
            case "yes":
                return [.. command.Arguments.Select(word => word.Value).DefaultIfEmpty(command.NameWord.Value.Slice(new(0, Math.Min(1, command.NameWord.Value.Length))))];
            case ":" or "true":
                return [];
            case "cat" or "tee" when command.Name == "tee" || command.Arguments.All(word => word.Skeleton == "-"):
                return InputOf(script, command, relays).Parts;
            default:
                return null;
        }
    }
}
