using ShiftLeft.Kubernetes;

namespace ShiftLeft.Rules.Correctness;

/// <summary>A Service that leads nowhere.</summary>
sealed class DanglingService : Rule<KubernetesObject>
{
    public override RuleInfo Info { get; } = new("SL8102", "dangling-service", Level.Warning, Profile.Recommended, Since: "0.1")
    {
        Title = "A Service selects no pod",
        Why = "It has no endpoints: every connection to it is refused.",
        Fix = "Make `spec.selector` equal to the labels of a pod template, or remove the Service.",
        References = ["https://kubernetes.io/docs/concepts/services-networking/service/"],
        Equivalents = ["kube-linter/dangling-service", "kube-score/service-targets-pod", "kics/service_does_not_target_pod", "C-0293"],
        Bad = ["apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {selector: [|{app: b}|], ports: [{port: 80}]}\n---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec: {template: {metadata: {labels: {app: a}}, spec: {containers: [{name: a}]}}}\n"],
        Good =
        [
            "apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {selector: {app: a}, ports: [{port: 80}]}\n---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec: {template: {metadata: {labels: {app: a}}, spec: {containers: [{name: a}]}}}\n",
            "apiVersion: v1\nkind: Service\nmetadata: {name: alone}\nspec: {selector: {app: elsewhere}, ports: [{port: 80}]}\n",
            "apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {type: ExternalName, externalName: a.example.com}\n",
        ],
    };

    // A kind that is not known may own the pods, and without any workload in its namespace the pods are kept elsewhere.
    public override IEnumerable<Finding> Check(KubernetesObject item, Settings settings)
    {
        if (item is not { Kind: "Service", Group: "" } || item.IsHook || item.Spec?["selector"] is not Yaml.YamlMapping { Pairs.Length: > 0 } selector) yield break;
        var set = item.Set;
        if (!set.Workloads.Any(workload => ManifestSet.SameNamespace(workload.Object.Namespace, item.Namespace)) || set.HasUnknownKinds || set.Select(LabelSelector.OfLabels(selector), item.Namespace).Any()) yield break;
        yield return this.At(item, selector, $"`{item.Subject}` selects no pod of the workloads here");
    }
}
