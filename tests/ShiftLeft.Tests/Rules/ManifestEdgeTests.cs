namespace ShiftLeft.Tests.Rules;

/// <summary>The cases beside the examples: what a rule must also see, and what it must not take for its own.</summary>
public sealed class ManifestEdgeTests
{
    const string Digest = "sha256:0123456789012345678901234567890123456789012345678901234567890123";

    [Theory]
    [InlineData("image: [|nginx|]")]
    [InlineData("image: [|nginx:latest|]")]
    [InlineData("image: [|registry.example.com:5000/nginx|]")]
    [InlineData("image: nginx:1.29")]
    [InlineData($"image: nginx@{Digest}")]
    [InlineData($"image: nginx:latest@{Digest}")]
    [InlineData("image: ''")]
    [InlineData("image:")]
    [InlineData("image: [a]")]
    public void Images_without_a_fixed_version(string image) => Expect.Findings("floating-image", Pod(image));

    [Theory]
    [InlineData("initContainers")]
    [InlineData("ephemeralContainers")]
    [InlineData("containers")]
    public void Every_container_counts(string list) => Expect.Findings("privileged-container", $$"""
        apiVersion: batch/v1
        kind: CronJob
        metadata: {name: a}
        spec:
          jobTemplate:
            spec:
              template:
                spec:
                  {{list}}:
                    - name: a
                      securityContext: {privileged: [|true|]}
                    - name: b
                      securityContext: {privileged: false}
        """);

    [Fact]
    public void Lists_are_unpacked_and_several_documents_read() => Expect.Findings("privileged-container", """
        apiVersion: v1
        kind: List
        items:
          - apiVersion: v1
            kind: Pod
            metadata: {name: a}
            spec: {containers: [{name: a, securityContext: {privileged: [|yes|]}}]}
        ---
        # nothing
        ---
        {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "b"}, "spec": {"containers": [{"name": "b", "securityContext": {"privileged": [|true|]}}]}}
        """);

    [Fact]
    public void Own_kinds_are_workloads_where_the_policy_says_so() => Expect.Findings("privileged-container", """
        === shiftleft.yml
        version: 1
        kubernetes: { workloads: { MyApp: spec.app.template } }
        === app.yaml
        apiVersion: example.com/v1
        kind: MyApp
        metadata: {name: a}
        spec: {app: {template: {spec: {containers: [{name: a, securityContext: {privileged: [|true|]}}]}}}}
        """);

    [Theory]
    [InlineData("{}", "a")]
    [InlineData("{podSelector: {}}", "a")]
    [InlineData("{podSelector: {matchLabels: {app: a}}}", "a")]
    [InlineData("{podSelector: {matchExpressions: [{key: app, operator: In, values: [a, b]}]}}", "a")]
    [InlineData("{podSelector: {matchLabels: {app: b}}}", "[|a|]")]
    public void Pods_that_a_network_policy_selects(string spec, string name) => Expect.Findings("missing-network-policy", $$"""
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: {{name}}
          namespace: shop
        spec: { template: { metadata: { labels: { app: a } }, spec: { containers: [{ name: a }] } } }
        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: p, namespace: shop}
        spec: {{spec}}
        """);

    [Fact]
    public void A_network_policy_of_another_namespace_is_another_matter() => Expect.Findings("missing-network-policy", """
        apiVersion: v1
        kind: Pod
        metadata: {name: [|a|], namespace: shop}
        spec: {containers: [{name: a}]}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: b, namespace: shop}
        spec: {hostNetwork: true, containers: [{name: b}]}
        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: p, namespace: other}
        spec: {podSelector: {}}
        """);

    [Theory]
    [InlineData("automountServiceAccountToken: false", "")]
    [InlineData("serviceAccountName: own", "automountServiceAccountToken: false")]
    [InlineData("[|automountServiceAccountToken: true|]", "automountServiceAccountToken: false")]
    public void Tokens_that_are_mounted(string pod, string account) => Expect.Findings("service-account-token", $$"""
        apiVersion: v1
        kind: Pod
        metadata: {name: a}
        spec:
          {{pod.Replace("[|automountServiceAccountToken: true|]", "automountServiceAccountToken: [|true|]", StringComparison.Ordinal)}}
          containers: [{name: a}]
        ---
        apiVersion: v1
        kind: ServiceAccount
        metadata: {name: own}
        {{account}}
        """);

    [Theory]
    [InlineData("apiVersion: apps/v1\nkind: Deployment", "name: [|a|], ports: [{containerPort: 80}]", "")]
    [InlineData("apiVersion: apps/v1\nkind: Deployment", "name: a, ports: [{containerPort: 80}], readinessProbe: {tcpSocket: {port: 80}}", "")]
    [InlineData("apiVersion: apps/v1\nkind: Deployment", "name: a", "initContainers: [{name: b, ports: [{containerPort: 80}]}]")]
    [InlineData("apiVersion: apps/v1\nkind: Deployment", "name: a", "initContainers: [{name: [|b|], restartPolicy: Always, ports: [{containerPort: 80}]}]")]
    [InlineData("apiVersion: batch/v1\nkind: Job", "name: a, ports: [{containerPort: 80}]", "")]
    public void Containers_that_somebody_waits_for(string kind, string container, string more) => Expect.Findings("missing-readiness-probe", $$"""
        {{kind.ReplaceLineEndings("\n")}}
        metadata: {name: w}
        spec:
          template:
            spec:
              containers: [{ {{container}} }]
              {{more}}
        """);

