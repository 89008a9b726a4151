using System.Collections.Frozen;
using System.Collections.Immutable;
using ShiftLeft.Go.Reflect;
using ShiftLeft.Go.Strconv;
using ShiftLeft.Text;
using ShiftLeft.Tracing;

namespace ShiftLeft.Go.Template;

/// <summary>A parsed template: the file's own content, or a definition in it.</summary>
/// <param name="Name">The file's path, or the name it is defined by.</param>
/// <param name="Root">Its content.</param>
/// <param name="Source">The text that it stands in.</param>
sealed record Template(string Name, ListNode Root, TracedSource Source)
{
    public bool IsBlank => Root.IsBlank(Source.Text);
}

/// <summary>Why a template is no template; Go's words.</summary>
sealed class TemplateSyntaxException(string message, int line, int offset) : Exception(message)
{
    public int Line { get; } = line;
    /// <summary>The offset of the token that could not be taken.</summary>
    public int Offset { get; } = offset;
}

/// <summary>Go's <c>text/template/parse</c>: lexical scope of variables, unknown functions and all other errors included.</summary>
sealed class Parser
{
    const int DeepestNesting = 500;

    readonly TracedSource source;
    readonly FrozenDictionary<string, FunctionSignature>.AlternateLookup<ReadOnlySpan<char>> functions;
    readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> words;
    readonly Lexer lexer;
    /// <summary>What the lists, pipelines and commands that are being read hold so far, the innermost last.</summary>
    readonly List<Node> nodes = [];
    readonly List<CommandNode> commands = [];
    readonly List<string> fields = [];
    readonly Token[] pushedBack = new Token[3];
    int pushed;
    Token last;
    readonly List<Template> definitions = [];
    List<string> variables = ["$"];
    int rangeDepth;
    int nesting;
    /// <summary>Behind the last closing delimiter, before any blanks that it trims.</summary>
    int closed;
    int opened;

    Parser(TracedSource source, FrozenDictionary<string, FunctionSignature> functions, HashSet<string> words) =>
        (this.source, this.functions, this.words, lexer) =
        (source, functions.GetAlternateLookup<ReadOnlySpan<char>>(), words.GetAlternateLookup<ReadOnlySpan<char>>(), new(source.Text));

    /// <summary>The definitions in their order, the file itself last.</summary>
    /// <param name="source">The text.</param>
    /// <param name="functions">Those that it may call.</param>
    /// <param name="words">The names and constants of all templates, each once.</param>
    public static ImmutableArray<Template> Parse(TracedSource source, FrozenDictionary<string, FunctionSignature> functions, HashSet<string> words)
    {
        var parser = new Parser(source, functions, words);
        var root = parser.File();
        return [.. parser.definitions, new(source.Name, root, source)];
    }

    ListNode File()
    {
        while (Peek().Kind != TokenKind.End)
        {
            if (Peek().Kind == TokenKind.LeftDelimiter)
            {
                var delimiter = Next();
                opened = delimiter.Start;
                if (NextNonSpace() is { Kind: TokenKind.Define } define)
                {
                    Definition(define);
                    continue;
                }
                PushBack(last);
                PushBack(delimiter);
            }
            var (node, ending) = TextOrAction();
            if (ending != Ending.None) throw Error($"unexpected {Describe(ending)}");
            if (node is not null) nodes.Add(node);
        }
        return new(0, source.Text.Length, nodes.TakeFrom(0));
    }

    static string Describe(Ending ending) => ending == Ending.Else ? "{{else}}" : "{{end}}";

    enum Ending { None, End, Else }

    void Definition(Token define)
    {
        var outer = (variables, rangeDepth);
        (variables, rangeDepth) = (["$"], 0);
        var name = TemplateName("define clause");
        Expect(TokenKind.RightDelimiter, "define clause");
        var (body, ending) = ItemList();
        if (ending != Ending.End) throw Error($"unexpected {Describe(ending)} in define clause");
        Add(new(name, body, source));
        (variables, rangeDepth) = outer;
        _ = define;
    }

    void Add(Template template)
    {
        var known = definitions.FindIndex(other => other.Name == template.Name);
        if (known < 0) definitions.Add(template);
        else if (definitions[known].IsBlank) definitions[known] = template;
        else if (!template.IsBlank) throw Error($"template: multiple definition of template {Quoting.Quote(template.Name)}");
    }

    string TemplateName(string context)
    {
        var token = NextNonSpace();
        if (token.Kind is not (TokenKind.String or TokenKind.RawString)) throw Unexpected(token, context);
        return Unquoted(token);
    }

