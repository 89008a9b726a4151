using ShiftLeft.Text;

namespace ShiftLeft.Docker.Shell;

sealed partial class ShellParser
{
    /// <summary>A variable, a substitution or a quoted string behind a dollar.</summary>
    void ReadDollar(WordBuilder word, bool inQuotes)
    {
        var dollar = at++;
        if (at == text.Length)
        {
            word.Append(new Span(dollar, 1));
            return;
        }
        switch (text[at])
        {
            case '\'' when !inQuotes:
                ReadAnsiQuoted(word);
                return;
            case '"' when !inQuotes:
                ReadDoubleQuoted(word);
                return;
            case '(':
                if (!Matches("((") || !SkipArithmetic()) ReadSubstitution();
                word.AppendUnknown(dollar);
                return;
            case '{':
                ReadBraced(word, inQuotes);
                return;
        }
        var start = at;
        if (IsNameStart(text[at])) while (at < text.Length && IsNamePart(text[at])) at++;
        else if (char.IsAsciiDigit(text[at]) || text[at] is '@' or '*' or '#' or '?' or '$' or '!' or '-') at++;
        if (at == start) word.Append(new Span(dollar, 1));
        else AppendVariable(word, text[start..at], dollar, inQuotes);
    }

    /// <summary><c>${…}</c>: defaults and alternatives are computed, what cuts and replaces is not.</summary>
    void ReadBraced(WordBuilder word, bool inQuotes)
    {
        if (++depth > MaximumDepth) throw new Unreadable(at, $"variables are nested more than {MaximumDepth} deep", isExcess: true);
        var open = at++;
        var start = at;
        while (at < text.Length && IsNamePart(text[at])) at++;
        var name = text[start..at];
        if (Matches("}"))
        {
            if (name.Length == 0) throw new Unreadable(open, "`${}` names no variable");
            at++;
            AppendVariable(word, name, open - 1, inQuotes);
        }
        else if (name.Length > 0 && ReadModifier() is var (sign, isForEmpty))
        {
            var known = Lookup(name);
            var isSet = known is not null && (known.Length > 0 || !isForEmpty);
            var operand = new WordBuilder(this, splits: false);
            ReadOperand(operand, inQuotes, open);
            if (known is null) word.AppendUnknown(open - 1);
            else if (sign == '+' ? isSet : !isSet && sign != '?')
            {
                if (operand.IsKnown) word.AppendValue(operand.Text, open - 1, inQuotes);
                else word.AppendUnknown(open - 1);
            }
            else if (sign != '+') word.AppendValue(known, open - 1, inQuotes);
        }
        else
        {
            var isPattern = text.AsSpan(at) is ['#' or '%' or '/', ..];
            ReadOperand(new(this, splits: false), inQuotes && !isPattern, open);
            word.AppendUnknown(open - 1);
        }
        depth--;
    }

    /// <summary>The operator of a default, an alternative or a demand.</summary>
    (char Sign, bool IsForEmpty)? ReadModifier()
    {
        var isForEmpty = Matches(":");
        var sign = at + (isForEmpty ? 1 : 0);
        if (sign >= text.Length || text[sign] is not ('-' or '=' or '+' or '?')) return null;
        at = sign + 1;
        return (text[sign], isForEmpty);
    }

    /// <summary>The rest of <c>${…}</c> up to its brace, whose substitutions are visited.</summary>
    void ReadOperand(WordBuilder operand, bool inQuotes, int open)
    {
        while (at < text.Length && text[at] != '}')
        {
            switch (text[at])
            {
                case '\\': ReadEscape(operand); break;
                case '\'' when !inQuotes: ReadSingleQuoted(operand); break;
                case '"': ReadDoubleQuoted(operand); break;
                case '$': ReadDollar(operand, inQuotes); break;
                case '`': ReadBackticks(operand, inQuotes); break;
                case ShellWord.Unknown: operand.AppendUnknown(at++); break;
                default: operand.Append(new Span(at++, 1)); break;
            }
        }
        if (at >= text.Length) throw new Unreadable(open, "`${` is not closed");
        at++;
    }

    void AppendVariable(WordBuilder word, string name, int dollar, bool inQuotes)
    {
        if (Lookup(name) is { } value && value.Length <= session.Expansion) word.AppendValue(value, dollar, inQuotes);
        else word.AppendUnknown(dollar);
    }

    string? Lookup(string name) => session.Around.Repetitions > 0 && IsAssignedLater(name) ? null : session.Variables[name];

    /// <summary>The name, and whether <c>+=</c> adds to it, when the text here assigns a variable; elements of arrays have the array's name.</summary>
    bool IsAssignment(out string name, out bool adds)
    {
        (name, adds) = ("", false);
        var end = at;
        if (end >= text.Length || !IsNameStart(text[end])) return false;
        while (end < text.Length && IsNamePart(text[end])) end++;
        var nameEnd = end;
        if (end < text.Length && text[end] == '[')
        {
            while (!IsWordEnd(end) && text[end] != ']') end++;
            if (end >= text.Length || text[end] != ']') return false;
            end++;
        }
        adds = end < text.Length && text[end] == '+';
        if (adds) end++;
        if (end >= text.Length || text[end] != '=') return false;
        name = text[at..nameEnd];
        return true;
    }

    /// <summary>An assignment before a command, or alone.</summary>
    ShellAssignment? ReadAssignment()
    {
        if (!IsAssignment(out var name, out var adds)) return null;
        var start = at;
        var isElement = text[at + name.Length] == '[';
        var words = new List<ShellWord>(1);
        ReadWords(words, splits: false, isAssignment: true);
        var word = words[0];
        var value = word.Text?[(word.Text.IndexOf('=', StringComparison.Ordinal) + 1)..];
        if (isElement) value = null;
        else if (adds && value is not null)
        {
            var before = Lookup(name);
            value = before is null || before.Length > session.Expansion ? null : before + value;
            session.Expansion -= before?.Length ?? 0;
        }
        session.Variables.Set(name, value);
        return new(name, value, mapped.LocationOf(Span.FromBounds(start, at)));
    }

    /// <summary>A word such as <c>A=1</c> among the arguments of <c>export</c> or <c>env</c>.</summary>
    static ShellAssignment? ReadAssignment(ShellWord word)
    {
        var equals = word.Skeleton.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0) return null;
        var name = word.Skeleton.AsSpan(0, equals).TrimEnd('+');
        if (name.IsEmpty || !IsNameStart(name[0])) return null;
        foreach (var c in name)
        {
            if (!IsNamePart(c)) return null;
        }
        return new(name.ToString(), name.Length < equals ? null : word.Text?[(equals + 1)..], word.Location);
    }
}
