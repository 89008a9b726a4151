using ShiftLeft.Docker;
using ShiftLeft.Docker.Shell;
using ShiftLeft.Docker.Syntax;
using ShiftLeft.Images;
using ShiftLeft.Text;

namespace ShiftLeft.Rules;

/// <summary>Findings in a stage, and the questions about Dockerfiles that several rules ask.</summary>
static class DockerFindings
{
    public static Finding At(this Rule rule, Stage stage, Location location, string message, Fix? fix = null) =>
        rule.At(location, message, fix) with { Subject = new($"stage/{stage.DisplayName}") };

    /// <summary>Every image that the file pulls: bases, sources of <c>COPY --from</c> and of mounts; stages and <c>scratch</c> are none.</summary>
    public static IEnumerable<(Stage Stage, ImageReference Image, Location Location)> PulledImages(this Dockerfile file)
    {
        foreach (var (stage, text, location) in file.NamedImages())
        {
            if (ImageReference.Parse(text) is { } image) yield return (stage, image, location);
        }
    }

    /// <summary>The same as texts, which may be no references.</summary>
    public static IEnumerable<(Stage Stage, string Text, Location Location)> NamedImages(this Dockerfile file)
    {
        foreach (var stage in file.Stages)
        {
            if (stage.Base is { Stage: null, IsScratch: false, IsContext: false, Expansion.Text: { } text }) yield return (stage, text, stage.Anchor);
            foreach (var copy in stage.Copies)
            {
                if (copy.From is { Value: { Length: > 0 } from } flag && from != "scratch" && !long.TryParse(from, out _) && file.FindStage(from) is null && !file.IsContext(from)) yield return (stage, from, flag.ValueLocation);
            }
            foreach (var mount in stage.Runs.SelectMany(run => run.Mounts))
            {
                if (mount.From?.Value is { Length: > 0 } from && from.Text != "scratch" && file.FindNamed(from.Text) is null && !file.IsContext(from.Text)) yield return (stage, from.Text, mount.From.Location);
            }
        }
    }

    /// <summary>
    /// What builders put variables into, with the instruction, those of triggers that run in the stage included; of ports they take what is undefined
    /// for nothing, and so does a rule of its own.
    /// </summary>
    public static IEnumerable<(Instruction Instruction, Expansion Expansion)> Expansions(this Stage stage) =>
        from instruction in stage.Inherited.Concat(stage.Instructions)
        where instruction is not ExposeInstruction
        from expansion in instruction.Expansions
        select (instruction, expansion);

    /// <summary>A finding about a variable; one of a trigger shows in the stage that runs it.</summary>
    public static Finding AtUse(this Rule rule, Stage stage, VariableUse use, string message) =>
        stage.From.Location.Span.Start <= use.Location.Span.Start ? rule.At(stage, use.Location, message)
        : rule.At(stage, stage.Anchor, $"in a trigger of `{stage.Base.Expansion.Text}`, {message}") with { Related = [new(use.Location, "the trigger")] };

    /// <summary>All commands of all stages.</summary>
    public static IEnumerable<(Stage Stage, RunInstruction Run, ShellCommand Command)> Commands(this Dockerfile file) =>
        from stage in file.Stages
        from pair in stage.Commands()
        select (stage, pair.Run, pair.Command);

    public static Fix Replace(string title, Location location, string text) => new(title, [new(location, text)]);

    /// <summary>Text behind a word; none where the word is not written as it is read, such as a variable.</summary>
    public static Fix? Append(string title, ShellWord word, string text) =>
        word.Location.Text == word.Skeleton ? new(title, [new(new(word.Location.Source, new(word.Location.Span.End, 0)), text)]) : null;
}
