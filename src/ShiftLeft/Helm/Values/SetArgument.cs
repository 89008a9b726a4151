namespace ShiftLeft.Helm.Values;

/// <summary>Which of helm's options gives a value.</summary>
enum SetKind
{
    /// <summary><c>--set</c></summary>
    Set,
    /// <summary><c>--set-string</c></summary>
    String,
    /// <summary><c>--set-json</c></summary>
    Json,
    /// <summary><c>--set-file</c>; the file is a path of the tree.</summary>
    File,
    /// <summary><c>--set-literal</c></summary>
    Literal,
}

/// <summary>A value given beside the values files: <c>KEY=VALUE</c> in helm's own grammar.</summary>
sealed record SetArgument(SetKind Kind, string Text)
{
    /// <summary>A key and a value that is to be taken as it is, though typed: commas and braces mean themselves.</summary>
    public static SetArgument Of(string key, string value) => new(SetKind.Set, $"{key}={Escape(value)}");

    public string Option => Kind switch { SetKind.Set => "--set", SetKind.String => "--set-string", SetKind.Json => "--set-json", SetKind.File => "--set-file", _ => "--set-literal" };

    static string Escape(string value)
    {
        var escaped = value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace(",", "\\,", StringComparison.Ordinal);
        return escaped.StartsWith('{') ? "\\" + escaped : escaped;
    }
}
