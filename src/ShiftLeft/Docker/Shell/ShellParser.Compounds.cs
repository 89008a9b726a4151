using ShiftLeft.Text;

namespace ShiftLeft.Docker.Shell;

sealed partial class ShellParser
{
    Dictionary<string, int>? lastAssignments;

    /// <summary>A simple command or a compound; true when it only asks a question.</summary>
    bool ReadCommand()
    {
        if (++depth > MaximumDepth) throw new Unreadable(at, $"commands are nested more than {MaximumDepth} deep", isExcess: true);
        SkipBlanks();
        var isQuestion = false;
        var isCompound = true;
        var first = session.Commands.Count;
        if (Matches("((") && SkipArithmetic())
        {
            isQuestion = true;
        }
        else if (Matches("(")) ReadSubshell();
        else
        {
            switch (PeekWord())
            {
                case "{": ReadGroup(); break;
                case "if": ReadIf(); break;
                case "while" or "until": ReadLoop(); break;
                case "for" or "select": ReadFor(); break;
                case "case": ReadCase(); break;
                case "function":
                    ReadFunction();
                    isCompound = false;
                    break;
                case "[[": ReadTest(); isQuestion = true; break;
                default:
                    isCompound = false;
                    if (IsFunctionDefinition()) ReadFunction();
                    else isQuestion = ReadSimple();
                    break;
            }
        }
        if (isCompound) ReadRedirections(first);
        depth--;
        return isQuestion;
    }

    void ReadSubshell()
    {
        var open = at++;
        var (options, around) = (session.Options, session.Around);
        session.Around = around with { Subshells = around.Subshells + 1 };
        session.Variables.Enter();
        ReadList(_ => false);
        if (!Matches(")")) throw new Unreadable(at < text.Length ? at : open, "`(` is not closed");
        at++;
        session.Variables.Forget();
        (session.Options, session.Around) = (options, around);
    }

    void ReadGroup()
    {
        at++;
        ReadList(_ => false);
        Expect("}");
    }

    void ReadIf()
    {
        at += 2;
        ReadQuestion("then");
        ExpectWord("then");
        ReadBranch();
        while (PeekWord() is "elif" or "else")
        {
            var isElse = PeekWord() == "else";
            at += 4;
            if (!isElse)
            {
                EnterCondition();
                ReadQuestion("then");
                LeaveCondition();
                ExpectWord("then");
            }
            ReadBranch();
        }
        ExpectWord("fi");

        void ReadBranch()
        {
            EnterCondition();
            ReadList(word => word is "elif" or "else" or "fi");
            LeaveCondition();
            SkipSeparators();
        }
    }

    /// <summary>The commands whose result a branch or a loop looks at.</summary>
    void ReadQuestion(string end)
    {
        var first = session.Commands.Count;
        ReadList(word => word == end);
        Handle(first);
    }

    void ReadLoop()
    {
        at += 5;
        EnterRepetition();
        ReadQuestion("do");
        ReadBody();
        LeaveRepetition();
    }

    void ReadFor()
    {
        at += PeekWord().Length;
        SkipBlanks();
        if (!Matches("((") || !SkipArithmetic())
        {
            var name = PeekWord();
            if (name.Length == 0) throw new Unreadable(Math.Min(at, text.Length - 1), "the loop's variable is missing");
            at += name.Length;
            session.Variables.Set(name, null);
            SkipSeparators(linesOnly: true);
            if (PeekWord() == "in")
            {
                at += 2;
                do SkipBlanks();
                while (ReadWord() is not null);
            }
        }
        SkipSeparators();
        EnterRepetition();
        ReadBody();
        LeaveRepetition();
    }

    void ReadBody()
    {
        SkipSeparators();
        if (PeekWord() == "{")
        {
            at++;
            ReadList(_ => false);
            Expect("}");
            return;
        }
        ExpectWord("do");
        ReadList(word => word == "done");
        ExpectWord("done");
    }

    void ReadCase()
    {
        at += 4;
        SkipBlanks();
        _ = ReadWord();
        SkipSeparators(linesOnly: true);
        ExpectWord("in");
        while (true)
        {
            SkipSeparators();
            while (Matches(";")) { at++; if (Matches("&")) at++; SkipSeparators(); }
            if (at >= text.Length) throw new Unreadable(text.Length - 1, "`case` is not ended by `esac`");
            if (PeekWord() == "esac") break;
            if (Matches("(")) at++;
            while (at < text.Length && text[at] != ')')
            {
                SkipBlanks();
                if (Matches("|")) at++;
                else if (ReadWord() is null && !Matches(")") && !Matches("|")) throw new Unreadable(Math.Min(at, text.Length - 1), "a pattern of `case` is not ended by `)`");
            }
            Expect(")");
            EnterCondition();
            ReadList(word => word == "esac");
            LeaveCondition();
        }
        ExpectWord("esac");
    }

