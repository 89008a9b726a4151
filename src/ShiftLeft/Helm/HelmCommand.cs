using System.Collections.Immutable;

namespace ShiftLeft.Helm;

/// <summary>
/// The face's way to run the <c>helm</c> command in the root of the tree; it gives null where there is no such command.
/// </summary>
/// <param name="arguments">Arguments as helm takes them; paths are relative to the tree's root.</param>
delegate HelmOutput? HelmCommand(ImmutableArray<string> arguments);

/// <param name="ExitCode">0 when helm rendered.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error.</param>
sealed record HelmOutput(int ExitCode, string Output, string Error);
