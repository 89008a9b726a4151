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
            new(["bind", "*"], "kics/rbac_roles_allow_privilege_escalation"),
            new(["impersonate", "*"], "KSV-0043", "kics/rbac_roles_with_impersonate_permission", "C-0065"),
            new(["serviceaccounts/token"], "C-0282"),
        ],
        Similar = ["CKV_K8S_157", "KSV-0051", "KSV-0052", "KSV-0055", "CKV2_K8S_1", "CKV2_K8S_3"],
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
        from rule in AccessRule.Of(item)
        let resources = rule.Resources.Select(resource => resource.Text ?? "").ToList()
        from verb in rule.Verbs
        where Escalates(rule, verb.Text ?? "")
        select this.At(item, verb, $"`{item.Subject}` allows `{verb.Text}` on {string.Join(", ", resources.Take(3).Select(resource => $"`{resource}`"))}");

    static bool Escalates(AccessRule rule, string verb) => verb switch
    {
        // What a role's holder may write into the role is not narrowed by the role's name.
        "escalate" => Holds(rule, "rbac.authorization.k8s.io", "roles", "clusterroles"),
        "bind" => Holds(rule, "rbac.authorization.k8s.io", "roles", "clusterroles") && NamesAny(rule, "cluster-admin"),
        "impersonate" => Holds(rule, "", "users", "groups", "serviceaccounts") && NamesAny(rule, "system:masters", "system:admin"),
        "create" => Holds(rule, "", "serviceaccounts/token") && rule.Names.IsEmpty,
        // All verbs are more than what can be done to an object where they hold one of those above. Where they are on all resources, that is another rule's.
        "*" => rule.Resources.Any(resource => resource.Text is "roles" or "clusterroles" or "users" or "groups" or "serviceaccounts/token")
            && (Escalates(rule, "bind") || Escalates(rule, "impersonate") || Escalates(rule, "create")),
        _ => false,
    };

    /// <summary>Whether it speaks of one of these resources of a group.</summary>
    static bool Holds(AccessRule rule, string group, params ReadOnlySpan<string> resources)
    {
        if (!rule.Reaches(group)) return false;
        foreach (var resource in resources)
        {
            if (rule.Resource(resource) is not null) return true;
        }
        return false;
    }

    /// <summary>Whether it is for all objects, or for one that stands for all rights.</summary>
    static bool NamesAny(AccessRule rule, params ReadOnlySpan<string> names)
    {
        if (rule.Names.IsEmpty) return true;
        foreach (var name in names)
        {
            if (rule.Names.Contains(name)) return true;
        }
        return false;
    }
}