    (ListNode, Ending) ItemList()
    {
        if (++nesting > DeepestNesting) throw Error($"blocks are nested more than {DeepestNesting} deep");
        var mark = nodes.Count;
        var start = closed;
        while (PeekNonSpace().Kind != TokenKind.End)
        {
            var (node, ending) = TextOrAction();
            if (ending != Ending.None)
            {
                nesting--;
                return (new(start, opened, nodes.TakeFrom(mark)), ending);
            }
            if (node is not null) nodes.Add(node);
        }
        throw Error("unexpected EOF");
    }

    (Node?, Ending) TextOrAction()
    {
        var token = NextNonSpace();
        switch (token.Kind)
        {
            case TokenKind.Text: return (new TextNode(token.Start, token.EndOffset), Ending.None);
            case TokenKind.LeftDelimiter:
                opened = token.Start;
                return ActionBody(token.Start);
            default: throw Unexpected(token, "input");
        }
    }

    (Node?, Ending) ActionBody(int open)
    {
        var token = NextNonSpace();
        switch (token.Kind)
        {
            case TokenKind.Block: return (Block(open), Ending.None);
            case TokenKind.Break or TokenKind.Continue:
                var word = Word(token);
                if (NextNonSpace() is { Kind: not TokenKind.RightDelimiter } other) throw Unexpected(other, $"{{{{{word}}}}}");
                if (rangeDepth == 0) throw Error($"{{{{{word}}}}} outside {{{{range}}}}");
                return (token.Kind == TokenKind.Break ? new BreakNode(token.Start, token.EndOffset) : new ContinueNode(token.Start, token.EndOffset), Ending.None);
            case TokenKind.Else:
                if (PeekNonSpace().Kind is not (TokenKind.If or TokenKind.With)) Expect(TokenKind.RightDelimiter, "else");
                return (null, Ending.Else);
            case TokenKind.EndAction:
                Expect(TokenKind.RightDelimiter, "end");
                return (null, Ending.End);
            case TokenKind.If: return (Branch(token, open, BranchKind.If, "if"), Ending.None);
            case TokenKind.With: return (Branch(token, open, BranchKind.With, "with"), Ending.None);
            case TokenKind.Range: return (Branch(token, open, BranchKind.Range, "range"), Ending.None);
            case TokenKind.Template: return (TemplateCall(open), Ending.None);
        }
        PushBack(token);
        var pipe = Pipeline("command", TokenKind.RightDelimiter);
        return (new PipelineAction(pipe.Start, pipe.End, open, closed, pipe), Ending.None);
    }

    BranchNode Branch(Token token, int open, BranchKind kind, string context)
    {
        var outer = variables.Count;
        var pipe = Pipeline(context, TokenKind.RightDelimiter);
        var close = closed;
        if (kind == BranchKind.Range) rangeDepth++;
        var (body, ending) = ItemList();
        if (kind == BranchKind.Range) rangeDepth--;
        ListNode? otherwise = null;
        if (ending == Ending.Else)
        {
            var chained = Peek();
            if ((kind == BranchKind.If && chained.Kind == TokenKind.If) || (kind == BranchKind.With && chained.Kind == TokenKind.With))
            {
                Next();
                if (++nesting > DeepestNesting) throw Error($"blocks are nested more than {DeepestNesting} deep");
                var start = opened;
                // It ends with the same {{end}}.
                var inner = Branch(chained, opened, kind, context);
                nesting--;
                otherwise = new(start, closed, [inner]);
            }
            else
            {
                (otherwise, ending) = ItemList();
                if (ending != Ending.End) throw Error($"expected end; found {Describe(ending)}");
            }
        }
        variables.RemoveRange(outer, variables.Count - outer);
        return new(token.Start, close, open, close, kind, pipe, body, otherwise);
    }

    TemplateAction Block(int open)
    {
        var start = PeekNonSpace().Start;
        var name = TemplateName("block clause");
        var pipe = Pipeline("block clause", TokenKind.RightDelimiter);
        var close = closed;
        var outer = (variables, rangeDepth);
        (variables, rangeDepth) = (["$"], 0);
        var (body, ending) = ItemList();
        if (ending != Ending.End) throw Error($"unexpected {Describe(ending)} in block clause");
        (variables, rangeDepth) = outer;
        Add(new(name, body, source));
        return new(start, close, open, close, name, pipe);
    }

    TemplateAction TemplateCall(int open)
    {
        var start = PeekNonSpace().Start;
        var name = TemplateName("template clause");
        PipeNode? pipe = null;
        if (NextNonSpace() is { Kind: not TokenKind.RightDelimiter } next)
        {
            PushBack(next);
            pipe = Pipeline("template clause", TokenKind.RightDelimiter);
        }
        return new(start, closed, open, closed, name, pipe);
    }

