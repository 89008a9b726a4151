using ShiftLeft.Kubernetes;
using ShiftLeft.Yaml;

namespace ShiftLeft.Rules.Correctness;

/// <summary>An Ingress whose backend is not there.</summary>
sealed class DanglingIngress : Rule<KubernetesObject>
{
    public override RuleInfo Info { get; } = new("SL8104", "dangling-ingress", Level.Warning, Profile.Recommended, Since: "0.1")
    {
        Title = "An Ingress leads to a Service or port that does not exist",
        Why = "Requests to that path end in an error of the ingress controller.",
        Fix = "Name a Service of the same namespace and one of its ports.",
        References = ["https://kubernetes.io/docs/concepts/services-networking/ingress/"],
        Equivalents = ["kube-linter/dangling-ingress", "kube-score/ingress-targets-service", "C-0298"],
        IsOfAbsence = true,
        Bad =
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
                            name: [|web-frontend|]
                            port:
                              number: 80
            ---
            apiVersion: v1
            kind: Service
            metadata:
              name: web
            spec:
              selector:
                app: web
              ports:
                - port: 80

            """,
            """
            apiVersion: networking.k8s.io/v1
            kind: Ingress
            metadata:
              name: shop
            spec:
              tls:
                - secretName: shop-tls
              defaultBackend:
                service:
                  name: web
                  port:
                    name: [|web|]
            ---
            apiVersion: v1
            kind: Service
            metadata:
              name: web
            spec:
              selector:
                app: web
              ports:
                - name: http
                  port: 80

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
            ---
            apiVersion: v1
            kind: Service
            metadata:
              name: web
            spec:
              selector:
                app: web
              ports:
                - name: http
                  port: 80

            """,
            """
            # No Service is here at all: they are kept elsewhere.
            apiVersion: networking.k8s.io/v1
            kind: Ingress
            metadata:
              name: shop
            spec:
              tls:
                - secretName: shop-tls
              defaultBackend:
                service:
                  name: web
                  port:
                    number: 80

            """,
        ],
    };

    // Without any Service in the namespace they are kept elsewhere.
    public override IEnumerable<Finding> Check(KubernetesObject item, Settings settings)
    {
        if (item.Kind != "Ingress" || !item.Set.OfKind("Service").Any(service => ManifestSet.SameNamespace(service.Namespace, item.Namespace))) yield break;
        var paths = (item.Spec?["rules"]?.Items ?? []).SelectMany(rule => rule.At("http", "paths")?.Items ?? []).Select(path => path["backend"]);
        foreach (var backend in paths.Append(item.Spec?["defaultBackend"]))
        {
            if (backend?["service"]?["name"] is not { Text: { } name } node) continue;
            if (item.Set.Find("Service", name, item.Namespace) is not { } service) yield return this.At(item, node, $"there is no Service `{name}` for `{item.Subject}`");
            else if (service.Spec?["type"]?.Text != "ExternalName" && WrongPort(backend["service"]!["port"], service) is { } port)
                yield return this.At(item, port, $"the Service `{name}` has no port `{port.Text}`");
        }
    }

    static YamlNode? WrongPort(YamlNode? port, KubernetesObject service)
    {
        var known = service.Spec?["ports"]?.Items ?? [];
        if (port?["name"] is { Text: { } name } byName) return known.Any(item => item["name"]?.Text == name) ? null : byName;
        return port?["number"] is { AsInteger: { } number } byNumber && !known.Any(item => item["port"]?.AsInteger == number) ? byNumber : null;
    }
}
