namespace ShiftLeft.Actions;

/// <summary>
/// The invisible first line by which what we wrote is found again. It begins the text, where no content of a tree ever stands, and only what
/// our own account wrote counts.
/// </summary>
/// <param name="Kind"><c>comment</c> or <c>suggestion</c>.</param>
/// <param name="Category">Tells checks of one repository apart; it has no blanks.</param>
sealed record Marker(string Kind, string Category)
{
    string Prefix => $"<!-- shiftleft:{Kind} {Category} ";

    /// <param name="key">What the text is about, without blanks.</param>
    public string Line(string key) => $"{Prefix}{key} -->\n";

    /// <returns>The key; null where the text is none of ours.</returns>
    public string? KeyOf(string? body)
    {
        if (body is null || !body.StartsWith(Prefix, StringComparison.Ordinal)) return null;
        var end = body.IndexOf(" -->", Prefix.Length, StringComparison.Ordinal);
        return end < 0 ? null : body[Prefix.Length..end];
    }
}
