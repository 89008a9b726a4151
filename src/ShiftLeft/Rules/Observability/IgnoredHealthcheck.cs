using ShiftLeft.Text;

namespace ShiftLeft.Rules.Observability;

/// <summary>A health check that Kubernetes does not run, where the pod has none of its own.</summary>
sealed class IgnoredHealthcheck : Rule<Workspace>
{
    public override RuleInfo Info { get; } = new("SL6901", "ignored-healthcheck", Level.Warning, Profile.Recommended, Since: "0.1")
    {
        Title = "An image has a `HEALTHCHECK`, and the pod that runs it has no probe",
        Why = "Kubernetes does not look at `HEALTHCHECK`. What the image's author thought to be checked is checked by nobody once it runs in a cluster.",
        Fix = "Give the container a `readinessProbe` that asks the same question.",
        References = ["https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/", "https://docs.docker.com/reference/dockerfile/#healthcheck"],
        Bad =
        [
            """
            === api/Dockerfile
            FROM debian:12
            [1|HEALTHCHECK CMD curl -f http://localhost:8080/ready|]
            CMD ["/api"]
            === deploy/api.yaml
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: api
            spec:
              template:
                spec:
                  containers:
                    - name: [|api|]
                      image: ghcr.io/acme/api:1.0

            """,
        ],
        Good =
        [
            """
            === api/Dockerfile
            FROM debian:12
            HEALTHCHECK CMD curl -f http://localhost:8080/ready
            CMD ["/api"]
            === deploy/api.yaml
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: api
            spec:
              template:
                spec:
                  containers:
                    - name: api
                      image: ghcr.io/acme/api:1.0
                      readinessProbe:
                        httpGet:
                          path: /ready
                          port: 8080

            """,
            """
            === api/Dockerfile
            FROM debian:12
            HEALTHCHECK CMD curl -f http://localhost:8080/ready
            CMD ["/api"]
            === deploy/api.yaml
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: api
            spec:
              template:
                spec:
                  containers:
                    - name: api
                      image: ghcr.io/acme/api:1.0
                      livenessProbe:
                        tcpSocket:
                          port: 8080

            """,
            """
            === api/Dockerfile
            FROM debian:12
            HEALTHCHECK NONE
            CMD ["/api"]
            === deploy/api.yaml
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: api
            spec:
              template:
                spec:
                  containers:
                    - name: api
                      image: ghcr.io/acme/api:1.0

            """,
        ],
    };

    public override IEnumerable<Finding> Check(Workspace workspace, Settings settings) =>
        from link in new ImageLinks(workspace, settings).All
        let container = link.Container
        where !container.Workload.RunsToCompletion && !container.Workload.Object.IsHook && container.Workload.LongRunning.Contains(container)
        where container.Node["readinessProbe"] is null && container.Node["livenessProbe"] is null && container.Node["startupProbe"] is null
        where link.Stage.Healthcheck is { IsNone: false }
        let finding = this.Missing(container, "readinessProbe", $"container `{container.Name}` has no probe, and the `HEALTHCHECK` of its image is not run by Kubernetes")
        select finding with { Related = [new(link.Stage.Healthcheck!.Location, "the check that nobody runs"), .. finding.Related] };
}
