using System.Collections.Immutable;
using System.Text;
using ShiftLeft.Text;

namespace ShiftLeft.Docker;

/// <summary>
/// Puts variables into a word and takes its quotes out, as BuildKit's <c>shell/lex.go</c> does: nothing in single quotes, everything in double
/// ones, the escape character protects the next, and all the modifiers of <c>${name…}</c>.
/// </summary>
sealed class Expander
{
    /// <summary>Words nest in modifiers; deeper ones are refused.</summary>
    const int MaximumDepth = 50;
    /// <summary>A longer value counts as not known: an <c>ENV</c> that repeats itself must not exhaust memory.</summary>
    const int LongestValue = 4096;
    /// <summary>Patterns are tried at every place and length, so longer values are not matched and count as not known.</summary>
    const int LongestForPatterns = 128;

    readonly MappedText word;
    readonly string text;
    readonly VariableScope scope;
    readonly char escape;
    readonly ImmutableArray<VariableUse>.Builder uses = ImmutableArray.CreateBuilder<VariableUse>();
    Problem? error;
    int at;

    Expander(MappedText word, VariableScope scope, char escape) => (this.word, text, this.scope, this.escape) = (word, word.Text, scope, escape);

    public static Expansion Expand(MappedText word, VariableScope scope, char escape)
    {
        var expander = new Expander(word, scope, escape);
        var result = expander.ReadWord('\0', 0);
        return new(expander.error is null ? result : null, expander.uses.ToImmutable(), expander.error);
    }

    /// <summary>Reads up to a stopping character outside quotes; null when a part is not known.</summary>
    string? ReadWord(char stop, int depth)
    {
        var result = new StringBuilder();
        var known = true;
        while (at < text.Length)
        {
            var c = text[at];
            if (stop != '\0' && c == stop) break;
            switch (c)
            {
                case '\'':
                    var close = text.IndexOf('\'', at + 1);
                    if (close < 0) close = text.Length;
                    result.Append(text, at + 1, close - at - 1);
                    at = Math.Min(close + 1, text.Length);
                    break;
                case '"':
                    at++;
                    while (at < text.Length && text[at] != '"')
                    {
                        if (text[at] == '$') Append(ReadVariable(depth));
                        else if (text[at] == escape && at + 1 < text.Length && (text[at + 1] is '"' or '$' || text[at + 1] == escape)) { result.Append(text[at + 1]); at += 2; }
                        else result.Append(text[at++]);
                    }
                    at = Math.Min(at + 1, text.Length);
                    break;
                case '$':
                    Append(ReadVariable(depth));
                    break;
                default:
                    if (c == escape)
                    {
                        at++;
                        if (at == text.Length) break;
                    }
                    result.Append(text[at++]);
                    break;
            }
        }
        return known ? result.ToString() : null;

        void Append(string? part)
        {
            known &= part is not null && result.Length + part.Length <= LongestValue;
            if (known) result.Append(part);
        }
    }

    string? ReadVariable(int depth)
    {
        var start = at++;
        if (at == text.Length) return "$";
        if (text[at] != '{')
        {
            var name = ReadName();
            if (name.Length == 0) return "$";
            return Use(name, start, "").Value switch { { Knowledge: Knowledge.Known, Text: var value } => value, { Knowledge: Knowledge.Unset } when !scope.MayHoldMore => "", _ => null };
        }
        at++;
        var braced = ReadName();
        if (braced.Length == 0 || at == text.Length) return Refuse(start, at == text.Length ? "syntax error: missing `}`" : "bad substitution");
        if (text[at] == '}')
        {
            at++;
            return Use(braced, start, "").Value switch { { Knowledge: Knowledge.Known, Text: var value } => value, { Knowledge: Knowledge.Unset } when !scope.MayHoldMore => "", _ => null };
        }
        return depth >= MaximumDepth ? Refuse(start, "variables are nested too deeply") : ReadModified(braced, start, depth + 1);
    }

    string? ReadModified(string name, int start, int depth)
    {
        var colon = text[at] == ':';
        if (colon) at++;
        if (at == text.Length) return Refuse(start, "syntax error: missing `}`");
        var operation = text[at++];
        switch (operation)
        {
            case '-' or '+' or '?':
                var alternative = ReadWord('}', depth);
                if (!Close()) return Refuse(start, "syntax error: missing `}`");
                return Choose(Use(name, start, (colon ? ":" : "") + operation).Value, colon, operation, alternative, start);
            case '#' or '%' when !colon:
                var greedy = at < text.Length && text[at] == operation;
                if (greedy) at++;
                var pattern = ReadWord('}', depth);
                if (!Close()) return Refuse(start, "syntax error: missing `}`");
                return Use(name, start, new string(operation, greedy ? 2 : 1)).Value is { Knowledge: Knowledge.Known, Text: { Length: <= LongestForPatterns } value } && pattern is not null
                    ? GoPattern.Trim(value, pattern, fromStart: operation == '#', greedy)
                    : null;
            case '/' when !colon:
                var all = at < text.Length && text[at] == '/';
                if (all) at++;
                var search = ReadWord('/', depth);
                if (at < text.Length) at++;
                var replacement = ReadWord('}', depth);
                if (!Close()) return Refuse(start, "syntax error: missing `}`");
                return Use(name, start, all ? "//" : "/").Value is { Knowledge: Knowledge.Known, Text: { Length: <= LongestForPatterns } source } && search is not null && replacement is not null
                    ? GoPattern.Replace(source, search, replacement, all)
                    : null;
            default:
                return Refuse(start, $"unsupported modifier `{(colon ? ":" : "")}{operation}`");
        }
    }

    string? Choose(VariableValue value, bool colon, char operation, string? alternative, int start)
    {
        // A declared argument without a value is unset in a build that gives none: the default is what such a build sees.
        var isSet = value is { Knowledge: Knowledge.Known, Text: var text } && !(colon && text!.Length == 0);
        switch (operation)
        {
            case '-':
                return isSet ? value.Text : alternative;
            case '+':
                return isSet ? alternative : value.Knowledge == Knowledge.Unknown ? null : "";
            default:
                if (!isSet && value.Knowledge == Knowledge.Unset && !scope.MayHoldMore) Refuse(start, alternative is { Length: > 0 } message ? message : "the variable must be set");
                return isSet ? value.Text : null;
        }
    }

    bool Close()
    {
        if (at == text.Length) return false;
        at++;
        return true;
    }

    /// <summary>A name, or one of the shell's single-character parameters, which BuildKit reads as names.</summary>
    string ReadName()
    {
        var start = at;
        if (at < text.Length && (char.IsAsciiDigit(text[at]) || text[at] is '@' or '*' or '#')) { at++; return text[start..at]; }
        while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] == '_')) at++;
        return text[start..at];
    }

    VariableUse Use(string name, int start, string modifier)
    {
        var use = new VariableUse(name, word.LocationOf(Span.FromBounds(start, at)), modifier, scope.Get(name));
        uses.Add(use);
        return use;
    }

    string? Refuse(int start, string message)
    {
        error ??= new("bad-substitution", word.LocationOf(Span.FromBounds(start, Math.Max(at, start + 1))), $"`{text}` cannot be expanded: {message}");
        at = text.Length;
        return null;
    }
}
