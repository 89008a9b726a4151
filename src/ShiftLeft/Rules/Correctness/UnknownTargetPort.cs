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
        Bad = ["apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {selector: {app: a}, ports: [{port: 80, targetPort: [|web|]}]}\n---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec: {template: {metadata: {labels: {app: a}}, spec: {containers: [{name: a, ports: [{name: http, containerPort: 8080}]}]}}}\n"],
        Good =
        [
            "apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {selector: {app: a}, ports: [{port: 80, targetPort: http}]}\n---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec: {template: {metadata: {labels: {app: a}}, spec: {containers: [{name: a, ports: [{name: http, containerPort: 8080}]}]}}}\n",
            "apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {selector: {app: a}, ports: [{port: 80, targetPort: 9090}]}\n---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec: {template: {metadata: {labels: {app: a}}, spec: {containers: [{name: a}]}}}\n",
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
