using ShiftLeft.Kubernetes;
using System.Collections.Frozen;

namespace ShiftLeft.Rules.Updates;

/// <summary>An API version that the cluster does not have any more.</summary>
sealed class RemovedApi : Rule<KubernetesObject>
{
    public override RuleInfo Info { get; } = new("SL3101", "removed-api", Level.Error, Profile.Baseline, Since: "0.1")
    {
        Title = "A manifest uses an API version that was removed",
        Why = "The API server refuses it, so the next upgrade of the cluster breaks the deployment, or already has.",
        Fix = "Use the version that the message names; field names may differ, see the deprecation guide.",
        References = ["https://kubernetes.io/docs/reference/using-api/deprecation-guide/"],
        Equivalents =
        [
            "KSV-0107", "kube-score/stable-version", "kube-linter/no-extensions-v1beta", "kics/object_is_using_a_deprecated_api_version",
            "kyverno/check-deprecated-apis", "gatekeeper/verifydeprecatedapi",
        ],
        Bad =
        [
            """
            apiVersion: [|extensions/v1beta1|]
            kind: Ingress
            metadata:
              name: shop
            spec:
              tls:
                - hosts: [shop.example.com]
                  secretName: shop-tls
              rules:
                - host: shop.example.com
                  http:
                    paths:
                      - path: /
                        backend:
                          serviceName: web
                          servicePort: 80

            """,
            """
            apiVersion: [|batch/v1beta1|]
            kind: CronJob
            metadata:
              name: nightly-report
            spec:
              schedule: "0 3 * * *"
              jobTemplate:
                spec:
                  template:
                    spec:
                      restartPolicy: OnFailure
                      containers:
                        - name: report
                          image: ghcr.io/acme/report:1.8.0

            """,
        ],
        Good =
        [
            """
            apiVersion: networking.k8s.io/v1
            kind: Ingress
            metadata:
              name: shop
            spec:
              tls:
                - hosts: [shop.example.com]
                  secretName: shop-tls
              rules:
                - host: shop.example.com
                  http:
                    paths:
                      - path: /
                        pathType: Prefix
                        backend:
                          service:
                            name: web
                            port:
                              number: 80

            """,
            """
            apiVersion: batch/v1
            kind: CronJob
            metadata:
              name: nightly-report
            spec:
              schedule: "0 3 * * *"
              jobTemplate:
                spec:
                  template:
                    spec:
                      restartPolicy: OnFailure
                      containers:
                        - name: report
                          image: ghcr.io/acme/report:1.8.0

            """,
        ],
    };

    public override IEnumerable<Finding> Check(KubernetesObject item, Settings settings) =>
        Removed.TryGetValue((item.ApiVersion, item.Kind), out var fact) && settings.Kubernetes >= new KubernetesVersion(1, fact.Minor)
            ? [this.At(item, item.Root["apiVersion"]!, $"`{item.ApiVersion}` {item.Kind} was removed in Kubernetes 1.{fact.Minor}{(fact.Successor is { } next ? $"; it is `{next}` now" : "")}")]
            : [];

    static readonly FrozenDictionary<(string, string), (int Minor, string? Successor)> Removed = Table().ToFrozenDictionary(row => (row.Api, row.Kind), row => (row.Minor, row.Successor));

    static IEnumerable<(string Api, string Kind, int Minor, string? Successor)> Table()
    {
        foreach (var api in (string[])["extensions/v1beta1", "apps/v1beta1", "apps/v1beta2"])
        {
            foreach (var kind in (string[])["Deployment", "DaemonSet", "ReplicaSet", "StatefulSet"]) yield return (api, kind, 16, "apps/v1");
        }
        yield return ("extensions/v1beta1", "NetworkPolicy", 16, "networking.k8s.io/v1");
        yield return ("extensions/v1beta1", "PodSecurityPolicy", 16, null);
        yield return ("extensions/v1beta1", "Ingress", 22, "networking.k8s.io/v1");
        yield return ("networking.k8s.io/v1beta1", "Ingress", 22, "networking.k8s.io/v1");
        yield return ("networking.k8s.io/v1beta1", "IngressClass", 22, "networking.k8s.io/v1");
        yield return ("admissionregistration.k8s.io/v1beta1", "MutatingWebhookConfiguration", 22, "admissionregistration.k8s.io/v1");
        yield return ("admissionregistration.k8s.io/v1beta1", "ValidatingWebhookConfiguration", 22, "admissionregistration.k8s.io/v1");
        yield return ("apiextensions.k8s.io/v1beta1", "CustomResourceDefinition", 22, "apiextensions.k8s.io/v1");
        yield return ("apiregistration.k8s.io/v1beta1", "APIService", 22, "apiregistration.k8s.io/v1");
        yield return ("certificates.k8s.io/v1beta1", "CertificateSigningRequest", 22, "certificates.k8s.io/v1");
        yield return ("coordination.k8s.io/v1beta1", "Lease", 22, "coordination.k8s.io/v1");
        foreach (var kind in (string[])["Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding"]) yield return ("rbac.authorization.k8s.io/v1beta1", kind, 22, "rbac.authorization.k8s.io/v1");
        yield return ("scheduling.k8s.io/v1beta1", "PriorityClass", 22, "scheduling.k8s.io/v1");
        foreach (var kind in (string[])["CSIDriver", "CSINode", "StorageClass", "VolumeAttachment"]) yield return ("storage.k8s.io/v1beta1", kind, 22, "storage.k8s.io/v1");
        yield return ("batch/v1beta1", "CronJob", 25, "batch/v1");
        yield return ("discovery.k8s.io/v1beta1", "EndpointSlice", 25, "discovery.k8s.io/v1");
        yield return ("events.k8s.io/v1beta1", "Event", 25, "events.k8s.io/v1");
        yield return ("autoscaling/v2beta1", "HorizontalPodAutoscaler", 25, "autoscaling/v2");
        yield return ("policy/v1beta1", "PodDisruptionBudget", 25, "policy/v1");
        yield return ("policy/v1beta1", "PodSecurityPolicy", 25, null);
        yield return ("node.k8s.io/v1beta1", "RuntimeClass", 25, "node.k8s.io/v1");
        yield return ("autoscaling/v2beta2", "HorizontalPodAutoscaler", 26, "autoscaling/v2");
        foreach (var (version, minor) in ((string, int)[])[("v1beta1", 26), ("v1beta2", 29), ("v1beta3", 32)])
        {
            yield return ($"flowcontrol.apiserver.k8s.io/{version}", "FlowSchema", minor, "flowcontrol.apiserver.k8s.io/v1");
            yield return ($"flowcontrol.apiserver.k8s.io/{version}", "PriorityLevelConfiguration", minor, "flowcontrol.apiserver.k8s.io/v1");
        }
        yield return ("storage.k8s.io/v1beta1", "CSIStorageCapacity", 27, "storage.k8s.io/v1");
        yield return ("admissionregistration.k8s.io/v1beta1", "ValidatingAdmissionPolicy", 34, "admissionregistration.k8s.io/v1");
        yield return ("admissionregistration.k8s.io/v1beta1", "ValidatingAdmissionPolicyBinding", 34, "admissionregistration.k8s.io/v1");
    }
}
