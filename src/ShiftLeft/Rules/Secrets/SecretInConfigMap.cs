using ShiftLeft.Kubernetes;

namespace ShiftLeft.Rules.Secrets;

/// <summary>A ConfigMap that holds a secret.</summary>
sealed class SecretInConfigMap : Rule<KubernetesObject>
{
    public override RuleInfo Info { get; } = new("SL7102", "secret-in-config-map", Level.Error, Profile.Baseline, Since: "0.1")
    {
        Title = "A ConfigMap holds a secret",
        Why = "ConfigMaps are not encrypted at rest, and most roles may read them.",
        Fix = "Move the value into a Secret that is not in the repository.",
        Equivalents = ["KSV-0109", "polaris/sensitiveConfigmapContent", "C-0012"],
        Similar = ["KSV-01010"],
        Cwe = [538],
        SecuritySeverity = 7.5,
        Bad =
        [
            """
            apiVersion: v1
            kind: ConfigMap
            metadata:
              name: orders
            data:
              DB_HOST: orders-db
              DB_PASSWORD: [|hunter2|]

            """,
        ],
        Good =
        [
            """
            apiVersion: v1
            kind: ConfigMap
            metadata:
              name: orders
            data:
              DB_HOST: orders-db
              PASSWORD_POLICY: strict

            """,
        ],
    };

    public override IEnumerable<Finding> Check(KubernetesObject item, Settings settings) =>
        item.Kind != "ConfigMap" ? [] :
        from entry in item.Root["data"]?.Entries ?? []
        let text = entry.Value.Text
        where text is { Length: > 0 }
        let literal = SecretValue.FindLiterals(text).Select(found => found.What).FirstOrDefault()
        where literal is not null || (SecretName.IsSecret(entry.Key.Value) && !text.Contains('\n', StringComparison.Ordinal) && SecretValue.CanBeSecret(text))
        select this.At(item, entry.Value, literal is null ? $"`{entry.Key.Value}` holds its value in a ConfigMap" : $"`{entry.Key.Value}` holds {literal}");
}
