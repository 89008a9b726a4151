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
    const int MaximumCommands = 100_000;

    readonly MappedText mapped;
    readonly string text;
    readonly Session session;
    readonly ImmutableArray<string> wrappers;
    int at;
    int depth;

    ShellParser(MappedText mapped, Session session, ImmutableArray<string> wrappers, int depth) =>
        (this.mapped, text, this.session, this.wrappers, this.depth) = (mapped, mapped.Text, session, wrappers, depth);

    /// <summary>What all parts of one script share.</summary>
    sealed class Session(Func<string, string?> environment)
    {
        public List<ShellCommand> Commands { get; } = [];
        public ShellVariables Variables { get; } = new(environment);
        public Problem? Problem { get; set; }
        public Problem? Excess { get; set; }
        /// <summary>By the place of their hash, since blanks may be skipped more than once.</summary>
        public SortedDictionary<int, MappedText> JoinedComments { get; } = [];
        public Options Options { get; set; }
        public Surroundings Around { get; set; }
        public int Pipelines { get; set; }
        public int Step { get; set; }
        public int Steps { get; set; }
        /// <summary>How many more characters the values of variables may add to words.</summary>
        public int Expansion { get; set; } = 1_000_000;
    }

    readonly record struct Options(bool Errexit, bool Pipefail, ImmutableDictionary<string, string?> Exported, bool Allexport = false)
    {
        public static Options None { get; } = new(false, false, ImmutableDictionary<string, string?>.Empty);
    }

    /// <summary>How deep the place that is read lies in what changes a command's meaning.</summary>
    readonly record struct Surroundings(int Conditions, int Repetitions, int Subshells, int Substitutions);

    /// <summary>Ends the reading of a text that no shell would take, or that is more than is read.</summary>
    sealed class Unreadable(int at, string message, bool isExcess = false) : Exception(message)
    {
        public int At { get; } = at;
        public bool IsExcess { get; } = isExcess;
    }

    /// <param name="mapped">The text with its map into the file.</param>
    /// <param name="environment">The value of a variable that the text does not set itself; null when it is not known.</param>
    /// <param name="errexit">Whether the shell was started with <c>-e</c>.</param>
    /// <param name="pipefail">Whether it was started with <c>-o pipefail</c>.</param>
    public static ShellScript Parse(MappedText mapped, Func<string, string?> environment, bool errexit = false, bool pipefail = false)
    {
        var session = new Session(environment) { Options = Options.None with { Errexit = errexit, Pipefail = pipefail } };
        ParseInto(mapped, session, [], 0);
        return new([.. session.Commands], session.Problem, null) { Excess = session.Excess, JoinedComments = [.. session.JoinedComments.Values] };
    }

    /// <summary>A command whose words no shell has read, as in exec form; the shell that it may start is read.</summary>
    /// <param name="words">Program and arguments.</param>
    /// <param name="location">All of them.</param>
    /// <param name="environment">The value of a variable; null when it is not known.</param>
    public static ShellScript ParseWords(ImmutableArray<ShellWord> words, Location location, Func<string, string?> environment)
    {
        var session = new Session(environment) { Options = Options.None };
        var parser = new ShellParser(words[0].Raw, session, [], 0);
        parser.Note([.. words], [], [], location, []);
        var number = session.Pipelines;
        return new([.. session.Commands.Select(command => command.Pipeline == -1 ? command with { Pipeline = number } : command)], session.Problem, null) { Excess = session.Excess, JoinedComments = [.. session.JoinedComments.Values] };
    }

    static void ParseInto(MappedText mapped, Session session, ImmutableArray<string> wrappers, int depth) => Read(mapped, session, wrappers, depth, parser =>
    {
        parser.ReadList(_ => false);
        if (parser.at < parser.text.Length) throw new Unreadable(parser.at, $"`{parser.text[parser.at]}` is not expected here");
    });

    /// <summary>Text in which only the substitutions are commands: a heredoc's body, arithmetic.</summary>
    static void VisitExpansions(MappedText mapped, Session session, ImmutableArray<string> wrappers, int depth)
    {
        if (mapped.Text.AsSpan().IndexOfAny('$', '`') < 0) return;
        Read(mapped, session, wrappers, depth, parser =>
        {
            var ignored = new WordBuilder(parser, splits: false);
            while (parser.at < parser.text.Length) parser.ReadQuotedPart(ignored);
        });
    }

    static void Read(MappedText mapped, Session session, ImmutableArray<string> wrappers, int depth, Action<ShellParser> read)
    {
        var parser = new ShellParser(mapped, session, wrappers, depth);
        var (around, scopes) = (session.Around, session.Variables.Depth);
        try
        {
            if (depth > MaximumDepth) throw new Unreadable(0, $"commands are nested more than {MaximumDepth} deep", isExcess: true);
            read(parser);
        }
        catch (Unreadable error)
        {
            var start = Math.Clamp(error.At, 0, Math.Max(0, mapped.Length - 1));
            var place = mapped.LocationOf(new(start, Math.Min(1, mapped.Length - start)));
            if (error.IsExcess) session.Excess ??= new("shell-excess", place, $"the shell text is not read whole: {error.Message}");
            else session.Problem ??= new("shell-syntax", place, $"the shell text cannot be read: {error.Message}");
            session.Around = around;
            while (session.Variables.Depth > scopes) session.Variables.Blur();
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

    /// <summary>
    /// Pipelines joined by <c>&amp;&amp;</c> and <c>||</c>. What stands behind <c>||</c> runs only when the one before fails, what stands behind
    /// a test and <c>&amp;&amp;</c> only when it holds; behind any other command, <c>&amp;&amp;</c> is just the next step.
    /// </summary>
    void ReadAndOrList()
    {
        var around = session.Step;
        session.Step = ++session.Steps;
        var unhandled = session.Commands.Count;
        var isQuestion = ReadPipeline();
        var isGuarded = false;
        while (true)
        {
            SkipBlanks();
            var isOr = Matches("||");
            if (!isOr && !Matches("&&")) break;
            if (isOr)
            {
                Handle(unhandled);
                unhandled = session.Commands.Count;
            }
            at += 2;
            SkipSeparators(linesOnly: true);
            if (at >= text.Length) throw new Unreadable(text.Length - 1, "`&&` or `||` leads nowhere");
            if (isGuarded && isOr)
            {
                LeaveCondition();
                isGuarded = false;
            }
            if (isOr) EnterCondition();
            else if (isQuestion && !isGuarded)
            {
                EnterCondition();
                isGuarded = true;
            }
            isQuestion = ReadPipeline();
            if (isOr) LeaveCondition();
        }
        if (isGuarded) LeaveCondition();
        session.Step = around;
    }

    /// <summary>The script looks at the result of the commands noted since then.</summary>
    void Handle(int first)
    {
        for (var i = first; i < session.Commands.Count; i++)
        {
            if (!session.Commands[i].IsHandled) session.Commands[i] = session.Commands[i] with { IsHandled = true };
        }
    }

    /// <summary>Commands joined by pipes; true when the last one only asks a question.</summary>
    bool ReadPipeline()
    {
        var first = session.Commands.Count;
        var number = session.Pipelines++;
        var length = 0;
        var isQuestion = false;
        var isNegated = SkipKeywords();
        var starts = new List<int>(1);
        while (true)
        {
            var before = session.Commands.Count;
            starts.Add(before);
            isQuestion = ReadCommand();
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
        if (isNegated) Handle(first);
        if (length == 1) return isQuestion;
        for (var (i, place) = (first, 0); i < session.Commands.Count; i++)
        {
            while (place + 1 < starts.Count && starts[place + 1] <= i) place++;
            var command = session.Commands[i];
            if (command.Pipeline == number) session.Commands[i] = command with { PipelineLength = length };
            // What stands in a compound of the pipeline; commands of substitutions feed the words around them.
            else if (command.InSubstitution == session.Around.Substitutions > 0 && command.FeedsPipeline is null) session.Commands[i] = command with { FeedsPipeline = (number, place) };
        }
        return isQuestion;
    }

    /// <summary><c>!</c> and <c>time</c>; the latter is a program of its own where another option than <c>-p</c> follows. True when the result is negated.</summary>
    bool SkipKeywords()
    {
        var isNegated = false;
        while (true)
        {
            SkipBlanks();
            if (PeekWord() == "!") { at++; isNegated = !isNegated; continue; }
            if (PeekWord() != "time") return isNegated;
            var word = at;
            at += 4;
            SkipBlanks();
            if (PeekWord() == "-p") at += 2;
            else if (Matches("-"))
            {
                at = word;
                return isNegated;
            }
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
            else if (text[at] == '#' && (at == 0 || IsWordEnd(at - 1))) SkipComment();
            else return;
        }
    }

    void SkipComment()
    {
        var hash = at;
        while (at < text.Length && text[at] != '\n') at++;
        var place = mapped.ToSource(Span.FromBounds(hash, at));
        if (place.Length > at - hash && mapped.Source.Content.AsSpan(place.Start, place.Length).Contains('\n')) session.JoinedComments[place.Start] = mapped.Slice(Span.FromBounds(hash, at));
    }

    /// <summary>Blanks, new lines and, unless told otherwise, semicolons and ampersands; heredoc bodies lie behind new lines.</summary>
    void SkipSeparators(bool linesOnly = false)
    {
        while (true)
        {
            SkipBlanks();
            if (at >= text.Length) return;
            if (text[at] == '\n') { at++; ReadHeredocs(); }
            else if (!linesOnly && ((text[at] == '&' && !Matches("&>")) || (text[at] == ';' && !Matches(";;") && !Matches(";&")))) at++;
            else return;
        }
    }

    void EnterCondition()
    {
        session.Around = session.Around with { Conditions = session.Around.Conditions + 1 };
        session.Variables.Enter();
    }

    void LeaveCondition()
    {
        session.Around = session.Around with { Conditions = session.Around.Conditions - 1 };
        session.Variables.Blur();
    }
}
