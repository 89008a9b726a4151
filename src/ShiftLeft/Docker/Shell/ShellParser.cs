using System.Collections.Immutable;
using ShiftLeft.Text;

namespace ShiftLeft.Docker.Shell;

/// <summary>
/// Reads POSIX shell with the additions of bash that people use in Dockerfiles. It wants the commands, not the exact tree: compounds are walked
/// through, and text that no shell would take ends the reading with a problem.
/// </summary>
sealed partial class ShellParser
{
    const int MaximumDepth = 60;
    const int MaximumCommands = 20_000;

    readonly MappedText mapped;
    readonly string text;
    readonly Session session;
    readonly ImmutableArray<string> wrappers;
    readonly List<Heredoc> pendingHeredocs = [];
    int at;
    int depth;
    int conditional;
    int substitution;

    ShellParser(MappedText mapped, Session session, ImmutableArray<string> wrappers, int depth) =>
        (this.mapped, text, this.session, this.wrappers, this.depth) = (mapped, mapped.Text, session, wrappers, depth);

    /// <summary>What all parts of one script share.</summary>
    sealed class Session(Func<string, string?> environment)
    {
        public List<ShellCommand> Commands { get; } = [];
        public Dictionary<string, string?> Variables { get; } = new(StringComparer.Ordinal);
        public Func<string, string?> Environment { get; } = environment;
        public Problem? Problem { get; set; }
        public bool Errexit { get; set; }
        public bool Pipefail { get; set; }
        public int Pipelines { get; set; }
    }

    readonly record struct Heredoc(string Delimiter, bool StripsTabs);

    /// <summary>Ends the reading of a text that no shell would take.</summary>
    sealed class Unreadable(int at, string message) : Exception(message)
    {
        public int At { get; } = at;
    }

    /// <param name="mapped">The text with its map into the file.</param>
    /// <param name="environment">The value of a variable that the text does not set itself; null when it is not known.</param>
    /// <param name="errexit">Whether the shell was started with <c>-e</c>.</param>
    /// <param name="pipefail">Whether it was started with <c>-o pipefail</c>.</param>
    public static ShellScript Parse(MappedText mapped, Func<string, string?> environment, bool errexit = false, bool pipefail = false)
    {
        var session = new Session(environment) { Errexit = errexit, Pipefail = pipefail };
        ParseInto(mapped, session, [], 0);
        return new([.. session.Commands], session.Problem, null);
    }

    static void ParseInto(MappedText mapped, Session session, ImmutableArray<string> wrappers, int depth)
    {
        var parser = new ShellParser(mapped, session, wrappers, depth);
        try
        {
            parser.ReadList(_ => false);
            if (parser.at < parser.text.Length) throw new Unreadable(parser.at, $"`{parser.text[parser.at]}` is not expected here");
        }
        catch (Unreadable error)
        {
            var start = Math.Clamp(error.At, 0, Math.Max(0, mapped.Length - 1));
            session.Problem ??= new("shell-syntax", mapped.LocationOf(new(start, Math.Min(1, mapped.Length - start))), $"the shell text cannot be read: {error.Message}");
        }
    }

    /// <summary>Commands up to the end, a closing bracket, or a word that ends the compound around them.</summary>
    void ReadList(Func<string, bool> ends)
    {
        while (true)
        {
            SkipSeparators();
            if (at >= text.Length || text[at] is ')' or '}' && (text[at] == ')' || IsWordEnd(at + 1))) return;
            if (text[at] == ';') return;
            if (PeekWord() is { Length: > 0 } word && ends(word)) return;
            ReadAndOrList();
        }
    }

    /// <summary>Pipelines joined by <c>&amp;&amp;</c> and <c>||</c>; what stands behind the latter runs only when the one before fails.</summary>
    void ReadAndOrList()
    {
        ReadPipeline();
        while (true)
        {
            SkipBlanks();
            var isOr = Matches("||");
            if (!isOr && !Matches("&&")) return;
            at += 2;
            SkipSeparators(linesOnly: true);
            if (at >= text.Length) throw new Unreadable(text.Length - 1, "`&&` or `||` leads nowhere");
            if (isOr) conditional++;
            ReadPipeline();
            if (isOr) conditional--;
        }
    }

