using System.Collections.Immutable;
using ShiftLeft.Text;

namespace ShiftLeft.Docker.Syntax;

/// <summary>The value of <c>RUN --mount</c>: comma-separated <c>key=value</c> pairs in one line of CSV, read as <c>go-csvvalue</c> does.</summary>
/// <param name="Flag">The flag.</param>
/// <param name="Fields">In order; what a key is told to be may depend on those before it.</param>
/// <param name="Problem">Where it is no CSV.</param>
sealed record MountSyntax(FlagSyntax Flag, ImmutableArray<MountField> Fields, Problem? Problem)
{
    public static ImmutableArray<string> Keys { get; } =
        ["type", "from", "source", "src", "target", "dst", "destination", "readonly", "ro", "readwrite", "rw", "id", "sharing", "required", "size", "mode", "uid", "gid", "env"];

    public string Type => this["type"]?.ToLowerInvariant() ?? "bind";

    /// <summary>The last value of a key or one of its other names, as written; null where there is none.</summary>
    public string? this[string key] => Find(key)?.Text;

    /// <summary>Stage or image that it takes its files from.</summary>
    public MountField? From => Find("from");

    public MountField? Find(string key) => Fields.LastOrDefault(field => Canonical(field.Key) == key);

    static string Canonical(string key) => key switch
    {
        "src" => "source",
        "dst" or "destination" => "target",
        "ro" => "readonly",
        "rw" => "readwrite",
        _ => key,
    };

    public static MountSyntax Read(FlagSyntax flag)
    {
        if (flag.Mapped is not { } value) return new(flag, [], null);
        if (value.Length == 0) return new(flag, [], new("bad-mount", flag.Location, "the mount is empty"));
        var fields = ImmutableArray.CreateBuilder<MountField>();
        var text = value.Text;
        for (var at = 0; ;)
        {
            if (at < text.Length && text[at] == '"')
            {
                var field = new MappedText.Builder(value.Source, value.ToSource(at));
                var start = at++;
                while (true)
                {
                    var quote = text.IndexOf('"', at);
                    if (quote < 0) return Bad(Span.FromBounds(start, text.Length), "its quote is never closed");
                    field.Append(value, Span.FromBounds(at, quote));
                    at = quote + 1;
                    if (at == text.Length || text[at] != '"') break;
                    field.Append(value, new(at, 1));
                    at++;
                }
                if (at < text.Length && text[at] != ',') return Bad(Span.FromBounds(start, at + 1), "a comma must follow its quote");
                Add(field.Build(), Span.FromBounds(start, at));
            }
            else
            {
                var end = text.IndexOf(',', at);
                if (end < 0) end = text.Length;
                if (text.IndexOf('"', at, end - at) >= 0) return Bad(Span.FromBounds(at, end), "a quote stands in the middle");
                Add(value.Slice(Span.FromBounds(at, end)), Span.FromBounds(at, end));
                at = end;
            }
            if (at == text.Length) return new(flag, fields.ToImmutable(), null);
            at++;
        }

        void Add(MappedText field, Span span)
        {
            var equals = field.Text.IndexOf('=', StringComparison.Ordinal);
            var key = (equals < 0 ? field.Text : field.Text[..equals]).ToLowerInvariant();
            fields.Add(new(key, equals < 0 ? null : field.Slice(Span.FromBounds(equals + 1, field.Length)), value.LocationOf(span)));
        }

        MountSyntax Bad(Span span, string why) =>
            new(flag, fields.ToImmutable(), new("bad-mount", value.LocationOf(span), $"`{text.Substring(span.Start, span.Length)}` is no field of a mount: {why}"));
    }
}

/// <param name="Key">In lower case.</param>
/// <param name="Value">What follows the equals sign, quotes taken out; null where there is none.</param>
/// <param name="Location">Key and value.</param>
sealed record MountField(string Key, MappedText? Value, Location Location)
{
    public string Text => Value?.Text ?? "true";
}
