using System.Collections.Immutable;
using System.Text;
using ShiftLeft.Text;

namespace ShiftLeft.Docker.Shell;

sealed partial class ShellParser
{
    /// <summary>Assignments, name, arguments and redirections, in any order that a shell takes.</summary>
    void ReadSimple()
    {
        var start = at;
        var end = at;
        var words = new List<ShellWord>();
        var assignments = ImmutableArray.CreateBuilder<ShellAssignment>();
        var redirections = ImmutableArray.CreateBuilder<ShellRedirection>();
        while (true)
        {
            SkipBlanks();
            if (ReadRedirection(redirections)) { end = at; continue; }
            var wordStart = at;
            if (ReadWords() is not { Count: > 0 } found)
            {
                if (at > wordStart) { end = at; continue; }
                break;
            }
            end = at;
            if (words.Count == 0 && found.Count == 1 && ReadAssignment(found[0]) is { } assignment) assignments.Add(assignment);
            else words.AddRange(found);
        }
        if (words.Count == 0)
        {
            if (assignments.Count == 0 && redirections.Count == 0) throw new Unreadable(Math.Min(at, text.Length - 1), at < text.Length ? $"`{text[at]}` is not expected here" : "a command is missing");
            foreach (var assignment in assignments) session.Variables[assignment.Name] = assignment.Value;
            Note(words, assignments, redirections, Span.FromBounds(start, end), wrappers);
            return;
        }
        Note(words, assignments, redirections, Span.FromBounds(start, end), wrappers);
    }

    void Note(
        List<ShellWord> words, ImmutableArray<ShellAssignment>.Builder assignments, ImmutableArray<ShellRedirection>.Builder redirections, Span span,
        ImmutableArray<string> around)
    {
        if (session.Commands.Count >= MaximumCommands) throw new Unreadable(span.Start, $"there are more than {MaximumCommands} commands");
        var empty = mapped.LocationOf(new(span.Start, 0));
        var name = words.Count == 0 ? new ShellWord("", "", empty, mapped.Slice(new(span.Start, 0))) : words[0];
        var command = new ShellCommand
        {
            Name = name.Text is { } path ? path[(path.LastIndexOf('/') + 1)..] : "",
            NameWord = name,
            Arguments = [.. words.Skip(1)],
            Assignments = assignments.ToImmutable(),
            Redirections = redirections.ToImmutable(),
            Wrappers = around,
            Pipeline = -1,
            HasErrexit = session.Errexit,
            HasPipefail = session.Pipefail,
            InSubstitution = substitution > 0,
            IsConditional = conditional > 0,
            Location = mapped.LocationOf(span),
        };
        if (command.Name is "export" or "declare" or "local" or "readonly" or "typeset")
        {
            foreach (var word in command.Arguments)
            {
                if (ReadAssignment(word) is not { } exported) continue;
                session.Variables[exported.Name] = exported.Value;
                command = command with { Assignments = command.Assignments.Add(exported) };
            }
        }
        if (command.Name == "set") ReadOptions(command);
        session.Commands.Add(command);
        NoteInner(command, words, redirections, span);
    }

    /// <summary>The command that a wrapper runs is noted too, with the wrapper's name around it.</summary>
    void NoteInner(ShellCommand command, List<ShellWord> words, ImmutableArray<ShellRedirection>.Builder redirections, Span span)
    {
        if (words.Count < 2 || command.Wrappers.Length >= 8) return;
        var around = command.Wrappers.Add(command.Name);
        if (Wrapper.ScriptOf(command) is { } script)
        {
            if (depth < MaximumDepth) ParseInto(Wrapper.Unquote(script.Raw), session, around, depth + 1);
            return;
        }
        var (skip, assignments) = Wrapper.Skip(command);
        if (skip is not { } count || count + 1 >= words.Count) return;
        var inner = ImmutableArray.CreateBuilder<ShellAssignment>();
        inner.AddRange(command.Assignments);
        foreach (var index in assignments)
        {
            if (ReadAssignment(command.Arguments[index]) is { } assignment) inner.Add(assignment);
        }
        Note(words[(count + 1)..], inner, redirections, span, around);
    }

    void ReadOptions(ShellCommand set)
    {
        for (var i = 0; i < set.Arguments.Length; i++)
        {
            var word = set.Arguments[i].Skeleton;
            if (word is not ['-' or '+', _, ..]) continue;
            var on = word[0] == '-';
            if (word.Contains('e', StringComparison.Ordinal)) session.Errexit = on;
            if (!word.Contains('o', StringComparison.Ordinal) || i + 1 >= set.Arguments.Length) continue;
            var option = set.Arguments[++i].Skeleton;
            if (option == "pipefail") session.Pipefail = on;
            else if (option == "errexit") session.Errexit = on;
        }
    }

