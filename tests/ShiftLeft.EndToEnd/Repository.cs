using System.Xml.Linq;

namespace ShiftLeft.EndToEnd;

/// <summary>Where things lie in the repository under test.</summary>
static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>A folder of the tests' own below artifacts/, kept between runs.</summary>
    public static string Scratch(string name) => Directory.CreateDirectory(Path.Combine(Root, "artifacts", "e2e", name)).FullName;

    /// <summary><c>debug</c> or <c>release</c>, as these tests were built.</summary>
    public static string Configuration { get; } = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));

    /// <summary>A property that all projects have.</summary>
    public static string Property(string name) => XDocument.Load(Path.Combine(Root, "Directory.Build.props")).Descendants(name).Single().Value;

    static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "ShiftLeft.sln"))) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}
