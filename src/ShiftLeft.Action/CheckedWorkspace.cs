using System.Collections.Immutable;
using ShiftLeft.Files;
using ShiftLeft.Hosting;
using ShiftLeft.Policy;

namespace ShiftLeft.Actions;

/// <summary>
/// What is checked, as a tree whose root is the repository's: GitHub knows files by their paths from there, and a job may have checked the
/// repository out in a folder of its workspace.
/// </summary>
/// <param name="Root">The repository's folder, or the workspace where there is none.</param>
/// <param name="Paths">What to check, relative to the root.</param>
/// <param name="Config">The policy: relative to the root, or a full path where it lies elsewhere in the workspace.</param>
/// <param name="Inputs">The rest of what was asked.</param>
/// <param name="Checkout">The repository's history, as far as it is there.</param>
sealed record CheckedWorkspace(string Root, ImmutableArray<string> Paths, string? Config, Inputs Inputs, Checkout Checkout)
{
    public static CheckedWorkspace Of(Runner runner, Inputs inputs)
    {
        var top = inputs.Paths.Select(path => Directory.Exists(Path.Combine(runner.Workspace, path)) ? path : TreePath.FolderOf(path)).Aggregate(TreePath.CommonFolder);
        while (top.Length > 0 && !Path.Exists(Path.Combine(runner.Workspace, top, ".git"))) top = TreePath.FolderOf(top);
        var root = top.Length == 0 ? runner.Workspace : Path.Combine(runner.Workspace, top.Replace('/', Path.DirectorySeparatorChar));
        var config = inputs.Config is not { } named ? null : TreePath.IsWithin(named, top) ? Below(named, top) : Path.Combine(runner.Workspace, named);
        return new(root, [.. inputs.Paths.Select(path => Below(path, top))], config, inputs, new(GitCommand.In(root, runner["PATH"])));
    }

    static string Below(string path, string top) => path[top.Length..].TrimStart('/');

    public Report Scan(DateOnly today) => Run(new DiskTree(Root, Admitted), Paths, Config, today, HelmProcess.In(Root));

    /// <summary>
    /// The same scan of a commit, whose own policy counts. Paths and a policy that it does not have yet are no mistake there. Nothing is
    /// written to disk, so charts are rendered only as far as that needs no program.
    /// </summary>
    /// <returns>Null where the commit is not all there.</returns>
    public Report? ScanOf(string commit, DateOnly today)
    {
        using var tree = Checkout.TreeOf(commit, Admitted is null ? null : new DiskTree(Root, Admitted));
        if (tree is null) return null;
        ImmutableArray<string> paths = [.. Paths.Where(path => path.Length == 0 || tree.FileExists(path) || tree.List(path).Length > 0)];
        return paths.IsEmpty ? new([], new(Outcome.Within, []), []) : Run(tree, paths, Config is not null && tree.FileExists(Config) ? Config : null, today, null);
    }

    string? Admitted => Path.IsPathFullyQualified(Config ?? "") ? Config : null;

    Report Run(FileTree tree, ImmutableArray<string> paths, string? config, DateOnly today, Helm.HelmCommand? helm) => ShiftLeft.Scan.Run(new(tree, paths)
    {
        ConfigPath = config,
        Profile = Inputs.Profile,
        FailOn = Inputs.FailOn,
        IgnoresAccepted = Inputs.NoIgnores,
        Today = today,
        Jobs = Environment.ProcessorCount,
        Helm = helm,
    });
}
