using ShiftLeft.Kubernetes;
using ShiftLeft.Yaml;

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
            """
            apiVersion: v1
            kind: ConfigMap
            metadata:
              name: orders
            data:
              application.properties: |
                db.host=orders-db
                db.password=[|kJ7bq2nRs0|]

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
        item.Kind != "ConfigMap" || item.Group.Length > 0 ? [] :
        (item.Root["data"]?.Entries ?? []).SelectMany(entry => InText(item, entry)).Concat((item.Root["binaryData"]?.Entries ?? []).SelectMany(entry => InBytes(item, entry)));

    IEnumerable<Finding> InText(KubernetesObject item, YamlEntry entry)
    {
        if (entry.Value.Text is not { Length: > 0 } text) yield break;
        var key = entry.Key.Value;
        var isFile = text.Contains('\n', StringComparison.Ordinal) || text.Length > SecretValue.Longest;
        var secrets = isFile ? SecretJudgement.Find(text) : SecretJudgement.Judge(key, text) is { } secret ? [secret] : [];
        foreach (var finding in ScalarSecrets.At(this, item, entry.Value, text, secrets, secret => Message(key, secret))) yield return finding;
    }

    IEnumerable<Finding> InBytes(KubernetesObject item, YamlEntry entry)
    {
        if (EncodedText.Decode(entry.Value.Text) is not { } bytes || item.Origin.IsGenerated(entry.Value)) yield break;
        var secret = EncodedText.AsText(bytes) is { } text ? SecretJudgement.Strongest(SecretJudgement.Find(text)) : EncodedText.IsKeyStore(entry.Key.Value) ? new Secret(default, Confidence.Middle, "a key store") : null;
        if (secret is { } found) yield return this.At(item, entry.Value, Message(entry.Key.Value, found)) with { Level = found.Level };
    }

    static string Message(string key, Secret secret)
    {
        var subject = secret.Name is { } name ? $"`{name}` in `{key}`" : $"`{key}`";
        return secret.What is { } what ? $"{subject} holds {what} in a ConfigMap" : $"{subject} holds its value in a ConfigMap";
    }
}
