using ShiftLeft.Kubernetes;

namespace ShiftLeft.Rules.RuntimeHardening;

/// <summary>Credentials for the API in a pod that was not given any rights.</summary>
sealed class ServiceAccountToken : Rule<Workload>
{
    public override RuleInfo Info { get; } = new("SL2112", "service-account-token", Level.Warning, Profile.Strict, Since: "0.1")
    {
        Title = "A pod gets credentials for the Kubernetes API that it does not seem to need",
        Why = "The token is mounted unless it is forbidden. An intruder starts with it to look around in the cluster.",
        Fix = "Set `automountServiceAccountToken: false` in the pod's spec or its ServiceAccount.",
        References = ["https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/"],
        Equivalents =
        [
            "CKV_K8S_38", "KSV-0036", "polaris/automountServiceAccountToken", "kubesec/AutomountServiceAccountToken",
            "kics/service_account_token_automount_not_disabled", "sonar/S6865", "kyverno/restrict-automount-sa-token",
            "gatekeeper/automount-serviceaccount-token", "C-0034", "C-0190",
        ],
        Similar = ["CKV_K8S_41", "kyverno/restrict-sa-automount-sa-token", "C-0189", "C-0261"],
        Cwe = [668],
        SecuritySeverity = 4.5,
        IsOfAbsence = true,
        Bad =
        [
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: orders
            spec:
              template:
                [|spec|]:
                  containers:
                    - name: orders
                      image: ghcr.io/acme/orders:1.4.2

            """,
            """
            apiVersion: v1
            kind: Pod
            metadata:
              name: [|checkout|]
            spec:
              serviceAccountName: checkout
              containers:
                - name: checkout
                  image: ghcr.io/acme/checkout:2.0.1

            """,
        ],
        Good =
        [
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: orders
            spec:
              template:
                spec:
                  automountServiceAccountToken: false
                  containers:
                    - name: orders
                      image: ghcr.io/acme/orders:1.4.2

            """,
            """
            apiVersion: v1
            kind: ServiceAccount
            metadata:
              name: checkout
            automountServiceAccountToken: false
            ---
            apiVersion: v1
            kind: Pod
            metadata:
              name: checkout
            spec:
              serviceAccountName: checkout
              containers:
                - name: checkout
                  image: ghcr.io/acme/checkout:2.0.1

            """,
        ],
    };

    public override IEnumerable<Finding> Check(Workload workload, Settings settings)
    {
        var own = workload.PodSpec["automountServiceAccountToken"];
        var set = workload.Object.Set;
        var account = workload.ServiceAccount is { Length: > 0 } name ? name : Default;
        var known = set.Find("ServiceAccount", account, workload.Object.Namespace);
        if (workload.Object.IsTest || own is { IsFalse: true } || (own is null && known?.Root["automountServiceAccountToken"] is { IsFalse: true })) yield break;
        // An account that some binding names is one that is meant to be used, and with other values of a chart there may be such a binding.
        if (account != Default && (set.Accounts.Have(account, workload.Object.Namespace) || set.Hidden.Hold("RoleBinding") || set.Hidden.Hold("ClusterRoleBinding"))) yield break;
        if (own is null && workload.Containers.Any(TalksToTheApi)) yield break;
        if (own is { IsTrue: true }) yield return this.At(workload.Object, own, "the pod mounts the token of its service account");
        else
        {
            yield return this.Missing(workload.Object, workload.Anchor, workload.PodSpec, "automountServiceAccountToken",
                account == Default && set.Accounts.Have(account, workload.Object.Namespace)
                    ? "the pod mounts the token of the service account `default`, which every pod of the namespace shares"
                    : $"the pod mounts the token of the service account `{account}`, which no binding here gives rights") with
            {
                Level = Level.Info,
            };
        }
    }

    const string Default = "default";

    static bool TalksToTheApi(Container container) =>
        container.Image?.ShortName is { } name && name.Contains("kubectl", StringComparison.Ordinal) || container.CommandLine.Any(part => part.Contains("kubectl ", StringComparison.Ordinal) || part == "kubectl");
}
