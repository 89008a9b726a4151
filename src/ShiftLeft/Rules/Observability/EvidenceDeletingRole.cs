using ShiftLeft.Kubernetes;

namespace ShiftLeft.Rules.Observability;

/// <summary>A role that may delete what an investigation needs.</summary>
sealed class EvidenceDeletingRole : Rule<KubernetesObject>
{
    public override RuleInfo Info { get; } = new("SL6103", "evidence-deleting-role", Level.Warning, Profile.Recommended, Since: "0.1")
    {
        Title = "A role may delete logs or events",
        Why = "Events and logs tell what happened. Whoever may delete them can hide an attack.",
        Fix = "Remove the verb; events expire by themselves.",
        Parts = [new(["pods/log"], "KSV-0042"), new(["events"], "C-0031")],
        Cwe = [778],
        SecuritySeverity = 4.5,
        Bad =
        [
            """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: Role
            metadata:
              name: orders-operator
            rules:
              - apiGroups: [""]
                resources: [[|events|]]
                verbs: [create, list, delete]

            """,
        ],
        Good =
        [
            """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: Role
            metadata:
              name: orders-operator
            rules:
              - apiGroups: [""]
                resources: [events]
                verbs: [create, list]

            """,
        ],
    };

    public override IEnumerable<Finding> Check(KubernetesObject item, Settings settings) =>
        from rule in AccessRule.Of(item)
        where rule.Names.IsEmpty && rule.Verbs.Any(verb => verb.Text is "delete" or "deletecollection")
        from resource in rule.Resources
        where resource.Text == "events" ? rule.Reaches("") || rule.Reaches("events.k8s.io") : resource.Text == "pods/log" && rule.Reaches("")
        select this.At(item, resource, $"`{item.Subject}` may delete `{resource.Text}`");
}
