using ShiftLeft.Kubernetes;

namespace ShiftLeft.Rules.NetworkSegmentation;

/// <summary>An Ingress that serves in the clear.</summary>
sealed class IngressWithoutTls : Rule<KubernetesObject>
{
    public override RuleInfo Info { get; } = new("SL4105", "ingress-without-tls", Level.Warning, Profile.Recommended, Since: "0.1")
    {
        Title = "An Ingress serves a host without TLS",
        Why = "Passwords, tokens and sessions cross the network readable and changeable.",
        Fix = "Add the host under `spec.tls` with a `secretName`, such as one that cert-manager fills.",
        Equivalents = ["polaris/tlsSettingsMissing", "kyverno/require-ingress-https", "kyverno/ingress-host-match-tls", "gatekeeper/httpsonly", "C-0263"],
        Cwe = [319],
        SecuritySeverity = 6.0,
        Bad =
        [
            """
            apiVersion: networking.k8s.io/v1
            kind: Ingress
            metadata:
              name: [|shop|]
            spec:
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
                              name: http

            """,
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
                - host: [|www.example.com|]
                  http:
                    paths:
                      - path: /
                        pathType: Prefix
                        backend:
                          service:
                            name: web
                            port:
                              name: http

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
                              name: http

            """,
        ],
    };

    public override IEnumerable<Finding> Check(KubernetesObject item, Settings settings)
    {
        if (item.Kind != "Ingress" || item.Annotations.Any(annotation => EndsTls(annotation.Key, annotation.Value))) yield break;
        var covered = (item.Spec?["tls"]?.Items ?? []).SelectMany(tls => tls["hosts"]?.Items ?? []).Select(host => host.Text).OfType<string>().ToList();
        if (item.Spec?["tls"] is not { Items.Length: > 0 })
        {
            yield return this.Missing(item, item.Anchor, "spec.tls", $"`{item.Subject}` has no TLS");
            yield break;
        }
        if (covered.Count == 0) yield break;
        foreach (var host in (item.Spec["rules"]?.Items ?? []).Select(rule => rule["host"]).Where(host => host?.Text is not null))
        {
            if (!covered.Any(known => known == host!.Text || (known.StartsWith("*.", StringComparison.Ordinal) && host!.Text!.EndsWith(known[1..], StringComparison.Ordinal))))
                yield return this.At(item, host!, $"`{host!.Text}` is not covered by the certificates of `{item.Subject}`");
        }
    }

    /// <summary>Annotations by which a controller serves TLS without a certificate of the cluster: one of its provider, its own, or that of the pod behind.</summary>
    static bool EndsTls(string key, string value) => key switch
    {
        "alb.ingress.kubernetes.io/certificate-arn" or "ingress.gcp.kubernetes.io/pre-shared-cert" or "networking.gke.io/managed-certificates" or "route.openshift.io/termination"
            or "appgw.ingress.kubernetes.io/appgw-ssl-certificate" => value.Length > 0,
        "alb.ingress.kubernetes.io/listen-ports" => value.Contains("HTTPS", StringComparison.Ordinal),
        "traefik.ingress.kubernetes.io/router.tls" or "nginx.ingress.kubernetes.io/ssl-passthrough" or "haproxy.org/ssl-passthrough" or "ingress.kubernetes.io/ssl-passthrough" => value == "true",
        _ => false,
    };
}
