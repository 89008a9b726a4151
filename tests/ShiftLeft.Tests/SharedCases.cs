using System.Text.Json;

namespace ShiftLeft.Tests;

/// <summary>Outside test cases that lie beside the repository on some machines; tests that need them are skipped elsewhere, and say so.</summary>
static class SharedCases
{
    public static IEnumerable<JsonElement> Read(string file)
    {
        var path = Path.Combine(TidyTests.Root, "..", "shared", "cases", file);
        Assert.SkipUnless(File.Exists(path), $"the outside cases {file} are not on this machine");
        return File.ReadLines(path).Where(line => line.Length > 0).Select(line => JsonDocument.Parse(line).RootElement);
    }

    public static IEnumerable<string> Dockerfiles() =>
        Read("buildkit-check.jsonl").Concat(Read("checkov-dockerfile.jsonl")).Select(item => item.GetProperty("dockerfile").GetString()!);

    public static IEnumerable<string> Manifests() =>
        Read("pss.jsonl").Concat(Read("checkov-kubernetes.jsonl")).Select(item => item.GetProperty("manifest").GetString()!);
}
