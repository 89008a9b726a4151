using System.Collections.Immutable;
using System.Globalization;
using ShiftLeft.Text;

namespace ShiftLeft.Docker.Syntax;

/// <summary>
/// The exec form: a JSON array of strings. Anything that is no valid JSON array is shell form, in silence, as BuildKit takes it;
/// a valid array that holds something else than strings is an error.
/// </summary>
readonly ref struct JsonForm
{
    JsonForm(bool isJson, ImmutableArray<Word> items, Location? notAString) => (IsJson, Items, NotAString) = (isJson, items, notAString);

    public bool IsJson { get; }
    public ImmutableArray<Word> Items { get; }
    /// <summary>The first element that is no string.</summary>
    public Location? NotAString { get; }

    public static JsonForm Read(MappedText mapped)
    {
        var reader = new Reader(mapped);
        return reader.ReadArray() ? new(true, reader.Items.ToImmutable(), reader.NotAString) : new(false, [], null);
    }

    sealed class Reader(MappedText mapped)
    {
        const int MaximumDepth = 9_999;
        readonly string text = mapped.Text;
        int at;

        public ImmutableArray<Word>.Builder Items { get; } = ImmutableArray.CreateBuilder<Word>();
        public Location? NotAString { get; private set; }

        public bool ReadArray()
        {
            if (!Take('[')) return false;
            if (Take(']')) return AtEnd();
            do
            {
                SkipBlanks();
                var start = at;
                if (at < text.Length && text[at] == '"')
                {
                    if (ReadString() is not { } value) return false;
                    Items.Add(new(value, mapped.LocationOf(Span.FromBounds(start, at))));
                }
                else if (SkipValue()) NotAString ??= mapped.LocationOf(Span.FromBounds(start, at));
                else return false;
            }
            while (Take(','));
            return Take(']') && AtEnd();
        }

        bool AtEnd()
        {
            SkipBlanks();
            return at == text.Length;
        }

        /// <summary>Steps over a number, literal, array or object, with what is open kept apart: Go reads them ten thousand deep.</summary>
        bool SkipValue()
        {
            var open = new Stack<char>();
            while (true)
            {
                SkipBlanks();
                if (at == text.Length || open.Count > MaximumDepth) return false;
                if (text[at] is '[' or '{')
                {
                    open.Push(text[at++] == '[' ? ']' : '}');
                    if (!Take(open.Peek()))
                    {
                        if (open.Peek() == '}' && !SkipKey()) return false;
                        continue;
                    }
                    open.Pop();
                }
                else if (!SkipScalar()) return false;
                while (open.TryPeek(out var close) && Take(close)) open.Pop();
                if (open.Count == 0) return true;
                if (!Take(',') || (open.Peek() == '}' && !SkipKey())) return false;
            }
        }

        bool SkipKey()
        {
            SkipBlanks();
            return at < text.Length && text[at] == '"' && ReadString() is not null && Take(':');
        }

        bool SkipScalar() => text[at] == '"' ? ReadString() is not null : SkipWord("true") || SkipWord("false") || SkipWord("null") || SkipNumber();

        bool SkipWord(string word)
        {
            if (!text.AsSpan(at).StartsWith(word)) return false;
            at += word.Length;
            return true;
        }

        /// <summary>A number that Go can hold; a larger one is no JSON to it.</summary>
        bool SkipNumber()
        {
            var start = at;
            if (at < text.Length && text[at] == '-') at++;
            if (at < text.Length && text[at] == '0') at++;
            else if (!SkipDigits()) return false;
            if (at < text.Length && text[at] == '.')
            {
                at++;
                if (!SkipDigits()) return false;
            }
            if (at < text.Length && text[at] is 'e' or 'E')
            {
                at++;
                if (at < text.Length && text[at] is '+' or '-') at++;
                if (!SkipDigits()) return false;
            }
            return double.IsFinite(double.Parse(text.AsSpan(start, at - start), NumberStyles.Float, CultureInfo.InvariantCulture));
        }

        bool SkipDigits()
        {
            var start = at;
            while (at < text.Length && char.IsAsciiDigit(text[at])) at++;
            return at > start;
        }

        /// <summary>A string's characters with their places; an escape stands where it begins.</summary>
        MappedText? ReadString()
        {
            var value = new MappedText.Builder(mapped.Source, mapped.ToSource(at + 1 < text.Length ? at + 1 : at));
            for (at++; at < text.Length; at++)
            {
                var start = at;
                while (at < text.Length && text[at] is not ('"' or '\\') && text[at] >= ' ') at++;
                value.Append(mapped, Span.FromBounds(start, at));
                if (at == text.Length || text[at] < ' ') return null;
                if (text[at] == '"') { at++; return value.Build(); }
                var place = mapped.ToSource(at);
                if (++at == text.Length) return null;
                switch (text[at])
                {
                    case '"' or '\\' or '/': value.Append(text[at], place + 1); break;
                    case 'b': value.Append('\b', place); break;
                    case 'f': value.Append('\f', place); break;
                    case 'n': value.Append('\n', place); break;
                    case 'r': value.Append('\r', place); break;
                    case 't': value.Append('\t', place); break;
                    case 'u' when at + 4 < text.Length && ushort.TryParse(text.AsSpan(at + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code):
                        value.Append((char)code, place);
                        at += 4;
                        break;
                    default: return null;
                }
            }
            return null;
        }

        bool Take(char c)
        {
            SkipBlanks();
            if (at == text.Length || text[at] != c) return false;
            at++;
            return true;
        }

        void SkipBlanks()
        {
            while (at < text.Length && text[at] is ' ' or '\t' or '\r' or '\n') at++;
        }
    }
}
