using System.Buffers;
using ShiftLeft.Text;

namespace ShiftLeft.Rules.Secrets;

/// <summary>A name with its value, somewhere in a text.</summary>
/// <param name="Name">As written.</param>
/// <param name="Promise">What the name says.</param>
/// <param name="Value">Without quotes; escapes are kept.</param>
/// <param name="IsQuoted">Whether it stood in quotes.</param>
/// <param name="Line">The line up to the value, for whoever asks what surrounds it.</param>
readonly record struct NamedValue(string Name, SecretName Promise, Span Value, bool IsQuoted, Span Line);

/// <summary>
/// Names with values in a text of any form: properties, INI, <c>.env</c>, YAML, JSON, TOML, XML, connection strings, addresses with a query,
/// headers, arguments. Only values of names that may promise a secret are read; each character is met a bounded number of times.
/// </summary>
static class NamedValues
{
    const int LongestName = 100;
    /// <summary>How far before a name its line is looked at: one line may be the whole text.</summary>
    const int MostBefore = 200;

    static readonly SearchValues<char> Separators = SearchValues.Create("=:>\n ");
    static readonly SearchValues<char> NameCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.");
    /// <summary>Where a value ends that shares its line with others.</summary>
    static readonly SearchValues<char> Ends = SearchValues.Create("\r\n \t;&,\"'`)<>|}]\\");

    static readonly SearchValues<char> SemicolonEnds = SearchValues.Create("\r\n;\"'`<>\\");

    /// <summary>What every name of a secret holds, so that most names need not be cut into words.</summary>
    static readonly SearchValues<string> Stems = SearchValues.Create(
        ["pass", "pwd", "psw", "pw", "secret", "token", "key", "cred", "auth", "bearer", "pepper", "salt", "psk", "pat", "jwt", "sas", "sig", "code", "mnemonic", "seed", "hook", "pin"], StringComparison.OrdinalIgnoreCase);

    public static IEnumerable<NamedValue> Read(string text)
    {
        var pending = default(string);
        var pendingEnd = 0;
        var at = 0;
        var line = 0;
        while (at < text.Length)
        {
            var next = text.AsSpan(at).IndexOfAny(Separators);
            if (next < 0) yield break;
            at += next;
            var separator = at++;
            if (text[separator] == '\n')
            {
                line = at;
                // A comment speaks of settings that are not in force.
                if (IsComment(text, line)) at = EndOfLine(text, line);
                continue;
            }
            if (NameBefore(text, separator, line) is not { } name) continue;
            var (start, length) = (name.Start, name.Length);
            var written = text.AsSpan(start, length);
            // A list of entries: the name is the value of another key.
            var isEntry = text[separator] is '=' or ':' && length is 3 or 4 or 5;
            if (isEntry && (written.Equals("name", StringComparison.OrdinalIgnoreCase) || written.Equals("key", StringComparison.OrdinalIgnoreCase)))
            {
                if (ValueAfter(text, separator, start, length, line) is { } named && named.Length <= LongestName) (pending, pendingEnd) = (text.Substring(named.Start, named.Length), named.End);
            }
            var promise = isEntry && pending is not null && written.Equals("value", StringComparison.OrdinalIgnoreCase) && start - pendingEnd < LongestName ? SecretName.Read(pending)
                : written.ContainsAny(Stems) ? SecretName.Read(written)
                : default;
            if (promise.Promise < Promise.Hinted || (text[separator] is ' ' or '>' && !IsSpaced(text, separator, start, written, promise))) continue;
            if (ValueAfter(text, separator, start, length, line) is not { } value || value.Length > SecretValue.Longest) continue;
            yield return new(
                isEntry && written.Equals("value", StringComparison.OrdinalIgnoreCase) ? pending! : written.ToString(), promise, value, value.Start > 0 && text[value.Start - 1] is '"' or '\'', Span.FromBounds(Math.Max(line, start - MostBefore), value.Start));
            at = Math.Max(at, value.End);
        }
    }

    /// <summary>The name that ends before a separator, blanks and a closing quote between them.</summary>
    static Span? NameBefore(string text, int separator, int line)
    {
        var end = separator;
        if (text[separator] != ' ')
        {
            while (end > line && text[end - 1] is ' ' or '\t' && separator - end < 20) end--;
        }
        if (end > line && text[end - 1] is '"' or '\'' && text[separator] is ':' or '=')
        {
            end--;
            if (end > line && text[end - 1] == '\\') end--;
        }
        var start = end;
        while (start > line && end - start <= LongestName && NameCharacters.Contains(text[start - 1])) start--;
        while (start < end && text[start] is '-' or '.') start++;
        return end - start is > 1 and <= LongestName ? Span.FromBounds(start, end) : null;
    }

    /// <summary>Whether a blank parts a name from its value: behind an option, or in files that have no other sign. Behind <c>&gt;</c>, an element's name.</summary>
    static bool IsSpaced(string text, int separator, int start, ReadOnlySpan<char> name, SecretName promise)
    {
        if (text[separator] == '>') return start > 0 && text[start - 1] == '<' && promise.Promise == Promise.Given;
        if (promise.Promise != Promise.Given || separator + 1 >= text.Length || text[separator + 1] is ' ' or '-' or '=' or ':' or '\n') return false;
        if (start > 1 && text[start - 1] == '-' && text[start - 2] == '-') return true;
        // redis.conf; netrc, where a login stands before it.
        return name is "requirepass" or "masterauth" || (name is "password" && text.AsSpan(Math.Max(0, start - 80), Math.Min(80, start)).Contains("login ", StringComparison.Ordinal));
    }

