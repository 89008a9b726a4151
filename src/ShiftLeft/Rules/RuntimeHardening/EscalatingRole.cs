using ShiftLeft.Kubernetes;

namespace ShiftLeft.Rules.RuntimeHardening;

/// <summary>A role whose holder can take more rights than it was given.</summary>
sealed class EscalatingRole : Rule<KubernetesObject>
{
    public override RuleInfo Info { get; } = new("SL2114", "escalating-role", Level.Error, Profile.Baseline, Since: "0.1")
    {
        Title = "A role lets its holder take any rights",
        Why = "`escalate` and `bind` grant roles that the holder does not have, `impersonate` makes it anybody, and tokens created for other accounts do the same.",
        Fix = "Remove the verb; leave the granting of rights to people and to the cluster's own controllers.",
        References = ["https://kubernetes.io/docs/concepts/security/rbac-good-practices/#privilege-escalation-risks"],
        Equivalents = ["KSV-0050", "kyverno/restrict-escalation-verbs-roles", "C-0191"],
        Parts =
        [
            new(["escalate", "*"], "CKV_K8S_158", "kics/rbac_roles_allow_privilege_escalation"),
            new(["bind", "*"], "CKV_K8S_157", "kics/rbac_roles_allow_privilege_escalation"),
            new(["impersonate", "*"], "KSV-0043", "kics/rbac_roles_with_impersonate_permission", "C-0065"),
            new(["serviceaccounts/token"], "C-0282"),
        ],
        Similar = ["KSV-0051", "KSV-0052", "KSV-0055", "CKV2_K8S_1", "CKV2_K8S_3"],
        Cwe = [269],
        SecuritySeverity = 8.8,
        Bad =
        [
            """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRole
            metadata:
              name: team-operator
            rules:
              - apiGroups: [rbac.authorization.k8s.io]
                resources: [roles]
                verbs: [get, list, create, [|escalate|]]

            """,
            """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: Role
            metadata:
              name: deployer
              namespace: shop
            rules:
              - apiGroups: [""]
                resources: [serviceaccounts/token]
                verbs: [[|create|]]

            """,
        ],
        Good =
        [
            """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRole
            metadata:
              name: team-operator
            rules:
              - apiGroups: [rbac.authorization.k8s.io]
                resources: [roles]
                verbs: [get, list]

            """,
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
        ],
    };

    public override IEnumerable<Finding> Check(KubernetesObject item, Settings settings) =>
        item.Kind is not ("Role" or "ClusterRole") ? [] :
        from rule in item.Root["rules"]?.Items ?? []
        let resources = (rule["resources"]?.Items ?? []).Select(resource => resource.Text ?? "").ToList()
        from verb in rule["verbs"]?.Items ?? []
        where verb.Text is "escalate" or "bind" or "impersonate" ||
            (verb.Text == "create" && resources.Contains("serviceaccounts/token")) ||
            (verb.Text == "*" && resources.Exists(HasSuchVerbs))
        select this.At(item, verb, $"`{item.Subject}` allows `{verb.Text}` on {string.Join(", ", resources.Take(3).Select(resource => $"`{resource}`"))}");

    /// <summary>Where all verbs are more than what can be done to an object: they hold <c>escalate</c>, <c>bind</c> or <c>impersonate</c>.</summary>
    static bool HasSuchVerbs(string resource) => resource is "roles" or "clusterroles" or "users" or "groups" or "serviceaccounts/token";
}