    PipeNode Pipeline(string context, TokenKind end)
    {
        if (++nesting > DeepestNesting) throw Error($"parentheses are nested more than {DeepestNesting} deep");
        var start = PeekNonSpace().Start;
        ImmutableArray<VariableNode> declared = [];
        var assigns = false;
        while (PeekNonSpace() is { Kind: TokenKind.Variable } variable)
        {
            Next();
            var after = Peek();
            var next = PeekNonSpace();
            if (next.Kind is TokenKind.Assign or TokenKind.Declare)
            {
                assigns = next.Kind == TokenKind.Assign;
                NextNonSpace();
                declared = Declare(declared, variable);
                break;
            }
            if (next.Kind == TokenKind.Char && source.Text[next.Start] == ',')
            {
                NextNonSpace();
                declared = Declare(declared, variable);
                if (context == "range" && declared.Length < 2)
                {
                    if (PeekNonSpace().Kind is TokenKind.Variable or TokenKind.RightDelimiter or TokenKind.RightParen) continue;
                    throw Error("range can only initialize variables");
                }
                throw Error($"too many declarations in {context}");
            }
            if (after.Kind == TokenKind.Space)
            {
                // The blank was skipped to look at what follows it.
                PushBack(after);
            }
            PushBack(variable);
            break;
        }
        var mark = commands.Count;
        while (true)
        {
            var token = NextNonSpace();
            if (token.Kind == end)
            {
                nesting--;
                return new(start, token.Start, declared, assigns, Checked(commands.TakeFrom(mark), context));
            }
            if (token.Kind is not (TokenKind.Bool or TokenKind.CharConstant or TokenKind.Dot or TokenKind.Field or TokenKind.Identifier or TokenKind.Number or TokenKind.Nil
                or TokenKind.RawString or TokenKind.String or TokenKind.Variable or TokenKind.LeftParen)) throw Unexpected(token, context);
            PushBack(token);
            commands.Add(Command());
        }
    }

    ImmutableArray<VariableNode> Declare(ImmutableArray<VariableNode> declared, Token token)
    {
        var name = Word(token);
        variables.Add(name);
        return declared.Add(new(token.Start, token.EndOffset, name, []));
    }

    ImmutableArray<CommandNode> Checked(ImmutableArray<CommandNode> stages, string context)
    {
        if (stages.IsEmpty) throw Error($"missing value for {context}");
        for (var i = 1; i < stages.Length; i++)
        {
            if (stages[i].Arguments[0] is BoolNode or DotNode or NilNode or NumberNode or StringNode) throw Error($"non executable command in pipeline stage {i + 1}");
        }
        return stages;
    }

    CommandNode Command()
    {
        var mark = nodes.Count;
        var start = PeekNonSpace().Start;
        while (true)
        {
            PeekNonSpace();
            if (Operand() is { } operand) nodes.Add(operand);
            var token = Next();
            if (token.Kind == TokenKind.Space) continue;
            if (token.Kind is TokenKind.RightDelimiter or TokenKind.RightParen) PushBack(token);
            else if (token.Kind != TokenKind.Pipe) throw Unexpected(token, "operand");
            break;
        }
        if (nodes.Count == mark) throw Error("empty command");
        return new(start, nodes[^1].End, nodes.TakeFrom(mark));
    }

    Node? Operand()
    {
        if (Term() is not { } term) return null;
        var first = Peek();
        if (first.Kind != TokenKind.Field) return term;
        var mark = fields.Count;
        if (term is FieldNode above) fields.AddRange(above.Names);
        var end = 0;
        while (Peek().Kind == TokenKind.Field)
        {
            var field = Next();
            fields.Add(FieldName(field));
            end = field.EndOffset;
        }
        var names = fields.TakeFrom(mark);
        return term switch
        {
            FieldNode => new FieldNode(first.Start, end, names),
            VariableNode variable => new VariableNode(first.Start, end, variable.Name, names),
            BoolNode or StringNode or NumberNode or NilNode or DotNode => throw Error($"unexpected . after term {Quoting.Quote(term.ToString()!)}"),
            _ => new ChainNode(first.Start, end, term, names),
        };
    }

