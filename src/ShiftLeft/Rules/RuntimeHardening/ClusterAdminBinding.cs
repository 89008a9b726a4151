using ShiftLeft.Kubernetes;

namespace ShiftLeft.Rules.RuntimeHardening;

/// <summary>Somebody is made administrator of the cluster.</summary>
sealed class ClusterAdminBinding : Rule<KubernetesObject>
{
    public override RuleInfo Info { get; } = new("SL2113", "cluster-admin-binding", Level.Error, Profile.Baseline, Since: "0.1")
    {
        Title = "A binding grants cluster-admin",
        Why = "`cluster-admin` may do everything everywhere. One stolen token of the subject is the end of the cluster.",
        Fix = "Bind a role that lists what is needed, in the namespaces where it is needed.",
        References = ["https://kubernetes.io/docs/concepts/security/rbac-good-practices/"],
        Equivalents =
        [
            "kube-linter/cluster-admin-role-binding", "polaris/clusterrolebindingClusterAdmin", "polaris/rolebindingClusterAdminClusterRole",
            "kics/cluster_admin_role_binding_with_super_user_permissions", "kyverno/restrict-binding-clusteradmin", "C-0185",
        ],
        Similar = ["KSV-0111", "polaris/rolebindingClusterAdminRole", "C-0035"],
        Cwe = [250, 269],
        SecuritySeverity = 9.0,
        Bad =
        [
            """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRoleBinding
            metadata:
              name: deployer
            roleRef:
              apiGroup: rbac.authorization.k8s.io
              kind: ClusterRole
              name: [|cluster-admin|]
            subjects:
              - kind: ServiceAccount
                name: deployer
                namespace: shop

            """,
            """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: RoleBinding
            metadata:
              name: developers
              namespace: shop
            roleRef:
              apiGroup: rbac.authorization.k8s.io
              kind: ClusterRole
              name: [|cluster-admin|]
            subjects:
              - kind: Group
                name: shop-developers
                apiGroup: rbac.authorization.k8s.io

            """,
        ],
        Good =
        [
            """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: RoleBinding
            metadata:
              name: deployer
              namespace: shop
            roleRef:
              apiGroup: rbac.authorization.k8s.io
              kind: Role
              name: deployer
            subjects:
              - kind: ServiceAccount
                name: deployer
                namespace: shop

            """,
            """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: RoleBinding
            metadata:
              name: developers
              namespace: shop
            roleRef:
              apiGroup: rbac.authorization.k8s.io
              kind: ClusterRole
              name: view
            subjects:
              - kind: Group
                name: shop-developers
                apiGroup: rbac.authorization.k8s.io

            """,
        ],
    };

    public override IEnumerable<Finding> Check(KubernetesObject item, Settings settings) =>
        item.Kind is "ClusterRoleBinding" or "RoleBinding" && item.Root.At("roleRef", "name") is { Text: "cluster-admin" } role &&
        item.Root.At("roleRef", "kind")?.Text is null or "ClusterRole" && Subjects(item) is { Count: > 0 } subjects
            ? [this.At(item, role, $"`{item.Subject}` makes {string.Join(", ", subjects.Take(3).Select(name => $"`{name}`"))} administrator{(item.Kind == "ClusterRoleBinding" ? " of the cluster" : " of the namespace")}")]
            : [];

    /// <summary>Whom it gives the role. The group of Kubernetes' own administrators has it anyway.</summary>
    static List<string> Subjects(KubernetesObject item) =>
        [.. (item.Root["subjects"]?.Items ?? []).Select(subject => subject["name"]?.Text ?? "").Where(name => name != "system:masters")];
}