    static ShellAssignment? ReadAssignment(ShellWord word)
    {
        var equals = word.Skeleton.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0) return null;
        var name = word.Skeleton[..equals].TrimEnd('+');
        if (!(char.IsAsciiLetter(name.FirstOrDefault()) || name.StartsWith('_')) || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_')) return null;
        return new(name, word.Text?[(equals + 1)..], word.Location);
    }

    void ReadRedirections()
    {
        var redirections = ImmutableArray.CreateBuilder<ShellRedirection>();
        do SkipBlanks();
        while (ReadRedirection(redirections));
    }

    bool ReadRedirection(ImmutableArray<ShellRedirection>.Builder redirections)
    {
        var start = at;
        var sign = at;
        while (sign < text.Length && char.IsAsciiDigit(text[sign])) sign++;
        if (sign < text.Length && text[sign] == '&' && sign + 1 < text.Length && text[sign + 1] == '>' && sign == at) sign++;
        if (sign >= text.Length || text[sign] is not ('<' or '>')) return false;
        // <( and >( are words.
        if (sign == at && sign + 1 < text.Length && text[sign + 1] == '(') return false;
        at = sign;
        var operation = Matches("<<<") ? "<<<" : Matches("<<-") ? "<<-" : Matches("<<") ? "<<" : Matches(">>") ? ">>" : Matches(">&") ? ">&" : Matches("<&") ? "<&" : Matches(">|") ? ">|" : Matches("<>") ? "<>" : text[at].ToString();
        at += operation.Length;
        SkipBlanks();
        if (ReadWord() is not { } target) throw new Unreadable(start, "a redirection has no target");
        if (operation is "<<" or "<<-") pendingHeredocs.Add(new(target.Skeleton, operation == "<<-"));
        redirections.Add(new(operation, target));
        return true;
    }

    /// <summary>One word; null when none starts here.</summary>
    ShellWord? ReadWord() => ReadWords() is [var word, ..] ? word : null;

    /// <summary>The words that the text up to the next blank gives: several when it is an unquoted variable that holds blanks.</summary>
    List<ShellWord>? ReadWords()
    {
        var start = at;
        var result = new StringBuilder();
        var known = true;
        var isQuoted = false;
        while (at < text.Length)
        {
            var c = text[at];
            if (c is '<' or '>' && at + 1 < text.Length && text[at + 1] == '(')
            {
                at++;
                ReadSubstitution();
                Unknown();
            }
            else if (IsWordEnd(at)) break;
            else if (c == '\\')
            {
                at++;
                if (at == text.Length) { result.Append('\\'); break; }
                if (text[at] != '\n') result.Append(text[at]);
                at++;
            }
            else if (c == '\'') { isQuoted = true; ReadSingleQuoted(result, ansi: false); }
            else if (c == '"') { isQuoted = true; known &= ReadDoubleQuoted(result); }
            else if (c == '`') { ReadBackticks(); Unknown(); }
            else if (c == '$') known &= ReadDollar(result);
            else
            {
                result.Append(c);
                at++;
                // An extended glob's or an array's brackets belong to the word.
                if (c is '=' or '@' or '+' or '?' or '!' or '*' && at < text.Length && text[at] == '(' && at > start + 1) { SkipBrackets(); Unknown(); }
            }
        }
        if (at == start) return null;
        var span = Span.FromBounds(start, at);
        var skeleton = result.ToString();
        var raw = mapped.Slice(span);
        var location = mapped.LocationOf(span);
        if (!isQuoted && known && raw.Text.StartsWith('$') && skeleton.AsSpan().IndexOfAny(' ', '\t', '\n') >= 0)
            return [.. skeleton.Split([' ', '\t', '\n'], StringSplitOptions.RemoveEmptyEntries).Select(part => new ShellWord(part, part, location, raw))];
        if (!isQuoted && known && skeleton.Length == 0 && raw.Text.StartsWith('$')) return [];
        return [new(known ? skeleton : null, skeleton, location, raw)];

        void Unknown()
        {
            known = false;
            result.Append(ShellWord.Unknown);
        }
    }

    void ReadSingleQuoted(StringBuilder result, bool ansi)
    {
        var open = at++;
        while (at < text.Length && text[at] != '\'')
        {
            if (ansi && text[at] == '\\' && at + 1 < text.Length) at++;
            result.Append(text[at++]);
        }
        if (at == text.Length) throw new Unreadable(open, "a single quote is not closed");
        at++;
    }

