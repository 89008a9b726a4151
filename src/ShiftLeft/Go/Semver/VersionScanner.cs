namespace ShiftLeft.Go.Semver;

/// <summary>
/// Scans one version from an offset on: <c>v1.2.3-rc.1+build</c>. In constraints <c>x</c>, <c>X</c> and <c>*</c> may stand for a number, and by
/// the library's character class also a bar; what such a number means is for the caller to judge.
/// </summary>
ref struct VersionScanner
{
    readonly ReadOnlySpan<char> text;
    readonly bool allowsWildcards;
    int at;

    public VersionScanner(ReadOnlySpan<char> text, int start, bool allowsWildcards)
    {
        this.text = text;
        this.allowsWildcards = allowsWildcards;
        Start = at = start;
    }

    public int Start { get; }
    /// <summary>Behind the last character that belongs to the version.</summary>
    public readonly int End => at;
    public ReadOnlySpan<char> Major { get; private set; }
    /// <summary>Empty where it is missing.</summary>
    public ReadOnlySpan<char> Minor { get; private set; }
    /// <summary>Empty where it is missing.</summary>
    public ReadOnlySpan<char> Patch { get; private set; }
    public ReadOnlySpan<char> Prerelease { get; private set; }
    public ReadOnlySpan<char> Metadata { get; private set; }

    /// <summary>Takes as much as can belong to a version; false where there is none.</summary>
    public bool Scan()
    {
        if (at < text.Length && text[at] == 'v') at++;
        Major = Number();
        if (Major.IsEmpty) return false;
        Minor = Behind('.') ? Number() : default;
        if (!Minor.IsEmpty) Patch = Behind('.') ? Number() : default;
        Prerelease = Behind('-') ? Identifiers() : default;
        Metadata = Behind('+') ? Identifiers() : default;
        return true;
    }

    /// <summary>Steps over a sign that something follows which may.</summary>
    bool Behind(char sign)
    {
        if (at + 1 >= text.Length || text[at] != sign) return false;
        if (sign == '.' ? !IsNumber(text[at + 1]) : !SemanticVersion.IsIdentifierCharacter(text[at + 1])) return false;
        at++;
        return true;
    }

    ReadOnlySpan<char> Number()
    {
        var from = at;
        while (at < text.Length && IsNumber(text[at])) at++;
        return text[from..at];
    }

    ReadOnlySpan<char> Identifiers()
    {
        var from = at;
        while (at < text.Length)
        {
            if (SemanticVersion.IsIdentifierCharacter(text[at])) at++;
            else if (text[at] == '.' && at + 1 < text.Length && SemanticVersion.IsIdentifierCharacter(text[at + 1])) at++;
            else break;
        }
        return text[from..at];
    }

    readonly bool IsNumber(char c) => char.IsAsciiDigit(c) || (allowsWildcards && c is 'x' or 'X' or '*' or '|');
}
