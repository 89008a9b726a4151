using System.Security.Cryptography;
using System.Text;

namespace ShiftLeft.MSBuild;

/// <summary>
/// What the projects of one build have told so far: a file whose name only this build knows, which its nodes read and write one after the other. So a finding
/// that several projects, frameworks or shared items reach is told once. Where the file cannot be had, all is told.
/// </summary>
/// <param name="path">The full path of the file; empty where the build has none.</param>
/// <param name="instance">Who asks: the project with the properties that it is built with.</param>
sealed class ToldFindings(string path, string instance)
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    /// <summary>Whether a piece of work is this instance's, because nobody in this build has taken it before.</summary>
    public bool Take(string work) => Told([("work " + work, 0)])[0] == Telling.First;

    /// <summary>What is to become of each event, in their order; from now on they are told.</summary>
    public List<Telling> Told(List<LogEvent> events) => Told([.. events.Select(said => (KeyOf(said), (int)said.Kind))]);

    List<Telling> Told(List<(string Key, int Rank)> things)
    {
        using var file = path.Length == 0 || things.Count == 0 ? null : Open();
        if (file is null) return [.. things.Select(_ => Telling.First)];
        var known = Read(file);
        var tellings = new List<Telling>(things.Count);
        using var writer = new StreamWriter(file, Utf8, leaveOpen: true);
        var me = Hash(instance);
        foreach (var (key, rank) in things)
        {
            var hash = Hash(key);
            // An instance tells a thing once in a build; what it has told itself, it told in an earlier one.
            var telling = !known.TryGetValue(hash, out var told) || told.Who == me ? Telling.First : told.Rank < rank ? Telling.Raised : Telling.Again;
            tellings.Add(telling);
            if (telling == Telling.Again) continue;
            known[hash] = (me, rank);
            writer.WriteLine($"{hash} {me} {rank}");
        }
        return tellings;
    }

    static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    FileStream? Open()
    {
        for (var left = Patience; left > TimeSpan.Zero; left -= Pause)
        {
            try
            {
                return new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (File.Exists(path))
            {
                Thread.Sleep(Pause);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                return null;
            }
        }
        return null;
    }

    static Dictionary<string, (string Who, int Rank)> Read(FileStream file)
    {
        var known = new Dictionary<string, (string, int)>(StringComparer.Ordinal);
        using var reader = new StreamReader(file, Utf8, leaveOpen: true);
        while (reader.ReadLine() is { } line)
        {
            if (line.Split(' ') is [var hash, var who, [>= '0' and <= '9'] rank]) known[hash] = (who, rank[0] - '0');
        }
        return known;
    }

    static string KeyOf(LogEvent said) => $"{said.Code}\n{said.File}\n{said.Place}\n{said.Text}";

    static string Hash(string text) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));
}

/// <summary>Whether something was told before: not at all, as less than it is here, or so.</summary>
enum Telling { First, Raised, Again }

/// <summary>Deletes a file when the build is over.</summary>
sealed class FileOfBuild(string path) : IDisposable
{
    public void Dispose()
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // It holds hashes and nothing else.
        }
    }
}