    /// <summary>The value behind a separator; null where something else follows, such as another mapping.</summary>
    static Span? ValueAfter(string text, int separator, int nameStart, int nameLength, int line)
    {
        var at = separator + 1;
        if (text[separator] == ':' && at < text.Length && text[at] == '=') at++;
        else if (text[separator] == '=' && at < text.Length && text[at] is '=' or '~') return null;
        if (text[separator] == '=' && at < text.Length && text[at] == '>') at++;
        if (text[separator] == '=' && separator > 0 && text[separator - 1] is '!' or '<' or '>' or '=') return null;
        if (text[separator] == ':' && at < text.Length && text[at] is ':' or '/') return null;
        if (text[separator] == ':' && (IsPort(text, at) || IsVariable(text, separator, nameStart, line))) return null;
        while (at < text.Length && text[at] is ' ' or '\t') at++;
        if (at >= text.Length || text[at] is '\r' or '\n') return null;
        if (text[separator] == '>') return Span.FromBounds(at, at + Length(text, at, '<'));
        // In JSON that stands inside another string, quotes are escaped.
        if (text[at] == '\\' && at + 1 < text.Length && text[at + 1] == '"') return Escaped(text, at + 2);
        if (text[at] is '"' or '\'' or '`') return Quoted(text, at);
        if (text[at] is '{' or '[' or '|' or '>' or '&' or '*' or '!' && text[separator] == ':') return null;
        // A quote before the name that is not closed before the separator encloses both: a header.
        var before = nameStart > line ? text[nameStart - 1] : '\n';
        if (before is '"' or '\'' && text[nameStart + nameLength] != before) return Span.FromBounds(at, at + Length(text, at, before));
        return OwnsLine(text, nameStart, line) ? ToEndOfLine(text, at) : ToEnd(text, at, IsBehindSemicolon(text, nameStart, line) ? SemicolonEnds : Ends);
    }

    /// <summary>Behind a host: <c>secret-values:9000/api</c>.</summary>
    static bool IsPort(string text, int at)
    {
        var end = at;
        while (end < text.Length && end - at < 6 && char.IsAsciiDigit(text[end])) end++;
        return end - at is >= 2 and <= 5 && end < text.Length && text[end] is '/' or '?';
    }

    /// <summary>In psql a colon before a quote makes a variable of it: <c>PASSWORD :'pgpass'</c>.</summary>
    static bool IsVariable(string text, int separator, int nameStart, int line) =>
        separator > 0 && text[separator - 1] == ' ' && separator + 1 < text.Length && text[separator + 1] == '\'' && !(nameStart > line && text[nameStart - 1] is '\'' or '"');

    static int Length(string text, int at, char end)
    {
        var rest = text.AsSpan(at, Math.Min(text.Length - at, SecretValue.Longest));
        var length = rest.IndexOfAny(end, '\n');
        return length < 0 ? rest.Length : length;
    }

    static Span? Quoted(string text, int at)
    {
        var quote = text[at];
        for (var end = at + 1; end < text.Length && end - at <= SecretValue.Longest; end++)
        {
            if (text[end] == quote) return Span.FromBounds(at + 1, end);
            if (text[end] == '\\' && quote == '"') end++;
            else if (text[end] == '\n') return null;
        }
        return null;
    }

    static Span? Escaped(string text, int at)
    {
        var length = text.AsSpan(at, Math.Min(text.Length - at, SecretValue.Longest)).IndexOf("\\\"", StringComparison.Ordinal);
        return length < 0 ? null : new(at, length);
    }

    /// <summary>Whether nothing but an indent, a list's dash or <c>export</c> stands before a name.</summary>
    static bool OwnsLine(string text, int start, int line)
    {
        if (start - line > MostBefore) return false;
        var before = text.AsSpan(line, start - line).Trim().Trim('"');
        return before is "" or "-" or "export" or "set" or "ENV" or "declare -x" or "readonly" or "local" or "//" || (before.Length < LongestName && before.IndexOfAnyExcept(NameCharacters) < 0 && before.EndsWith('.'));
    }

    static Span ToEndOfLine(string text, int at)
    {
        var end = EndOfLine(text, at);
        var rest = text.AsSpan(at, Math.Min(end - at, SecretValue.Longest + 1));
        if (rest.IndexOf(" #", StringComparison.Ordinal) is var comment and >= 0) rest = rest[..comment];
        // One line of several settings.
        for (var sign = rest.IndexOfAny(';', '&'); sign >= 0; )
        {
            if (rest[(sign + 1)..].Contains('=')) { rest = rest[..sign]; break; }
            break;
        }
        return new(at, rest.TrimEnd().TrimEnd(",;").Length);
    }

    /// <summary>In a connection string only its own sign ends a value.</summary>
    static bool IsBehindSemicolon(string text, int start, int line)
    {
        while (start > line && text[start - 1] == ' ') start--;
        return start > line && text[start - 1] == ';';
    }

    static Span ToEnd(string text, int at, SearchValues<char> ends)
    {
        var rest = text.AsSpan(at, Math.Min(text.Length - at, SecretValue.Longest + 1));
        var length = rest.IndexOfAny(ends);
        return new(at, length < 0 ? rest.Length : length);
    }

    static int EndOfLine(string text, int at) => text.IndexOf('\n', at) is var end and >= 0 ? end : text.Length;

    static bool IsComment(string text, int line)
    {
        var rest = text.AsSpan(line).TrimStart(" \t");
        return rest is ['#', ..] or ['/', '/', ' ', ..] or ['/', '*', ..] or [';', ..] or ['<', '!', '-', ..] or ['-', '-', ' ', ..] or ['*', ' ', ..];
    }
}
