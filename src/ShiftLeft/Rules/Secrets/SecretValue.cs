namespace ShiftLeft.Rules.Secrets;

/// <summary>What a value looks like to whoever asks whether it is a secret, from the least to the most.</summary>
enum ValueKind
{
    /// <summary>Nothing that could be one: empty, to be filled in, a reference, an address, a path, a switch, code.</summary>
    Harmless,
    /// <summary>Digits alone.</summary>
    Number,
    /// <summary>An identifier in the form of a UUID.</summary>
    Uuid,
    /// <summary>Words of letters.</summary>
    Words,
    /// <summary>Words with a number: a name, or a poor password.</summary>
    Name,
    /// <summary>What everybody tries first.</summary>
    WellKnown,
    /// <summary>Letters, digits and signs in no order that words have.</summary>
    Irregular,
    /// <summary>As machines make it: long, and evenly spread over its alphabet.</summary>
    Random,
}

/// <summary>Reads what a value is by its form alone, in time that is linear in its length.</summary>
static class SecretValue
{
    /// <summary>A longer value is a document, no secret.</summary>
    public const int Longest = 4096;

    /// <summary>What a machine makes is at least so long.</summary>
    const int LeastRandom = 16;

    public static ValueKind Read(string value)
    {
        var text = value.Trim();
        if (text is ['"', .., '"'] or ['\'', .., '\'']) text = text[1..^1];
        if (text.Length is < 2 or > Longest || text.Contains('\n', StringComparison.Ordinal)) return ValueKind.Harmless;
        if (WellKnownPasswords.Contains(text)) return ValueKind.WellKnown;
        if (text.Length < 3 || Placeholder.Is(text)) return ValueKind.Harmless;
        if (text.AsSpan().IndexOfAnyExceptInRange('0', '9') < 0) return ValueKind.Number;
        if (IsUuid(text)) return ValueKind.Uuid;
        if (PlainValue.Is(text)) return ValueKind.Harmless;
        return Rank(text);
    }

    public static bool IsUuid(ReadOnlySpan<char> text)
    {
        if (text.Length != 36) return false;
        for (var i = 0; i < text.Length; i++)
        {
            if (i is 8 or 13 or 18 or 23 ? text[i] != '-' : !char.IsAsciiHexDigit(text[i])) return false;
        }
        return true;
    }

    /// <summary>Words, or words with numbers, or neither.</summary>
    public static ValueKind Rank(ReadOnlySpan<char> text)
    {
        var kind = ValueKind.Words;
        foreach (var range in text.SplitAny("-_./:+, @"))
        {
            var shape = Shape(text[range]);
            if (shape == ValueKind.Irregular) return IsRandom(text) ? ValueKind.Random : ValueKind.Irregular;
            if (shape == ValueKind.Name) kind = ValueKind.Name;
        }
        return kind;
    }

    /// <summary>One part between separators: letters, letters with a number behind or before, or no order at all.</summary>
    static ValueKind Shape(ReadOnlySpan<char> part)
    {
        var (changes, digits) = (0, 0);
        for (var i = 0; i < part.Length; i++)
        {
            if (!char.IsAsciiLetterOrDigit(part[i])) return char.IsLetter(part[i]) ? ValueKind.Name : ValueKind.Irregular;
            if (char.IsAsciiDigit(part[i])) digits++;
            if (i > 0 && char.IsAsciiDigit(part[i]) != char.IsAsciiDigit(part[i - 1])) changes++;
        }
        if (digits == 0) return HasVowels(part) ? ValueKind.Words : ValueKind.Irregular;
        return changes <= 1 && digits <= 8 && HasVowels(part) ? ValueKind.Name : part.Length < 4 || (part.Length < 5 && changes == 2) ? ValueKind.Name : ValueKind.Irregular;
    }

    /// <summary>Words can be spoken, and their capitals stand apart.</summary>
    static bool HasVowels(ReadOnlySpan<char> part)
    {
        if (part.Length < 10) return true;
        var (vowels, uppers, humps) = (0, 0, 0);
        for (var i = 0; i < part.Length; i++)
        {
            var c = part[i];
            if (char.IsAsciiLetterUpper(c)) uppers++;
            if (i > 0 && char.IsAsciiLetterUpper(c) && char.IsAsciiLetterLower(part[i - 1])) humps++;
            if (c is 'a' or 'e' or 'i' or 'o' or 'u' or 'y' or 'A' or 'E' or 'I' or 'O' or 'U' or 'Y') vowels++;
        }
        // Humps as close as this are no camel's.
        return vowels * 7 >= part.Length && (part.Length < 20 || humps * 5 <= part.Length || uppers == part.Length);
    }

    /// <summary>Long enough, of one alphabet, without the order of words, and with the entropy to go with it.</summary>
    static bool IsRandom(ReadOnlySpan<char> text)
    {
        if (text.Length < LeastRandom) return false;
        var (letters, digits, uppers, changes, signs) = (0, 0, 0, 0, 0);
        var before = -1;
        foreach (var c in text)
        {
            var kind = char.IsAsciiDigit(c) ? 0 : char.IsAsciiLetterLower(c) ? 1 : char.IsAsciiLetterUpper(c) ? 2 : c is '+' or '/' or '=' or '-' or '_' or '.' or '~' or ':' ? 3 : 4;
            if (kind == 4) return false;
            if (kind == 0) digits++;
            else if (kind == 3) signs++;
            else letters++;
            if (kind == 2) uppers++;
            if (before >= 0 && kind != before && !(before == 2 && kind == 1 && text.Length > 0)) changes++;
            before = kind;
        }
        if (signs * 5 > text.Length || Entropy(text) < (uppers == 0 || uppers == letters ? 2.9 : 3.3)) return false;
        // Without digits only a mixture of cases is no text of words.
        return digits > 0 && letters > 0 ? changes * 5 >= text.Length : digits == 0 && uppers * 4 > letters && uppers < letters && changes * 4 >= text.Length;
    }

    /// <summary>Shannon's, in bits for a character.</summary>
    static double Entropy(ReadOnlySpan<char> text)
    {
        Span<int> counts = stackalloc int[128];
        foreach (var c in text) counts[c & 127]++;
        var sum = 0.0;
        foreach (var count in counts)
        {
            if (count > 0) sum -= (double)count / text.Length * Math.Log2((double)count / text.Length);
        }
        return sum;
    }
}
