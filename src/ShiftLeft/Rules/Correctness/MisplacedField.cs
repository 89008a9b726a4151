using System.Collections.Frozen;
using ShiftLeft.Kubernetes;
using ShiftLeft.Yaml;

namespace ShiftLeft.Rules.Correctness;

/// <summary>A security setting at the level that does not have it.</summary>
sealed class MisplacedField : Rule<Workload>
{
    public override RuleInfo Info { get; } = new("SL8109", "misplaced-field", Level.Error, Profile.Baseline, Since: "0.1")
    {
        Title = "A security setting stands at a level that does not have it",
        Why = "The API server drops it without a word, or refuses the object under strict validation: the pod runs without the protection that the manifest shows.",
        Fix = "Move the field: `privileged`, `allowPrivilegeEscalation`, `capabilities`, `readOnlyRootFilesystem` and `procMount` belong to each container, `fsGroup`, `supplementalGroups` and `sysctls` to the pod.",
        References = ["https://kubernetes.io/docs/tasks/configure-pod-container/security-context/"],
        Cwe = [1188],
        Bad =
        [
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: orders
            spec:
              template:
                spec:
                  securityContext:
                    runAsNonRoot: true
                    [|readOnlyRootFilesystem|]: true
                  containers:
                    - name: orders
                      image: ghcr.io/acme/orders:1.4

            """,
            """
            apiVersion: apps/v1
            kind: StatefulSet
            metadata:
              name: invoices
            spec:
              template:
                spec:
                  containers:
                    - name: invoices
                      image: ghcr.io/acme/invoices:2.3
                      securityContext:
                        runAsNonRoot: true
                        [|fsGroup|]: 10001

            """,
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: orders
            spec:
              template:
                spec:
                  [|runAsNonRoot|]: true
                  containers:
                    - name: orders
                      image: ghcr.io/acme/orders:1.4

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
                  securityContext:
                    runAsNonRoot: true
                    fsGroup: 10001
                  containers:
                    - name: orders
                      image: ghcr.io/acme/orders:1.4
                      securityContext:
                        runAsNonRoot: true
                        readOnlyRootFilesystem: true

            """,
        ],
    };

    public override IEnumerable<Finding> Check(Workload workload, Settings settings)
    {
        foreach (var key in Keys(workload.SecurityContext, OfContainers))
            yield return this.At(workload.Object, key, $"`{key.Value}` has no effect here: it is a setting of each container, not of the pod");
        foreach (var key in Keys(workload.PodSpec, OfContexts))
            yield return this.At(workload.Object, key, $"`{key.Value}` has no effect here: it belongs under `securityContext`");
        foreach (var container in workload.Containers)
        {
            foreach (var key in Keys(container.SecurityContext, OfPods))
                yield return this.At(container, key, $"`{key.Value}` has no effect here: it is a setting of the pod, not of a container");
            foreach (var key in Keys(container.Node, OfContexts))
                yield return this.At(container, key, $"`{key.Value}` has no effect here: it belongs under `securityContext`");
        }
    }

    static IEnumerable<YamlScalar> Keys(YamlNode? block, FrozenSet<string> wrong) => (block?.Entries ?? []).Where(entry => wrong.Contains(entry.Key.Value)).Select(entry => entry.Key);

    static readonly FrozenSet<string> OfContainers = FrozenSet.ToFrozenSet(["privileged", "allowPrivilegeEscalation", "capabilities", "readOnlyRootFilesystem", "procMount"], StringComparer.Ordinal);
    static readonly FrozenSet<string> OfPods = FrozenSet.ToFrozenSet(["fsGroup", "fsGroupChangePolicy", "supplementalGroups", "supplementalGroupsPolicy", "sysctls", "seLinuxChangePolicy"], StringComparer.Ordinal);
    static readonly FrozenSet<string> OfContexts = FrozenSet.ToFrozenSet([.. OfContainers, .. OfPods, "runAsUser", "runAsGroup", "runAsNonRoot", "seccompProfile", "seLinuxOptions", "appArmorProfile"], StringComparer.Ordinal);
}
