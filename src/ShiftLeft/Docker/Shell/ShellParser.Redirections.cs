using System.Collections.Immutable;
using System.Globalization;
using ShiftLeft.Text;

namespace ShiftLeft.Docker.Shell;

sealed partial class ShellParser
{
    List<Heredoc> pendingHeredocs = [];

    /// <summary>A heredoc whose body comes behind the next line's end.</summary>
    /// <param name="Redirection">Its place among its command's redirections.</param>
    /// <param name="FirstOwner">The command that it feeds, in the list of commands; -1 when that is a compound.</param>
    /// <param name="EndOwner">Behind the last command that a wrapper ran for it.</param>
    readonly record struct Heredoc(ShellRedirection Redirection, string Delimiter, bool StripsTabs, bool Expands, int FirstOwner = -1, int EndOwner = -1);

    /// <summary>Those of a compound, whose commands were noted since then.</summary>
    void ReadRedirections(int first)
    {
        var redirections = ImmutableArray.CreateBuilder<ShellRedirection>();
        do SkipBlanks();
        while (ReadRedirection(redirections));
        if (redirections.Count == 0) return;
        for (var i = first; i < session.Commands.Count; i++) session.Commands[i] = session.Commands[i] with { OuterRedirections = [.. session.Commands[i].OuterRedirections, .. redirections] };
    }

    bool ReadRedirection(ImmutableArray<ShellRedirection>.Builder redirections)
    {
        var start = at;
        var sign = at;
        while (sign < text.Length && char.IsAsciiDigit(text[sign])) sign++;
        if (sign == at && Matches("&>")) sign++;
        if (sign >= text.Length || text[sign] is not ('<' or '>')) return false;
        // <( and >( are words.
        if (sign == at && IsProcessSubstitution()) return false;
        at = sign;
        var operation = Operators.First(Matches);
        at += operation.Length;
        SkipBlanks();
        var isHeredoc = operation is "<<" or "<<-";
        var delimiter = at;
        if ((isHeredoc ? ReadDelimiter() : ReadWord()) is not { } target) throw new Unreadable(start, "a redirection has no target");
        var descriptor = sign > start && int.TryParse(text.AsSpan(start, sign - start), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : operation[0] == '<' ? 0 : 1;
        var redirection = new ShellRedirection(operation, target) { Descriptor = descriptor };
        redirections.Add(redirection);
        if (isHeredoc) pendingHeredocs.Add(new(redirection, target.Skeleton, operation == "<<-", text.AsSpan(delimiter, at - delimiter).IndexOfAny('\'', '"', '\\') < 0));
        return true;
    }

    // The longest first.
    static readonly ImmutableArray<string> Operators = ["<<<", "<<-", "<<", ">>", ">&", "<&", ">|", "<>", "<", ">"];

    /// <summary>The word that ends a heredoc: quotes are taken out of it, nothing is expanded.</summary>
    ShellWord? ReadDelimiter()
    {
        var start = at;
        var word = new WordBuilder(this, splits: false);
        while (!IsWordEnd(at))
        {
            switch (text[at])
            {
                case '\\': ReadEscape(word); break;
                case '\'': ReadSingleQuoted(word); break;
                case '"':
                    var close = text.IndexOf('"', at + 1);
                    if (close < 0) throw new Unreadable(at, "a double quote is not closed");
                    word.Quote();
                    word.Append(Span.FromBounds(at + 1, close));
                    at = close + 1;
                    break;
                default: word.Append(new Span(at++, 1)); break;
            }
        }
        if (at == start) return null;
        var found = new List<ShellWord>(1);
        word.AddTo(found);
        return found is [var only] ? only : null;
    }

    /// <summary>The heredocs that were opened since then feed the commands noted since then.</summary>
    void Own(int firstHeredoc, int firstCommand)
    {
        for (var i = firstHeredoc; i < pendingHeredocs.Count; i++) pendingHeredocs[i] = pendingHeredocs[i] with { FirstOwner = firstCommand, EndOwner = session.Commands.Count };
    }

    /// <summary>The bodies of the heredocs opened on the line before.</summary>
    void ReadHeredocs()
    {
        if (pendingHeredocs.Count == 0) return;
        var heredocs = pendingHeredocs;
        pendingHeredocs = [];
        var bodies = new Dictionary<ShellRedirection, MappedText>(ReferenceEqualityComparer.Instance);
        foreach (var heredoc in heredocs) bodies[heredoc.Redirection] = mapped.Slice(SkipHeredoc(heredoc));
        foreach (var owner in heredocs.Where(heredoc => heredoc.FirstOwner >= 0).Select(heredoc => (heredoc.FirstOwner, heredoc.EndOwner)).Distinct())
        {
            for (var i = owner.FirstOwner; i < owner.EndOwner; i++)
            {
                var command = session.Commands[i];
                session.Commands[i] = command with { Redirections = [.. command.Redirections.Select(item => bodies.TryGetValue(item, out var body) ? item with { Body = body } : item)] };
            }
        }
        foreach (var heredoc in heredocs)
        {
            var body = bodies[heredoc.Redirection];
            if (Reader(heredoc) is { } shell) ReadInnerShell(shell, heredoc.Expands ? Unescape(body) : body);
            else if (heredoc.Expands)
            {
                var around = session.Around;
                session.Around = around with { Substitutions = around.Substitutions + 1 };
                VisitExpansions(body, session, wrappers, depth + 1);
                session.Around = around;
            }
        }
    }

    Span SkipHeredoc(Heredoc heredoc)
    {
        var start = at;
        while (at < text.Length)
        {
            var line = at;
            var end = text.IndexOf('\n', at);
            if (end < 0) end = text.Length;
            var content = text.AsSpan(at, end - at).TrimEnd('\r');
            at = Math.Min(end + 1, text.Length);
            if ((heredoc.StripsTabs ? content.TrimStart('\t') : content).SequenceEqual(heredoc.Delimiter)) return Span.FromBounds(start, line);
        }
        return Span.FromBounds(start, at);
    }

    /// <summary>The shell that takes the heredoc for its script: the command itself, or the one behind <c>cat</c>'s pipe.</summary>
    ShellCommand? Reader(Heredoc heredoc)
    {
        if (heredoc.FirstOwner < 0 || heredoc.EndOwner == heredoc.FirstOwner) return null;
        var last = session.Commands[heredoc.EndOwner - 1];
        if (Wrapper.ReadsScript(last)) return last;
        if (last.Name != "cat" || !last.Arguments.IsEmpty || heredoc.EndOwner >= session.Commands.Count) return null;
        var next = heredoc.EndOwner;
        while (next + 1 < session.Commands.Count && Wrapper.InnerCommands(session.Commands[next]).Any()) next++;
        return session.Commands[next] is var piped && piped.Pipeline == last.Pipeline && piped.PipelineIndex == last.PipelineIndex + 1 && Wrapper.ReadsScript(piped) ? piped : null;
    }

    /// <summary>What the shell that reads an unquoted heredoc gets.</summary>
    static MappedText Unescape(MappedText body)
    {
        if (!body.Text.Contains('\\', StringComparison.Ordinal)) return body;
        var result = new MappedText.Builder(body.Source, body.ToSource(0));
        for (var i = 0; i < body.Length; i++)
        {
            if (body.Text[i] == '\\' && i + 1 < body.Length && body.Text[i + 1] is '\\' or '$' or '`') i++;
            result.Append(body, new(i, 1));
        }
        return result.Build();
    }
}
