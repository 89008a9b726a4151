using System.Globalization;
using System.Text;
using ShiftLeft.Text;

namespace ShiftLeft.Files;

/// <summary>What one file turned out to be when it was looked into: the texts to check, or why there are none.</summary>
sealed record FileSight
{
    static readonly FileSight Nothing = new();

    public SourceText? Dockerfile { get; init; }
    /// <summary>YAML or JSON that may hold Kubernetes objects.</summary>
    public SourceText? Manifest { get; init; }
    public SourceText? Kustomization { get; init; }
    /// <summary>A file of a tool that builds images, which may be a manifest as well.</summary>
    public SourceText? Build { get; init; }
    /// <summary>The configuration of an update bot.</summary>
    public SourceText? Automation { get; init; }
    /// <summary>The path of what looks like a manifest and lies in a chart beside its templates.</summary>
    public string? BesideTemplates { get; init; }
    public Omission? LeftOut { get; init; }
    public Problem? Problem { get; init; }

    /// <summary>A file that was met in a folder.</summary>
    /// <param name="tree">Where it lies.</param>
    /// <param name="path">The file.</param>
    /// <param name="readsYaml">Whether YAML of this folder goes to the cluster as it is; in a chart it is the templates' material.</param>
    public static FileSight Of(FileTree tree, string path, bool readsYaml)
    {
        var name = TreePath.NameOf(path);
        if (BuildFileName.KindOf(path) == BuildFileKind.None) return Of(tree, path, name, readsYaml);
        var build = OfBuild(tree, path).Build;
        return Of(tree, path, name, readsYaml) with { Build = build };
    }

    static FileSight Of(FileTree tree, string path, string name, bool readsYaml)
    {
        if (FileKinds.IsDockerfile(name)) return OfText(tree, path, isYaml: false, text => new() { Dockerfile = text });
        if (FileKinds.MayBeDockerfile(name)) return OfText(tree, path, isYaml: false, text => FileKinds.LooksLikeDockerfile(text.Content) ? new() { Dockerfile = text } : Nothing);
        if (FileKinds.IsKustomization(name)) return OfKustomization(tree, path, name, readsYaml);
        if (FileKinds.IsYaml(name)) return OfYaml(tree, path, name, readsYaml);
        if (FileKinds.IsDockerfileTemplate(name)) return Without(LeftOutReason.TemplateOfOtherTool, path);
        if (name.EndsWith(".tgz", StringComparison.OrdinalIgnoreCase)) return Without(LeftOutReason.PackagedChart, path);
        if (name.Contains('\uFFFD', StringComparison.Ordinal) && !tree.FileExists(path)) return Without(LeftOutReason.NameNotUtf8, path);
        if (FileKinds.MayBeUnnamedDockerfile(name) && FileKinds.BeginsLikeDockerfile(HeadOf(tree, path))) return Without(LeftOutReason.LooksLikeDockerfile, path);
        return Nothing;
    }

    /// <summary>A file that was asked for by name is what its name says.</summary>
    public static FileSight OfNamed(FileTree tree, string path) =>
        FileKinds.IsYaml(TreePath.NameOf(path)) || (TreePath.NameOf(path) == FileKinds.Nameless && !FileKinds.LooksLikeDockerfile(HeadOf(tree, path))) ? OfText(tree, path, isYaml: true, text => new() { Manifest = text }) : OfText(tree, path, isYaml: false, text => new() { Dockerfile = text });

    public static FileSight OfAutomation(FileTree tree, string path) => OfText(tree, path, isYaml: false, text => new() { Automation = text });

    /// <summary>Nothing where it is none, or cannot be read.</summary>
    public static FileSight OfBuild(FileTree tree, string path) =>
        BuildFileName.KindOf(path) != BuildFileKind.None && tree.Read(path) is { Error: null } read ? new() { Build = new(path, Encoding.UTF8.GetString(read.Bytes.Span)) } : Nothing;

    static FileSight OfKustomization(FileTree tree, string path, string name, bool readsYaml)
    {
        var sight = FileKinds.IsYaml(name) ? OfYaml(tree, path, name, readsYaml) : Nothing;
        return tree.Read(path) is { Error: null } read ? sight with { Kustomization = new(path, Utf8Text.Decode(read.Bytes.Span)) } : sight;
    }

