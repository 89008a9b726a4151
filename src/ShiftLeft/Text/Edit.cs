namespace ShiftLeft.Text;

/// <summary>Replace the text at a place; an empty span inserts, an empty text deletes.</summary>
sealed record Edit(Location Location, string NewText);
