using ShiftLeft.Docker;
using ShiftLeft.Kubernetes;
using ShiftLeft.Text;
using ShiftLeft.Yaml;

namespace ShiftLeft.Rules.Correctness;

/// <summary>A pod runs a shell that its image does not have.</summary>
sealed class MissingShell : Rule<Workspace>
{
    public override RuleInfo Info { get; } = new("SL8901", "missing-shell", Level.Error, Profile.Baseline, Since: "0.1")
    {
        Title = "A pod runs a shell in an image that has none",
        Why = "The command cannot start: the container stays in `CrashLoopBackOff`, the probe always fails, the hook is never run.",
        Fix = "Call the program itself, without `sh -c`; or build on a variant that has a shell.",
        References = ["https://github.com/GoogleContainerTools/distroless", "https://learn.microsoft.com/dotnet/core/docker/container-images"],
        Bad =
        [
            """
            === orders/Dockerfile
            FROM [1|mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled|]
            COPY publish/ /app/
            ENTRYPOINT ["dotnet", "/app/orders.dll"]
            === deploy/orders.yaml
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: orders
            spec:
              template:
                spec:
                  containers:
                    - name: orders
                      image: ghcr.io/acme/orders:1.0
                      command: [[|sh|], -c, dotnet /app/orders.dll]

            """,
            """
            === gateway/Dockerfile
            FROM [1|gcr.io/distroless/static:nonroot|]
            COPY gateway /gateway
            ENTRYPOINT ["/gateway"]
            === deploy/gateway.yaml
            apiVersion: v1
            kind: Pod
            metadata:
              name: gateway
            spec:
              containers:
                - name: gateway
                  image: ghcr.io/acme/gateway:1.0
                  livenessProbe:
                    exec:
                      command:
                        - [|/bin/sh|]
                        - -c
                        - wget -q -O- http://localhost:8080/live

            """,
        ],
        Good =
        [
            """
            === orders/Dockerfile
            FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled
            COPY publish/ /app/
            ENTRYPOINT ["dotnet", "/app/orders.dll"]
            === deploy/orders.yaml
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: orders
            spec:
              template:
                spec:
                  containers:
                    - name: orders
                      image: ghcr.io/acme/orders:1.0
                      command: [dotnet, /app/orders.dll]

            """,
            """
            === orders/Dockerfile
            FROM mcr.microsoft.com/dotnet/aspnet:10.0
            COPY publish/ /app/
            USER $APP_UID
            ENTRYPOINT ["dotnet", "/app/orders.dll"]
            === deploy/orders.yaml
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: orders
            spec:
              template:
                spec:
                  containers:
                    - name: orders
                      image: ghcr.io/acme/orders:1.0
                      command: [sh, -c, dotnet /app/orders.dll]

            """,
            """
            === gateway/Dockerfile
            FROM gcr.io/distroless/static:nonroot
            COPY --from=busybox:1.37 /bin/sh /bin/sh
            COPY gateway /gateway
            ENTRYPOINT ["/gateway"]
            === deploy/gateway.yaml
            apiVersion: v1
            kind: Pod
            metadata:
              name: gateway
            spec:
              containers:
                - name: gateway
                  image: ghcr.io/acme/gateway:1.0
                  command: [sh, -c, /gateway]

            """,
        ],
    };

    public override IEnumerable<Finding> Check(Workspace workspace, Settings settings) =>
        from link in new ImageLinks(workspace, settings).All
        where link.Stage.BaseImage.HasShell == false && !BringsShell(link.Stage)
        from program in Programs(link.Container)
        where IsShell(program.Text!)
        let finding = this.At(link.Container, program, $"container `{link.Container.Name}` runs `{program.Text}`, and its image has no shell")
        select finding with { Level = link.Cap(Info.Level), Related = [new(link.Stage.Anchor, "the image is built on one without a shell"), .. finding.Related] };

    /// <summary>The programs that the pod starts in the container: its command, the probes' and the hooks'.</summary>
    static IEnumerable<YamlNode> Programs(Container container) =>
        ((YamlNode?[])
        [
            container.Node["command"], container.Node.At("livenessProbe", "exec", "command"), container.Node.At("readinessProbe", "exec", "command"),
            container.Node.At("startupProbe", "exec", "command"), container.Node.At("lifecycle", "postStart", "exec", "command"), container.Node.At("lifecycle", "preStop", "exec", "command"),
        ]).Select(command => command?.Items.FirstOrDefault()).OfType<YamlNode>().Where(program => program.Text is not null);

    static bool IsShell(string program) => program[(program.LastIndexOf('/') + 1)..] is "sh" or "bash" or "ash" or "dash";

    /// <summary>Whether the stages copy in something that may be or hold a shell.</summary>
    static bool BringsShell(Stage stage) =>
        stage.Chain.SelectMany(part => part.Copies).Any(copy =>
            (copy.From?.Value?.Contains("busybox", StringComparison.OrdinalIgnoreCase) ?? false) ||
            copy.Sources.Append(copy.Destination).OfType<Docker.Syntax.Word>().Select(word => word.Text.TrimEnd('/')).Any(path => path.Length == 0 || IsShell(path) || path.EndsWith("/bin", StringComparison.Ordinal) || path.EndsWith("busybox", StringComparison.Ordinal)));
}
