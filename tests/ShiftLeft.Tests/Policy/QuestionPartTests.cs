using ShiftLeft.Rules;
using ShiftLeft.Tests.Rules;

namespace ShiftLeft.Tests.Policy;

/// <summary>A peer that asks a part of a rule's question speaks of the findings of that part alone.</summary>
public sealed class QuestionPartTests
{
    /// <summary>For each part of each rule something that breaks it: a part that no message names any more is noticed here.</summary>
    static readonly Dictionary<(string Rule, string Part), string> Broken = new()
    {
        [("SL1006", "curl")] = Run("curl -k https://example.com/x -o x"),
        [("SL1006", "--no-check-certificate")] = Run("wget --no-check-certificate https://example.com/x"),
        [("SL1006", "--trusted-host")] = Run("pip install --trusted-host example.com x"),
        [("SL1006", "PYTHONHTTPSVERIFY")] = "FROM debian:13\nENV PYTHONHTTPSVERIFY=0\n",
        [("SL1006", "NODE_TLS_REJECT_UNAUTHORIZED")] = "FROM debian:13\nENV NODE_TLS_REJECT_UNAUTHORIZED=0\n",
        [("SL1006", "--allow-untrusted")] = Run("apk add --allow-untrusted x.apk"),
        [("SL1006", "--allow-unauthenticated")] = Run("apt-get install -y --allow-unauthenticated x"),
        [("SL1006", "--nogpgcheck")] = Run("dnf install -y --nogpgcheck x"),
        [("SL1006", "rpm")] = Run("rpm -i --nosignature x.rpm"),
        [("SL1006", "--force-yes")] = Run("apt-get install --force-yes x"),
        [("SL1006", "NPM_CONFIG_STRICT_SSL")] = "FROM debian:13\nENV NPM_CONFIG_STRICT_SSL=false\n",
        [("SL1006", "strict-ssl")] = Run("npm config set strict-ssl false"),
        [("SL1006", "GIT_SSL_NO_VERIFY")] = "FROM debian:13\nENV GIT_SSL_NO_VERIFY=1\n",
        [("SL1006", "--setopt")] = Run("yum install -y --setopt=sslverify=false x"),
        [("SL1006", "PIP_TRUSTED_HOST")] = "FROM debian:13\nENV PIP_TRUSTED_HOST=example.com\n",
        [("SL1009", "apt")] = Run("apt-get install -y curl"),
        [("SL1009", "apk")] = Run("apk add curl"),
        [("SL1009", "yum")] = Run("yum install -y curl"),
        [("SL1009", "dnf")] = Run("microdnf install -y curl"),
        [("SL1009", "zypper")] = Run("zypper -n install curl"),
        [("SL1009", "pip")] = Run("python3 -m pip install flask"),
        [("SL1009", "npm")] = Run("npm install -g typescript"),
        [("SL1009", "gem")] = Run("gem install rails"),
        [("SL1009", "go")] = Run("go install example.com/tool@latest"),
        [("SL2107", "memory limit")] = Pod("", "resources: {requests: {cpu: 1, memory: 1Gi}}"),
        [("SL2107", "memory request")] = Pod("", "resources: {requests: {cpu: 1}}"),
        [("SL2107", "CPU request")] = Pod("", "resources: {limits: {memory: 1Gi}}"),
        [("SL2102", "hostNetwork")] = Pod("hostNetwork: true", ""),
        [("SL2102", "hostPID")] = Pod("hostPID: true", ""),
        [("SL2102", "hostIPC")] = Pod("hostIPC: true", ""),
        [("SL2103", "SYS_ADMIN")] = Pod("", "securityContext: {capabilities: {add: [SYS_ADMIN]}}"),
        [("SL2103", "NET_RAW")] = Pod("", "securityContext: {capabilities: {add: [NET_RAW]}}"),
        [("SL2103", "SYS_MODULE")] = Pod("", "securityContext: {capabilities: {add: [SYS_MODULE]}}"),
        [("SL2111", "resources")] = Role("apps", "'*'", "get"),
        [("SL2111", "verbs")] = Role("apps", "deployments", "'*'"),
        [("SL2114", "escalate")] = Role("rbac.authorization.k8s.io", "roles", "escalate"),
        [("SL2114", "bind")] = Role("rbac.authorization.k8s.io", "roles", "bind"),
        [("SL2114", "impersonate")] = Role("''", "users", "impersonate"),
        [("SL2114", "serviceaccounts/token")] = Role("''", "serviceaccounts/token", "create"),
        [("SL3003", "zypper")] = Run("zypper -n dist-upgrade"),
        [("SL4001", "SSH")] = "FROM debian:13\nEXPOSE 20-25\n",
        [("SL4104", "NodePort")] = "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {type: NodePort, ports: [{port: 80}]}\n",
        [("SL4104", "LoadBalancer")] = "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {type: LoadBalancer, ports: [{port: 80}]}\n",
        [("SL6103", "pods/log")] = Role("''", "pods/log", "delete"),
        [("SL6103", "events")] = Role("''", "events", "delete"),
        [("SL8003", "CMD")] = "FROM debian:13\nCMD ['a']\n",
        [("SL8004", "CMD")] = "FROM debian:13\nCMD [\"a\"]\nCMD [\"b\"]\n",
        [("SL8004", "ENTRYPOINT")] = "FROM debian:13\nENTRYPOINT [\"a\"]\nENTRYPOINT [\"b\"]\n",
        [("SL8004", "HEALTHCHECK")] = "FROM debian:13\nHEALTHCHECK NONE\nHEALTHCHECK CMD [\"b\"]\n",
        [("SL8020", "apt-get")] = Run("apt-get install x"),
        [("SL8020", "yum")] = Run("yum install x"),
        [("SL8020", "dnf")] = Run("dnf install x"),
        [("SL8020", "zypper")] = Run("zypper install x"),
        [("SL8025", "apt")] = Run("apt-get update && apt-get install -y x"),
        [("SL8025", "apk")] = Run("apk add x"),
        [("SL8025", "dnf")] = Run("yum install -y x"),
        [("SL8025", "zypper")] = Run("zypper -n install x"),
        [("SL8025", "pip")] = Run("python3 -m pip install x"),
        [("SL8025", "yarn")] = Run("yarn install"),
    };

