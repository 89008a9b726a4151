namespace ShiftLeft.MSBuild;

/// <summary>
/// A check that is done while the compiler works, in another process, and this one waits for it. What there is to say is said after the compiler; nothing is
/// logged before.
/// </summary>
sealed class ScanAhead(Func<ScanOutcome> check)
{
    readonly Task<ScanOutcome> outcome = Task.Run(check);

    /// <summary>Waits for the end.</summary>
    /// <exception cref="InputException">The request cannot be carried out as it stands.</exception>
    public ScanOutcome Outcome => outcome.GetAwaiter().GetResult();
}

/// <param name="Events">What there is to say.</param>
/// <param name="Why">Why it took a scan; null when it did not.</param>
sealed record ScanOutcome(List<LogEvent> Events, string? Why);
