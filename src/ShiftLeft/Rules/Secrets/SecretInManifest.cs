using ShiftLeft.Kubernetes;

namespace ShiftLeft.Rules.Secrets;

/// <summary>A Secret with its contents in the repository.</summary>
sealed class SecretInManifest : Rule<KubernetesObject>
{
    public override RuleInfo Info { get; } = new("SL7103", "secret-in-manifest", Level.Warning, Profile.Recommended, Since: "0.1")
    {
        Title = "A Secret's contents stand in a manifest",
        Why = "Base64 is no encryption: whoever reads the repository reads the secret, and its history keeps it for good.",
        Fix = "Keep an encrypted form instead: a SealedSecret, a SOPS file, or an ExternalSecret that points into a vault.",
        Equivalents = ["semgrep/secrets-in-config-file"],
        Similar = ["kics/using_kubernetes_native_secret_management", "C-0208", "C-0234"],
        Cwe = [538],
        SecuritySeverity = 7.0,
        Bad =
        [
            """
            apiVersion: v1
            kind: Secret
            metadata:
              name: orders-db
            data:
              password: [|aHVudGVyMg==|]

            """,
        ],
        Good =
        [
            """
            apiVersion: v1
            kind: Secret
            metadata:
              name: orders-db
            data:
              password: ENC[AES256_GCM,data:8Kc3Bq0=,iv:5mX2kfQz7w==,tag:Qe1r9uYtLg==,type:str]
            sops:
              version: 3.10.2

            """,
            """
            apiVersion: bitnami.com/v1alpha1
            kind: SealedSecret
            metadata:
              name: orders-db
            spec:
              encryptedData:
                password: AgBy3i4OJSWK+PiTySYZZA9rO43cGDEq

            """,
        ],
    };

    public override IEnumerable<Finding> Check(KubernetesObject item, Settings settings)
    {
        if (item is not { Kind: "Secret", Group: "" } || item.Root["sops"] is not null) yield break;
        // One finding for each secret: whoever moves one value moves them all.
        var entry = (item.Root["data"]?.Entries ?? []).Concat(item.Root["stringData"]?.Entries ?? [])
            .FirstOrDefault(entry => entry.Value.Text is { Length: > 0 } text && !text.StartsWith("ENC[", StringComparison.Ordinal) && !text.Contains('<', StringComparison.Ordinal));
        if (entry is not null) yield return this.At(item, entry.Value, $"`{item.Subject}` holds its contents in the manifest");
    }
}
