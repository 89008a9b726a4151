using System.Globalization;
using ShiftLeft.Text;

namespace ShiftLeft.Docker.Shell;

sealed partial class ShellParser
{
    /// <summary>A word as it is put together: the text that the command gets, each character with its place, split where an expansion splits it.</summary>
    sealed class WordBuilder(ShellParser parser, bool splits)
    {
        readonly int start = parser.at;
        MappedText.Builder value = NewValue(parser);
        List<(MappedText Value, bool IsKnown)>? finished;
        bool isKnown = true;
        bool isQuoted;

        public bool IsKnown => isKnown;
        public string Text => value.Build().Text;

        /// <summary>Quotes make a word even when nothing is in them.</summary>
        public void Quote() => isQuoted = true;

        public void Append(Span span) => value.Append(parser.mapped, span);

        public void Append(char character, int offset) => value.Append(character, parser.mapped.ToSource(offset));

        public void AppendUnknown(int offset)
        {
            isKnown = false;
            Append(ShellWord.Unknown, offset);
        }

        /// <summary>A variable's value: outside quotes, blanks in it end a word.</summary>
        public void AppendValue(string text, int offset, bool inQuotes)
        {
            parser.session.Expansion -= text.Length;
            var place = parser.mapped.ToSource(offset);
            foreach (var c in text)
            {
                if (inQuotes || !splits || c is not (' ' or '\t' or '\n')) value.Append(c, place);
                else Finish();
            }
        }

        /// <summary>The words; none where an expansion gave nothing.</summary>
        public void AddTo(List<ShellWord> words)
        {
            var span = Span.FromBounds(start, parser.at);
            var raw = parser.mapped.Slice(span);
            var location = parser.mapped.LocationOf(span);
            Finish();
            foreach (var (part, known) in finished ?? []) words.Add(new(known ? part.Text : null, part.Text, location, raw) { Value = part });
        }

        void Finish()
        {
            if (value.Length > 0 || isQuoted) (finished ??= []).Add((value.Build(), isKnown));
            value = NewValue(parser);
            (isKnown, isQuoted) = (true, false);
        }

        static MappedText.Builder NewValue(ShellParser parser) => new(parser.mapped.Source, parser.mapped.ToSource(parser.at));
    }

    /// <summary>One word that nothing splits; null when none starts here.</summary>
    ShellWord? ReadWord()
    {
        var found = new List<ShellWord>(1);
        var start = at;
        if (!ReadWords(found, splits: false)) return null;
        if (found is [var word]) return word;
        var span = Span.FromBounds(start, at);
        var raw = mapped.Slice(span);
        return new("", "", mapped.LocationOf(span), raw) { Value = raw.Slice(new(0, 0)) };
    }

    /// <summary>Adds what the text up to the next blank gives: several words when it is an unquoted variable that holds blanks, none when it holds nothing.</summary>
    bool ReadWords(List<ShellWord> words, bool splits = true, bool isAssignment = false)
    {
        var start = at;
        SkipPlain();
        if (IsWordEnd(at) && !IsProcessSubstitution() && !IsBracket(isAssignment))
        {
            if (at == start) return false;
            var plain = mapped.Slice(Span.FromBounds(start, at));
            words.Add(new(plain.Text, plain.Text, mapped.LocationOf(Span.FromBounds(start, at)), plain));
            return true;
        }
        at = start;
        var word = new WordBuilder(this, splits);
        while (at < text.Length && ReadPart(word, isAssignment))
        {
        }
        if (at == start) return false;
        word.AddTo(words);
        return true;
    }

    /// <summary>The next piece of an unquoted word; false at its end.</summary>
    bool ReadPart(WordBuilder word, bool isAssignment)
    {
        var start = at;
        if (IsProcessSubstitution())
        {
            at++;
            ReadSubstitution();
            word.AppendUnknown(start);
            return true;
        }
        if (IsBracket(isAssignment))
        {
            ReadBracketed();
            word.AppendUnknown(start);
            return true;
        }
        if (IsWordEnd(at)) return false;
        switch (text[at])
        {
            case '\\': ReadEscape(word); break;
            case '\'': ReadSingleQuoted(word); break;
            case '"': ReadDoubleQuoted(word); break;
            case '`': ReadBackticks(word, inQuotes: false); break;
            case '$': ReadDollar(word, inQuotes: false); break;
            case ShellWord.Unknown: word.AppendUnknown(at++); break;
            default:
                SkipPlain();
                word.Append(Span.FromBounds(start, at));
                break;
        }
        return true;
    }

    void SkipPlain()
    {
        while (!IsWordEnd(at) && text[at] is not ('\'' or '"' or '\\' or '$' or '`' or ShellWord.Unknown)) at++;
    }

    bool IsProcessSubstitution() => at + 1 < text.Length && text[at] is '<' or '>' && text[at + 1] == '(';

    /// <summary>The brackets of an extended glob, <c>!(a|b)</c>, and of an array, <c>x=(a b)</c>, belong to their word.</summary>
    bool IsBracket(bool isAssignment) =>
        at > 0 && at < text.Length && text[at] == '(' && (text[at - 1] is '?' or '*' or '+' or '@' or '!' || (isAssignment && text[at - 1] == '='));

