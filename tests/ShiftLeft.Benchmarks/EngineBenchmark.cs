using System.Globalization;
using System.Text;
using ShiftLeft.Docker;
using ShiftLeft.Files;
using ShiftLeft.Kubernetes;
using ShiftLeft.Text;

namespace ShiftLeft.Benchmarks;

/// <summary>Reading and checking large inputs in this process.</summary>
static class EngineBenchmark
{
    public static void Run()
    {
        var dockerfile = new SourceText("Dockerfile", "FROM debian:12 AS base\n" + string.Concat(Enumerable.Range(0, 8000).Select(i => $"RUN apt-get update && apt-get install -y --no-install-recommends package{i} \\\n    && rm -rf /var/lib/apt/lists/*\n")));
        var manifest = new SourceText("deploy.yaml", Manifest(250));
        Measure("read a Dockerfile", dockerfile, () => Dockerfile.Read(dockerfile));
        Measure("read manifests", manifest, () => ManifestFile.Read(manifest));
        var small = Enumerable.Range(0, 2000).Select(i => new SourceText($"{i}.yaml", Manifest(1))).ToArray();
        Measure("read 2,000 files of", small[0], () => Array.ForEach(small, file => ManifestFile.Read(file)));
        Measure("scan the Dockerfile", dockerfile, () => Scan(dockerfile));
        Measure("scan the manifests", manifest, () => Scan(manifest));
    }

    static void Scan(SourceText source) =>
        ShiftLeft.Scan.Run(new(new MemoryTree([KeyValuePair.Create(source.Path, source.Content)]), [""]) { Today = new(2026, 7, 1) });

    static void Measure(string what, SourceText source, Action action)
    {
        action();
        var milliseconds = Median.Of(Enumerable.Range(0, 7).Select(_ => Median.Milliseconds(action)));
        var before = GC.GetAllocatedBytesForCurrentThread();
        action();
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-22} {source.LineCount,7:N0} lines {source.Content.Length / 1024.0,8:N0} KB {milliseconds,8:N1} ms {allocated / 1048576.0,8:N1} MB allocated"));
    }

    static string Manifest(int count)
    {
        var text = new StringBuilder();
        for (var i = 0; i < count; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $$"""
                ---
                apiVersion: apps/v1
                kind: Deployment
                metadata:
                  name: service-{{i}}
                  labels:
                    app: service-{{i}}
                spec:
                  selector:
                    matchLabels:
                      app: service-{{i}}
                  template:
                    metadata:
                      labels:
                        app: service-{{i}}
                    spec:
                      automountServiceAccountToken: false
                      securityContext:
                        runAsNonRoot: true
                        seccompProfile:
                          type: RuntimeDefault
                      containers:
                        - name: service
                          image: ghcr.io/acme/service-{{i}}:1.0.0
                          ports:
                            - name: http
                              containerPort: 8080
                          securityContext:
                            allowPrivilegeEscalation: false
                            readOnlyRootFilesystem: true
                            capabilities:
                              drop: [ALL]
                          resources:
                            requests:
                              cpu: 100m
                            limits:
                              memory: 256Mi
                          readinessProbe:
                            httpGet:
                              path: /ready
                              port: http

                """);
        }
        return text.ToString();
    }
}
