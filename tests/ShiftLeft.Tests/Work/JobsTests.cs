using System.Collections.Immutable;
using ShiftLeft.Files;
using ShiftLeft.Hosting;
using ShiftLeft.Policy;
using ShiftLeft.Reporting;
using ShiftLeft.Rules;
using ShiftLeft.Tests.Rules;

namespace ShiftLeft.Tests.Work;

/// <summary>A scan tells the same, byte for byte, however many threads work at it.</summary>
public sealed class JobsTests
{
    static readonly int[] Several = [2, 3, 8];

    [Theory]
    [InlineData("samples")]
    [InlineData("tests/charts")]
    [InlineData("tests")]
    public void Folders_of_the_repository(string folder)
    {
        // One tree for all, so that each scan meets answers that another one has asked for.
        var tree = new DiskTree(TidyTests.Root);
        Hold(tree, folder);
    }

    [Fact]
    public void A_large_tree()
    {
        var files = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>();
        for (var i = 0; i < 400; i++)
        {
            files.Add(new($"app{i}/Dockerfile", $"FROM node:18 AS build\nRUN apt-get install -y curl{i} && cd /x\nENV API_PASSWORD=hunter{i}x\nFROM build\nCMD node app.js\n"));
            files.Add(new($"app{i}/deploy.yaml", $$"""
                apiVersion: apps/v1
                kind: Deployment
                metadata: { name: app{{i}}, namespace: space{{i % 7}} }
                spec:
                  selector: { matchLabels: { app: app{{i}} } }
                  template:
                    metadata: { labels: { app: app{{i}} } }
                    spec:
                      hostNetwork: {{(i % 3 == 0 ? "true" : "false")}}
                      containers: [{ name: web, image: "node:18", securityContext: { privileged: {{(i % 2 == 0 ? "true" : "false")}} } }]
                ---
                apiVersion: v1
                kind: Service
                metadata: { name: app{{i}}, namespace: space{{i % 5}} }
                spec: { selector: { app: app{{i}} }, ports: [{ port: 80, targetPort: none }] }
                """));
        }
        Hold(new MemoryTree(files), "");
    }

    static void Hold(FileTree tree, string path)
    {
        var one = Told(1);
        foreach (var jobs in Several) Assert.Equal(one, Told(jobs));

        string Told(int jobs)
        {
            var report = ShiftLeft.Scan.Run(new(tree, [path]) { Profile = Profile.All, Fixtures = true, Jobs = jobs, Today = Expect.Today });
            return JsonReport.Render(report) + SarifReport.Render(report, [.. Catalogue.Rules.Select(rule => rule.Info)]) + TextReport.Render(report, TextStyle.Default);
        }
    }
}
