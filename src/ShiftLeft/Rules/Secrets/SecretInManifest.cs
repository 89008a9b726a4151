using ShiftLeft.Kubernetes;
using ShiftLeft.Yaml;

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
        // One finding for each Secret, at the field that is surest: whoever moves one value moves them all.
        (YamlEntry Entry, bool IsEncoded, Secret Secret, int Rank)? best = null;
        foreach (var (entry, isEncoded) in Fields(item))
        {
            if (Judge(entry, isEncoded) is not { } secret || item.Origin.IsGenerated(entry.Value, PartOf(entry, isEncoded, secret))) continue;
            var rank = (secret.Confidence == Confidence.High ? 2 : 0) + (IsUser(entry.Key.Value) ? 0 : 1);
            if (best is null || rank > best.Value.Rank) best = (entry, isEncoded, secret, rank);
        }
        if (best is not var (at, isInBase64, found, _)) yield break;
        var part = PartOf(at, isInBase64, found);
        if (isInBase64 && EncodedText.Decode(at.Value.Text) is { } bytes && EncodedText.AsText(bytes) is { } text && item.Origin.LocateValue(at.Value, found.Span.Length == 0 ? text : text.Substring(found.Span.Start, found.Span.Length)) is { } held)
        {
            yield return this.At(item, at.Value, held, Message(item, at, isInBase64, found));
            yield break;
        }
        yield return this.AtPart(item, at.Value, part, part is null ? 0 : ScalarSecrets.Occurrences(at.Value.Text!, part, found.Span.Start), Message(item, at, isInBase64, found));
    }

    /// <summary>The part of a text that is written as it is.</summary>
    static string? PartOf(YamlEntry entry, bool isEncoded, Secret secret) =>
        !isEncoded && entry.Value.Text is { } text && secret.Span.Length > 0 && secret.Span.Length < text.Length ? text.Substring(secret.Span.Start, secret.Span.Length) : null;

    /// <summary>The half of an access key that names whose it is.</summary>
    static bool IsUser(string key) => NameWords.Of(key) is [.., "access", "key"] or [.., "access", "key", "id"] or [.., "accesskey"] or [.., "accesskeyid"] or ["access", "keyid"];

    static IEnumerable<(YamlEntry Entry, bool IsEncoded)> Fields(KubernetesObject item) =>
        (item.Root["data"]?.Entries ?? []).Select(entry => (entry, true)).Concat((item.Root["stringData"]?.Entries ?? []).Select(entry => (entry, false)));

    static Secret? Judge(YamlEntry entry, bool isEncoded)
    {
        if (entry.Value.Text is not { Length: > 0 } written) return null;
        if (!isEncoded || EncodedText.Decode(written) is not { } bytes) return isEncoded && Placeholder.Is(written) ? null : JudgeText(entry.Key.Value, written);
        if (EncodedText.AsText(bytes) is { } text) return JudgeText(entry.Key.Value, text);
        if (EncodedText.IsKeyStore(entry.Key.Value)) return new(default, Confidence.High, "a key store");
        return SecretName.Read(entry.Key.Value).Promise >= Promise.Maybe && bytes.Length is >= 8 and <= 512 ? new(default, Confidence.High, null) : null;
    }

    static Secret? JudgeText(string key, string text) =>
        text.AsSpan().Trim().Contains('\n') || text.Length > SecretValue.Longest ? SecretJudgement.Strongest(SecretJudgement.Find(text)) : SecretJudgement.JudgeKept(key, text);

    static string Message(KubernetesObject item, YamlEntry entry, bool isEncoded, Secret secret)
    {
        var subject = secret.Name is { } name ? $"`{name}` in `{entry.Key.Value}` of `{item.Subject}`" : $"`{entry.Key.Value}` of `{item.Subject}`";
        // What base64 hides from the eye, no message shows.
        var what = isEncoded && secret.IsWellKnown ? "a well-known password" : secret.What;
        return what is null ? $"{subject} holds its value in the manifest" : $"{subject} holds {what} in the manifest";
    }
}
