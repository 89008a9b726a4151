using ShiftLeft.Kubernetes;

namespace ShiftLeft.Rules.RuntimeHardening;

/// <summary>A role that allows everything of a kind.</summary>
sealed class WildcardRole : Rule<KubernetesObject>
{
    public override RuleInfo Info { get; } = new("SL2111", "wildcard-role", Level.Error, Profile.Baseline, Since: "0.1")
    {
        Title = "A role uses a wildcard",
        Why = "`*` grants what nobody listed, resources and verbs of the future included: `escalate`, `bind` and `impersonate` among them.",
        Fix = "List the API groups, resources and verbs that are needed.",
        References = ["https://kubernetes.io/docs/concepts/security/rbac-good-practices/"],
        Equivalents = ["CKV_K8S_49", "kube-linter/wildcard-in-rules", "C-0187"],
        Cwe = [250, 269],
        SecuritySeverity = 8.0,
        Bad =
        [
            """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: Role
            metadata:
              name: deployer
              namespace: shop
            rules:
              - apiGroups: [apps]
                resources: [deployments]
                verbs: [[|"*"|]]

            """,
            """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRole
            metadata:
              name: inventory
            rules:
              - apiGroups: [""]
                resources: [[|"*"|]]
                verbs: [get, list]

            """,
        ],
        Good =
        [
            """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: Role
            metadata:
              name: deployer
              namespace: shop
            rules:
              - apiGroups: [apps]
                resources: [deployments]
                verbs: [get, list, patch]

            """,
            """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRole
            metadata:
              name: inventory
            rules:
              - apiGroups: [""]
                resources: [pods, services, nodes]
                verbs: [get, list]

            """,
        ],
    };

    public override IEnumerable<Finding> Check(KubernetesObject item, Settings settings) =>
        item.Kind is not ("Role" or "ClusterRole") ? [] :
        from rule in item.Root["rules"]?.Items ?? []
        from list in (string[])["resources", "verbs", "apiGroups"]
        from value in rule[list]?.Items ?? []
        where value.Text == "*"
        select this.At(item, value, $"`{item.Subject}` allows all {(list == "apiGroups" ? "API groups" : list)}");
}