    Node? Term()
    {
        var token = NextNonSpace();
        var (start, end) = (token.Start, token.EndOffset);
        switch (token.Kind)
        {
            case TokenKind.Identifier:
                return functions.TryGetValue(TextOf(token), out var function) ? new IdentifierNode(start, end, function.Name) : throw Error($"function {Quoting.Quote(TextOf(token).ToString())} not defined");
            case TokenKind.Dot: return new DotNode(start, end);
            case TokenKind.Nil: return new NilNode(start, end);
            case TokenKind.Variable:
                var name = Word(token);
                if (!variables.Contains(name)) throw Error($"undefined variable {Quoting.Quote(name)}");
                return new VariableNode(start, end, name, []);
            case TokenKind.Field: return new FieldNode(start, end, [FieldName(token)]);
            case TokenKind.Bool: return new BoolNode(start, end, TextOf(token) is "true");
            case TokenKind.CharConstant or TokenKind.Number: return Number(token);
            case TokenKind.LeftParen: return Pipeline("parenthesized pipeline", TokenKind.RightParen);
            case TokenKind.String or TokenKind.RawString: return new StringNode(start, end, Word(token), Unquoted(token));
        }
        PushBack(token);
        return null;
    }

    ReadOnlySpan<char> TextOf(Token token) => source.Text.AsSpan(token.Start, token.Length);

    /// <summary>A token's text: the same string for the same text.</summary>
    string Word(Token token) => Word(TextOf(token));

    string Word(ReadOnlySpan<char> text)
    {
        if (words.TryGetValue(text, out var known)) return known;
        var word = text.ToString();
        words.Set.Add(word);
        return word;
    }

    string FieldName(Token token) => Word(TextOf(token)[1..]);

    string Unquoted(Token token)
    {
        var body = TextOf(token)[1..^1];
        // Most constants are what stands between the quotes.
        return body.ContainsAny('\\', '\r') ? Quoting.Unquote(Word(token)) ?? throw Error("invalid syntax") : Word(body);
    }

    NumberNode Number(Token token)
    {
        var text = Word(token);
        if (token.Kind == TokenKind.CharConstant)
        {
            var character = Quoting.Unquote(text);
            if (character is null || !System.Text.Rune.TryGetRuneAt(character, 0, out var rune) || rune.Utf16SequenceLength != character.Length) throw Error($"malformed character constant: {text}");
            return new(token.Start, token.EndOffset, text, rune.Value, rune.Value, false, false);
        }
        if (text.EndsWith('i')) throw Error($"complex numbers are not supported: {text}");
        if (NumberParser.ParseInteger(text) is { } integer) return new(token.Start, token.EndOffset, text, integer, integer, text.AsSpan().ContainsAny('.', 'e', 'E') && !IsHex(text), false);
        if (NumberParser.IsUnsigned(text)) return new(token.Start, token.EndOffset, text, null, null, false, true);
        if (NumberParser.ParseFloat(text) is not { } number) throw Error($"illegal number syntax: {Quoting.Quote(text)}");
        if (!text.AsSpan().ContainsAny(".eEpP")) throw Error($"integer overflow: {Quoting.Quote(text)}");
        var whole = number == Math.Truncate(number) && Math.Abs(number) < 9.2e18 ? (long?)number : null;
        return new(token.Start, token.EndOffset, text, whole, number, true, false);
    }

    static bool IsHex(string text) => text.TrimStart('+', '-').StartsWith("0x", StringComparison.OrdinalIgnoreCase);

    void Expect(TokenKind kind, string context)
    {
        var token = NextNonSpace();
        if (token.Kind != kind) throw Unexpected(token, context);
    }

    TemplateSyntaxException Unexpected(Token token, string context) =>
        Error(token.Kind == TokenKind.Error ? lexer.Error! : $"unexpected {Describe(token)} in {context}");

    string Describe(Token token) => TextOf(token).ToString() is var text && token.Kind == TokenKind.End ? "EOF"
        : token.Kind is TokenKind.Dot or >= TokenKind.Block ? $"<{text}>"
        : text.Length > 10 ? Quoting.Quote(text[..10]) + "..."
        : Quoting.Quote(text);

    TemplateSyntaxException Error(string message) => new(message, source.LineOf(last.Start), last.Start);

    Token Next()
    {
        if (pushed > 0) last = pushedBack[--pushed];
        else
        {
            last = lexer.Next();
            if (last.Kind == TokenKind.RightDelimiter) closed = last.EndOffset;
        }
        return last;
    }

    Token NextNonSpace()
    {
        while (Next().Kind == TokenKind.Space)
        {
        }
        return last;
    }

    Token Peek()
    {
        PushBack(Next());
        return pushedBack[pushed - 1];
    }

    Token PeekNonSpace()
    {
        PushBack(NextNonSpace());
        return pushedBack[pushed - 1];
    }

    void PushBack(Token token) => pushedBack[pushed++] = token;
}
