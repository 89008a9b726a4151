using ShiftLeft.Files;
using ShiftLeft.Policy;
using ShiftLeft.Rules;

namespace ShiftLeft.Tests.Hostile;

/// <summary>What the tests about hostile input share.</summary>
static class HostileText
{
    /// <summary>One finding of <c>SL2102</c>, among others.</summary>
    public const string Pod = """
        apiVersion: v1
        kind: Pod
        metadata: {name: bad}
        spec:
          hostNetwork: true
          containers: [{name: a, image: 'nginx:1.29'}]

        """;

    public static Report Scan(params KeyValuePair<string, string>[] files) => Scan((IEnumerable<KeyValuePair<string, string>>)files);

    public static Report Scan(IEnumerable<KeyValuePair<string, string>> files) => ShiftLeft.Scan.Run(new(new MemoryTree(files), [""]) { Today = new(2026, 7, 1) });

    public static Report ScanDockerfile(string text) => Scan(new KeyValuePair<string, string>("Dockerfile", text));

    public static IEnumerable<Finding> Of(this Report report, string rule) => report.Findings.Where(finding => finding.Rule.Id == rule);

    public static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));
}
