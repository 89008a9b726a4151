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
        Equivalents = ["CKV_K8S_49", "KSV-0044", "kube-linter/wildcard-in-rules", "kics/rbac_wildcard_in_rule", "sonar/S6867", "C-0187"],
        Parts = [new(["resources"], "KSV-0046", "KSV-0112", "kyverno/restrict-wildcard-resources"), new(["verbs"], "KSV-0045", "kyverno/restrict-wildcard-verbs")],
        Similar = ["semgrep/legacy-api-clusterrole-excessive-permissions", "C-0035"],
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
