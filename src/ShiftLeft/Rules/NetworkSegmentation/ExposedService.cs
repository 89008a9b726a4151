using ShiftLeft.Kubernetes;

namespace ShiftLeft.Rules.NetworkSegmentation;

/// <summary>A Service that is open to the outside.</summary>
sealed class ExposedService : Rule<KubernetesObject>
{
    public override RuleInfo Info { get; } = new("SL4104", "exposed-service", Level.Warning, Profile.Recommended, Since: "0.1")
    {
        Title = "A Service is reachable from outside the cluster without restriction",
        Why = "A NodePort is open on every node; a load balancer without source ranges takes traffic from everywhere, past the ingress with its TLS, authentication and limits.",
        Fix = "Use `type: ClusterIP` behind an Ingress or Gateway, or set `loadBalancerSourceRanges`, or the annotation by which the provider makes the load balancer internal, such as `service.beta.kubernetes.io/azure-load-balancer-internal: \"true\"`.",
        Equivalents = ["kube-linter/exposed-services"],
        Parts =
        [
            new(["NodePort"], "kube-score/service-type", "kics/service_type_is_nodeport", "kyverno/restrict-node-port", "gatekeeper/block-nodeport-services"),
            new(["LoadBalancer"], "kics/service_with_external_load_balancer", "kyverno/restrict-loadbalancer", "gatekeeper/block-loadbalancer-services"),
        ],
        Similar = ["kics/ingress_controller_exposes_workload", "C-0256"],
        Cwe = [668],
        SecuritySeverity = 5.0,
        Bad =
        [
            """
            apiVersion: v1
            kind: Service
            metadata:
              name: orders
            spec:
              type: [|NodePort|]
              selector:
                app: orders
              ports:
                - port: 80
                  targetPort: 8080

            """,
            """
            apiVersion: v1
            kind: Service
            metadata:
              name: orders
            spec:
              type: [|LoadBalancer|]
              selector:
                app: orders
              ports:
                - port: 443
                  targetPort: 8443

            """,
        ],
        Good =
        [
            """
            apiVersion: v1
            kind: Service
            metadata:
              name: orders
            spec:
              selector:
                app: orders
              ports:
                - port: 80
                  targetPort: 8080

            """,
            """
            apiVersion: v1
            kind: Service
            metadata:
              name: orders
            spec:
              type: LoadBalancer
              loadBalancerSourceRanges:
                - 10.0.0.0/8
              selector:
                app: orders
              ports:
                - port: 443
                  targetPort: 8443

            """,
        ],
    };

    public override IEnumerable<Finding> Check(KubernetesObject item, Settings settings) =>
        item is { Kind: "Service", Group: "" } && item.Spec?["type"] is { } type && (type.Text == "NodePort" || (type.Text == "LoadBalancer" && !LoadBalancerReach.IsRestricted(item) && !LoadBalancerReach.IsInternal(item)))
            ? [this.At(item, type, $"`{item.Subject}` is a {type.Text}{(type.Text != "LoadBalancer" ? "" : item.Spec["loadBalancerSourceRanges"] is { Items.Length: > 0 } ? " whose source ranges are all addresses" : " without source ranges")}")]
            : [];
}
