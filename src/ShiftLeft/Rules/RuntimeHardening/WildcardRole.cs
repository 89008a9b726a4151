using System.Collections.Immutable;
using ShiftLeft.Kubernetes;
using ShiftLeft.Yaml;

namespace ShiftLeft.Rules.RuntimeHardening;

/// <summary>A role that allows everything of a kind.</summary>
sealed class WildcardRole : Rule<KubernetesObject>
{
    public override RuleInfo Info { get; } = new("SL2111", "wildcard-role", Level.Error, Profile.Baseline, Since: "0.1")
    {
        Title = "A role uses a wildcard",
        Why = "`*` grants what nobody listed, resources and verbs of the future included: `escalate`, `bind` and `impersonate` among them. How much that is depends on the API group: all of Kubernetes' own is the cluster, all of an extension's is what its operator works with.",
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
        from rule in AccessRule.Of(item)
        let widest = Star(rule.Resources) ?? (rule.Resources.IsEmpty ? null : Star(rule.Verbs) ?? Star(rule.Groups))
        where widest is not null
        select this.At(item, widest, $"`{item.Subject}` allows {Verbs(rule)} on {Resources(rule)} {Groups(rule)}{(rule.Names.IsEmpty ? "" : ", of certain names")}") with { Level = LevelOf(rule, item.Kind == "ClusterRole") };

    /// <summary>What is granted decides, not that a star grants it: all of an extension's own group is what its operator is for.</summary>
    static Level LevelOf(AccessRule rule, bool isOfCluster)
    {
        if (!rule.Names.IsEmpty || (Star(rule.Groups) is null && rule.Groups.All(group => !AccessRule.IsBuiltIn(group.Text ?? "")) && !rule.Groups.IsEmpty)) return Level.Info;
        var writes = rule.Verbs.Any(verb => verb.Text is not ("get" or "list" or "watch"));
        if (Star(rule.Resources) is not null)
        {
            if (!writes) return rule.Reaches("") ? Level.Warning : Level.Info;
            if (rule.Reaches("") && rule.Reaches("rbac.authorization.k8s.io") && Star(rule.Verbs) is not null) return Level.Error;
            return isOfCluster && (rule.Reaches("") || rule.Reaches("rbac.authorization.k8s.io")) ? Level.Error : Level.Warning;
        }
        if (Star(rule.Verbs) is null) return Level.Info;
        return isOfCluster && rule.Resources.Any(resource => HoldsRights(rule, resource.Text ?? "")) ? Level.Error : Level.Warning;
    }

    /// <summary>Resources of which whoever may do everything with them has the rights of others as well.</summary>
    static bool HoldsRights(AccessRule rule, string resource) => resource switch
    {
        "secrets" or "users" or "groups" or "serviceaccounts" or "serviceaccounts/token" or "nodes/proxy" => rule.Reaches(""),
        "roles" or "clusterroles" => rule.Reaches("rbac.authorization.k8s.io"),
        _ => false,
    };

    static YamlNode? Star(ImmutableArray<YamlNode> list) => list.FirstOrDefault(item => item.Text == "*");

    static string Verbs(AccessRule rule) => Star(rule.Verbs) is null ? Join(rule.Verbs, text => $"`{text}`") : "all verbs";

    static string Resources(AccessRule rule) => Star(rule.Resources) is null ? Join(rule.Resources, text => $"`{text}`") : "all resources";

    static string Groups(AccessRule rule) =>
        Star(rule.Groups) is not null ? "of all API groups" : rule.Groups.IsEmpty ? "of no API group" : $"of {Join(rule.Groups, text => text.Length == 0 ? "the core group" : $"`{text}`")}";

    static string Join(ImmutableArray<YamlNode> items, Func<string, string> show) =>
        string.Join(", ", items.Take(MostNamed).Select(item => show(item.Text ?? ""))) + (items.Length > MostNamed ? " and more" : "");

    const int MostNamed = 3;
}
