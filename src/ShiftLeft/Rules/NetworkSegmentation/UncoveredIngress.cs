using ShiftLeft.Kubernetes;

namespace ShiftLeft.Rules.NetworkSegmentation;

/// <summary>A workload with policies that leave one direction open: who reaches it.</summary>
sealed class UncoveredIngress : Rule<Workload>
{
    public override RuleInfo Info { get; } = new("SL4110", "uncovered-ingress", Level.Warning, Profile.Recommended, Since: "0.1")
    {
        Title = "Network policies select a workload, and none restricts who reaches it",
        Why = "The policies that select it are for egress only: the whole cluster may talk to it, while it looks protected.",
        Fix = "Add a NetworkPolicy with `Ingress` in its `policyTypes` that selects the workload, and list what is meant under `ingress`.",
        References = ["https://kubernetes.io/docs/concepts/services-networking/network-policies/"],
        Similar = ["C-0030"],
        Cwe = [653],
        SecuritySeverity = 4.0,
        IsOfAbsence = true,
        Bad =
        [
            """
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata:
              name: orders
              namespace: shop
            spec:
              podSelector:
                matchLabels:
                  app: orders
              policyTypes: [Egress]
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: [|orders|]
              namespace: shop
            spec:
              selector:
                matchLabels:
                  app: orders
              template:
                metadata:
                  labels:
                    app: orders
                spec:
                  containers:
                    - name: orders
                      image: ghcr.io/acme/orders:1.4

            """,
        ],
        Good =
        [
            """
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata:
              name: orders
              namespace: shop
            spec:
              podSelector:
                matchLabels:
                  app: orders
              policyTypes: [Ingress, Egress]
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: orders
              namespace: shop
            spec:
              selector:
                matchLabels:
                  app: orders
              template:
                metadata:
                  labels:
                    app: orders
                spec:
                  containers:
                    - name: orders
                      image: ghcr.io/acme/orders:1.4

            """,
            """
            # Without any policy that is said once.
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: orders
              namespace: shop
            spec:
              selector:
                matchLabels:
                  app: orders
              template:
                metadata:
                  labels:
                    app: orders
                spec:
                  containers:
                    - name: orders
                      image: ghcr.io/acme/orders:1.4

            """,
        ],
    };

    public override IEnumerable<Finding> Check(Workload workload, Settings settings)
    {
        if (workload.Object.IsHook || workload.PodSpec["hostNetwork"]?.IsTrue == true || workload.Kind == "PodTemplate") yield break;
        var selecting = 0;
        foreach (var policy in workload.Object.Set.NetworkPoliciesOf(workload).Where(policy => workload.Object.Set.AreTogether(policy.Object, workload.Object)))
        {
            if (policy.Covers(TrafficDirection.Ingress)) yield break;
            if (++selecting > MostPolicies) yield break;
        }
        if (selecting > 0) yield return this.Missing(workload.Object, workload.Object.Anchor, "", $"the NetworkPolicies that select the pods of `{workload.Object.Subject}` do not restrict Ingress");
    }

    /// <summary>More than anybody writes for one pod; what so many say together is not judged.</summary>
    const int MostPolicies = 100;
}
