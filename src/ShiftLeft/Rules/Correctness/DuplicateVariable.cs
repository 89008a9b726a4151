using ShiftLeft.Kubernetes;

namespace ShiftLeft.Rules.Correctness;

/// <summary>An environment variable that is set twice.</summary>
sealed class DuplicateVariable : Rule<Workload>
{
    public override RuleInfo Info { get; } = new("SL8110", "duplicate-variable", Level.Warning, Profile.Recommended, Since: "0.1")
    {
        Title = "A container sets an environment variable twice",
        Why = "The last one wins, which is rarely the one that a reader takes; with server-side apply the object may be refused.",
        Fix = "Remove one of the two.",
        Equivalents = ["kube-linter/duplicate-env-var", "kube-score/environment-variable-key-duplication", "sonar/S6907", "C-0295"],
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
                      env:
                        - name: LOG_LEVEL
                          value: debug
                        - name: DB_HOST
                          value: orders-db
                        - name: [|LOG_LEVEL|]
                          value: info

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
                      env:
                        - name: LOG_LEVEL
                          value: info
                        - name: DB_HOST
                          value: orders-db

            """,
            """
            # Names differ by their case, and each container has variables of its own.
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
                      env:
                        - name: HTTPS_PROXY
                          value: http://proxy.example.com:3128
                        - name: https_proxy
                          value: http://proxy.example.com:3128
                    - name: metrics
                      image: ghcr.io/acme/metrics:2.1
                      env:
                        - name: HTTPS_PROXY
                          value: http://proxy.example.com:3128

            """,
        ],
    };

    public override IEnumerable<Finding> Check(Workload workload, Settings settings) =>
        from container in workload.Containers
        from same in container.Environment.Where(variable => variable["name"]?.Text is not null).GroupBy(variable => variable["name"]!.Text!, StringComparer.Ordinal)
        from variable in same.Skip(1)
        select this.At(container, variable["name"]!, $"container `{container.Name}` sets `{same.Key}` a second time; this one wins");
}
