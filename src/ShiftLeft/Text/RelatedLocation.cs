namespace ShiftLeft.Text;

/// <summary>A second place, with what it has to do with the first.</summary>
sealed record RelatedLocation(Location Location, string Message);