    bool IsFunctionDefinition()
    {
        var name = PeekWord();
        if (name.Length == 0 || name.Contains('=', StringComparison.Ordinal)) return false;
        var end = at + name.Length;
        while (end < text.Length && text[end] is ' ' or '\t') end++;
        return end + 1 < text.Length && text[end] == '(' && text.AsSpan(end + 1).TrimStart(" \t") is [')', ..];
    }

    void ReadFunction()
    {
        if (PeekWord() == "function") { at += 8; SkipBlanks(); }
        at += PeekWord().Length;
        SkipBlanks();
        if (Matches("("))
        {
            at++;
            SkipBlanks();
            Expect(")");
        }
        SkipSeparators(linesOnly: true);
        var options = session.Options;
        EnterRepetition();
        ReadCommand();
        LeaveRepetition();
        session.Options = options;
    }

    void ReadTest()
    {
        var open = at;
        at += 2;
        while (true)
        {
            SkipSeparators(linesOnly: true);
            if (at >= text.Length) throw new Unreadable(open, "`[[` is not closed");
            if (PeekWord() == "]]") break;
            if (text[at] is '(' or ')' or '&' or '|' or ';' || (text[at] is '<' or '>' && !(at + 1 < text.Length && text[at + 1] == '('))) at++;
            else if (ReadWord() is null) at++;
        }
        at += 2;
    }

    /// <summary>Steps over <c>((…))</c> and visits the substitutions in it; false when the brackets are those of subshells.</summary>
    bool SkipArithmetic()
    {
        var level = 0;
        var close = -1;
        for (var i = at; i < text.Length && close < 0; i++)
        {
            switch (text[i])
            {
                case '\\': i++; break;
                case '\'' or '"':
                    i = text.IndexOf(text[i], i + 1);
                    if (i < 0) return false;
                    break;
                case '(': level++; break;
                case ')':
                    if (--level == 1)
                    {
                        if (i + 1 >= text.Length || text[i + 1] != ')') return false;
                        close = i;
                    }
                    break;
            }
        }
        // A shell without arithmetic commands, as Debian's, sees subshells, and `curl x` is no arithmetic in any.
        if (close < 0 || HasNeighbours(text.AsSpan(at + 2, close - at - 2))) return false;
        VisitExpansions(mapped.Slice(Span.FromBounds(at + 2, close)), session, wrappers, depth + 1);
        at = close + 2;
        return true;
    }

    /// <summary>Whether two words stand side by side outside of quotes and substitutions, with nothing but blanks between.</summary>
    static bool HasNeighbours(ReadOnlySpan<char> text)
    {
        var isBehindWord = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is '\'' or '"' or '`')
            {
                var length = text[(i + 1)..].IndexOf(text[i]);
                if (length < 0) return false;
                i += length + 1;
                isBehindWord = false;
            }
            else if (text[i] == '$' && i + 1 < text.Length && text[i + 1] == '(')
            {
                var level = 0;
                for (i++; i < text.Length; i++)
                {
                    if (text[i] == '(') level++;
                    else if (text[i] == ')' && --level == 0) break;
                }
                isBehindWord = false;
            }
            else if (IsNamePart(text[i]))
            {
                if (isBehindWord) return true;
                while (i + 1 < text.Length && IsNamePart(text[i + 1])) i++;
                isBehindWord = i + 1 < text.Length && text[i + 1] is ' ' or '\t' or '\n';
            }
            else if (text[i] is not (' ' or '\t' or '\n')) isBehindWord = false;
        }
        return false;
    }

    /// <summary>A loop's or a function's body runs again after it was read to its end.</summary>
    void EnterRepetition()
    {
        EnterCondition();
        session.Around = session.Around with { Repetitions = session.Around.Repetitions + 1 };
    }

    void LeaveRepetition()
    {
        session.Around = session.Around with { Repetitions = session.Around.Repetitions - 1 };
        LeaveCondition();
    }

    /// <summary>Whether the text assigns the variable further on, so that in a body that runs again it may hold that value.</summary>
    bool IsAssignedLater(string name)
    {
        lastAssignments ??= FindAssignments();
        return lastAssignments.TryGetValue(name, out var last) && last >= at;
    }

    Dictionary<string, int> FindAssignments()
    {
        var found = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < text.Length; i++)
        {
            if (!IsNameStart(text[i])) continue;
            var start = i;
            while (i < text.Length && IsNamePart(text[i])) i++;
            if (i < text.Length && (text[i] == '=' || (text[i] == '+' && i + 1 < text.Length && text[i + 1] == '='))) found[text[start..i]] = start;
        }
        return found;
    }

    static bool IsNameStart(char c) => char.IsAsciiLetter(c) || c == '_';

    static bool IsNamePart(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';
}
