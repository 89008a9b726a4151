namespace ShiftLeft.Text;

/// <summary>
/// Path patterns as people write them in policies and ignore files: <c>*</c> and <c>?</c> stay within a segment, <c>**</c> crosses
/// segments, <c>[a-z]</c> and <c>[!a]</c> are classes, a backslash takes the next character literally. Matching takes time in the
/// product of both lengths at worst, whatever the pattern; most paths differ from it in what it begins and ends with.
/// </summary>
sealed class Glob
{
    readonly List<Token> tokens;
    /// <summary>The characters that it begins with.</summary>
    readonly string start;
    /// <summary>Those that it ends with, behind its last wildcard.</summary>
    readonly string end;
    /// <summary>Which tokens may take several characters, and which stand before what may be nothing, as bits.</summary>
    readonly ulong repeats;
    readonly ulong folders;

    const int PlainCharacters = 128;

    ulong[]? plain;
    int asked;

    public Glob(string pattern)
    {
        tokens = Tokenize(pattern);
        start = string.Concat(tokens.TakeWhile(token => token.Kind == TokenKind.Literal).Select(token => token.Char));
        for (var i = 0; i < tokens.Count && i < 64; i++)
        {
            if (tokens[i].Repeats) repeats |= 1UL << i;
            if (tokens[i].Kind == TokenKind.Folders) folders |= 1UL << i;
        }
        IsLiteral = start.Length == tokens.Count;
        end = IsLiteral ? "" : string.Concat(tokens.Skip(tokens.FindLastIndex(token => token.Kind != TokenKind.Literal) + 1).Select(token => token.Char));
        // The slash of `**/` may be nothing.
        if (tokens.Count > end.Length + 1 && end.StartsWith('/') && tokens[^(end.Length + 2)..] is [{ Kind: TokenKind.Folders }, ..]) end = end[1..];
    }

    /// <summary>Whether it matches one text alone, <see cref="Literal"/>.</summary>
    public bool IsLiteral { get; }
    public string Literal => start;

    public static bool IsMatch(string pattern, string path) => new Glob(pattern).IsMatch(path);

    public bool IsMatch(string path)
    {
        if (IsLiteral) return path == start;
        return path.Length >= Math.Max(start.Length, end.Length) && path.StartsWith(start, StringComparison.Ordinal) && path.EndsWith(end, StringComparison.Ordinal) && Match(path, orFolder: false);
    }

    /// <summary>Whether it matches the path or a folder that the path lies in.</summary>
    public bool Covers(string path)
    {
        if (!path.StartsWith(start, StringComparison.Ordinal)) return false;
        return IsLiteral ? path.Length == start.Length || path[start.Length] == '/' : Match(path, orFolder: true);
    }

    /// <summary>One pass over the path, no backtracking.</summary>
    bool Match(string path, bool orFolder)
    {
        if (tokens.Count >= 64) return MatchLong(path, orFolder);
        // Bit i: the pattern up to i can match the path so far.
        var (accepts, states) = (1UL << tokens.Count, Close(1));
        foreach (var c in path)
        {
            if (orFolder && c == '/' && (states & accepts) != 0) return true;
            states &= TakenBy(c);
            if (states == 0) return false;
            states = Close((states & repeats) | ((states & ~repeats) << 1));
        }
        return (states & accepts) != 0;
    }

    /// <summary>The tokens that take a character; those of plain characters are looked up once the pattern has been asked some times.</summary>
    ulong TakenBy(char c)
    {
        if (c >= PlainCharacters) return FindTakenBy(c);
        if (plain is null)
        {
            if (++asked < PlainCharacters) return FindTakenBy(c);
            plain = [.. Enumerable.Range(0, PlainCharacters).Select(character => FindTakenBy((char)character))];
        }
        return plain[c];
    }

    ulong FindTakenBy(char c)
    {
        var taken = 0UL;
        for (var i = 0; i < tokens.Count; i++)
        {
            if (tokens[i].Takes(c)) taken |= 1UL << i;
        }
        return taken;
    }

