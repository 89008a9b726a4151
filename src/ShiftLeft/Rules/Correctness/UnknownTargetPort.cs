using ShiftLeft.Kubernetes;
using ShiftLeft.Text;

namespace ShiftLeft.Rules.Correctness;

/// <summary>A Service that sends to a port by a name that no container has.</summary>
sealed class UnknownTargetPort : Rule<KubernetesObject>
{
    public override RuleInfo Info { get; } = new("SL8103", "unknown-target-port", Level.Error, Profile.Baseline, Since: "0.1")
    {
        Title = "A Service names a target port that its pods do not have",
        Why = "The name is looked up in the containers' ports. Where it is not found the Service has no endpoint for that port, and connections are refused.",
        Fix = "Name a port of the container, or give the container's port that name.",
        References = ["https://kubernetes.io/docs/concepts/services-networking/service/#field-spec-ports"],
        Similar = ["kube-linter/invalid-target-ports"],
        IsOfAbsence = true,
        Bad =
        [
            """
            apiVersion: v1
            kind: Service
            metadata:
              name: orders
            spec:
              selector:
                app: orders
              ports:
                - port: 80
                  targetPort: [|web|]
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: orders
            spec:
              selector:
                matchLabels:
                  app: orders
              template:
                metadata:
                  labels:
                    app: orders
                spec:
                  containers:
                    - name: orders
                      image: ghcr.io/acme/orders:1.4
                      ports:
                        - name: http
                          containerPort: 8080

            """,
        ],
        Good =
        [
            """
            apiVersion: v1
            kind: Service
            metadata:
              name: orders
            spec:
              selector:
                app: orders
              ports:
                - port: 80
                  targetPort: http
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: orders
            spec:
              selector:
                matchLabels:
                  app: orders
              template:
                metadata:
                  labels:
                    app: orders
                spec:
                  containers:
                    - name: orders
                      image: ghcr.io/acme/orders:1.4
                      ports:
                        - name: http
                          containerPort: 8080

            """,
            """
            # A number that no container declares may be listened on all the same.
            apiVersion: v1
            kind: Service
            metadata:
              name: orders
            spec:
              selector:
                app: orders
              ports:
                - port: 80
                  targetPort: 8080
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: orders
            spec:
              selector:
                matchLabels:
                  app: orders
              template:
                metadata:
                  labels:
                    app: orders
                spec:
                  containers:
                    - name: orders
                      image: ghcr.io/acme/orders:1.4

            """,
        ],
    };

    public override IEnumerable<Finding> Check(KubernetesObject item, Settings settings)
    {
        if (item is not { Kind: "Service", Group: "" } || item.Spec?["selector"] is not Yaml.YamlMapping { Pairs.Length: > 0 } selector) yield break;
        var targets = item.Set.Select(LabelSelector.OfLabels(selector), item.Namespace).Take(100).ToList();
        if (targets.Count == 0) yield break;
        foreach (var port in item.Spec["ports"]?.Items ?? [])
        {
            if (port["targetPort"] is not { Text: { Length: > 0 } name } node || node.AsInteger is not null || name.All(char.IsAsciiDigit)) continue;
            if (targets.SelectMany(target => target.Containers).SelectMany(container => container.Ports).Any(known => known["name"]?.Text == name)) continue;
            yield return this.At(item, node, $"no container behind `{item.Subject}` has a port named `{name}`{Suggestion.Sentence(name, targets.SelectMany(target => target.Containers).SelectMany(container => container.Ports).Select(known => known["name"]?.Text).OfType<string>())}");
        }
    }
}
