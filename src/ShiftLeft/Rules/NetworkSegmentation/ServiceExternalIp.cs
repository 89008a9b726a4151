using ShiftLeft.Kubernetes;

namespace ShiftLeft.Rules.NetworkSegmentation;

/// <summary>A Service that claims addresses.</summary>
sealed class ServiceExternalIp : Rule<KubernetesObject>
{
    public override RuleInfo Info { get; } = new("SL4106", "service-external-ip", Level.Error, Profile.Baseline, Since: "0.1")
    {
        Title = "A Service claims external addresses",
        Why = "Whoever may set `externalIPs` takes over traffic of the cluster to those addresses (CVE-2020-8554).",
        Fix = "Remove `externalIPs`; use a load balancer.",
        Equivalents = ["KSV-0108", "kyverno/restrict-service-external-ips"],
        Similar = ["gatekeeper/externalip"],
        Cwe = [284],
        SecuritySeverity = 6.5,
        Bad = ["apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec:\n  externalIPs: [|[203.0.113.7]|]\n"],
        Good = ["apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec:\n  externalIPs: []\n"],
    };

    public override IEnumerable<Finding> Check(KubernetesObject item, Settings settings) =>
        item.Kind == "Service" && item.Spec?["externalIPs"] is { Items.Length: > 0 } addresses ? [this.At(item, addresses, $"`{item.Subject}` claims external addresses")] : [];
}