    bool ReadDoubleQuoted(StringBuilder result)
    {
        var open = at++;
        var known = true;
        while (at < text.Length && text[at] != '"')
        {
            var c = text[at];
            if (c == '\\' && at + 1 < text.Length)
            {
                if (text[at + 1] is not ('"' or '\\' or '$' or '`' or '\n')) result.Append('\\');
                if (text[at + 1] != '\n') result.Append(text[at + 1]);
                at += 2;
            }
            else if (c == '$') known &= ReadDollar(result);
            else if (c == '`')
            {
                ReadBackticks();
                result.Append(ShellWord.Unknown);
                known = false;
            }
            else
            {
                result.Append(c);
                at++;
            }
        }
        if (at == text.Length) throw new Unreadable(open, "a double quote is not closed");
        at++;
        return known;
    }

    /// <summary>A variable, a substitution or a quoted string behind a dollar; false when its value is not known.</summary>
    bool ReadDollar(StringBuilder result)
    {
        at++;
        if (at == text.Length) { result.Append('$'); return true; }
        switch (text[at])
        {
            case '\'':
                ReadSingleQuoted(result, ansi: true);
                return true;
            case '"':
                return ReadDoubleQuoted(result);
            case '(' when Matches("(("):
                SkipArithmetic();
                result.Append(ShellWord.Unknown);
                return false;
            case '(':
                ReadSubstitution();
                result.Append(ShellWord.Unknown);
                return false;
            case '{':
                return ReadBraced(result);
        }
        var start = at;
        if (char.IsAsciiLetter(text[at]) || text[at] == '_') while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] == '_')) at++;
        else if (char.IsAsciiDigit(text[at]) || text[at] is '@' or '*' or '#' or '?' or '$' or '!' or '-') at++;
        else { result.Append('$'); return true; }
        return Append(result, text[start..at]);
    }

    bool ReadBraced(StringBuilder result)
    {
        var open = at++;
        var start = at;
        while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] == '_')) at++;
        var name = text[start..at];
        if (at < text.Length && text[at] == '}' && name.Length > 0)
        {
            at++;
            return Append(result, name);
        }
        // A modifier: its words may hold substitutions; the result is not computed.
        var level = 1;
        while (at < text.Length && level > 0)
        {
            switch (text[at])
            {
                case '{': level++; at++; break;
                case '}': level--; at++; break;
                case '\\': at = Math.Min(at + 2, text.Length); break;
                case '\'': ReadSingleQuoted(new(), ansi: false); break;
                case '`': ReadBackticks(); break;
                case '$' when at + 1 < text.Length && text[at + 1] == '(' && !text.AsSpan(at).StartsWith("$(("): at++; ReadSubstitution(); break;
                default: at++; break;
            }
        }
        if (level > 0) throw new Unreadable(open, "`${` is not closed");
        result.Append(ShellWord.Unknown);
        return false;
    }

    bool Append(StringBuilder result, string name)
    {
        var value = session.Variables.TryGetValue(name, out var own) ? own : session.Environment(name);
        if (value is null || result.Length + value.Length > 100_000)
        {
            result.Append(ShellWord.Unknown);
            return false;
        }
        result.Append(value);
        return true;
    }

    /// <summary><c>(…)</c> behind a dollar or an angle bracket, which stands at the bracket.</summary>
    void ReadSubstitution()
    {
        if (++depth > MaximumDepth) throw new Unreadable(at, $"commands are nested more than {MaximumDepth} deep");
        var (errexit, pipefail, open) = (session.Errexit, session.Pipefail, at);
        at++;
        substitution++;
        ReadList(_ => false);
        substitution--;
        if (!Matches(")")) throw new Unreadable(open, "`(` is not closed");
        at++;
        (session.Errexit, session.Pipefail) = (errexit, pipefail);
        depth--;
    }

    void ReadBackticks()
    {
        var open = at++;
        var start = at;
        while (at < text.Length && text[at] != '`') at += text[at] == '\\' && at + 1 < text.Length ? 2 : 1;
        if (at >= text.Length) throw new Unreadable(open, "a backtick is not closed");
        if (depth < MaximumDepth) ParseInto(mapped.Slice(Span.FromBounds(start, at)), session, wrappers, depth + 1);
        at++;
    }

    void SkipBrackets()
    {
        var open = at;
        var level = 0;
        for (; at < text.Length; at++)
        {
            if (text[at] == '(') level++;
            else if (text[at] == ')' && --level == 0) { at++; return; }
        }
        throw new Unreadable(open, "`(` is not closed");
    }
}
