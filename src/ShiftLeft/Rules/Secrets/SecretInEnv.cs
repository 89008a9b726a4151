using System.Collections.Immutable;
using ShiftLeft.Kubernetes;
using ShiftLeft.Yaml;

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
            """
            apiVersion: v1
            kind: Pod
            metadata:
              name: orders
            spec:
              containers:
                - name: orders
                  image: ghcr.io/acme/orders:1.4
                  args: [serve, [|--db-password=kJ7bq2nRs0|]]

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
        from finding in NamedTexts(container).SelectMany(named => Judge(container, named.Name, named.Value)).Concat(Commands(container).SelectMany(words => InWords(container, words)))
        select finding;

    /// <summary>Variables, and the headers that probes and hooks send.</summary>
    static IEnumerable<(YamlNode? Name, YamlNode? Value)> NamedTexts(Container container) =>
        container.Environment.Concat(Handlers(container).SelectMany(handler => handler.At("httpGet", "httpHeaders")?.Items ?? [])).Select(entry => (entry["name"], entry["value"]));

    /// <summary>What the container runs, and what runs in it.</summary>
    static IEnumerable<List<YamlNode>> Commands(Container container) =>
        Handlers(container).Select(handler => handler.At("exec", "command")?.Items ?? []).Prepend([.. container.Node["command"]?.Items ?? [], .. container.Node["args"]?.Items ?? []])
            .Select(words => words.Where(word => word.Text is not null).ToList());

    static IEnumerable<YamlNode> Handlers(Container container) =>
        new[] { container.Node["startupProbe"], container.Node["livenessProbe"], container.Node["readinessProbe"], container.Node.At("lifecycle", "postStart"), container.Node.At("lifecycle", "preStop") }.OfType<YamlNode>();

    IEnumerable<Finding> Judge(Container container, YamlNode? name, YamlNode? value)
    {
        if (value?.Text is not { Length: > 0 } text || SecretJudgement.Judge(name?.Text ?? "", text) is not { } secret || container.Workload.Object.Origin.IsGenerated(value)) yield break;
        yield return this.At(container, value, Message(name?.Text ?? "", secret)) with { Level = secret.Level };
    }

    IEnumerable<Finding> InWords(Container container, List<YamlNode> words)
    {
        if (words.Count == 0) yield break;
        var texts = words.ConvertAll(word => word.Text!);
        var program = texts[0][(texts[0].LastIndexOf('/') + 1)..];
        // The script of a shell is read as one; other words as they are.
        var script = texts.Count > 2 && Shells.Contains(program) ? texts.FindIndex(1, text => !text.StartsWith('-')) : -1;
        var found = (script < 0 ? CommandSecrets.Find(program, texts).ToList() : []).ToLookup(one => one.Word, one => one.Secret);
        for (var i = 0; i < words.Count; i++)
        {
            var secrets = i == script ? InScript(texts[i]) : [.. found[i]];
            foreach (var finding in ScalarSecrets.At(this, container.Workload.Object, words[i], texts[i], secrets, secret => Message(secret.Name, secret), container)) yield return finding;
        }
    }

    static List<Secret> InScript(string text)
    {
        var found = Credentials.Find(text);
        foreach (var secret in CommandSecrets.InScript(text))
        {
            if (found.Count < Credentials.Most && !found.Exists(known => known.Span.Overlaps(secret.Span))) found.Add(secret);
        }
        return found;
    }

    static string Message(string? name, Secret secret) =>
        name is null ? $"the command holds {secret.What ?? "a secret"} in the manifest"
        : secret.What is { } what ? $"`{name}` holds {what} in the manifest"
        : secret.Name is { } inner && inner != name ? $"`{inner}` in `{name}` holds its value in the manifest"
        : $"`{name}` holds its value in the manifest";

    static readonly ImmutableArray<string> Shells = ["sh", "bash", "ash", "dash", "zsh", "ksh"];
}
