using ShiftLeft.Reporting;
using ShiftLeft.Rules;

namespace ShiftLeft.Tests.Reporting;

/// <summary>docs/rules and docs/shiftleft.schema.json are written by <c>dotnet run build/build.cs -- docs</c>, never by hand.</summary>
public sealed class ManualTests
{
    static readonly string Docs = Path.Combine(TidyTests.Root, "docs");

    [Fact]
    public void The_manual_is_current() => Assert.All(Manual.Files([.. Catalogue.Rules.Select(rule => rule.Info)]), file =>
        Assert.True(File.Exists(Path.Combine(Docs, file.Key)) && File.ReadAllText(Path.Combine(Docs, file.Key)) == file.Value, $"docs/{file.Key} is not what the catalogue says; run `dotnet run build/build.cs -- docs`"));

    [Fact]
    public void No_page_is_left_of_a_rule_that_is_gone() => Assert.All(
        Directory.EnumerateFiles(Path.Combine(Docs, "rules"), "SL*"), page => Assert.NotNull(Catalogue.Find(Path.GetFileNameWithoutExtension(page))));
}
