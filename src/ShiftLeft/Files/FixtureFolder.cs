using System.Collections.Frozen;

namespace ShiftLeft.Files;

/// <summary>
/// Folders whose files nobody runs: fixtures of tests, snapshots of what a program wrote, copies of other people's code. What is wrong there is not to be
/// repaired there.
/// </summary>
static class FixtureFolder
{
    /// <summary>Whether a folder is called so.</summary>
    public static bool IsNamed(string name) => Names.Contains(name) || Endings.Any(ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether a path leads through such a folder.</summary>
    public static bool Holds(string path) => path.Split('/').SkipLast(1).Any(IsNamed);

    static readonly FrozenSet<string> Names = FrozenSet.Create(StringComparer.OrdinalIgnoreCase,
    [
        "test", "tests", "testing", "testdata", "test-data", "test_data", "test-resources", "test_resources", "test-fixtures", "test_files", "test-files", "testfiles", "testfixtures", "e2e", "__tests__", "__mocks__",
        "fixture", "fixtures", "__fixtures__", "__snapshots__", "golden", "goldens",
        "vendor", "vendored", "third_party", "third-party", "thirdparty", "_vendor", "_archived", "_archive", "archived", "__generated__",
    ]);

    /// <summary><c>ui-tests</c>, <c>integration_test</c>; <c>Orders.Tests</c> as .NET calls them.</summary>
    static readonly string[] Endings = ["-tests", "_tests", ".tests", "-test", "_test", "-testdata", "_testdata", "-fixtures", "_fixtures"];
}