    /// <summary>What can be reached without a character.</summary>
    ulong Close(ulong states)
    {
        for (var before = 0UL; states != before;)
        {
            before = states;
            states |= ((states & (repeats | folders)) << 1) | ((states & folders) << 3);
        }
        return states;
    }

    bool MatchLong(string path, bool orFolder)
    {
        // states[i]: the pattern up to i can match the path so far.
        var current = new bool[tokens.Count + 1];
        var next = new bool[tokens.Count + 1];
        current[0] = true;
        Close(tokens, current);
        for (var at = 0; at < path.Length; at++)
        {
            if (orFolder && path[at] == '/' && current[tokens.Count]) return true;
            Array.Clear(next);
            for (var i = 0; i < tokens.Count; i++)
            {
                if (!current[i] || !tokens[i].Takes(path[at])) continue;
                next[tokens[i].Repeats ? i : i + 1] = true;
            }
            Close(tokens, next);
            (current, next) = (next, current);
        }
        return current[tokens.Count];
    }

    static void Close(List<Token> tokens, bool[] states)
    {
        for (var i = 0; i < tokens.Count; i++)
        {
            if (!states[i]) continue;
            if (tokens[i].Repeats) states[i + 1] = true;
            if (tokens[i].Kind == TokenKind.Folders) states[i + 1] = states[i + 3] = true;
        }
    }

    static List<Token> Tokenize(string pattern)
    {
        var tokens = new List<Token>(pattern.Length);
        for (var i = 0; i < pattern.Length; i++)
        {
            var c = pattern[i];
            if (c == '*' && i + 1 < pattern.Length && pattern[i + 1] == '*')
            {
                var startsSegment = i == 0 || pattern[i - 1] == '/';
                while (i + 1 < pattern.Length && pattern[i + 1] == '*') i++;
                if (startsSegment && i + 1 < pattern.Length && pattern[i + 1] == '/')
                {
                    // "**/" is either nothing or anything up to a slash.
                    tokens.Add(new(TokenKind.Folders));
                    tokens.Add(new(TokenKind.Anything));
                    tokens.Add(new(TokenKind.Literal, '/'));
                    i++;
                }
                else tokens.Add(new(TokenKind.Anything));
            }
            else if (c == '*') tokens.Add(new(TokenKind.Segment));
            else if (c == '?') tokens.Add(new(TokenKind.One));
            else if (c == '[' && ReadClass(pattern, i) is var (token, end)) { tokens.Add(token); i = end; }
            else if (c == '\\' && i + 1 < pattern.Length) tokens.Add(new(TokenKind.Literal, pattern[++i]));
            else tokens.Add(new(TokenKind.Literal, c));
        }
        return tokens;
    }

    static (Token, int End)? ReadClass(string pattern, int start)
    {
        var at = start + 1;
        var negated = at < pattern.Length && pattern[at] is '!' or '^';
        if (negated) at++;
        var first = at;
        while (at < pattern.Length && (pattern[at] != ']' || at == first)) at++;
        return at < pattern.Length ? (new(negated ? TokenKind.NotInClass : TokenKind.InClass, '\0', pattern[first..at]), at) : null;
    }

    enum TokenKind { Literal, One, Segment, Anything, Folders, InClass, NotInClass }

    readonly record struct Token(TokenKind Kind, char Char = '\0', string Class = "")
    {
        public bool Repeats => Kind is TokenKind.Segment or TokenKind.Anything;

        public bool Takes(char c) => Kind switch
        {
            TokenKind.Literal => c == Char,
            TokenKind.One or TokenKind.Segment => c != '/',
            TokenKind.Anything => true,
            TokenKind.Folders => false,
            TokenKind.InClass => c != '/' && ClassHas(c),
            _ => c != '/' && !ClassHas(c),
        };

        bool ClassHas(char c)
        {
            for (var i = 0; i < Class.Length; i++)
            {
                if (i + 2 < Class.Length && Class[i + 1] == '-')
                {
                    if (c >= Class[i] && c <= Class[i + 2]) return true;
                    i += 2;
                }
                else if (Class[i] == c) return true;
            }
            return false;
        }
    }
}
