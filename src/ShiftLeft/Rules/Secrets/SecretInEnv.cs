using ShiftLeft.Kubernetes;

namespace ShiftLeft.Rules.Secrets;

/// <summary>A container's variable that holds a secret.</summary>
sealed class SecretInEnv : Rule<Workload>
{
    public override RuleInfo Info { get; } = new("SL7101", "secret-in-env", Level.Error, Profile.Baseline, Since: "0.1")
    {
        Title = "A secret stands in a container's environment",
        Why = "It is in the repository, in the cluster's store and in everything that lists the pod, readable for whoever may read workloads.",
        Fix = "Put it into a Secret that is not in the repository and refer to it: `valueFrom: { secretKeyRef: { name: db, key: password } }`.",
        References = ["https://kubernetes.io/docs/concepts/configuration/secret/"],
        Equivalents = ["kube-linter/env-var-secret", "polaris/sensitiveContainerEnvVar", "sonar/S2068", "sonar/S6418", "C-0012", "C-0259"],
        Cwe = [798, 538],
        SecuritySeverity = 8.0,
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
                        - name: DB_HOST
                          value: orders-db
                        - name: DB_PASSWORD
                          value: [|hunter2|]

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
                        - name: DB_HOST
                          value: orders-db
                        - name: DB_PASSWORD
                          valueFrom:
                            secretKeyRef:
                              name: orders-db
                              key: password
                        - name: TOKEN_PATH
                          value: /run/secrets/token

            """,
        ],
    };

    public override IEnumerable<Finding> Check(Workload workload, Settings settings) =>
        from container in workload.Containers
        from variable in container.Environment
        let value = variable["value"]
        where value?.Text is { Length: > 0 }
        let isNamed = SecretName.IsSecret(variable["name"]?.Text ?? "") && SecretValue.CanBeSecret(value.Text!) && !value.Text!.Contains("$(", StringComparison.Ordinal)
        let literal = SecretValue.FindLiterals(value.Text!).Select(found => found.What).FirstOrDefault()
        where isNamed || literal is not null
        select this.At(container, value, literal is null ? $"`{variable["name"]!.Text}` holds its value in the manifest" : $"`{variable["name"]?.Text}` holds {literal}");
}
