using System.Security.Cryptography;
using System.Text;
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
    public static void Write(string path, Report report)
    {
        var json = Encoding.UTF8.GetBytes(Product.Version + JsonReport.Render(report));
        var hashFile = path + ".hash";
        if (File.Exists(path) && File.Exists(hashFile) && File.ReadAllText(hashFile) == Hash(json, File.ReadAllBytes(path))) return;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var sarif = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false).GetBytes(SarifReport.Render(report, [.. Catalogue.Rules.Select(rule => rule.Info)]));
        File.WriteAllBytes(path, sarif);
        File.WriteAllText(hashFile, Hash(json, sarif));
    }

    static string Hash(byte[] json, byte[] sarif) => Convert.ToHexString(SHA256.HashData([.. SHA256.HashData(json), .. SHA256.HashData(sarif)]));
}
