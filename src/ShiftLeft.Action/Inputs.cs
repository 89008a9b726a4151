using System.Collections.Immutable;
using System.Text;
using ShiftLeft.Files;
using ShiftLeft.Policy;
using ShiftLeft.Rules;

namespace ShiftLeft.Actions;

/// <summary>When something is done: where it makes sense, in any case, or not at all.</summary>
enum When { Auto, Always, Never }

/// <summary>The action's inputs, as <c>action.yml</c> lists them. The runner hands them over as <c>INPUT_*</c>; an empty one is not given.</summary>
sealed record Inputs
{
    /// <summary>Files and folders to check, as paths of the workspace's tree.</summary>
    public ImmutableArray<string> Paths { get; init; } = [""];
    /// <summary>The policy, as a path of the workspace's tree; null to look for <c>shiftleft.yml</c>.</summary>
    public string? Config { get; init; }
    public Profile? Profile { get; init; }
    public FailOn? FailOn { get; init; }
    /// <summary>Whether what is accepted counts as well.</summary>
    public bool NoIgnores { get; init; }
    public When UploadSarif { get; init; }
    public When Comment { get; init; }
    public When Review { get; init; }
    public When NewOnly { get; init; }
    /// <summary>Tells this check from others in the same repository: in code scanning, and in the comment's marker.</summary>
    public string Category { get; init; } = Product;
    /// <summary>Where the report goes, relative to the workspace.</summary>
    public string SarifFile { get; init; } = "shiftleft.sarif";
    public string? Token { get; init; }

    const string Product = "shiftleft";

    /// <returns>The inputs, and in words what is wrong with those that were not understood.</returns>
    public static (Inputs Inputs, ImmutableArray<string> Problems) Read(Runner runner)
    {
        var problems = ImmutableArray.CreateBuilder<string>();
        var paths = (Text("path") ?? ".").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var inputs = new Inputs
        {
            Paths = [.. paths.Select(path => TreePathOf("path", path)).OfType<string>().DefaultIfEmpty("").Distinct()],
            Config = Text("config") is { } config ? TreePathOf("config", config) : null,
            Profile = Choice<Profile>("profile", ("baseline", Rules.Profile.Baseline), ("recommended", Rules.Profile.Recommended), ("strict", Rules.Profile.Strict), ("all", Rules.Profile.All)),
            FailOn = Choice<FailOn>("fail-on", ("error", Policy.FailOn.Error), ("warning", Policy.FailOn.Warning), ("info", Policy.FailOn.Info), ("never", Policy.FailOn.Never)),
            NoIgnores = Choice<bool>("no-ignores", ("false", false), ("true", true)) ?? false,
            UploadSarif = Choice<When>("upload-sarif", ("auto", When.Auto), ("always", When.Always), ("never", When.Never)) ?? When.Auto,
            Comment = Choice<When>("comment", ("auto", When.Auto), ("always", When.Always), ("never", When.Never)) ?? When.Auto,
            Review = Choice<When>("review", ("auto", When.Auto), ("never", When.Never)) ?? When.Auto,
            NewOnly = Choice<When>("new-only", ("auto", When.Auto), ("always", When.Always), ("never", When.Never)) ?? When.Auto,
            SarifFile = Text("sarif-file") ?? "shiftleft.sarif",
            Token = Secret("token"),
        };
        return (inputs with { Category = CategoryOf(Text("category"), inputs.Paths) }, problems.ToImmutable());

        string? Text(string name) => runner[$"INPUT_{name.ToUpperInvariant()}"]?.Trim() is { Length: > 0 } text ? text : null;

        // What is no token is not repeated either: it may be one with something around it.
        string? Secret(string name)
        {
            if (Text(name) is not { } given || given.All(c => c is > ' ' and < '\x7F')) return Text(name);
            problems.Add($"the input `{name}` has characters in it that no token has");
            return null;
        }

        T? Choice<T>(string name, params (string Word, T Value)[] choices) where T : struct
        {
            if (Text(name) is not { } given) return null;
            foreach (var choice in choices)
            {
                if (choice.Word == given) return choice.Value;
            }
            problems.Add($"the input `{name}` takes {string.Join(", ", choices.Select(choice => choice.Word))}, not '{given}'");
            return null;
        }

        string? TreePathOf(string name, string path)
        {
            var full = Path.GetFullPath(path, runner.Workspace);
            var relative = Path.GetRelativePath(runner.Workspace, full).Replace(Path.DirectorySeparatorChar, '/');
            if (relative == ".") return "";
            if (relative.StartsWith("../", StringComparison.Ordinal) || relative == ".." || Path.IsPathRooted(relative)) problems.Add($"the input `{name}` leaves the workspace: '{path}'");
            else if (!Path.Exists(full)) problems.Add($"the input `{name}` names '{path}', which does not exist");
            else return relative;
            return null;
        }
    }

    /// <summary>
    /// The category has to be the same on every run, or code scanning loses sight of its alerts; so it is made of what is checked, not of
    /// who runs it. GitHub takes what stands behind the last slash for the run's own id, so that one is left empty elsewhere.
    /// </summary>
    static string CategoryOf(string? given, ImmutableArray<string> paths)
    {
        if (given is null) return paths is [""] ? Product : $"{Product}/{Word(string.Join('+', paths.Select(path => path.Length == 0 ? "." : path)))}";
        return Word(given.Trim('/')) is { Length: > 0 } word ? word : Product;
    }

    /// <summary>What a category may be made of; anything else becomes a hyphen, so that it can stand in a marker.</summary>
    static string Word(string text)
    {
        const int Longest = 100;
        var word = new StringBuilder();
        foreach (var c in text.AsSpan(0, Math.Min(text.Length, Longest))) word.Append(char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '/' or '+' ? c : '-');
        return word.ToString().Replace("--", "-", StringComparison.Ordinal).Trim('-');
    }
}
