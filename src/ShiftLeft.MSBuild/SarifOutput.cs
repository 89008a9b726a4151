using System.Security.Cryptography;
using System.Text;
using ShiftLeft.Policy;
using ShiftLeft.Reporting;
using ShiftLeft.Rules;

namespace ShiftLeft.MSBuild;

/// <summary>
/// Writes SARIF when the report has changed since the last time. The library that makes it costs a fifth of a second to load, so a build with
/// the same findings as before must not need it: a hash of the cheap JSON report lies beside the file.
/// </summary>
static class SarifOutput
{
    public static void Write(string path, Report report)
    {
        var hash = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Product.Version + JsonReport.Render(report))));
        var hashFile = path + ".hash";
        if (File.Exists(path) && File.Exists(hashFile) && File.ReadAllText(hashFile) == hash) return;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, SarifReport.Render(report, [.. Catalogue.Rules.Select(rule => rule.Info)]));
        File.WriteAllText(hashFile, hash);
    }
}
