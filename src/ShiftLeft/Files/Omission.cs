namespace ShiftLeft.Files;

/// <summary>Why something that may have been meant was not judged.</summary>
enum LeftOutReason
{
    /// <summary>It looks like a manifest and lies in a chart, which hands only its templates and definitions to a cluster.</summary>
    BesideTemplates,
    /// <summary>It begins like a Dockerfile, and is not called like one.</summary>
    LooksLikeDockerfile,
    /// <summary>Another tool makes a Dockerfile or a manifest from it.</summary>
    TemplateOfOtherTool,
    /// <summary>A part of an object that a kustomization puts into it.</summary>
    KustomizePatch,
    /// <summary>A shell text that no shell would take, or whose grammar is not known.</summary>
    UnreadShell,
    /// <summary>More than is read of one file.</summary>
    TooLarge,
    /// <summary>Nothing is in it; a pipe or a device looks so, too.</summary>
    Empty,
    /// <summary>A file or folder that cannot be opened, because its name is not UTF-8.</summary>
    NameNotUtf8,
    /// <summary>An archive of a chart that nobody named.</summary>
    PackagedChart,
    /// <summary>Another chart of the tree was read in the place of a dependency.</summary>
    BorrowedDependency,
    /// <summary>It was named, and holds nothing that can be judged.</summary>
    NamedInVain,
    /// <summary>A manifest, a Dockerfile or a chart in a folder of tests or copies.</summary>
    Fixture,
    /// <summary>The policy says so.</summary>
    Excluded,
    /// <summary>A <c>.gitignore</c> says so, and there is no git to tell whether the file is tracked all the same.</summary>
    Ignored,
    /// <summary>The same, where there is git and its index cannot be read.</summary>
    IgnoredUnreadably,
    /// <summary>Packages of others: <c>node_modules</c>.</summary>
    Packages,
}

/// <summary>One thing that was left out.</summary>
readonly record struct Omission(LeftOutReason Reason, string Path);
