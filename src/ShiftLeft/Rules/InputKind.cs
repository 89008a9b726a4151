namespace ShiftLeft.Rules;

/// <summary>What a rule reads; the number is the fourth character of a rule's id.</summary>
enum InputKind
{
    Dockerfile = 0,
    Kubernetes = 1,
    Project = 2,
    Compose = 3,
    Workspace = 9,
}
