using ShiftLeft.Files;
using ShiftLeft.Helm;
using ShiftLeft.Kubernetes;
using ShiftLeft.Yaml;

namespace ShiftLeft.Rules.Secrets;

/// <summary>A values file holds a secret that no manifest shows, so that no other rule meets it.</summary>
sealed class SecretInValues : Rule<RenderedChart>
{
    public override RuleInfo Info { get; } = new("SL7104", "secret-in-values", Level.Warning, Profile.Recommended, Since: "0.1")
    {
        Title = "A chart's values file holds a secret",
        Why = "Whoever reads the repository, or the chart's archive, reads it, whether a template uses it today or not.",
        Fix = "Leave the value empty and take it from a Secret that is not in the repository: `existingSecret: orders-db`; give others with `helm install --set-file` or an encrypted values file.",
        Cwe = [798, 538],
        SecuritySeverity = 7.0,
        Bad =
        [
            """
            === Chart.yaml
            apiVersion: v2
            name: orders
            version: 1.0.0
            === values-prod.yaml
            database:
              user: orders
              password: [|hunter2|]
            === templates/config.yaml
            apiVersion: v1
            kind: ConfigMap
            metadata:
              name: orders
            data:
              user: {{ (.Values.database).user | default "orders" }}

            """,
        ],
        Good =
        [
            """
            === Chart.yaml
            apiVersion: v2
            name: orders
            version: 1.0.0
            === values.yaml
            database:
              password: ""
              existingSecret: orders-db
              passwordKey: password
            === templates/config.yaml
            apiVersion: v1
            kind: ConfigMap
            metadata:
              name: orders
            data:
              secret: {{ .Values.database.existingSecret }}

            """,
        ],
    };

    /// <summary>More nodes than this are no settings that people write.</summary>
    const int MostNodes = 100_000;

    /// <summary>Once for all environments: what one of them shows is told there.</summary>
    public override IEnumerable<Finding> Check(RenderedChart chart, Settings settings)
    {
        if (chart.Renderings.IsEmpty || chart.Environment != chart.Renderings[0].Environment) return [];
        // Charts beside this one are asked themselves.
        var taken = chart.Renderings.SelectMany(rendering => rendering.ValuesFiles).DistinctBy(file => file.Path)
            .Where(file => TreePath.IsWithin(file.Path, chart.Folder) || chart.Renderings.Any(rendering => rendering.Environment.Values.Contains(file.Path))).ToList();
        // A renderer that does not say what it took leaves only the files that it did not take.
        var files = chart.Renderings.All(rendering => rendering.ShownValues is not null) ? taken : [];
        files = [.. files, .. chart.Renderings.SelectMany(rendering => rendering.OtherValuesFiles).DistinctBy(file => file.Path).ExceptBy(taken.Select(file => file.Path), file => file.Path)];
        return
            from file in files
            where !IsForTrying(chart, file.Path)
            from document in YamlFile.Parse(file).Documents
            where document["sops"] is null
            from finding in InDocument(chart, document)
            select finding;
    }

    /// <summary>What <c>ct</c> installs the chart with to try it out opens nothing that lasts.</summary>
    static bool IsForTrying(RenderedChart chart, string path) => path.StartsWith(TreePath.Join(chart.Folder, "ci/"), StringComparison.Ordinal) || path.StartsWith(TreePath.Join(chart.Folder, ".ci/"), StringComparison.Ordinal);

    IEnumerable<Finding> InDocument(RenderedChart chart, YamlNode document)
    {
        var next = new Stack<YamlNode>([document]);
        var nodes = 0;
        while (next.TryPop(out var node) && ++nodes <= MostNodes)
        {
            foreach (var item in node.Items) next.Push(item);
            foreach (var entry in node.Entries)
            {
                if (entry.Value is not YamlScalar) next.Push(entry.Value);
                else if (Judge(node, entry) is { } secret && !IsShown(chart, entry.Value)) yield return Tell(node, entry, secret);
            }
        }
    }

    /// <summary>A value's place is with or without its quotes.</summary>
    static bool IsShown(RenderedChart chart, YamlNode value) =>
        chart.Renderings.Any(rendering => rendering.ShownValues is { } shown && (shown.Contains((value.Source.Path, value.Span.Start)) || shown.Contains((value.Source.Path, value.Span.Start + 1))));

    Finding Tell(YamlNode mapping, YamlEntry entry, Secret secret)
    {
        var path = entry.Value.Path;
        var key = Variable(mapping, entry) ?? path;
        var subject = secret.Name is { } name ? $"`{name}` in `{key}`" : $"`{key}`";
        var text = entry.Value.Text!;
        var part = text.AsSpan().Trim().Contains('\n') ? text.Substring(secret.Span.Start, secret.Span.Length) : null;
        var place = part is null ? entry.Value.Location : Origin.Plain.LocatePart(entry.Value, part, ScalarSecrets.Occurrences(text, part, secret.Span.Start)).Primary;
        return At(place, secret.What is { } what ? $"{subject} holds {what} in a values file" : $"{subject} holds its value in a values file") with { Level = secret.Level, ValuesKey = path };
    }

    static Secret? Judge(YamlNode mapping, YamlEntry entry)
    {
        if (entry.Value.Text is not { Length: > 0 } text || IsKeyWithin(mapping, entry.Key.Value, text)) return null;
        if (text.AsSpan().Trim().Contains('\n') || text.Length > SecretValue.Longest) return SecretJudgement.Strongest(SecretJudgement.Find(text));
        return SecretJudgement.Judge(Variable(mapping, entry) ?? Name(mapping, entry.Key.Value), text);
    }

    /// <summary>Beside the name of a Secret a key says where in it the secret lies.</summary>
    static bool IsKeyWithin(YamlNode mapping, string key, string text) =>
        key.EndsWith("key", StringComparison.OrdinalIgnoreCase) && text.All(static c => char.IsAsciiLetter(c) || c is '-' or '_' or '.')
        && mapping.Entries.Any(other => other.Key.Value is var name && (name.EndsWith("secretName", StringComparison.OrdinalIgnoreCase) || name.EndsWith("existingSecret", StringComparison.OrdinalIgnoreCase) || name.Equals("secretRef", StringComparison.OrdinalIgnoreCase)));

    /// <summary>The name in an entry of a list of variables.</summary>
    static string? Variable(YamlNode mapping, YamlEntry entry) => entry.Key.Value == "value" ? mapping["name"]?.Text : null;

    /// <summary>A short key says more behind the one above it: <c>stripe.key</c>. A Secret's key says where in it the secret lies.</summary>
    static string Name(YamlNode mapping, string key) =>
        NameWords.Of(key).Count == 1 && mapping.Parent is YamlMapping parent && parent.EntryOf(mapping) is { Key.Value: var above } && !(key == "key" && above.EndsWith("secret", StringComparison.OrdinalIgnoreCase)) ? $"{above}.{key}" : key;
}
