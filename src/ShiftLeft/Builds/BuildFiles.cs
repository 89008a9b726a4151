using System.Collections.Frozen;
using System.Collections.Immutable;

namespace ShiftLeft.Builds;

/// <summary>All that the build tools of a repository say.</summary>
sealed class BuildFiles
{
    /// <summary>Of more named contexts than this no single one is told: any name may be one.</summary>
    const int MostContexts = 1_000;

    readonly ILookup<string, string> byDockerfile;
    readonly FrozenSet<string> anywhere;

    BuildFiles(IReadOnlyCollection<BuildFile> files, Func<string, bool> isDockerfile)
    {
        var all = files.SelectMany(file => file.Contexts).Take(MostContexts + 1).ToList();
        if (all.Count > MostContexts) all = [new(NamedContext.AnyName, null)];
        var contexts = all.ToLookup(context => context.Dockerfile is { } path && isDockerfile(path));
        byDockerfile = contexts[true].ToLookup(context => context.Dockerfile!, context => context.Name, StringComparer.Ordinal);
        anywhere = contexts[false].Select(context => context.Name).ToFrozenSet(StringComparer.OrdinalIgnoreCase);
        Images = files.SelectMany(file => file.Images).ToFrozenSet(StringComparer.Ordinal);
    }

    /// <summary>Names of images whose place in manifests a tool fills in.</summary>
    public FrozenSet<string> Images { get; }

    /// <param name="files">What each file says.</param>
    /// <param name="isDockerfile">Whether a path is that of a Dockerfile of the scan: what is said of another may be meant for any.</param>
    public static BuildFiles Of(ImmutableArray<BuildFile> files, Func<string, bool> isDockerfile) => new(files, isDockerfile);

    /// <summary>The names that may stand for a context in a Dockerfile.</summary>
    public FrozenSet<string> ContextsOf(string dockerfile) =>
        byDockerfile.Contains(dockerfile) ? byDockerfile[dockerfile].Concat(anywhere).ToFrozenSet(StringComparer.OrdinalIgnoreCase) : anywhere;
}
