using ShiftLeft.Helm;

namespace ShiftLeft.Tests.Verdicts;

/// <summary>A release of Helm that has answered.</summary>
/// <param name="Name">As the cases call it: <c>helm4.3.1</c>.</param>
/// <param name="Profile">The profile that is measured on it.</param>
sealed record HelmRelease(string Name, HelmProfile Profile)
{
    public static HelmRelease Helm317 { get; } = new("helm3.17.2", HelmProfile.Helm317);
    public static HelmRelease Helm41 { get; } = new("helm4.1.4", HelmProfile.Helm41);
    public static HelmRelease Helm42 { get; } = new("helm4.2.3", HelmProfile.Helm42);
    public static HelmRelease Helm43 { get; } = new("helm4.3.1", HelmProfile.Helm43);

    /// <summary>The files of a chart beside the cases.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> FilesOf(string chart)
    {
        var root = Path.Combine(TidyTests.Root, "tests", "verdicts", chart);
        return [.. Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Select(file => KeyValuePair.Create(Path.GetRelativePath(root, file).Replace('\\', '/'), File.ReadAllText(file)))];
    }
}
