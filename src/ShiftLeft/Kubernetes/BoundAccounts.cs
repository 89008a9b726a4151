namespace ShiftLeft.Kubernetes;

/// <summary>What role bindings say: which service accounts they name, one by one or by the groups that they are in, and how far they bind ClusterRoles.</summary>
sealed class BoundAccounts
{
    const string AllAccounts = "system:serviceaccounts";

    readonly NamespaceIndex<string, KubernetesObject> byName = new();
    readonly HashSet<string> groups = new(StringComparer.Ordinal);
    readonly HashSet<string> inNamespaces = new(StringComparer.Ordinal);
    readonly HashSet<string> inCluster = new(StringComparer.Ordinal);

    public BoundAccounts(IEnumerable<KubernetesObject> bindings)
    {
        foreach (var binding in bindings)
        {
            if (binding.Root["roleRef"] is { } role && role["kind"]?.Text == "ClusterRole" && role["name"]?.Text is { } bound) (binding.Kind == "RoleBinding" ? inNamespaces : inCluster).Add(bound);
            foreach (var subject in binding.Root["subjects"]?.Items ?? [])
            {
                if (subject["name"]?.Text is not { } name) continue;
                if (subject["kind"]?.Text == "ServiceAccount") byName.Add(subject["namespace"]?.Text ?? binding.Namespace, name, binding);
                else if (subject["kind"]?.Text == "Group") groups.Add(name);
            }
        }
    }

    /// <summary>Whether a ClusterRole is bound here, but nowhere for the whole cluster.</summary>
    public bool AreOnlyInNamespaces(string clusterRole) => inNamespaces.Contains(clusterRole) && !inCluster.Contains(clusterRole);

    /// <summary>Whether a binding gives rights to an account of a namespace.</summary>
    public bool Have(string account, string? inNamespace) =>
        byName.CountIn(inNamespace, account) > 0 || groups.Contains(AllAccounts) || (inNamespace is not null && groups.Contains($"{AllAccounts}:{inNamespace}"));
}
