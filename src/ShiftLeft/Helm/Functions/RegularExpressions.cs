using System.Collections.Immutable;
using ShiftLeft.Go.Reflect;
using ShiftLeft.Go.Regexp;
using ShiftLeft.Go.Strconv;
using ShiftLeft.Go.Template;
using ShiftLeft.Tracing;

namespace ShiftLeft.Helm.Functions;

/// <summary>Functions of regular expressions in Go's syntax.</summary>
static class RegularExpressions
{
    public static ImmutableArray<FunctionSignature> All { get; } =
    [
        new("regexMatch", [Parameter.String, Parameter.String], null, Match),
        new("mustRegexMatch", [Parameter.String, Parameter.String], null, MustMatch),
        .. Both("regexFind", [Parameter.String, Parameter.String], Find),
        .. Both("regexFindAll", [Parameter.String, Parameter.String, Parameter.Int], FindAll),
        .. Both("regexReplaceAll", [Parameter.String, Parameter.String, Parameter.String], ReplaceAll),
        .. Both("regexReplaceAllLiteral", [Parameter.String, Parameter.String, Parameter.String], ReplaceAllLiteral),
        .. Both("regexSplit", [Parameter.String, Parameter.String, Parameter.Int], Split),
        new("regexQuoteMeta", [Parameter.String], null, QuoteMeta),
    ];

    /// <summary>A bad pattern is an error in both; sprig's plain form panics with more words.</summary>
    static FunctionSignature[] Both(string name, ImmutableArray<Parameter> parameters, Func<FunctionCall, Pattern, Value> body) =>
    [
        new(name, parameters, null, call => body(call, ExpectedPattern(call))),
        new($"must{char.ToUpperInvariant(name[0])}{name[1..]}", parameters, null, call => body(call, PatternOf(call))),
    ];

    static Pattern ExpectedPattern(FunctionCall call)
    {
        try
        {
            return PatternOf(call);
        }
        catch (FunctionException exception)
        {
            throw new FunctionException($"regexp: Compile({Quoted(call.String(0))}): {exception.Message}");
        }
    }

    /// <summary>In backquotes where they can hold it.</summary>
    static string Quoted(string text) => text.Any(c => c is (< ' ' and not '\t') or '`' or '\u007F' or '\uFEFF') ? Quoting.Quote(text) : $"`{text}`";

    static Pattern PatternOf(FunctionCall call) => call.Patterns.Get(call.String(0), call.Budget);

    static BoolValue MustMatch(FunctionCall call) => new(PatternOf(call).IsMatch(call.String(1), call.Budget), call.Computed(call[1], call[0]));

    static BoolValue Match(FunctionCall call)
    {
        try
        {
            return MustMatch(call);
        }
        catch (FunctionException)
        {
            return new(false, call.Computed(call[1], call[0]));
        }
    }

    static StringValue Find(FunctionCall call, Pattern pattern)
    {
        foreach (var (start, end) in pattern.FindAll(call.String(1), 1, call.Budget)) return Strings.Part(call[1], call.Text(1).Slice(start, end - start));
        return Strings.Part(call[1], call.Text(1).Slice(0, 0));
    }

    static ListValue FindAll(FunctionCall call, Pattern pattern)
    {
        var (text, most) = (call.Text(1), call.Integer(2));
        var found = new List<Value>();
        foreach (var (start, end) in pattern.FindAll(text.Text, most < 0 ? text.Length + 1 : most, call.Budget))
        {
            call.Budget.Step(RenderBudget.StepsOfElement);
            found.Add(Strings.Part(call[1], text.Slice(start, end - start)));
        }
        return new(found, call.Computed(call[1]), "string") { IsNull = found.Count == 0 };
    }

    static StringValue ReplaceAllLiteral(FunctionCall call, Pattern pattern) => Replace(call, pattern, 0, (to, _) => to.Append(call.Text(2)));

    static StringValue ReplaceAll(FunctionCall call, Pattern pattern)
    {
        if (!call.String(2).Contains('$', StringComparison.Ordinal)) return ReplaceAllLiteral(call, pattern);
        var template = ReplacementTemplate.Parse(call.Text(2), pattern.GroupNames);
        return Replace(call, pattern, template.Groups, (to, match) => template.Append(to, call.Text(1), match, call.Budget));
    }

    static StringValue Replace(FunctionCall call, Pattern pattern, int groups, Action<TracedText.Builder, int[]> append)
    {
        var text = call.Text(1);
        TracedText.Builder? result = null;
        var start = 0;
        foreach (var match in pattern.FindReplaced(text.Text, groups, call.Budget))
        {
            result ??= new();
            call.Budget.Write(match[0] - start);
            call.Budget.Write(call.Text(2));
            if (match[0] > start) result.Append(text, start, match[0] - start);
            append(result, match);
            start = match[1];
        }
        if (result is null) return (StringValue)call[1];
        return Strings.Part(call[1], start < text.Length ? result.Append(text, start, text.Length - start).Build() : result.Build());
    }

    static ListValue Split(FunctionCall call, Pattern pattern)
    {
        var (text, most) = (call.Text(1), call.Integer(2));
        var from = call.Computed(call[1]);
        if (most == 0) return new([], from, "string") { IsNull = true };
        var parts = new List<Value>();
        if (text.Length == 0 && !pattern.IsEmpty) return new([call[1]], from, "string");
        var (start, end) = (0, 0);
        foreach (var match in pattern.FindAll(text.Text, most < 0 ? text.Length + 1 : most, call.Budget))
        {
            if (most > 0 && parts.Count == most - 1) break;
            call.Budget.Step(RenderBudget.StepsOfElement);
            end = match.Start;
            if (match.End != 0) parts.Add(Strings.Part(call[1], text.Slice(start, end - start)));
            start = match.End;
        }
        if (end != text.Length) parts.Add(Strings.Part(call[1], text.Slice(start)));
        return new(parts, from, "string") { IsNull = parts.Count == 0 };
    }

    static StringValue QuoteMeta(FunctionCall call)
    {
        var quoted = Pattern.Quoted(call.String(0));
        call.Budget.Write(quoted.Length);
        return quoted.Length == call.Text(0).Length ? (StringValue)call[0] : call.Opaque(quoted, call[0]);
    }
}
