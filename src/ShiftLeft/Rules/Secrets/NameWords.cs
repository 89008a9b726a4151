namespace ShiftLeft.Rules.Secrets;

/// <summary>A name's words in lower case: <c>DB_PASSWORD</c>, <c>dbPassword</c>, <c>db.password</c> and <c>Db__Password2</c> are all "db", "password".</summary>
static class NameWords
{
    /// <summary>
    /// Split at anything that is no letter, where lower case turns to upper, and before the last capital of several (<c>APIKey</c>). Numbers say
    /// nothing about what a name means.
    /// </summary>
    public static List<string> Of(ReadOnlySpan<char> name)
    {
        var words = new List<string>();
        var start = 0;
        for (var i = 0; i <= name.Length; i++)
        {
            if (i < name.Length && !EndsBefore(name, start, i)) continue;
            if (i > start) words.Add(name[start..i].ToString().ToLowerInvariant());
            start = i < name.Length && !char.IsAsciiLetter(name[i]) ? i + 1 : i;
        }
        return words;
    }

    static bool EndsBefore(ReadOnlySpan<char> name, int start, int i)
    {
        if (!char.IsAsciiLetter(name[i])) return true;
        if (i == start || !char.IsAsciiLetterUpper(name[i])) return false;
        return char.IsAsciiLetterLower(name[i - 1]) || (i + 1 < name.Length && char.IsAsciiLetterLower(name[i + 1]) && i - start > 1);
    }
}
