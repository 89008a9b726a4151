namespace ShiftLeft.Policy;

/// <summary>The level from which findings fail a scan, given on the command line in place of the policy's thresholds.</summary>
enum FailOn { Never, Info, Warning, Error }
