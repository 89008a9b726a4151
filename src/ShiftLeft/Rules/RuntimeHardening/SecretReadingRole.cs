using ShiftLeft.Kubernetes;

namespace ShiftLeft.Rules.RuntimeHardening;

/// <summary>A role that reads all secrets.</summary>
sealed class SecretReadingRole : Rule<KubernetesObject>
{
    public override RuleInfo Info { get; } = new("SL2115", "secret-reading-role", Level.Warning, Profile.Recommended, Since: "0.1")
    {
        Title = "A role may read all secrets of its scope",
        Why = "Secrets hold the credentials of every other service, tokens of service accounts among them. `list` and `watch` return their contents as `get` does.",
        Fix = "Name the secrets under `resourceNames` and allow `get` only.",
        References = ["https://kubernetes.io/docs/concepts/security/rbac-good-practices/#listing-secrets"],
        Equivalents = ["kics/rbac_roles_with_read_secrets_permissions", "kyverno/restrict-secret-role-verbs", "C-0015", "C-0186"],
        Similar = ["KSV-0041", "KSV-0113", "CKV2_K8S_5", "kube-linter/access-to-secrets", "kics/service_account_allows_access_secrets"],
        Cwe = [200],
        SecuritySeverity = 6.5,
        Bad =
        [
            """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: Role
            metadata:
              name: dashboard
              namespace: shop
            rules:
              - apiGroups: [""]
                resources: [pods, services, [|secrets|]]
                verbs: [get, list]

            """,
            """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRole
            metadata:
              name: certificate-reloader
            rules:
              - apiGroups: [""]
                resources: [[|secrets|]]
                verbs: [watch]

            """,
        ],
        Good =
        [
            """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: Role
            metadata:
              name: dashboard
              namespace: shop
            rules:
              - apiGroups: [""]
                resources: [pods, services]
                verbs: [get, list]

            """,
            """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: Role
            metadata:
              name: certificate-reloader
              namespace: shop
            rules:
              - apiGroups: [""]
                resources: [secrets]
                resourceNames: [shop-tls]
                verbs: [get]

            """,
        ],
    };

    // A star among the verbs or resources is another rule's.
    public override IEnumerable<Finding> Check(KubernetesObject item, Settings settings) =>
        from rule in AccessRule.Of(item)
        where rule.Reaches("") && rule.Names.IsEmpty && rule.Verbs.Any(verb => verb.Text is "get" or "list" or "watch")
        from resource in rule.Resources
        where resource.Text == "secrets"
        select this.At(item, resource, $"`{item.Subject}` may read every secret of {Scope(item)}");

    /// <summary>A ClusterRole reaches as far as the bindings that name it.</summary>
    static string Scope(KubernetesObject item) =>
        item.Kind == "Role" ? "its namespace"
        : item.Set.Accounts.AreOnlyInNamespaces(item.Name) ? "the namespaces that it is bound in"
        : "the cluster";
}
