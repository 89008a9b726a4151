using System.Collections.Immutable;
using ShiftLeft.Files;

namespace ShiftLeft.Policy;

/// <summary>What was left out for one reason.</summary>
/// <param name="Reason">The reason.</param>
/// <param name="Count">How many.</param>
/// <param name="Paths">The first of them, in the order of paths.</param>
sealed record LeftOut(LeftOutReason Reason, int Count, ImmutableArray<string> Paths)
{
    /// <summary>How many paths are kept.</summary>
    public const int MostPaths = 10;

    /// <summary>All of them by reason, in the order of reasons.</summary>
    public static ImmutableArray<LeftOut> Of(IEnumerable<Omission> omissions) =>
    [
        .. from omission in omissions
           group omission.Path by omission.Reason into same
           orderby same.Key
           select new LeftOut(same.Key, same.Count(), [.. same.Order(StringComparer.Ordinal).Distinct().Take(MostPaths)]),
    ];

    /// <summary>The reason for programs: <c>beside-templates</c>.</summary>
    public string Key => string.Concat(Reason.ToString().Select((c, i) => i > 0 && char.IsAsciiLetterUpper(c) ? "-" + char.ToLowerInvariant(c) : char.ToLowerInvariant(c).ToString()));

    /// <summary>How many of what, with code in backticks: <c>2 manifests in charts outside `templates/`</c>.</summary>
    public string Words => $"{Count} {(Count == 1 ? Nouns.One : Nouns.Many)}";

    (string One, string Many) Nouns => Reason switch
    {
        LeftOutReason.BesideTemplates => ("manifest in a chart outside `templates/`", "manifests in charts outside `templates/`"),
        LeftOutReason.LooksLikeDockerfile => ("file that begins like a Dockerfile and is not called so", "files that begin like Dockerfiles and are not called so"),
        LeftOutReason.KustomizePatch => ("patch of a kustomization", "patches of kustomizations"),
        LeftOutReason.TemplateOfOtherTool => ("template of another tool", "templates of other tools"),
        LeftOutReason.UnreadShell => ("shell text that could not be read to its end", "shell texts that could not be read to their ends"),
        LeftOutReason.TooLarge => ("file larger than is read", "files larger than are read"),
        LeftOutReason.Empty => ("empty file", "empty files"),
        LeftOutReason.NameNotUtf8 => ("name that is not UTF-8", "names that are not UTF-8"),
        LeftOutReason.PackagedChart => ("archive (`.tgz`)", "archives (`.tgz`)"),
        LeftOutReason.BorrowedDependency => ("dependency that `charts/` lacks, where a chart of this repository was read", "dependencies that `charts/` lacks, where charts of this repository were read"),
        LeftOutReason.NamedInVain => ("named path that holds nothing to check", "named paths that hold nothing to check"),
        LeftOutReason.Fixture => ("file in a folder of tests or copies (`--fixtures` reads it)", "files in folders of tests or copies (`--fixtures` reads them)"),
        LeftOutReason.Excluded => ("path excluded by `paths.exclude`", "paths excluded by `paths.exclude`"),
        LeftOutReason.Ignored => ("path ignored by `.gitignore`", "paths ignored by `.gitignore`"),
        LeftOutReason.IgnoredUnreadably => ("path ignored by `.gitignore`, which git may track: its index cannot be read", "paths ignored by `.gitignore`, which git may track: its index cannot be read"),
        _ => ("`node_modules` folder", "`node_modules` folders"),
    };
}
