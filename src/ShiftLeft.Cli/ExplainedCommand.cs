using System.Collections.Immutable;
using System.CommandLine;

namespace ShiftLeft.Cli;

/// <summary>A command with what its help says besides its arguments and options.</summary>
sealed class ExplainedCommand(string name, string description) : Command(name, description)
{
    public ImmutableArray<Example> Examples { get; init; } = [];
    /// <summary>What its exit codes mean.</summary>
    public ImmutableArray<Meaning> ExitCodes { get; init; } = [new(ExitCode.Within, "done"), new(ExitCode.Failed, "it could not be done")];
}

/// <param name="Line">As it is typed.</param>
/// <param name="Says">What it does, in a few words.</param>
readonly record struct Example(string Line, string Says);

/// <param name="ExitCode">The number.</param>
/// <param name="Words">What it means.</param>
readonly record struct Meaning(int ExitCode, string Words);
