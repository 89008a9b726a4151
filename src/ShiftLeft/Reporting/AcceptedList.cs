using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ShiftLeft.Policy;
using ShiftLeft.Text;

namespace ShiftLeft.Reporting;

/// <summary>What is accepted: where, what, why, until when and by whom.</summary>
/// <param name="Accepted">In the order of their places.</param>
/// <param name="Today">The day, for what is over soon.</param>
sealed record AcceptedList(ImmutableArray<Acceptance> Accepted, DateOnly Today)
{
    /// <summary>Who wrote the line; null where nobody is known.</summary>
    public Func<Location, string?> AuthorOf { get; init; } = _ => null;
    /// <summary>A path as a person types it.</summary>
    public Func<string, string> PathOf { get; init; } = path => path;

    public string RenderText()
    {
        if (Accepted.IsEmpty) return "nothing is accepted\n";
        var text = new StringBuilder();
        foreach (var one in Accepted)
        {
            text.Append(CultureInfo.InvariantCulture, $"{PathOf(one.Location.Path)}:{LineOf(one)}: {Names(one)}{(one.Scope is { } scope ? " in " + scope : "")}{(one.Tool is { } tool ? $", for {tool}" : "")}: {Silences(one)}\n");
            string?[] about = [one.Reason.Length > 0 ? one.Reason : null, one.Expires is { } last ? $"until {Acceptance.DayOf(last)}" : null, AuthorOf(one.Location) is { } author ? $"by {author}" : null];
            var line = string.Join("; ", about.OfType<string>());
            if (line.Length > 0) text.Append(CultureInfo.InvariantCulture, $"    {VisibleText.Of(line)}\n");
        }
        return text.Append(Sum()).Append('\n').ToString();
    }

    public string RenderMarkdown()
    {
        var text = new StringBuilder("| Rule | Place | Findings | Reason | Until | By |\n|---|---|---|---|---|---|\n");
        foreach (var one in Accepted)
        {
            var state = StateOf(one) is "in-force" ? "" : $" ({Words(one)})";
            text.Append(CultureInfo.InvariantCulture, $"| {Code(Names(one))}{(one.Tool is { } tool ? $" ({tool})" : "")} | {Code($"{one.Location.Path}:{LineOf(one)}")} | {one.Findings}{state} | {Cell(one.Reason)} | {(one.Expires is { } last ? Acceptance.DayOf(last) : "")} | {Cell(AuthorOf(one.Location) ?? "")} |\n");
        }
        return text.Append(CultureInfo.InvariantCulture, $"\n{Sum()}\n").ToString();
    }

    public string RenderJson()
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteNumber("version", JsonReport.Version);
            json.WriteStartArray("accepted");
            foreach (var one in Accepted)
            {
                json.WriteStartObject();
                json.WriteString("path", one.Location.Path);
                json.WriteNumber("line", LineOf(one));
                json.WriteString("where", one.InSource ? "source" : "policy");
                json.WriteStartArray("names");
                foreach (var name in one.Names) json.WriteStringValue(name);
                json.WriteEndArray();
                json.WriteStartArray("rules");
                foreach (var rule in one.Rules) json.WriteStringValue(rule.Id);
                json.WriteEndArray();
                json.WriteString("scope", one.Scope);
                json.WriteString("tool", one.Tool ?? "shiftleft");
                json.WriteNumber("findings", one.Findings);
                json.WriteString("reason", one.Reason);
                json.WriteString("expires", one.Expires is { } last ? Acceptance.DayOf(last) : null);
                json.WriteString("state", StateOf(one));
                json.WriteString("author", AuthorOf(one.Location));
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return JsonText.WithoutLogCommands(Encoding.UTF8.GetString(bytes.WrittenSpan)) + "\n";
    }

    static int LineOf(Acceptance one) => one.Location.Start.Line + 1;

    static string Names(Acceptance one) => VisibleText.Of(one.Names.IsEmpty ? "no rule" : string.Join(", ", one.Names.Take(MostNames)) + (one.Names.Length > MostNames ? $" and {one.Names.Length - MostNames} more" : ""));

    const int MostNames = 10;

    string Silences(Acceptance one) => StateOf(one) switch
    {
        "in-force" => Counted(one.Findings),
        "expiring" => $"{Counted(one.Findings)}, expires soon",
        _ => Words(one),
    };

    string Words(Acceptance one) => StateOf(one) switch
    {
        "expiring" => "expires soon",
        "expired" => $"expired, and {Counted(one.Findings)} count again",
        "void" => one.Rules.IsEmpty ? one.Tool is null ? "no rule has that name" : "no rule here asks the same question" : one.Reason.Length == 0 ? "does not hold, for it gives no reason" : "does not hold, for its last day is none",
        "unused" => "silences nothing",
        _ => "",
    };

    /// <summary>One word for programs.</summary>
    string StateOf(Acceptance one) =>
        one.IsExpired ? "expired"
        : !one.IsInForce ? "void"
        : one.Findings == 0 ? "unused"
        : one.ExpiresSoon(Today) ? "expiring"
        : "in-force";

    string Sum()
    {
        var states = Accepted.CountBy(StateOf).ToDictionary();
        var besides = ((string, string)[])[("expiring", "expire soon"), ("expired", "expired"), ("void", "do not hold"), ("unused", "silence nothing")];
        return $"{Accepted.Length} {(Accepted.Length == 1 ? "acceptance" : "acceptances")}{string.Concat(besides.Where(state => states.ContainsKey(state.Item1)).Select(state => $", {states[state.Item1]} {state.Item2}"))}";
    }

    static string Counted(int count) => MarkdownText.Plural(count, "finding");

    static string Code(string text) => InCell(MarkdownText.Code(text));

    static string Cell(string text) => InCell(MarkdownText.Message(text));

    static string InCell(string html) => html.Replace("|", "&#124;", StringComparison.Ordinal);
}
