using System.Collections.Frozen;
using System.Collections.Immutable;
using ShiftLeft.Docker.Shell;
using ShiftLeft.Docker.Syntax;
using ShiftLeft.Images;
using ShiftLeft.Text;

namespace ShiftLeft.Docker;

/// <summary>A Dockerfile as a build understands it: stages with their graph, variables, users and ports resolved.</summary>
sealed class Dockerfile
{
    /// <summary>The latest stage of each name.</summary>
    readonly Dictionary<string, Stage> named = new(StringComparer.OrdinalIgnoreCase);

    public required DockerfileSyntax Syntax { get; init; }
    /// <summary><c>ARG</c> before the first <c>FROM</c>.</summary>
    public required ImmutableArray<AssignmentInstruction> GlobalArguments { get; init; }
    /// <summary>The variables that <c>FROM</c> sees.</summary>
    public required VariableScope GlobalScope { get; init; }
    public required ImmutableArray<Stage> Stages
    {
        get;
        init
        {
            field = value;
            foreach (var stage in value)
            {
                if (stage.Name is { } name) named[name] = stage;
            }
        }
    }
    /// <summary>What BuildKit refuses, in the order of the file.</summary>
    public required ImmutableArray<Problem> Problems { get; init; }
    /// <summary>What it refuses of triggers, in the builds that they are for.</summary>
    public required ImmutableArray<Problem> TriggerProblems { get; init; }
    /// <summary>Why nothing in the file was judged: it is the material of another tool. Null where it is a Dockerfile, good or bad.</summary>
    public Problem? Foreign { get; init; }
    /// <summary>The patterns of the build context's ignore file; null when there is none.</summary>
    public SourceText? IgnoreFile { get; init; }

    /// <summary>What is larger or nested deeper than is read.</summary>
    public IEnumerable<Problem> Excesses => Scripts.Select(script => script.Excess).Prepend(Syntax.Excess).OfType<Problem>();
    /// <summary>The shell texts of all its instructions.</summary>
    public IEnumerable<ShellScript> Scripts => Stages.SelectMany(stage => stage.Written.Where(instruction => instruction is RunInstruction or CommandInstruction or HealthcheckInstruction).Select(instruction => stage.Script(instruction)));

    public SourceText Source => Syntax.Source;
    public string Path => Source.Path;
    public Stage? FinalStage => Stages.IsEmpty ? null : Stages[^1];
    public IEnumerable<Instruction> Instructions => Stages.SelectMany(stage => stage.Instructions);

    /// <summary>The stage that a name or index of <c>--from</c> means, seen from a stage; null when it is an image.</summary>
    public Stage? FindStage(string reference) =>
        GoNumber.Integer(reference) is { } index ? index >= 0 && index < Stages.Length ? Stages[(int)index] : null : FindNamed(reference);

    /// <summary>The stage that a mount's <c>from</c> means: there, a number is a name too.</summary>
    public Stage? FindNamed(string name) => named.GetValueOrDefault(name);

    /// <summary>Names that stand for a context which the build gives; a star for any name.</summary>
    public FrozenSet<string> Contexts { get; init; } = [];

    /// <summary>Whether a name stands for a context (<c>namedContext</c> of BuildKit's <c>dockerui</c>: the name as people write it, without the tag <c>latest</c>).</summary>
    public static bool IsContext(FrozenSet<string> contexts, string name) =>
        contexts.Count > 0 && (contexts.Contains("*") || contexts.Contains(name)
            || (ImageReference.Parse(name) is { Digest: null } image && contexts.Contains(image.Tag is null or "latest" ? image.FamiliarName : $"{image.FamiliarName}:{image.Tag}")));

    public bool IsContext(string name) => IsContext(Contexts, name);

    /// <summary>The instruction that a place of the file belongs to; null between instructions.</summary>
    public InstructionSyntax? InstructionAt(int offset)
    {
        var (before, end) = (0, Syntax.Instructions.Length);
        while (before < end)
        {
            var middle = (before + end) / 2;
            if (Syntax.Instructions[middle].Location.Span.Start <= offset) before = middle + 1;
            else end = middle;
        }
        return before > 0 && Syntax.Instructions[before - 1] is var found && offset <= found.Location.Span.End ? found : null;
    }

    /// <summary>The stage that a place of the file belongs to; null before the first <c>FROM</c>.</summary>
    public Stage? StageAt(int offset)
    {
        var (before, end) = (0, Stages.Length);
        while (before < end)
        {
            var middle = (before + end) / 2;
            if (Stages[middle].From.Location.Span.Start <= offset) before = middle + 1;
            else end = middle;
        }
        return before == 0 ? null : Stages[before - 1];
    }

    /// <param name="baseImages">What is known of an image that a stage stands on; null for what this program knows.</param>
    /// <param name="contexts">Names that stand for a context which the build gives, and no image.</param>
    public static Dockerfile Read(SourceText source, SourceText? ignoreFile = null, Func<ImageReference, BaseImage>? baseImages = null, FrozenSet<string>? contexts = null) =>
        DockerfileReader.Read(DockerfileParser.Parse(source), ignoreFile, baseImages ?? BaseImages.Of, contexts ?? []);
}
