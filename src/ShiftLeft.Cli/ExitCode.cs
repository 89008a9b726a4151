namespace ShiftLeft.Cli;

/// <summary>How the program ends; the numbers are part of the contract.</summary>
static class ExitCode
{
    /// <summary>Done; findings are within the thresholds.</summary>
    public const int Within = 0;
    /// <summary>Done; findings are over a threshold.</summary>
    public const int Over = 1;
    /// <summary>The work could not be done, or not all of it.</summary>
    public const int Failed = 2;
    /// <summary>A scan found nothing that it could check: no Dockerfile, manifest or chart. <c>--allow-empty</c> makes it 0.</summary>
    public const int Nothing = 3;
}
