using System.Globalization;
using ShiftLeft.Docker.Syntax;
using ShiftLeft.Images;
using ShiftLeft.Text;

namespace ShiftLeft.Docker;

/// <summary>
/// Which stages the stages take files from, and what BuildKit refuses of it (<c>toCommand</c>, <c>detectRunMount</c>). <c>COPY --from</c> takes a
/// stage's number or name, a mount a name only; whatever is no stage is an image. A stage is built before those below it, so it can take nothing
/// from them.
/// </summary>
sealed class StageGraph
{
    readonly Func<string, int?> find;
    readonly int stageCount;
    /// <summary>BuildKit counts the images that are taken from like stages, behind the real ones.</summary>
    int count;

    /// <param name="find">The index of the stage of a name.</param>
    public StageGraph(int stageCount, Func<string, int?> find) => (this.stageCount, count, this.find) = (stageCount, stageCount, find);

    /// <summary>The stages that an instruction of a stage takes from; problems are told as they are met.</summary>
    public IEnumerable<int> Sources(InstructionSyntax instruction, int stage, Action<Problem> report)
    {
        if (instruction.Name == "COPY")
        {
            if (instruction.Flags.FirstOrDefault(flag => flag.Name == "from") is { Mapped: { Length: > 0 } from } && CopySource(from, stage, report) is { } source) yield return source;
        }
        else if (instruction.Name == "RUN")
        {
            foreach (var mount in instruction.Flags.Where(flag => flag.Name == "mount").Select(MountSyntax.Read))
            {
                if (MountSource(mount, stage, report) is { } found) yield return found;
            }
        }
    }

    int? CopySource(MappedText from, int stage, Action<Problem> report)
    {
        var place = from.LocationOf(new(0, from.Length));
        var expansion = WordReader.Expand(from, VariableScope.Empty, '\\');
        if (expansion.Error is { } error)
        {
            report(error);
            return null;
        }
        if (expansion.Text != from.Text)
        {
            report(new(Variable, place, "`COPY --from` does not expand variables", "Name a stage whose `FROM` uses the variable."));
            return null;
        }
        if (GoNumber.Integer(from.Text) is { } number)
        {
            if (number < 0 || number >= count) report(new("no-such-stage", place, string.Create(CultureInfo.InvariantCulture, $"there is no stage {number}: stages are counted from 0, and the file has {stageCount}")));
            else if (number < stageCount) return Earlier((int)number, from.Text, place, stage, report);
            return null;
        }
        if (find(from.Text) is { } named) return Earlier(named, from.Text, place, stage, report);
        Image(from, place, report);
        return null;
    }

    int? MountSource(MountSyntax mount, int stage, Action<Problem> report)
    {
        var from = mount.From?.Value;
        // BuildKit takes a mount without a stage from the empty image, and a stage may be called like it.
        if (from is not { Length: > 0 })
        {
            if (find("scratch") is { } scratch) return Earlier(scratch, "scratch", mount.Flag.ValueLocation, stage, report);
            count++;
            return null;
        }
        var place = from.LocationOf(new(0, from.Length));
        if (find(from.Text) is { } named) return Earlier(named, from.Text, place, stage, report);
        Image(from, place, report);
        return null;
    }

    void Image(MappedText from, Location place, Action<Problem> report)
    {
        count++;
        if (from.Text != "scratch" && ReferenceReader.Read(from.Text).Fault is { Part: not ReferencePart.Digest } fault)
            report(new(BadReference, place, $"`{(from.Text.Length <= 60 ? from.Text : from.Text[..57] + "…")}` is no stage and names no image: {fault.Message}"));
    }

    /// <summary>A stage that stands above; itself is told by a rule of its own where it is copied from.</summary>
    static int? Earlier(int source, string name, Location place, int stage, Action<Problem> report)
    {
        if (source > stage) report(new("later-stage", place, $"`{name}` is a stage further down; a stage can take files only from those above it"));
        else if (source == stage) report(new(SelfReference, place, $"`{name}` is the stage that takes files from it"));
        return source;
    }

    public const string BadReference = "bad-reference";
    public const string Variable = "variable-in-copy-from";
    public const string SelfReference = "self-reference";
}
