namespace ShiftLeft.Docker;

/// <summary>What stands behind a dollar.</summary>
sealed partial class WordReader
{
    Piece ReadVariable(int depth)
    {
        var start = at++;
        if (at == text.Length || text[at] != '{')
        {
            var plain = ReadName();
            return plain.Length == 0 ? Piece.Of("$") : scope is null ? Piece.Of($"${plain}") : Plain(plain, start);
        }
        at++;
        if (at == text.Length) return Fail(start, "`}` is missing");
        if (text[at] is '{' or '}' or ':') return Fail(start, "it names no variable");
        var name = ReadName();
        if (at == text.Length) return Fail(start, "`}` is missing");
        if (text[at] == '}')
        {
            at++;
            return scope is null ? Piece.Of($"${{{name}}}") : Plain(name, start);
        }
        if (depth < MaximumDepth) return ReadModified(name, start, depth + 1);
        isTooDeep = true;
        at = text.Length;
        return Piece.Hole;
    }

    Piece ReadModified(string name, int start, int depth)
    {
        var sign = text[at++];
        switch (sign)
        {
            case ':':
                if (at == text.Length) return Fail(start, "`}` is missing");
                sign = text[at++];
                if (sign is '#' or '%') return Fail(start, $"`:{sign}` is no modifier");
                return Choose(name, sign, start, depth, emptyIsUnset: true);
            case '-' or '+' or '?':
                return Choose(name, sign, start, depth, emptyIsUnset: false);
            case '#' or '%':
                return Trim(name, sign, start, depth);
            case '/':
                return Replace(name, start, depth);
            default:
                return Fail(start, $"`{sign}` is no modifier");
        }
    }

    /// <summary><c>${name-word}</c>, <c>${name+word}</c>, <c>${name?word}</c>, with a colon or without.</summary>
    Piece Choose(string name, char sign, int start, int depth, bool emptyIsUnset)
    {
        if (ReadPart('}', keepsEscapes: false, start, depth) is not { } word) return Piece.Hole;
        var modifier = (emptyIsUnset ? ":" : "") + sign;
        if (scope is null) return Piece.Of($"${{{name}{modifier}{word.Text}}}");
        var value = scope[name];
        var isSet = IsSet(value, emptyIsUnset);
        // A default is what a build sees that gives no argument.
        if (sign == '-' && value.Knowledge == Knowledge.Declared) isSet = false;
        var result = (sign, isSet) switch
        {
            ('-' or '?', true) => Of(value),
            ('-', false) or ('+', true) => word,
            ('+', false) => Piece.Empty,
            _ => Piece.Hole,
        };
        Use(name, start, modifier, value, result);
        return sign switch
        {
            '?' when isSet == false => Fail(start, word is { IsKnown: true, Text.Length: > 0 } ? word.Text : $"`{name}` must be {(value.Knowledge == Knowledge.Known ? "given a value" : "set")}"),
            '-' or '+' or '?' => result,
            _ => Fail(start, $"`{modifier}` is no modifier"),
        };
    }

    /// <summary>Whether the value counts as set; null when that is not known.</summary>
    bool? IsSet(VariableValue value, bool emptyIsUnset) => value.Knowledge switch
    {
        _ when withoutArguments && value.WithoutArguments is { } text => !emptyIsUnset || text.Length > 0,
        Knowledge.Known => !emptyIsUnset || value.Text!.Length > 0,
        // What the builder sets may be empty: a variant, a version.
        Knowledge.Set => emptyIsUnset ? null : true,
        Knowledge.Declared => withoutArguments ? false : null,
        Knowledge.Unset => false,
        _ => null,
    };

    /// <summary><c>${name#pattern}</c> and <c>${name%pattern}</c>, the sign twice for the longest match.</summary>
    Piece Trim(string name, char sign, int start, int depth)
    {
        if (ReadPart('}', keepsEscapes: true, start, depth) is not { } pattern) return Piece.Hole;
        if (scope is null) return Piece.Of($"${{{name}{sign}{pattern.Text}}}");
        var isGreedy = pattern.Text.StartsWith(sign) && pattern.FirstHole != 0;
        return Match(name, start, new(sign, isGreedy ? 2 : 1), pattern, text => GoPattern.Trim(text, isGreedy ? pattern.Text[1..] : pattern.Text, fromStart: sign == '#', isGreedy));
    }

    /// <summary><c>${name/pattern/text}</c>, with two slashes for all matches.</summary>
    Piece Replace(string name, int start, int depth)
    {
        var isAll = at < text.Length && text[at] == '/';
        if (isAll) at++;
        if (ReadPart('/', keepsEscapes: true, start, depth) is not { } pattern) return Piece.Hole;
        if (ReadPart('}', keepsEscapes: true, start, depth) is not { } replacement) return Piece.Hole;
        if (scope is null) return Piece.Of($"${{{name}/{pattern.Text}/{replacement.Text}}}");
        return Match(name, start, isAll ? "//" : "/", pattern, text => replacement.IsKnown ? GoPattern.Replace(text, pattern.Text, replacement.Text, isAll) : GoPattern.NotKnown);
    }

    Piece Match(string name, int start, string modifier, Piece pattern, Func<string, GoPattern.Result> match)
    {
        var value = scope![name];
        var of = Of(value);
        var result = of.IsKnown && pattern.IsKnown ? match(of.Text) : pattern.IsKnown ? GoPattern.Check(pattern.Text) : GoPattern.NotKnown;
        var piece = result.Text is { } text ? Piece.Of(text) : Piece.Hole;
        Use(name, start, modifier, value, piece);
        return result.IsRefused ? Fail(start, $"`{pattern.Text}` is no pattern: a backslash there escapes only `*`, `?`, `}}`, `/` and itself") : piece;
    }

    Piece Plain(string name, int start)
    {
        var value = scope![name];
        var piece = Of(value);
        Use(name, start, "", value, piece);
        return piece;
    }

    Piece Of(VariableValue value) => value.Knowledge switch
    {
        _ when withoutArguments && value.WithoutArguments is { } text => Piece.Of(text),
        Knowledge.Known => (valueLength += value.Text!.Length) <= LongestValue ? Piece.Of(value.Text) : Piece.Hole,
        Knowledge.Unset => Piece.Empty,
        Knowledge.Declared when withoutArguments => Piece.Empty,
        _ => Piece.Hole,
    };

    void Use(string name, int start, string modifier, VariableValue value, Piece piece) =>
        uses.Add(new(name, mapped!.LocationOf(new(start, at - start)), modifier, value) { Instead = value.Knowledge == Knowledge.Unset && piece.IsKnown ? piece.Text : null });

    /// <summary>A part of a modified variable; null when it does not end, or cannot be read.</summary>
    Piece? ReadPart(char stop, bool keepsEscapes, int start, int depth)
    {
        var part = ReadUntil(stop, keepsEscapes, depth, out var isClosed);
        if (error is not null || isTooDeep) return null;
        if (isClosed) return part;
        Fail(start, $"`{stop}` is missing");
        return null;
    }
}