    [Theory]
    [InlineData("1.34", "[|extensions/v1beta1|]", "Ingress")]
    [InlineData("1.21", "extensions/v1beta1", "Ingress")]
    [InlineData("1.22", "[|networking.k8s.io/v1beta1|]", "Ingress")]
    [InlineData("1.34", "networking.k8s.io/v1", "Ingress")]
    [InlineData("1.25", "[|policy/v1beta1|]", "PodSecurityPolicy")]
    [InlineData("1.24", "batch/v1beta1", "CronJob")]
    [InlineData("1.25", "[|batch/v1beta1|]", "CronJob")]
    [InlineData("1.34", "example.com/v1beta1", "Ingress")]
    public void Versions_that_are_gone(string version, string api, string kind) => Expect.Findings("removed-api", $$"""
        === shiftleft.yml
        version: 1
        kubernetes: { version: "{{version}}" }
        === a.yaml
        apiVersion: {{api}}
        kind: {{kind}}
        metadata: {name: a}
        """);

    [Theory]
    [InlineData("{name: DB_PASSWORD, value: [|hunter2|]}")]
    [InlineData("{name: DB_PASSWORD, value: $(OTHER)}")]
    [InlineData("{name: DB_PASSWORD, valueFrom: {secretKeyRef: {name: a, key: b}}}")]
    [InlineData("{name: DB_PASSWORD_FILE, value: /run/secrets/db}")]
    [InlineData("{name: SECRETS_DIR, value: /var/secrets}")]
    [InlineData("{name: DB_PASSWORD, value: ''}")]
    [InlineData("{name: TOKEN_TTL, value: '3600'}")]
    [InlineData("{name: DATABASE, value: [|'postgres://app:s3cr3t@db/orders'|]}")]
    public void Secrets_in_variables(string variable) => Expect.Findings("secret-in-env", Pod($"env: [{variable}]"));

    [Theory]
    [InlineData("type: [|NodePort|]", "")]
    [InlineData("type: [|LoadBalancer|]", "")]
    [InlineData("type: ClusterIP", "")]
    [InlineData("{}", "")]
    [InlineData("type: LoadBalancer\n  loadBalancerSourceRanges: [10.0.0.0/8]", "")]
    [InlineData("type: LoadBalancer", "service.beta.kubernetes.io/azure-load-balancer-internal: 'true'")]
    public void Services_that_the_outside_reaches(string spec, string annotation) => Expect.Findings("exposed-service", $$"""
        apiVersion: v1
        kind: Service
        metadata:
          name: a
          annotations: { {{annotation}} }
        spec:
          {{spec.ReplaceLineEndings("\n")}}
        """);

    [Fact]
    public void A_runtime_socket_is_one_finding_not_two()
    {
        const string Template = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  volumes:\n    - {name: s, hostPath: {path: SOCKET}}\n    - {name: e, emptyDir: {}}\n    - {name: l, hostPath: {path: LOG}}\n";
        Expect.Findings("runtime-socket-mount", Template.Replace("SOCKET", "[|/var/run/docker.sock|]", StringComparison.Ordinal).Replace("LOG", "/var/log", StringComparison.Ordinal));
        Expect.Findings("host-path-volume", Template.Replace("SOCKET", "/var/run/docker.sock", StringComparison.Ordinal).Replace("LOG", "[|/var/log|]", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("[get]", "[secrets]", "[|secrets|]", "")]
    [InlineData("[get]", "[secrets]", "secrets", "resourceNames: [one]")]
    [InlineData("[list]", "[secrets]", "[|secrets|]", "resourceNames: [one]")]
    [InlineData("[create]", "[secrets]", "secrets", "")]
    public void Roles_that_read_secrets(string verbs, string resources, string marked, string names) => Expect.Findings("secret-reading-role", $$"""
        apiVersion: rbac.authorization.k8s.io/v1
        kind: Role
        metadata: {name: a}
        rules:
          - apiGroups: ['']
            resources: {{resources.Replace("secrets", marked, StringComparison.Ordinal)}}
            verbs: {{verbs}}
            {{names}}
        """);

    [Theory]
    [InlineData("[rbac.authorization.k8s.io]", "[roles, rolebindings]", "[[|'*'|]]")]
    [InlineData("[rbac.authorization.k8s.io]", "[roles]", "[get, list]")]
    [InlineData("['']", "[pods]", "['*']")]
    [InlineData("['']", "[serviceaccounts/token]", "[[|create|]]")]
    [InlineData("['']", "[users, groups]", "[[|impersonate|]]")]
    public void Roles_that_give_more_than_they_hold(string groups, string resources, string verbs) => Expect.Findings("escalating-role", $$"""
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata: {name: a}
        rules: [{ apiGroups: {{groups}}, resources: {{resources}}, verbs: {{verbs}} }]
        """);

    [Fact]
    public void A_user_above_root_lowers_the_finding_to_a_note()
    {
        var finding = Assert.Single(Expect.Findings("runs-as-root", Pod("[|securityContext|]: {runAsUser: 1000}")));
        Assert.Equal(ShiftLeft.Rules.Level.Info, finding.Level);
        Assert.Equal("container `a` runs as user 1000, but without `runAsNonRoot: true` nothing would keep it from root", finding.Message);
    }

    static string Pod(string container) => $"apiVersion: v1\nkind: Pod\nmetadata: {{name: p}}\nspec:\n  containers:\n    - name: a\n      {container}\n";
}
