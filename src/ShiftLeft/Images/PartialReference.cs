namespace ShiftLeft.Images;

/// <summary>
/// What is certain of a reference of which only the beginning and the end are known: behind the last slash a variable before it can bring no tag,
/// and behind a colon none can bring another name.
/// </summary>
/// <param name="Name">Registry and repository as people write them; null when they are not known.</param>
/// <param name="HasTag">Null when it may have one.</param>
/// <param name="Tag">The tag, where it is known.</param>
/// <param name="HasDigest">Null when it may have one.</param>
sealed record PartialReference(ImageReference? Name, bool? HasTag, string? Tag, bool? HasDigest)
{
    /// <param name="prefix">The text before the first part that is not known.</param>
    /// <param name="suffix">The text behind the last one.</param>
    public static PartialReference Of(string prefix, string suffix)
    {
        var name = NameIn(prefix);
        var last = suffix[(suffix.LastIndexOf('/') + 1)..];
        var at = last.IndexOf('@', StringComparison.Ordinal);
        var beforeDigest = at < 0 ? last : last[..at];
        var colon = beforeDigest.IndexOf(':', StringComparison.Ordinal);
        // A tag or digest that begins in the known end is all there.
        if (colon >= 0) return new(name, true, beforeDigest[(colon + 1)..], at >= 0);
        if (last.Length < suffix.Length) return new(name, false, null, at >= 0);
        return new(name, name is null || prefix.Contains('@', StringComparison.Ordinal) ? null : true, null, at >= 0 || prefix.Contains('@', StringComparison.Ordinal) ? true : null);
    }

    /// <summary>The name is all there where the tag or digest has begun behind it.</summary>
    static ImageReference? NameIn(string prefix)
    {
        var end = prefix.IndexOfAny([':', '@'], prefix.LastIndexOf('/') + 1);
        return end < 0 ? null : ImageReference.Parse(prefix[..end]);
    }
}
