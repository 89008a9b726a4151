using System.Text;
using SharpFuzz;
using ShiftLeft.Docker;
using ShiftLeft.Docker.Syntax;
using ShiftLeft.Files;
using ShiftLeft.Kubernetes;
using ShiftLeft.Policy;

namespace ShiftLeft.Fuzz;

/// <summary>Readers for a fuzzer that is led by coverage (AFL++ with an instrumented ShiftLeft.dll): each takes one text from standard input.</summary>
static class Targets
{
    public static readonly (string Name, Action<string> Read)[] All =
    [
        ("dockerfile", text => Dockerfile.Read(new("Dockerfile", text))),
        ("shell", text => Scan("Dockerfile", $"FROM a\nRUN {text}")),
        ("yaml", text => ManifestFile.Read(new("a.yaml", text))),
        ("template", text => Scan("templates/a.yaml", text, ("Chart.yaml", "apiVersion: v2\nname: a\nversion: 1.0.0\n"), ("values.yaml", "a: { b: [1, x] }\n"))),
        ("policy", text => Scan("shiftleft.yml", text, ("Dockerfile", "FROM a\n"))),
    ];

    public static int Run(string name)
    {
        if (Array.Find(All, target => target.Name == name) is not { Read: { } read }) return Options.Help();
        Fuzzer.OutOfProcess.Run((Stream input) =>
        {
            using var reader = new StreamReader(input, Encoding.UTF8);
            read(reader.ReadToEnd());
        });
        return 0;
    }

    static void Scan(string path, string text, params (string Path, string Text)[] others) =>
        ShiftLeft.Scan.Run(new(new MemoryTree([KeyValuePair.Create(path, text), .. others.Select(file => KeyValuePair.Create(file.Path, file.Text))]), [""]) { Today = new(2026, 7, 1) });
}