    public static TheoryData<string, string> Parts =>
        [.. Catalogue.Rules.SelectMany(rule => rule.Info.Parts, (rule, part) => new TheoryDataRow<string, string>(rule.Info.Id, part.Of[0]))];

    [Theory]
    [MemberData(nameof(Parts))]
    public void A_part_holds_the_findings_that_its_peers_ask_for_and_no_others(string rule, string part)
    {
        var info = Catalogue.Find(rule)!.Info;
        foreach (var other in info.Parts)
        {
            var findings = Findings(info, Broken[(rule, other.Of[0])]).ToList();
            Assert.NotEmpty(findings);
            Assert.All(findings, finding => Assert.Equal(finding.Parts.IsEmpty ? part == other.Of[0] : finding.Parts.Contains(part), info.Parts.First(known => known.Of[0] == part).Holds(finding)));
        }
    }

    [Fact]
    public void Nothing_broken_is_left_over() =>
        Assert.Empty(Broken.Keys.Except(Catalogue.Rules.SelectMany(rule => rule.Info.Parts, (rule, part) => (rule.Info.Id, part.Of[0]))));

    [Fact]
    public void An_id_stands_in_one_list_of_a_rule() => Assert.All(Catalogue.Rules.Select(rule => rule.Info), info =>
    {
        Assert.Equal(info.Equivalents.Distinct(StringComparer.OrdinalIgnoreCase), info.Equivalents);
        Assert.Empty(info.Similar.Intersect(info.Equivalents, StringComparer.OrdinalIgnoreCase));
    });

    [Theory]
    [InlineData("checkov.io/skip1: CKV_K8S_19=a node agent", "hostPID")]
    [InlineData("ignore-check.kube-linter.io/host-pid: a node agent", "hostNetwork")]
    public void An_annotation_for_a_part_leaves_the_others(string annotation, string left)
    {
        var pod = $"apiVersion: v1\nkind: Pod\nmetadata:\n  name: agent\n  annotations:\n    {annotation}\nspec:\n  hostNetwork: true\n  hostPID: true\n  containers: [{{name: agent, image: agent:1}}]\n";
        Assert.Equal([$"spec.{left}"], Findings(Catalogue.Find("SL2102")!.Info, pod).Where(finding => finding.Suppression is null).Select(finding => finding.Subject!.Field));
    }

