using System.Collections.Immutable;
using ShiftLeft.Docker.Syntax;
using ShiftLeft.Images;
using ShiftLeft.Text;

namespace ShiftLeft.Docker;

/// <summary>A build stage: what it stands on, its instructions, and what is in force at its end.</summary>
sealed class Stage
{
    public required int Index { get; init; }
    public required FromInstruction From { get; init; }
    /// <summary>In lower case, as BuildKit keeps it; null for an unnamed stage.</summary>
    public string? Name { get; init; }
    public required StageBase Base { get; init; }
    /// <summary>The base at the end of the chain. A chain may be as long as the file, so what is asked again and again is handed down, not walked for.</summary>
    public required StageBase Bottom { get; init; }
    /// <summary>The <c>SHELL</c> in force at the end of the stage below; null when there is none.</summary>
    public ShellInstruction? InheritedShell { get; init; }
    /// <summary>The stage's own, in the order of the file.</summary>
    public ImmutableArray<ShellInstruction> Shells { get; init; } = [];
    public ImmutableArray<Instruction> Instructions { get; init; } = [];
    /// <summary>The triggers of the stage that it stands on, which run before its own instructions, with the variables that they see here.</summary>
    public ImmutableArray<Instruction> Inherited { get; init; } = [];
    /// <summary>The variables in force at the end.</summary>
    public required VariableScope Scope { get; init; }
    public required bool IsFinal { get; init; }
    /// <summary>Whether the final stage needs it: only such stages are built.</summary>
    public required bool IsReachable { get; init; }

    /// <summary>How a finding calls it.</summary>
    public string DisplayName => Name ?? Index.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Where an absence is reported: the image that the stage starts from.</summary>
    public Location Anchor => From.Image?.Location ?? From.Keyword;

    /// <summary>This stage, then the stages it stands on.</summary>
    public IEnumerable<Stage> Chain
    {
        get
        {
            for (var stage = this; stage is not null; stage = stage.Base.Stage) yield return stage;
        }
    }

    /// <summary>The instructions of the stage and its ancestors, the last first: the first of a kind is the one in force. The triggers that run in a stage stand before its own.</summary>
    public IEnumerable<Instruction> InForce => Chain.SelectMany(stage => stage.Instructions.Reverse().Concat(stage.Inherited.Reverse()));

    /// <summary>The instructions as a person wrote them, those behind <c>ONBUILD</c> too: what is wrong with one is wrong there as well, in the builds that it is for.</summary>
    public IEnumerable<Instruction> Written => Instructions.Select(instruction => instruction is OnbuildInstruction { Trigger: { } trigger } ? trigger : instruction);

    public IEnumerable<RunInstruction> Runs => Written.OfType<RunInstruction>();
    public IEnumerable<CopyInstruction> Copies => Written.OfType<CopyInstruction>();

    /// <summary>What is known of the image at the bottom of the chain.</summary>
    public BaseImage BaseImage => Bottom.Known;

    /// <summary>Whether it may stand on Windows, where drives have letters and a backslash parts folders.</summary>
    public bool MayBeWindows => IsWindows || !BaseImage.IsKnown;

    /// <summary>Whether it is certain to stand on Windows, which has users of its own.</summary>
    public bool IsWindows =>
        From.Platform?.Value?.StartsWith("windows", StringComparison.OrdinalIgnoreCase) == true || (Bottom.Image is { } image && BaseImages.IsWindows(image));

    /// <summary>The user that the stage ends with: the nearest <c>USER</c> of the chain, else the base image's.</summary>
    public StageUser User
    {
        get
        {
            if (InForce.OfType<UserInstruction>().FirstOrDefault(user => user.User is not null) is not { } instruction)
                return new(BaseImage.User.Kind, BaseImage.User.Name, null);
            if (instruction.Expand(instruction.User!).Text?.Trim() is not { } text) return new(ImageUserKind.Unknown, null, instruction);
            var name = text.Split(':', 2)[0];
            // No user is root on Linux; on Windows it is whoever the image starts as.
            if (name.Length == 0 && IsWindows) return new(BaseImage.User.Kind, BaseImage.User.Name, instruction);
            return new(name.Length == 0 || ImageUser.IsAdministrator(name) ? ImageUserKind.Root : ImageUserKind.NonRoot, name, instruction);
        }
    }

    public HealthcheckInstruction? Healthcheck => InForce.OfType<HealthcheckInstruction>().FirstOrDefault();
    public CommandInstruction? Entrypoint => InForce.OfType<CommandInstruction>().FirstOrDefault(command => command.Name == "ENTRYPOINT");
    public CommandInstruction? Command => InForce.OfType<CommandInstruction>().FirstOrDefault(command => command.Name == "CMD");
    public IEnumerable<ExposedPort> Ports => Chain.Reverse().SelectMany(stage => stage.Instructions.OfType<ExposeInstruction>()).SelectMany(expose => expose.Ports);

    /// <summary>The shell that an instruction's shell form runs in: the nearest <c>SHELL</c> before it, in the stage or an ancestor.</summary>
    public ShellInstruction? ShellAt(Instruction instruction)
    {
        var (before, end) = (0, Shells.Length);
        while (before < end)
        {
            var middle = (before + end) / 2;
            if (Shells[middle].Location.Span.Start < instruction.Location.Span.Start) before = middle + 1;
            else end = middle;
        }
        return before > 0 ? Shells[before - 1] : InheritedShell;
    }

    public override string ToString() => $"stage {DisplayName}";
}

/// <summary>What a stage stands on: an earlier stage, an image, nothing, or something that only a build can tell.</summary>
/// <param name="Image">The image, variables expanded.</param>
/// <param name="IsScratch">The empty image.</param>
/// <param name="Expansion">The text of <c>FROM</c> after expansion.</param>
/// <param name="Known">What is known of the image.</param>
sealed record StageBase(ImageReference? Image, bool IsScratch, Expansion Expansion, BaseImage Known)
{
    /// <summary>The earlier stage.</summary>
    public Stage? Stage { get; init; }
    /// <summary>Whether the build gives what the name stands for.</summary>
    public bool IsContext { get; init; }
    /// <summary>Why the text names no image.</summary>
    public ReferenceFault? Fault { get; init; }
    /// <summary>The image in a build that gives no arguments, where the text depends on one.</summary>
    public string? WithoutArguments { get; init; }
    /// <summary>What is certain of the image although a part of its name is not known.</summary>
    public PartialReference? Part { get; init; }

    public bool IsUnknown => Stage is null && Image is null && !IsScratch;
}

/// <param name="Kind">Root, somebody else, or not known.</param>
/// <param name="Name">The user part: a number or a name; empty where a <c>USER</c> names nobody; null when it is not known.</param>
/// <param name="Instruction">The <c>USER</c> that says so; null when the base image does.</param>
readonly record struct StageUser(ImageUserKind Kind, string? Name, UserInstruction? Instruction)
{
    public bool IsNumeric => Name is { Length: > 0 } name && name.All(char.IsAsciiDigit);
}
