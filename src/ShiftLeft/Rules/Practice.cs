namespace ShiftLeft.Rules;

/// <summary>The six practices and the three families beside them; the number is the third character of a rule's id.</summary>
enum Practice
{
    Tool = 0,
    TrustedImages = 1,
    RuntimeHardening = 2,
    Updates = 3,
    NetworkSegmentation = 4,
    RuntimeDefence = 5,
    Observability = 6,
    Secrets = 7,
    Correctness = 8,
}
