using System.Collections.Immutable;
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
    /// <summary>What the grammar or the builder would refuse.</summary>
    public required ImmutableArray<Problem> Problems { get; init; }
    /// <summary>The patterns of the build context's ignore file; null when there is none.</summary>
    public SourceText? IgnoreFile { get; init; }

    public SourceText Source => Syntax.Source;
    public string Path => Source.Path;
    public Stage? FinalStage => Stages.IsEmpty ? null : Stages[^1];
    public IEnumerable<Instruction> Instructions => Stages.SelectMany(stage => stage.Instructions);

    /// <summary>The stage that a name or index of <c>--from</c> means, seen from a stage; null when it is an image.</summary>
    public Stage? FindStage(string reference) =>
        int.TryParse(reference, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var index)
            ? Stages.ElementAtOrDefault(index)
            : named.GetValueOrDefault(reference);

    public static Dockerfile Read(SourceText source, SourceText? ignoreFile = null) => DockerfileReader.Read(DockerfileParser.Parse(source), ignoreFile);
}