    static FileSight OfYaml(FileTree tree, string path, string name, bool readsYaml)
    {
        if (!readsYaml && FileKinds.IsPartOfChart(name)) return Nothing;
        var read = tree.Read(path);
        if (read.Error == FileRead.TooLarge && !LooksLikeManifest(HeadOf(tree, path))) return Without(LeftOutReason.TooLarge, path);
        if (read is { Error: null, Bytes.IsEmpty: true }) return Without(LeftOutReason.Empty, path);
        if (WideEncoding(read.Bytes.Span) is { } wide && !LooksLikeManifest(wide.GetString(read.Bytes.Span))) return Nothing;
        return OfText(path, read, isYaml: true, text => !LooksLikeManifest(text.Content) ? Nothing : readsYaml ? new() { Manifest = text } : new() { BesideTemplates = path });
    }

    static FileSight OfText(FileTree tree, string path, bool isYaml, Func<SourceText, FileSight> use) => OfText(path, tree.Read(path), isYaml, use);

    /// <param name="path">The file.</param>
    /// <param name="read">Its bytes.</param>
    /// <param name="isYaml">Whether its reader must know of bytes that are no UTF-8, because <c>kubectl</c> refuses them.</param>
    /// <param name="use">What the text is.</param>
    static FileSight OfText(string path, FileRead read, bool isYaml, Func<SourceText, FileSight> use)
    {
        if (read.Error is { } error) return Unreadable("unreadable", path, error, "Make it readable, or exclude it under `paths.exclude`.");
        var bytes = read.Bytes.Span;
        if (WideEncoding(bytes) is { } wide) return Unreadable("not-utf8", path, $"is UTF-{(wide is UTF32Encoding ? 32 : 16)}, which builders and API servers do not read", "Save it as UTF-8.");
        return use(new(path, isYaml ? Utf8Text.Decode(bytes) : Encoding.UTF8.GetString(bytes)));
    }

    /// <summary>UTF-16 or UTF-32, by its mark or by the zeros that plain characters have there; null for all else.</summary>
    static Encoding? WideEncoding(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0xFF, 0xFE, 0, 0, ..] or [not 0, 0, 0, 0, not 0, 0, 0, 0, ..] => Encoding.UTF32,
        [0, 0, 0xFE, 0xFF, ..] or [0, 0, 0, not 0, 0, 0, 0, not 0, ..] => new UTF32Encoding(bigEndian: true, byteOrderMark: true),
        [0xFF, 0xFE, ..] or [not 0, 0, not 0, 0, ..] => Encoding.Unicode,
        [0xFE, 0xFF, ..] or [0, not 0, 0, not 0, ..] => Encoding.BigEndianUnicode,
        _ => null,
    };

    static FileSight Without(LeftOutReason reason, string path) => new() { LeftOut = new(reason, path) };

    static FileSight Unreadable(string code, string path, string why, string help) => new() { Problem = new(code, new(new(path, ""), default), $"`{path}` {why}", help) };

    static string HeadOf(FileTree tree, string path) => Encoding.UTF8.GetString(tree.ReadHead(path).Bytes.Span);

    /// <summary>Whether the words are there without which nothing is an object of Kubernetes.</summary>
    public static bool LooksLikeManifest(string text) => MayHold(text, "apiVersion") && MayHold(text, "kind");

    /// <summary>Whether a word stands in YAML or JSON: as it is, or written with escapes in double quotes, which nearly no file has.</summary>
    static bool MayHold(string text, string word)
    {
        if (text.Contains(word, StringComparison.Ordinal)) return true;
        for (var at = text.IndexOf('\\', StringComparison.Ordinal); at >= 0 && at + 2 < text.Length; at = text.IndexOf('\\', at + 2))
        {
            var isPart = text[at + 1] switch
            {
                'x' => IsEscaped(text, at + 2, 2, word),
                'u' => IsEscaped(text, at + 2, 4, word),
                'U' => IsEscaped(text, at + 2, 8, word),
                '\n' or '\r' => GoesOnFrom(text.AsSpan(0, at), word),
                _ => false,
            };
            if (isPart) return true;
        }
        return false;
    }

    /// <summary>Whether the digits of an escape stand for a character of the word.</summary>
    static bool IsEscaped(string text, int at, int digits, string word) =>
        at + digits <= text.Length && uint.TryParse(text.AsSpan(at, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) && code < 0x80 && word.Contains((char)code, StringComparison.Ordinal);

    /// <summary>Whether a quoted text breaks its line within the word.</summary>
    static bool GoesOnFrom(ReadOnlySpan<char> before, string word)
    {
        for (var length = 0; length < word.Length && length < before.Length; length++)
        {
            if (before[^(length + 1)] == '"' && before.EndsWith(word.AsSpan(0, length))) return true;
        }
        return false;
    }
}
