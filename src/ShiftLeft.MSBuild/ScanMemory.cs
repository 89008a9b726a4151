using System.Security.Cryptography;
using ShiftLeft.Hosting;

namespace ShiftLeft.MSBuild;

/// <summary>
/// What the last scan said, kept beside the build's other intermediate files so that a build in which nothing has changed says it again without
/// loading the engine. The file holds a hash over the task's inputs and the rest of the file, the trace of all that the scan asked the disk, and
/// the events. Whatever is wrong with it, the answer is a new scan.
/// </summary>
/// <param name="path">The full path of the file.</param>
/// <param name="inputs">All that the outcome depends on besides the disk.</param>
/// <param name="drives">The roots of the paths among the inputs.</param>
sealed class ScanMemory(string path, byte[] inputs, List<string> drives)
{
    const int HashLength = SHA256.HashSizeInBytes;

    /// <summary>What a scan would say; null when that takes a scan.</summary>
    /// <param name="why">Why it takes a scan.</param>
    public List<LogEvent>? Recall(out string why)
    {
        var file = new Disk().Read(path);
        why = "there is nothing to repeat";
        if (file.Error is not null || file.Bytes.Length < HashLength) return null;
        why = "the inputs have changed";
        var body = file.Bytes[HashLength..];
        if (!file.Bytes[..HashLength].Span.SequenceEqual(Hash(body.Span))) return null;
        try
        {
            using var reader = new BinaryReader(new MemoryStream(body.ToArray()));
            if (DiskTrace.FirstChange(reader, drives) is { } change)
            {
                why = $"'{change}' has changed";
                return null;
            }
            var events = new List<LogEvent>();
            for (var left = reader.ReadInt32(); left > 0; left--) events.Add(LogEvent.Read(reader));
            return events;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or FormatException or ArgumentException)
        {
            // Only a file made by hand has the right hash and the wrong form.
            why = "what was kept is not readable";
            return null;
        }
    }

    /// <summary>Keeps what a scan has said. That it cannot be kept makes later builds slower and no worse.</summary>
    public void Keep(DiskTrace trace, List<LogEvent> events)
    {
        if (!trace.IsSound) return;
        using var body = new MemoryStream();
        using var writer = new BinaryWriter(body);
        trace.Write(writer);
        writer.Write(events.Count);
        foreach (var said in events) said.Write(writer);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            // No need for a rename: a half that some other build reads or leaves behind does not have the hash of the whole.
            File.WriteAllBytes(path, [.. Hash(body.ToArray()), .. body.ToArray()]);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
        }
    }

    byte[] Hash(ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(inputs);
        hash.AppendData(body);
        return hash.GetHashAndReset();
    }
}