    [Theory]
    [InlineData("checkov.io/skip1: CKV_K8S_13=bursts", false)]
    [InlineData("checkov.io/skip1: CKV_K8S_13=bursts\n    checkov.io/skip2: CKV_K8S_12=bursts", false)]
    [InlineData("checkov.io/skip1: CKV_K8S_13=bursts\n    checkov.io/skip2: CKV_K8S_12=bursts\n    checkov.io/skip3: CKV_K8S_10=bursts", true)]
    [InlineData("ignore-check.kube-linter.io/unset-memory-requirements: bursts\n    ignore-check.kube-linter.io/unset-cpu-requirements: bursts", true)]
    public void A_finding_of_several_parts_is_accepted_when_all_of_them_are(string annotations, bool isAccepted)
    {
        var pod = $"apiVersion: v1\nkind: Pod\nmetadata:\n  name: agent\n  annotations:\n    {annotations}\nspec:\n  containers: [{{name: agent, image: agent:1}}]\n";
        Assert.Equal(isAccepted, Assert.Single(Findings(Catalogue.Find("SL2107")!.Info, pod)).Suppression is not null);
    }

    [Theory]
    [InlineData("SL1009", "FROM debian:13\n# hadolint ignore=DL3008\nRUN apt-get install -y curl && pip install flask\n", "`flask` is installed without a version, such as `requests==2.32.4`")]
    [InlineData("SL1006", "# checkov:skip=CKV2_DOCKER_4: inside the company\nFROM debian:13\nRUN pip install --trusted-host pypi x\nRUN curl -k https://example.com/x -o x\n", "`curl` is told not to verify: `-k`")]
    [InlineData("SL8025", "FROM debian:13\n# hadolint ignore=DL3042\nRUN apt-get update && apt-get install -y x && pip install x\n", "what `apt-get update` keeps for later stays in the layer; `rm -rf /var/lib/apt/lists/*` would prevent it")]
    [InlineData("SL8025", "FROM debian:13\n# hadolint ignore=DL3009\nRUN apt-get update && apt-get install -y x && pip install x\n", "what `pip install` keeps for later stays in the layer; `--no-cache-dir` would prevent it")]
    [InlineData("SL4001", "# checkov:skip=CKV_DOCKER_1: a bastion\nFROM debian:13\nEXPOSE 22\nEXPOSE 3389\n", "`3389` opens port 3389, RDP")]
    [InlineData("SL8004", "FROM debian:13\n# trivy:ignore:DS-0016\nENTRYPOINT [\"a\"]\nENTRYPOINT [\"b\"]\n", "a later `ENTRYPOINT` of the stage replaces this one")]
    [InlineData("SL8004", "FROM debian:13\n# trivy:ignore:DS-0007\nENTRYPOINT [\"a\"]\nENTRYPOINT [\"b\"]\n", null)]
    [InlineData("SL2004", "# shiftleft:ignore CKV2_DOCKER_1 -- by an id of a whole question\nFROM debian:13\n# shiftleft:ignore CKV2_DOCKER_1 -- by an id of a whole question\nRUN sudo x\n", null)]
    public void A_comment_for_a_part_leaves_the_others(string rule, string dockerfile, string? left) =>
        Assert.Equal(left is null ? [] : [left], Findings(Catalogue.Find(rule)!.Info, dockerfile).Where(finding => finding.Suppression is null).Select(finding => finding.Message));

    static IEnumerable<Finding> Findings(RuleInfo rule, string text) =>
        Expect.Scan([KeyValuePair.Create(text.StartsWith("apiVersion", StringComparison.Ordinal) ? "manifest.yaml" : "Dockerfile", text)]).Findings.Where(finding => finding.Rule.Id == rule.Id);

    static string Run(string script) => $"FROM debian:13\nRUN {script}\n";

    static string Pod(string spec, string container) =>
        $"apiVersion: v1\nkind: Pod\nmetadata:\n  name: agent\nspec:\n  {spec}\n  containers:\n    - name: agent\n      image: agent:1\n      {container}\n";

    static string Role(string group, string resource, string verb) =>
        $"apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: {{name: agent}}\nrules:\n  - apiGroups: [{group}]\n    resources: [{resource}]\n    verbs: [{verb}]\n";
}
