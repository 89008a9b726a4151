namespace ShiftLeft.Tests;

/// <summary>Output that is kept in a file. <c>UPDATE_SNAPSHOTS=1</c> writes the files anew; the diff is then for a person to read.</summary>
static class Golden
{
    /// <param name="actual">What the code gives.</param>
    /// <param name="path">The file, below tests/ShiftLeft.Tests.</param>
    public static void Matches(string actual, string path)
    {
        var file = Path.Combine(TidyTests.Root, "tests", "ShiftLeft.Tests", path);
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, actual);
            return;
        }
        Assert.True(File.Exists(file), $"{path} is missing; run the tests with UPDATE_SNAPSHOTS=1 and read what it says");
        Assert.Equal(File.ReadAllText(file), actual);
    }
}
