namespace ShiftLeft.Docker;

/// <summary>File modes as <c>COPY --chmod</c> takes them: octal up to 07777, or symbolic as <c>chmod</c> of BSD reads it.</summary>
static class FileMode
{
    const uint Largest = 0xFFF;

    public static bool IsValid(string text) =>
        GoNumber.Octal(text) is { } number ? number <= Largest
        : text.Length > 0 && !char.IsAsciiDigit(text[0]) && IsSymbolic(text);

    /// <summary><c>u=rwx,go-w</c>: for each clause who, an operator, permissions, and further operators; permissions may be none.</summary>
    static bool IsSymbolic(string text)
    {
        for (var at = 0; ;)
        {
            while (at < text.Length && text[at] is 'a' or 'u' or 'g' or 'o') at++;
            if (at == text.Length) return false;
            do
            {
                if (text[at] is not ('+' or '-' or '=')) return false;
                at++;
                while (at < text.Length && text[at] is 'r' or 'w' or 'x' or 'X' or 's' or 't' or 'u' or 'g' or 'o') at++;
                if (at == text.Length) return true;
            }
            while (text[at] != ',');
            at++;
        }
    }
}