    /// <summary>The words of an array or an extended glob.</summary>
    void ReadBracketed()
    {
        if (++depth > MaximumDepth) throw new Unreadable(at, $"brackets are nested more than {MaximumDepth} deep", isExcess: true);
        var open = at++;
        while (true)
        {
            SkipSeparators(linesOnly: true);
            if (at >= text.Length) throw new Unreadable(open, "`(` is not closed");
            if (text[at] == ')') break;
            if (text[at] == '(') ReadBracketed();
            else if (ReadWord() is null) at++;
        }
        at++;
        depth--;
    }

    void ReadEscape(WordBuilder word)
    {
        if (++at == text.Length) word.Append('\\', at - 1);
        else if (text[at] == '\n') at++;
        else
        {
            word.Append(new Span(at, 1));
            word.Quote();
            at++;
        }
    }

    void ReadSingleQuoted(WordBuilder word)
    {
        var open = at;
        var close = text.IndexOf('\'', at + 1);
        if (close < 0) throw new Unreadable(open, "a single quote is not closed");
        word.Quote();
        word.Append(Span.FromBounds(open + 1, close));
        at = close + 1;
    }

    /// <summary><c>$'…'</c> with the escapes of C.</summary>
    void ReadAnsiQuoted(WordBuilder word)
    {
        var open = at++;
        word.Quote();
        while (at < text.Length && text[at] != '\'')
        {
            if (text[at] != '\\' || at + 1 == text.Length)
            {
                word.Append(new Span(at++, 1));
                continue;
            }
            var escape = at;
            at += 2;
            switch (text[at - 1])
            {
                case 'n': word.Append('\n', escape); break;
                case 't': word.Append('\t', escape); break;
                case 'r': word.Append('\r', escape); break;
                case 'a' or 'b' or 'v' or 'f' or 'e' or 'E': word.Append('\u001B', escape); break;
                case 'x': AppendCode(escape, 2, NumberStyles.AllowHexSpecifier); break;
                case 'u': AppendCode(escape, 4, NumberStyles.AllowHexSpecifier); break;
                default: word.Append(new Span(at - 1, 1)); break;
            }
        }
        if (at == text.Length) throw new Unreadable(open, "a single quote is not closed");
        at++;

        void AppendCode(int escape, int digits, NumberStyles style)
        {
            var end = at;
            while (end < text.Length && end < at + digits && char.IsAsciiHexDigit(text[end])) end++;
            if (ushort.TryParse(text.AsSpan(at, end - at), style, CultureInfo.InvariantCulture, out var code)) word.Append((char)code, escape);
            at = end;
        }
    }

    void ReadDoubleQuoted(WordBuilder word)
    {
        var open = at++;
        word.Quote();
        while (at < text.Length && text[at] != '"') ReadQuotedPart(word);
        if (at >= text.Length) throw new Unreadable(open, "a double quote is not closed");
        at++;
    }

    /// <summary>The next piece between double quotes.</summary>
    void ReadQuotedPart(WordBuilder word)
    {
        var start = at;
        switch (text[at])
        {
            case '\\' when at + 1 < text.Length && text[at + 1] is '"' or '\\' or '$' or '`':
                word.Append(new Span(at + 1, 1));
                at += 2;
                break;
            case '\\' when at + 1 < text.Length && text[at + 1] == '\n': at += 2; break;
            case '$': ReadDollar(word, inQuotes: true); break;
            case '`': ReadBackticks(word, inQuotes: true); break;
            case ShellWord.Unknown: word.AppendUnknown(at++); break;
            default:
                at++;
                while (at < text.Length && text[at] is not ('"' or '\\' or '$' or '`' or ShellWord.Unknown)) at++;
                word.Append(Span.FromBounds(start, at));
                break;
        }
    }

    /// <summary><c>(…)</c> behind a dollar or an angle bracket, which stands at the bracket.</summary>
    void ReadSubstitution()
    {
        if (++depth > MaximumDepth) throw new Unreadable(at, $"commands are nested more than {MaximumDepth} deep", isExcess: true);
        var (options, around, heredocs, open) = (session.Options, session.Around, pendingHeredocs, at++);
        session.Around = around with { Substitutions = around.Substitutions + 1, Subshells = around.Subshells + 1 };
        session.Variables.Enter();
        pendingHeredocs = [];
        ReadList(_ => false);
        if (!Matches(")")) throw new Unreadable(at < text.Length ? at : open, "`(` is not closed");
        at++;
        heredocs.AddRange(pendingHeredocs);
        pendingHeredocs = heredocs;
        session.Variables.Forget();
        (session.Options, session.Around) = (options, around);
        depth--;
    }

    /// <summary>The older substitution: its text is a script of its own, in which a backslash keeps the inner backticks.</summary>
    void ReadBackticks(WordBuilder word, bool inQuotes)
    {
        var open = at++;
        var script = new MappedText.Builder(mapped.Source, mapped.ToSource(Math.Min(at, text.Length)));
        while (at < text.Length && text[at] != '`')
        {
            if (text[at] == '\\' && at + 1 < text.Length && (text[at + 1] is '`' or '\\' or '$' || (inQuotes && text[at + 1] == '"'))) at++;
            script.Append(mapped, new(at, 1));
            at++;
        }
        if (at >= text.Length) throw new Unreadable(open, "a backtick is not closed");
        at++;
        var (options, around) = (session.Options, session.Around);
        session.Around = around with { Substitutions = around.Substitutions + 1, Subshells = around.Subshells + 1 };
        session.Variables.Enter();
        ParseInto(script.Build(), session, wrappers, depth + 1);
        session.Variables.Forget();
        (session.Options, session.Around) = (options, around);
        word.AppendUnknown(open);
    }
}
