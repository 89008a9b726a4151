using ShiftLeft.Kubernetes;
using ShiftLeft.Text;
using ShiftLeft.Yaml;

namespace ShiftLeft.Rules.Correctness;

/// <summary>A probe that asks a port by a name that the container does not have.</summary>
sealed class UnknownProbePort : Rule<Workload>
{
    public override RuleInfo Info { get; } = new("SL8107", "unknown-probe-port", Level.Error, Profile.Baseline, Since: "0.1")
    {
        Title = "A probe names a port that its container does not have",
        Why = "The probe fails always: a container with such a liveness probe is restarted for ever, one with such a readiness probe never gets traffic.",
        Fix = "Name one of the container's `ports`, or give the number.",
        References = ["https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/"],
        Similar = ["kube-linter/liveness-port", "kube-linter/readiness-port", "kube-linter/startup-port"],
        Bad =
        [
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: orders
            spec:
              template:
                spec:
                  containers:
                    - name: orders
                      image: ghcr.io/acme/orders:1.4
                      ports:
                        - name: http
                          containerPort: 8080
                      readinessProbe:
                        httpGet:
                          path: /ready
                          port: [|web|]

            """,
        ],
        Good =
        [
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: orders
            spec:
              template:
                spec:
                  containers:
                    - name: orders
                      image: ghcr.io/acme/orders:1.4
                      ports:
                        - name: http
                          containerPort: 8080
                      readinessProbe:
                        httpGet:
                          path: /ready
                          port: http
                      livenessProbe:
                        tcpSocket:
                          port: 9090

            """,
        ],
    };

    // A number that no port declares may be listened on all the same.
    public override IEnumerable<Finding> Check(Workload workload, Settings settings) =>
        workload.Object.Set.Kustomizations.Change(workload.Object) ? [] :
        from container in workload.Containers
        from handler in ((YamlNode?[])[container.Node["livenessProbe"], container.Node["readinessProbe"], container.Node["startupProbe"], container.Node.At("lifecycle", "postStart"), container.Node.At("lifecycle", "preStop")])
        from action in (string[])["httpGet", "tcpSocket", "grpc"]
        let port = handler?[action]?["port"]
        where port?.Text is { Length: > 0 }
        let finding = Judge(container, port)
        where finding is not null
        select finding;

    Finding? Judge(Container container, YamlNode port)
    {
        var declared = container.Ports.Where(known => known["name"]?.Text == port.Text || known["containerPort"]?.Text == port.Text).ToList();
        if (declared.Count == 0)
        {
            return port.Text!.All(char.IsAsciiDigit) || port.AsInteger is not null ? null
                : this.At(container, port, $"container `{container.Name}` has no port named `{port.Text}`{Suggestion.Sentence(port.Text!, container.Ports.Select(known => known["name"]?.Text).OfType<string>())}");
        }
        var number = declared[0]["containerPort"]?.Text;
        return container.Ports.Where(known => known["containerPort"]?.Text == number).All(known => known["protocol"]?.Text is "UDP" or "SCTP")
            ? this.At(container, port, $"port `{port.Text}` of container `{container.Name}` is one for {declared[0]["protocol"]?.Text}, and the probe connects by TCP")
            : null;
    }
}
