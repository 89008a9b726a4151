using System.Collections.Immutable;
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
        from finding in Variables(container).Concat(Commands(container))
        select finding;

    IEnumerable<Finding> Variables(Container container) =>
        from variable in container.Environment
        let value = variable["value"]
        let name = variable["name"]?.Text ?? ""
        where value?.Text is { Length: > 0 }
        let secret = SecretJudgement.Judge(name, value!.Text!)
        where secret is not null && !container.Workload.Object.Origin.IsGenerated(value)
        select this.At(container, value, Message(name, secret.Value)) with { Level = secret.Value.Level };

    IEnumerable<Finding> Commands(Container container)
    {
        var words = (container.Node["command"]?.Items ?? []).Concat(container.Node["args"]?.Items ?? []).Where(item => item.Text is not null).ToList();
        var texts = words.ConvertAll(word => word.Text!);
        // The script of a shell is read as one; other words as they are.
        var script = texts.Count > 2 && Shells.Contains(texts[0][(texts[0].LastIndexOf('/') + 1)..]) ? texts.FindIndex(1, text => !text.StartsWith('-')) : -1;
        var found = (script < 0 ? CommandSecrets.Find(texts.Count == 0 ? "" : texts[0][(texts[0].LastIndexOf('/') + 1)..], texts).ToList() : [])
            .ToLookup(one => one.Word, one => one.Secret);
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
