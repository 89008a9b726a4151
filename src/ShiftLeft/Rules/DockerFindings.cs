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
        foreach (var stage in file.Stages)
        {
            if (stage.Base.Image is { } image) yield return (stage, image, stage.Anchor);
            foreach (var (reference, location) in References(stage))
            {
                if (file.FindStage(reference) is null && !int.TryParse(reference, out _) && ImageReference.Parse(reference) is { } source) yield return (stage, source, location);
            }
        }
    }

    /// <summary>All commands of all stages.</summary>
    public static IEnumerable<(Stage Stage, RunInstruction Run, ShellCommand Command)> Commands(this Dockerfile file) =>
        from stage in file.Stages
        from pair in stage.Commands()
        select (stage, pair.Run, pair.Command);

    public static Fix Replace(string title, Location location, string text) => new(title, [new(location, text)]);

    /// <summary>Text behind a word; none where the word is not written as it is read, such as a variable.</summary>
    public static Fix? Append(string title, ShellWord word, string text) =>
        word.Location.Text == word.Skeleton ? new(title, [new(new(word.Location.Source, new(word.Location.Span.End, 0)), text)]) : null;

    static IEnumerable<(string Reference, Location Location)> References(Stage stage)
    {
        foreach (var copy in stage.Copies)
        {
            if (copy.From is { Value: { Length: > 0 } from } flag) yield return (from, flag.ValueLocation);
        }
        foreach (var mount in stage.Runs.SelectMany(run => run.Mounts))
        {
            if (mount["from"] is { Length: > 0 } from) yield return (from, mount.Flag.ValueLocation);
        }
    }
}
