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
        Bad =
        [
            """
            apiVersion: v1
            kind: Service
            metadata:
              name: web
            spec:
              selector:
                app: web
              ports:
                - port: 443
                  targetPort: 8443
              externalIPs:
                [|- 203.0.113.7|]

            """,
        ],
        Good =
        [
            """
            apiVersion: v1
            kind: Service
            metadata:
              name: web
            spec:
              type: LoadBalancer
              loadBalancerSourceRanges:
                - 203.0.113.0/24
              selector:
                app: web
              ports:
                - port: 443
                  targetPort: 8443

            """,
            """
            apiVersion: v1
            kind: Service
            metadata:
              name: web
            spec:
              selector:
                app: web
              ports:
                - port: 443
                  targetPort: 8443
              externalIPs: []

            """,
        ],
    };

    public override IEnumerable<Finding> Check(KubernetesObject item, Settings settings) =>
        item.Kind == "Service" && item.Spec?["externalIPs"] is { Items.Length: > 0 } addresses ? [this.At(item, addresses, $"`{item.Subject}` claims external addresses")] : [];
}
