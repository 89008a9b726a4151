using ShiftLeft.Kubernetes;
using ShiftLeft.Text;

namespace ShiftLeft.Rules.Updates;

/// <summary>Images from a registry that gets no new ones.</summary>
sealed class RetiredRegistry : Rule<Workload>
{
    public override RuleInfo Info { get; } = new("SL3102", "retired-registry", Level.Warning, Profile.Baseline, Since: "0.1")
    {
        Title = "An image comes from a retired registry",
        Why = "`k8s.gcr.io` has been frozen since April 2023: no fix reaches it.",
        Fix = "Use `registry.k8s.io`.",
        References = ["https://kubernetes.io/blog/2023/02/06/k8s-gcr-io-freeze-announcement/"],
        Equivalents = ["kyverno/restrict-deprecated-registry", "C-0253"],
        Cwe = [1104],
        SecuritySeverity = 4.0,
        Bad =
        [
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: metrics-server
            spec:
              template:
                spec:
                  containers:
                    - name: metrics-server
                      image: [|k8s.gcr.io/metrics-server/metrics-server:v0.6.4|]

            """,
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: overprovisioning
            spec:
              template:
                spec:
                  containers:
                    - name: reserve
                      image: [|k8s.gcr.io/pause:3.9|]

            """,
        ],
        Good =
        [
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: metrics-server
            spec:
              template:
                spec:
                  containers:
                    - name: metrics-server
                      image: registry.k8s.io/metrics-server/metrics-server:v0.8.0

            """,
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: overprovisioning
            spec:
              template:
                spec:
                  containers:
                    - name: reserve
                      image: registry.k8s.io/pause:3.10

            """,
        ],
    };

    public override IEnumerable<Finding> Check(Workload workload, Settings settings) =>
        from container in workload.Containers
        where container.Image?.Registry == "k8s.gcr.io"
        select this.AtImage(container, container.Image!.Repository, $"`{container.Image!.Text}` comes from a registry that has been frozen since 2023");
}
