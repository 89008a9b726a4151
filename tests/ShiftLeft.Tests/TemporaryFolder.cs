namespace ShiftLeft.Tests;

/// <summary>A folder on disk for one test; gone afterwards.</summary>
sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("shiftleft-test-").FullName;

    /// <summary>Writes a file and the folders it lies in.</summary>
    public TemporaryFolder With(string path, string text = "")
    {
        var file = this[path];
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        return this;
    }

    public TemporaryFolder WithFolder(string path)
    {
        Directory.CreateDirectory(this[path]);
        return this;
    }

    /// <summary>A symbolic link; a relative target starts from the link's folder.</summary>
    public TemporaryFolder WithLink(string path, string target)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(this[path])!);
        File.CreateSymbolicLink(this[path], target);
        return this;
    }

    public string this[string path] => System.IO.Path.Combine(Path, path);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
