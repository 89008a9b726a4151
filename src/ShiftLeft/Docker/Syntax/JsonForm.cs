using System.Collections.Immutable;
using System.Globalization;
using System.Text;
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
        const int MaximumDepth = 64;
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
                    Items.Add(new(value, mapped.Slice(Span.FromBounds(start, at)), mapped.LocationOf(Span.FromBounds(start, at))));
                }
                else if (SkipValue(0)) NotAString ??= mapped.LocationOf(Span.FromBounds(start, at));
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

        /// <summary>Steps over a number, literal, array or object.</summary>
        bool SkipValue(int depth)
        {
            SkipBlanks();
            if (at == text.Length || depth > MaximumDepth) return false;
            if (text[at] == '"') return ReadString() is not null;
            if (text[at] is '[' or '{')
            {
                var close = text[at] == '[' ? ']' : '}';
                var isObject = close == '}';
                at++;
                if (Take(close)) return true;
                do
                {
                    if (isObject)
                    {
                        SkipBlanks();
                        if (at == text.Length || text[at] != '"' || ReadString() is null || !Take(':')) return false;
                    }
                    if (!SkipValue(depth + 1)) return false;
                }
                while (Take(','));
                return Take(close);
            }
            var start = at;
            while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] is '-' or '+' or '.')) at++;
            var word = text[start..at];
            return word is "true" or "false" or "null" ||
                (word.Length > 0 && word[0] is '-' or (>= '0' and <= '9') && double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out _));
        }

        string? ReadString()
        {
            var value = new StringBuilder();
            for (at++; at < text.Length; at++)
            {
                var c = text[at];
                if (c == '"') { at++; return value.ToString(); }
                if (c < ' ') return null;
                if (c != '\\') { value.Append(c); continue; }
                if (++at == text.Length) return null;
                switch (text[at])
                {
                    case '"' or '\\' or '/': value.Append(text[at]); break;
                    case 'b': value.Append('\b'); break;
                    case 'f': value.Append('\f'); break;
                    case 'n': value.Append('\n'); break;
                    case 'r': value.Append('\r'); break;
                    case 't': value.Append('\t'); break;
                    case 'u' when at + 4 < text.Length && ushort.TryParse(text.AsSpan(at + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code):
                        value.Append((char)code);
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
