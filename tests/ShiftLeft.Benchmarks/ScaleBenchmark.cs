using System.Globalization;
using System.Text;
using ShiftLeft.Hosting;
using ShiftLeft.Policy;
using ShiftLeft.Rules;

namespace ShiftLeft.Benchmarks;

/// <summary>Whether time and memory grow as the input does: each input at one, two and four times its size, in turns.</summary>
static class ScaleBenchmark
{
    const int Rounds = 5;

    public static int Run(int jobs)
    {
        var home = Directory.CreateTempSubdirectory("shiftleft-scale-");
        try
        {
            Measure(home, "objects in one file", [2_500, 5_000, 10_000], jobs, (folder, count) => Write(folder, "all.yaml", string.Join("---\n", Enumerable.Range(0, count).Select(i => Application(i, count)))));
            Measure(home, "objects in one namespace", [2_500, 5_000, 10_000], jobs, (folder, count) => Write(folder, "all.yaml", string.Join("---\n", Enumerable.Range(0, count).Select(i => Application(i, namespaces: 1)))));
            Measure(home, "bare pods", [10_000, 20_000, 40_000], jobs, (folder, count) => Write(folder, "all.yaml", string.Join("---\n", Enumerable.Range(0, count).Select(Pod))));
            Measure(home, "roles and bindings", [2_500, 5_000, 10_000], jobs, (folder, count) => Write(folder, "all.yaml", string.Join("---\n", Enumerable.Range(0, count).Select(Access))));
            Measure(home, "files", [5_000, 10_000, 20_000], jobs, (folder, count) => Each(count, i => Write(folder, $"{i % 100}/{i}.yaml", Application(i, count))));
            Measure(home, "Dockerfiles", [2_500, 5_000, 10_000], jobs, (folder, count) => Each(count, i => Write(folder, $"{i}/Dockerfile", Dockerfile(i))));
            Measure(home, "charts", [500, 1_000, 2_000], jobs, (folder, count) => Each(count, i => Chart(folder, i)));
        }
        finally
        {
            home.Delete(recursive: true);
        }
        return 0;
    }

    static void Measure(DirectoryInfo home, string what, int[] sizes, int jobs, Action<string, int> make)
    {
        var folders = sizes.Select(size => home.CreateSubdirectory($"{what} {size}")).ToArray();
        for (var i = 0; i < sizes.Length; i++) make(folders[i].FullName, sizes[i]);
        Scan(folders[0].FullName, jobs);
        var times = sizes.Select(_ => new List<double>()).ToArray();
        for (var round = 0; round < Rounds; round++)
        {
            for (var i = 0; i < sizes.Length; i++) times[i].Add(Median.Milliseconds(() => Scan(folders[i].FullName, jobs)));
        }
        var medians = times.Select(Median.Of).ToArray();
        var line = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{what,-25}");
        for (var i = 0; i < sizes.Length; i++)
        {
            line.Append(CultureInfo.InvariantCulture, $" {sizes[i],7:N0} {medians[i],8:N0} ms");
            if (i > 0) line.Append(CultureInfo.InvariantCulture, $" ({medians[i] / medians[i - 1]:N2} x)");
        }
        Console.WriteLine(line);
        foreach (var folder in folders) folder.Delete(recursive: true);
    }

    static Report Scan(string folder, int jobs) => ShiftLeft.Scan.Run(new(new DiskTree(folder), [""]) { Profile = Profile.All, Jobs = jobs, Today = new(2026, 7, 1) });

    static void Each(int count, Action<int> make)
    {
        for (var i = 0; i < count; i++) make(i);
    }

    static void Write(string folder, string path, string text)
    {
        var file = Path.Combine(folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    static string Application(int i, int namespaces) => $$"""
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: app-{{i}}, namespace: space-{{i % Math.Max(1, namespaces / 20)}} }
        spec:
          selector: { matchLabels: { app: app-{{i}} } }
          template:
            metadata: { labels: { app: app-{{i}} } }
            spec:
              serviceAccountName: app-{{i}}
              containers:
                - name: web
                  image: ghcr.io/acme/app:1.{{i}}
                  ports: [{ name: http, containerPort: 8080 }]
        ---
        apiVersion: v1
        kind: Service
        metadata: { name: app-{{i}}, namespace: space-{{i % Math.Max(1, namespaces / 20)}} }
        spec: { selector: { app: app-{{i}} }, ports: [{ port: 80, targetPort: http }] }
        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: { name: app-{{i}}, namespace: space-{{i % Math.Max(1, namespaces / 20)}} }
        spec: { podSelector: { matchLabels: { app: app-{{i}} } }, policyTypes: [Ingress], ingress: [{ from: [{ podSelector: {} }] }] }

        """;

    static string Pod(int i) => $$"""
        apiVersion: v1
        kind: Pod
        metadata: { name: pod-{{i}} }
        spec: { containers: [{ name: web, image: "nginx:1.27" }] }

        """;

    static string Access(int i) => $$"""
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: app-{{i}} }
        spec:
          selector: { matchLabels: { app: app-{{i}} } }
          template:
            metadata: { labels: { app: app-{{i}} } }
            spec: { serviceAccountName: account-{{i}}, containers: [{ name: web, image: "nginx:1.27" }] }
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: Role
        metadata: { name: role-{{i}} }
        rules: [{ apiGroups: [""], resources: [secrets], verbs: [get, list] }]
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata: { name: binding-{{i}} }
        roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: role-{{i}} }
        subjects: [{ kind: ServiceAccount, name: account-{{i}} }]

        """;

    static string Dockerfile(int i) => $"""
        FROM node:18 AS build
        WORKDIR /src
        COPY . .
        RUN apt-get update && apt-get install -y curl{i} && npm ci
        FROM node:18
        COPY --from=build /src /app
        ENV PORT=80{i % 100:00}
        CMD node /app/server.js

        """;

    static void Chart(string folder, int i)
    {
        Write(folder, $"chart-{i}/Chart.yaml", $"apiVersion: v2\nname: chart-{i}\nversion: 1.0.0\n");
        Write(folder, $"chart-{i}/values.yaml", "image: { repository: nginx, tag: \"1.27\" }\nreplicas: 2\n");
        Write(folder, $"chart-{i}/templates/deploy.yaml", """
            apiVersion: apps/v1
            kind: Deployment
            metadata: { name: {{ .Release.Name }}-web }
            spec:
              replicas: {{ .Values.replicas }}
              selector: { matchLabels: { app: web } }
              template:
                metadata: { labels: { app: web } }
                spec:
                  containers:
                    - name: web
                      image: "{{ .Values.image.repository }}:{{ .Values.image.tag }}"

            """);
    }
}