    void ReadPipeline()
    {
        var first = session.Commands.Count;
        var number = session.Pipelines++;
        var length = 0;
        while (PeekWord() is "!" or "time") { at += PeekWord().Length; SkipBlanks(); if (PeekWord() == "-p") at += 2; SkipBlanks(); }
        while (true)
        {
            var before = session.Commands.Count;
            ReadCommand();
            // The command itself is noted after those of its substitutions.
            for (var i = before; i < session.Commands.Count; i++)
            {
                if (session.Commands[i].Pipeline == -1) session.Commands[i] = session.Commands[i] with { Pipeline = number, PipelineIndex = length };
            }
            length++;
            SkipBlanks();
            if (!Matches("|") || Matches("||")) break;
            at += Matches("|&") ? 2 : 1;
            SkipSeparators(linesOnly: true);
            if (at >= text.Length) throw new Unreadable(text.Length - 1, "a pipe leads nowhere");
        }
        for (var i = first; i < session.Commands.Count; i++)
        {
            if (session.Commands[i].Pipeline == number) session.Commands[i] = session.Commands[i] with { PipelineLength = length };
        }
    }

    void ReadCommand()
    {
        if (++depth > MaximumDepth) throw new Unreadable(at, $"commands are nested more than {MaximumDepth} deep");
        SkipBlanks();
        if (Matches("((")) SkipArithmetic();
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
                case "function": ReadFunction(); break;
                case "[[": SkipTest(); break;
                default:
                    if (IsFunctionDefinition()) ReadFunction();
                    else ReadSimple();
                    break;
            }
        }
        depth--;
    }

    void ReadSubshell()
    {
        var (errexit, pipefail) = (session.Errexit, session.Pipefail);
        at++;
        ReadList(_ => false);
        Expect(")");
        (session.Errexit, session.Pipefail) = (errexit, pipefail);
        ReadRedirections();
    }

    void ReadGroup()
    {
        at++;
        ReadList(_ => false);
        Expect("}");
        ReadRedirections();
    }

    void ReadIf()
    {
        at += 2;
        ReadList(word => word == "then");
        ExpectWord("then");
        conditional++;
        ReadList(word => word is "elif" or "else" or "fi");
        while (PeekWord() is "elif" or "else")
        {
            var isElse = PeekWord() == "else";
            at += 4;
            if (!isElse)
            {
                ReadList(word => word == "then");
                ExpectWord("then");
            }
            ReadList(word => word is "elif" or "else" or "fi");
        }
        conditional--;
        ExpectWord("fi");
        ReadRedirections();
    }

    void ReadLoop()
    {
        at += 5;
        conditional++;
        ReadList(word => word == "do");
        ReadBody();
        conditional--;
    }

    void ReadFor()
    {
        at += PeekWord().Length;
        SkipBlanks();
        if (Matches("((")) SkipArithmetic();
        else
        {
            var name = PeekWord();
            at += name.Length;
            session.Variables[name] = null;
            SkipSeparators(linesOnly: true);
            if (PeekWord() == "in")
            {
                at += 2;
                do SkipBlanks();
                while (ReadWord() is not null);
            }
        }
        SkipSeparators();
        conditional++;
        ReadBody();
        conditional--;
    }

    void ReadBody()
    {
        SkipSeparators();
        if (PeekWord() == "{") { ReadGroup(); return; }
        ExpectWord("do");
        ReadList(word => word == "done");
        ExpectWord("done");
        ReadRedirections();
    }

    void ReadCase()
    {
        at += 4;
        SkipBlanks();
        _ = ReadWord();
        SkipSeparators(linesOnly: true);
        ExpectWord("in");
        conditional++;
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
                else if (ReadWord() is null && !Matches(")") && !Matches("|")) throw new Unreadable(at, "a pattern of `case` is not ended by `)`");
            }
            Expect(")");
            ReadList(word => word == "esac");
        }
        conditional--;
        ExpectWord("esac");
        ReadRedirections();
    }

    bool IsFunctionDefinition()
    {
        var name = PeekWord();
        var end = at + name.Length;
        while (end < text.Length && text[end] is ' ' or '\t') end++;
        return name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.') && end + 1 < text.Length && text[end] == '(' && text.AsSpan(end + 1).TrimStart(" \t") is [')', ..];
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
        conditional++;
        ReadCommand();
        conditional--;
    }

    /// <summary>Steps over <c>((…))</c>: it holds no commands but substitutions, which are rare enough.</summary>
    void SkipArithmetic()
    {
        var open = 0;
        for (; at < text.Length; at++)
        {
            if (text[at] == '(') open++;
            else if (text[at] == ')' && --open == 0) { at++; return; }
        }
        throw new Unreadable(text.Length - 1, "`((` is not closed");
    }

    void SkipTest()
    {
        at += 2;
        while (true)
        {
            SkipSeparators(linesOnly: true);
            if (at >= text.Length) throw new Unreadable(text.Length - 1, "`[[` is not closed");
            if (PeekWord() == "]]") { at += 2; return; }
            if (text[at] is '(' or ')' or '&' or '|' or '<' or '>' or ';') at++;
            else if (ReadWord() is null) at++;
        }
    }

    void Expect(string symbol)
    {
        SkipSeparators();
        if (!Matches(symbol)) throw new Unreadable(Math.Min(at, text.Length - 1), $"`{symbol}` is missing");
        at += symbol.Length;
    }

    void ExpectWord(string word)
    {
        SkipSeparators();
        if (PeekWord() != word) throw new Unreadable(Math.Min(at, text.Length - 1), $"`{word}` is missing");
        at += word.Length;
    }

    /// <summary>The plain word that starts here; empty where a word starts with anything else.</summary>
    string PeekWord()
    {
        var end = at;
        while (end < text.Length && !IsWordEnd(end) && text[end] is not ('\'' or '"' or '\\' or '$' or '`')) end++;
        return IsWordEnd(end) ? text[at..end] : "";
    }

    bool IsWordEnd(int offset) => offset >= text.Length || text[offset] is ' ' or '\t' or '\n' or '\r' or ';' or '&' or '|' or '(' or ')' or '<' or '>';

    bool Matches(string symbol) => text.AsSpan(at).StartsWith(symbol);

    /// <summary>Blanks, comments, escaped line ends.</summary>
    void SkipBlanks()
    {
        while (at < text.Length)
        {
            if (text[at] is ' ' or '\t' or '\r') at++;
            else if (text[at] == '\\' && at + 1 < text.Length && text[at + 1] == '\n') at += 2;
            else if (text[at] == '#' && (at == 0 || IsWordEnd(at - 1))) while (at < text.Length && text[at] != '\n') at++;
            else return;
        }
    }

    /// <summary>Blanks, new lines and, unless told otherwise, semicolons and ampersands; heredoc bodies lie behind new lines.</summary>
    void SkipSeparators(bool linesOnly = false)
    {
        while (true)
        {
            SkipBlanks();
            if (at >= text.Length) return;
            if (text[at] == '\n') { at++; SkipHeredocs(); }
            else if (!linesOnly && (text[at] == '&' || (text[at] == ';' && !Matches(";;") && !Matches(";&")))) at++;
            else return;
        }
    }

    void SkipHeredocs()
    {
        foreach (var heredoc in pendingHeredocs)
        {
            while (at < text.Length)
            {
                var end = text.IndexOf('\n', at);
                if (end < 0) end = text.Length;
                var line = text.AsSpan(at, end - at).TrimEnd('\r');
                at = Math.Min(end + 1, text.Length);
                if ((heredoc.StripsTabs ? line.TrimStart('\t') : line).SequenceEqual(heredoc.Delimiter)) break;
            }
        }
        pendingHeredocs.Clear();
    }
}
