namespace ShiftLeft.Rules;

/// <summary>A named choice of rules; each holds those before it.</summary>
enum Profile
{
    /// <summary>What nobody defends: near-zero false positives.</summary>
    Baseline,
    /// <summary>The default.</summary>
    Recommended,
    /// <summary>Pod Security Standards restricted, digests, pins.</summary>
    Strict,
    /// <summary>Every rule there is, matters of taste included.</summary>
    All,
}
