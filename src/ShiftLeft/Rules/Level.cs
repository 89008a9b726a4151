namespace ShiftLeft.Rules;

/// <summary>How loud a finding is. <c>Off</c> is a policy's word for a rule that does not run; no finding carries it.</summary>
enum Level { Off, Info, Warning, Error }
