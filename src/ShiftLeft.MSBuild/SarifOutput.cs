using System.Security.Cryptography;
using System.Text;
using ShiftLeft.Hosting;
using ShiftLeft.Policy;
using ShiftLeft.Reporting;
using ShiftLeft.Rules;

namespace ShiftLeft.MSBuild;

/// <summary>
/// Writes SARIF when the report or the file has changed since the last time. The library that makes it costs a fifth of a second to load, so a
/// scan with the same findings as before must not need it: a hash of the cheap JSON report and of the file lies beside the file.
/// </summary>
static class SarifOutput
{
    /// <returns>Whether the file, as <paramref name="disk"/> sees it afterwards, is that of the report; it may be another build's by then.</returns>
    public static bool Write(string path, Report report, Disk disk)
    {
        if (report.Files.IsEmpty && report.Findings.IsEmpty) return Remove(path, disk);
        var json = SHA256.HashData(Encoding.UTF8.GetBytes(Product.Version + JsonReport.Render(report)));
        var hashFile = path + ".hash";
        var sarif = new Disk().Read(path).Bytes;
        if (!File.Exists(hashFile) || File.ReadAllText(hashFile) != Hash(json, sarif))
        {
            sarif = Encoding.UTF8.GetBytes(SarifReport.Render(report, [.. Catalogue.Rules.Select(rule => rule.Info)]));
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, sarif.Span);
            File.WriteAllText(hashFile, Hash(json, sarif));
        }
        var written = disk.Read(path);
        return written.Error is null && written.Bytes.Span.SequenceEqual(sarif.Span);
    }

    /// <summary>Of nothing there is no report; one that was written before is taken away, and whatever else is called so stays.</summary>
    static bool Remove(string path, Disk disk)
    {
        if (File.Exists(path + ".hash"))
        {
            File.Delete(path);
            File.Delete(path + ".hash");
        }
        disk.Read(path);
        return true;
    }

    static string Hash(byte[] json, ReadOnlyMemory<byte> sarif) => Convert.ToHexString(SHA256.HashData([.. json, .. SHA256.HashData(sarif.Span)]));
}
