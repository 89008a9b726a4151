using System.Collections.Immutable;
using System.Text;

namespace ShiftLeft.Docker.Syntax;

/// <summary>The value of <c>RUN --mount</c>: comma-separated <c>key=value</c> pairs with CSV quoting; aliases are brought to one name.</summary>
sealed record MountSyntax(FlagSyntax Flag, ImmutableDictionary<string, string> Values, string? UnknownKey)
{
    public static ImmutableArray<string> Keys { get; } =
        ["type", "from", "source", "src", "target", "dst", "destination", "readonly", "ro", "readwrite", "rw", "id", "sharing", "required", "size", "mode", "uid", "gid", "env"];

    public string Type => this["type"]?.ToLowerInvariant() ?? "bind";
    public string? this[string key] => Values.GetValueOrDefault(key);

    public static MountSyntax Read(FlagSyntax flag)
    {
        var values = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        string? unknown = null;
        foreach (var field in Fields(flag.Value ?? ""))
        {
            var equals = field.IndexOf('=', StringComparison.Ordinal);
            var key = (equals < 0 ? field : field[..equals]).Trim().ToLowerInvariant();
            if (key.Length == 0) continue;
            if (!Keys.Contains(key)) unknown ??= key;
            values[Canonical(key)] = equals < 0 ? "true" : field[(equals + 1)..];
        }
        return new(flag, values.ToImmutable(), unknown);
    }

    static string Canonical(string key) => key switch
    {
        "src" => "source",
        "dst" or "destination" => "target",
        "ro" => "readonly",
        "rw" => "readwrite",
        _ => key,
    };

    static IEnumerable<string> Fields(string text)
    {
        var field = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '"' && quoted && i + 1 < text.Length && text[i + 1] == '"') field.Append(text[i++]);
            else if (text[i] == '"') quoted = !quoted;
            else if (text[i] == ',' && !quoted)
            {
                yield return field.ToString();
                field.Clear();
            }
            else field.Append(text[i]);
        }
        yield return field.ToString();
    }
}
