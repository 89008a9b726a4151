using System.Collections.Immutable;
using ShiftLeft.Reporting;
using ShiftLeft.Rules;

namespace ShiftLeft.Fuzz;

/// <summary>A small workspace: paths and texts.</summary>
sealed record Input(ImmutableArray<KeyValuePair<string, string>> Files)
{
    public override string ToString() => string.Concat(Files.Select(file => $"=== {file.Key}\n{file.Value}\n"));
}

/// <summary>What is mutated: the examples of all rules, and the small charts and samples of the repository where it is at hand.</summary>
static class Seeds
{
    const int LargestFile = 8_000;
    const int MostFiles = 25;

    public static ImmutableArray<Input> All(string? repository) => [.. Examples(), .. repository is null ? [] : Folders(repository)];

    static IEnumerable<Input> Examples() =>
        from rule in Catalogue.Rules
        from example in rule.Info.Bad.Concat(rule.Info.Good)
        select new Input([.. ExampleFile.Split(example, rule.Info.Input).Select(file => KeyValuePair.Create(file.Path ?? NameOf(rule.Info), file.Text))]);

    static string NameOf(RuleInfo rule) => rule.Input == InputKind.Dockerfile ? "Dockerfile" : "manifest.yaml";

    static IEnumerable<Input> Folders(string repository) =>
        from home in (string[])["samples", "tests/charts"]
        from folder in Directory.EnumerateDirectories(Path.Combine(repository, home)).Order(StringComparer.Ordinal)
        let files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(file => !IsBuilt(file) && new FileInfo(file).Length <= LargestFile).Order(StringComparer.Ordinal).ToList()
        where files.Count is > 0 and <= MostFiles
        select new Input([.. files.Select(file => KeyValuePair.Create(Path.GetRelativePath(folder, file).Replace('\\', '/'), File.ReadAllText(file)))]);

    static bool IsBuilt(string file) => file.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj" or "artifacts");
}
