namespace ShiftLeft.Text;

/// <summary>A second place, with what it has to do with the first.</summary>
sealed record RelatedLocation(Location Location, string Message)
{
    public RelatedRole Role { get; init; }
}

/// <summary>What a second place is on the way from a value to what a chart renders of it: nothing, a value that decides whether it is written, a template that writes it.</summary>
enum RelatedRole { Besides, Cause, Way }
