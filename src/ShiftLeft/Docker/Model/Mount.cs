using ShiftLeft.Docker.Syntax;
using ShiftLeft.Text;

namespace ShiftLeft.Docker;

/// <summary>
/// A mount of <c>RUN</c> with its variables put in, read field after field as <c>parseMount</c> does: what a key may be depends on the type
/// that was given before it.
/// </summary>
sealed class Mount
{
    static readonly string[] Types = ["bind", "cache", "tmpfs", "secret", "ssh"];
    static readonly string[] SharingModes = ["shared", "private", "locked"];

    readonly MountSyntax syntax;

    Mount(MountSyntax syntax) => this.syntax = syntax;

    /// <summary>Null when it is not known.</summary>
    public string? Type { get; private set; } = "bind";
    public Value From { get; private set; }
    public Value Source { get; private set; }
    public Value Target { get; private set; }
    Value Id { get; set; }
    MountField? Sharing { get; set; }
    MountField? FileInfo { get; set; }

    /// <summary>What BuildKit refuses in it; null when it takes it.</summary>
    public Problem? Problem { get; private set; }

    /// <summary>A value that is given, perhaps without being known.</summary>
    public readonly record struct Value(bool IsGiven, string? Text)
    {
        public bool IsEmpty => !IsGiven || Text is "";
        public bool MayBeEmpty => IsEmpty || Text is null;
    }

    public static Mount Read(MountSyntax syntax, Func<MappedText, Expansion> expand)
    {
        var mount = new Mount(syntax);
        foreach (var field in syntax.Fields)
        {
            if (mount.Problem is not null) break;
            if (field.Value is not { } value) mount.ReadSwitch(field);
            else if (expand(value) is { Error: null } expansion) mount.ReadField(field, new(true, expansion.Text));
            // What cannot be expanded is told where expansions are.
            else return mount;
        }
        if (mount.Problem is null) mount.CheckTogether();
        return mount;
    }

    void ReadSwitch(MountField field)
    {
        if (field.Key is "readonly" or "ro" or "readwrite" or "rw") return;
        if (field.Key == "required") CheckBelongs(field, "secret", "ssh");
        else Refuse(field.Location, MountSyntax.Keys.Contains(field.Key) ? $"`{Short(field.Key)}` of a mount has no value" : $"a mount has no key `{Short(field.Key)}`.{Suggestion.Sentence(field.Key, MountSyntax.Keys)}");
    }

    void ReadField(MountField field, Value value)
    {
        var text = value.Text;
        switch (field.Key)
        {
            case "type":
                Type = text?.ToLowerInvariant();
                if (Type is not null && !Types.Contains(Type)) Refuse(field.Location, $"`{Short(text!)}` is no type of mount.{Suggestion.Sentence(text!, Types)}");
                break;
            case "from": From = value; break;
            case "source" or "src": Source = value; break;
            case "target" or "dst" or "destination": Target = value; break;
            case "id": Id = value; break;
            case "readonly" or "ro" or "readwrite" or "rw": CheckBoolean(field, text); break;
            case "required":
                CheckBelongs(field, "secret", "ssh");
                CheckBoolean(field, text);
                break;
            case "size":
                CheckBelongs(field, "tmpfs");
                if (text is not null && !GoNumber.IsSize(text)) Refuse(field.Location, $"`{Short(text)}` is no size such as `64m`");
                break;
            case "sharing":
                Sharing = field;
                if (text is not null && !SharingModes.Contains(text.ToLowerInvariant())) Refuse(field.Location, $"`{Short(text)}` is no sharing mode; `shared`, `private` and `locked` are");
                break;
            case "mode":
                FileInfo ??= field;
                if (text is not null && GoNumber.Octal(text) is null) Refuse(field.Location, $"`{Short(text)}` is no octal file mode such as `0755`");
                break;
            case "uid" or "gid":
                FileInfo ??= field;
                if (text is not null && GoNumber.Unsigned(text) is null) Refuse(field.Location, $"`{field.Key}` of a mount is a number, not `{Short(text)}`");
                break;
            case "env": break;
            default:
                Refuse(field.Location, $"a mount has no key `{Short(field.Key)}`.{Suggestion.Sentence(field.Key, MountSyntax.Keys)}");
                break;
        }
    }

    /// <summary>What holds of the fields together, once all are read.</summary>
    void CheckTogether()
    {
        if (Type is null) return;
        if (FileInfo is { } info && Type is not ("secret" or "ssh" or "cache")) Refuse(info.Location, $"`{info.Key}` does not belong to a `{Type}` mount");
        else if (Sharing is { } sharing && Type != "cache") Refuse(sharing.Location, $"`sharing` does not belong to a `{Type}` mount");
        else if (Type == "secret" && !From.MayBeEmpty) Refuse(syntax.From!.Location, "a secret mount takes nothing `from` a stage");
        else if (Type == "secret" && Source.IsEmpty && Target.IsEmpty && Id.IsEmpty) Refuse(syntax.Flag.ValueLocation, "a secret mount names no `id`, `source` or `target`");
        else if (Type == "secret" && !Source.MayBeEmpty && !Id.MayBeEmpty) Refuse(syntax.Flag.ValueLocation, "a secret mount has both `source` and `id`, which mean the same");
        else if (Type == "ssh" && !Source.MayBeEmpty) Refuse(syntax.Flag.ValueLocation, "an `ssh` mount has no `source`");
    }

    /// <summary>Files cannot be mounted over the whole file system.</summary>
    /// <param name="workingDirectory">Null when it is not known.</param>
    public Problem? CheckTarget(string? workingDirectory)
    {
        if (Problem is not null || Type is null or "secret" or "ssh" || (Target.IsGiven && Target.Text is null)) return null;
        var target = Target.Text ?? "";
        var isRoot = target.StartsWith('/') ? target == "/" : workingDirectory is not null && UnixPath.Join("/", workingDirectory, target) == "/";
        return isRoot ? new("bad-mount", syntax.Flag.ValueLocation, Target.IsEmpty ? "the mount names no `target`, and the working directory is `/`" : $"`{Short(target)}` is the root directory, on which nothing can be mounted") : null;
    }

    void CheckBelongs(MountField field, params ReadOnlySpan<string> types)
    {
        if (Type is not null && !types.Contains(Type)) Refuse(field.Location, $"`{field.Key}` does not belong to a `{Type}` mount{(syntax.Type != Type && types.Contains(syntax.Type) ? ", and `type` is given only behind it" : "")}");
    }

    void CheckBoolean(MountField field, string? text)
    {
        if (text is not null && GoNumber.Boolean(text) is null) Refuse(field.Location, $"`{field.Key}` is `true` or `false`, not `{Short(text)}`");
    }

    void Refuse(Location location, string message) => Problem ??= new("bad-mount", location, message);

    static string Short(string text) => text.Length <= 60 ? text : text[..57] + "…";
}
