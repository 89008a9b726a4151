using System.Collections.Immutable;

namespace ShiftLeft.Files;

/// <summary>What files are taken for by their names, and Dockerfiles that have other names by how they begin.</summary>
static class FileKinds
{
    /// <summary>What a text is called that came without a name: alone it tells itself what it is.</summary>
    public const string Nameless = "<stdin>";

    /// <summary>
    /// <c>Dockerfile</c> and <c>Containerfile</c>, alone or with something before or behind them that a dot, a dash or an underscore parts off: what
    /// the image is for, or which variant it is.
    /// </summary>
    public static bool IsDockerfile(string name) => IsNamed(name, "Dockerfile") || IsNamed(name, "Containerfile");

    /// <summary>What <c>kustomize</c> looks for in a folder.</summary>
    public static bool IsKustomization(string name) => name is "kustomization.yaml" or "kustomization.yml" or "Kustomization";

    static bool IsNamed(string name, string kind)
    {
        if (name.Length == kind.Length) return name.Equals(kind, StringComparison.OrdinalIgnoreCase);
        if (name.Length < kind.Length) return false;
        if (name.EndsWith(kind, StringComparison.OrdinalIgnoreCase)) return name[^(kind.Length + 1)] is '.' or '-' or '_';
        return name.StartsWith(kind, StringComparison.OrdinalIgnoreCase) && name[kind.Length] is '.' or '-' or '_' && !NotDockerfiles.Contains(EndingOf(name)) && !HasSecondEnding(name, kind);
    }

    /// <summary>Behind a dash or an underscore an ending says more than the beginning: <c>dockerfile-lint.tsx</c>.</summary>
    static bool HasSecondEnding(string name, string kind) =>
        name.StartsWith(kind, StringComparison.OrdinalIgnoreCase) && name.Length > kind.Length && name[kind.Length] is '-' or '_' && name.Contains('.', StringComparison.Ordinal);

    /// <summary>Endings that say what a <c>Dockerfile.…</c> is instead: a companion file, or a template that some other tool fills in.</summary>
    static readonly ImmutableHashSet<string> NotDockerfiles =
    [
        "dockerignore", "containerignore", "md", "txt", "json", "yml", "yaml", "toml", "xml", "html", "rego", "bak", "orig", "rej", "swp", .. Templates, .. Languages,
    ];

    static ImmutableArray<string> Templates => ["j2", "jinja", "jinja2", "tmpl", "tpl", "template", "erb", "mustache", "gotmpl", "in", "em"];

    /// <summary>Endings of programs, which also say what an image is for: <c>Dockerfile.php</c> may be either.</summary>
    static ImmutableArray<string> Languages => ["sh", "bat", "ps1", "py", "js", "ts", "cs", "go", "rb", "rs", "java", "php"];

    public static bool MayBeDockerfile(string name) =>
        ((name.StartsWith("Dockerfile.", StringComparison.OrdinalIgnoreCase) || name.StartsWith("Containerfile.", StringComparison.OrdinalIgnoreCase)) && Languages.Contains(EndingOf(name)))
        || ((HasSecondEnding(name, "Dockerfile") || HasSecondEnding(name, "Containerfile")) && !NotDockerfiles.Contains(EndingOf(name)));

    /// <summary>Whether another tool makes a Dockerfile of it: <c>Dockerfile.j2</c>.</summary>
    public static bool IsDockerfileTemplate(string name) => Templates.Contains(EndingOf(name)) && Speaks(name, "dockerfile", "containerfile");

    /// <summary>Whether it is worth looking how it begins: it has no ending, or speaks of what Dockerfiles are for. Models of ollama begin like Dockerfiles.</summary>
    public static bool MayBeUnnamedDockerfile(string name) =>
        name != "Modelfile" && (!name.Contains('.', StringComparison.Ordinal) || (Speaks(name, "docker", "containerfile") && !NotDockerfiles.Contains(EndingOf(name))));

    static bool Speaks(string name, params ReadOnlySpan<string> words)
    {
        foreach (var word in words)
        {
            if (name.Contains(word, StringComparison.OrdinalIgnoreCase)) return true;
        }
        return false;
    }

    public static string EndingOf(string name) => name[(name.LastIndexOf('.') + 1)..].ToLowerInvariant();

    /// <summary>The first line that is neither blank nor a comment begins with <c>FROM</c> or <c>ARG</c>.</summary>
    public static bool LooksLikeDockerfile(string text)
    {
        foreach (var line in text.AsSpan().TrimStart('\uFEFF').EnumerateLines())
        {
            var start = line.TrimStart();
            if (start.IsEmpty || start[0] == '#') continue;
            return start.StartsWith("FROM ", StringComparison.OrdinalIgnoreCase) || start.StartsWith("ARG ", StringComparison.OrdinalIgnoreCase);
        }
        return false;
    }

    /// <summary>Whether the first instruction is a whole <c>FROM</c>, before which only <c>ARG</c> may stand; a letter and a program begin otherwise.</summary>
    public static bool BeginsLikeDockerfile(string text)
    {
        if (text.StartsWith("#!", StringComparison.Ordinal) || text.Contains('\0', StringComparison.Ordinal)) return false;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            var start = line.Trim();
            if (start.IsEmpty || start[0] == '#') continue;
            if (start.Length > LongestFrom) return false;
            var words = start.ToString().Split(' ', '\t').Where(word => word.Length > 0).ToList();
            if (words[0].Equals("ARG", StringComparison.OrdinalIgnoreCase) && words.Count > 1) continue;
            if (!words[0].Equals("FROM", StringComparison.OrdinalIgnoreCase)) return false;
            words = [.. words.Skip(1).SkipWhile(word => word.StartsWith("--", StringComparison.Ordinal))];
            return words.Count == 1 || (words.Count == 3 && words[1].Equals("AS", StringComparison.OrdinalIgnoreCase));
        }
        return false;
    }

    const int LongestFrom = 1_000;

    public static bool IsYaml(string name) => EndingOf(name) is "yaml" or "yml" or "json" && name.Contains('.', StringComparison.Ordinal);

    /// <summary>YAML of a chart that is read for what it is: what it says of itself, and values.</summary>
    public static bool IsPartOfChart(string name) =>
        name is "Chart.yaml" or "requirements.yaml" || EndingOf(name) == "json" || IsValues(name);

    public static bool IsValues(string name) => EndingOf(name) is "yaml" or "yml" && name.Contains("values", StringComparison.OrdinalIgnoreCase);
}
