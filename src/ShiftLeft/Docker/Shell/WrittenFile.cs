using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using ShiftLeft.Docker.Syntax;
using ShiftLeft.Text;

namespace ShiftLeft.Docker.Shell;

/// <summary>A file whose text stands in the Dockerfile: a heredoc of <c>COPY</c>, or what a step prints into it.</summary>
/// <param name="Path">As written, variables put in.</param>
/// <param name="Parts">What is written or put into it, with places.</param>
/// <param name="Location">The command or instruction that writes it.</param>
sealed record WrittenFile(string Path, ImmutableArray<MappedText> Parts, Location Location)
{
    public string Name => Path[(Path.LastIndexOf('/') + 1)..];

    /// <summary>What <c>printf</c> and <c>echo -e</c> break into lines is broken here.</summary>
    public string Text => StandardStreams.Join(Parts).Replace("\\n", "\n", StringComparison.Ordinal);
}

/// <summary>Finds the files that instructions write from their own text.</summary>
static class WrittenFiles
{
    // A stage's files are found once for all rules that ask; the entry lives as long as the stage.
    static readonly ConditionalWeakTable<Stage, StrongBox<ImmutableArray<WrittenFile>>> Known = [];

    /// <summary>Those of the stage's own instructions, in order.</summary>
    public static ImmutableArray<WrittenFile> Files(this Stage stage) => Known.GetValue(stage, key => new([.. key.Written.SelectMany(instruction => Of(key, instruction))])).Value;

    static IEnumerable<WrittenFile> Of(Stage stage, Instruction instruction) => instruction switch
    {
        CopyInstruction copy => Copied(copy),
        RunInstruction run => stage.Script(run) is var script ? script.Commands.SelectMany(command => Of(script, command)) : [],
        _ => [],
    };

    static IEnumerable<WrittenFile> Copied(CopyInstruction copy)
    {
        if (copy.Heredocs.IsEmpty || copy.Destination is not { } target || copy.Expand(target).Text is not { } path) yield break;
        foreach (var heredoc in copy.Heredocs) yield return new(path.EndsWith('/') ? path + heredoc.Name : path, [MappedText.Of(heredoc.Body.Source, heredoc.Body.Span)], copy.Location);
    }

    /// <summary>What one command writes.</summary>
    public static IEnumerable<WrittenFile> Of(ShellScript script, ShellCommand command)
    {
        if (command.Name == "tee" && script.InputOf(command).Parts is { } input)
        {
            foreach (var word in command.Arguments.Where(word => !word.IsFlag && word.Text is not null)) yield return new(word.Text!, input, command.Location);
        }
        if (command.Name == "sed" && command.Arguments.Any(word => word.Skeleton.StartsWith("-i", StringComparison.Ordinal) || word.Skeleton.StartsWith("--in-place", StringComparison.Ordinal)))
        {
            var operands = command.Arguments.Where(word => !word.IsFlag).ToList();
            foreach (var file in operands.Skip(1).Where(word => word.Text is not null)) yield return new(file.Text!, [operands[0].Value], command.Location);
        }
        if (Target(command) is { } path && script.OutputOf(command) is { } output) yield return new(path, output, command.Location);
    }

    /// <summary>The file that the command's output goes to; null when it goes elsewhere or the file is not known.</summary>
    static string? Target(ShellCommand command)
    {
        if (command.PipelineIndex < command.PipelineLength - 1) return null;
        var redirection = command.Redirections.LastOrDefault(IsOutput) ?? (command.FeedsPipeline is null ? command.OuterRedirections.FirstOrDefault(IsOutput) : null);
        return redirection?.Target.Text;

        static bool IsOutput(ShellRedirection redirection) => redirection is { Descriptor: 1, Operator: ">" or ">>" or ">|" };
    }
}
