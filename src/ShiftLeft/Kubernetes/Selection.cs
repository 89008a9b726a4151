using System.Collections.Frozen;
using System.Collections.Immutable;

namespace ShiftLeft.Kubernetes;

/// <summary>What a selector of an object chooses among the pods that are deployed with it.</summary>
/// <param name="Outcome">What is known of it.</param>
/// <param name="Elsewhere">A workload with these labels in another namespace, which the selector does not reach.</param>
readonly record struct Selection(SelectionOutcome Outcome, Workload? Elsewhere = null)
{
    public static Selection Of(KubernetesObject item, LabelSelector selector)
    {
        var set = item.Set;
        if (selector.IsRefused) return new(SelectionOutcome.Unknown);
        var written = new LabelSelector([.. selector.Requirements.Where(requirement => !IsAddedByController(requirement.Key))]);
        if (set.Select(written, item.Namespace).Any()) return new(SelectionOutcome.Some);
        if (written.Requirements.IsEmpty || set.Hidden.HoldWorkloads || set.Owners.AreIn(item.Namespace)) return new(SelectionOutcome.Unknown);
        if (AddedAtRunTime(written, set, item.Namespace)) return new(SelectionOutcome.Unknown);
        if (set.SelectElsewhere(written, item) is { } elsewhere) return new(SelectionOutcome.None, elsewhere);
        return new(set.KeepsWorkloads(item) ? SelectionOutcome.None : SelectionOutcome.Unknown);
    }

    /// <summary>Labels that Kubernetes' own controllers, or those of Argo, give to the pods that they make.</summary>
    static bool IsAddedByController(string key) => ControllerLabels.Contains(key);

    static readonly FrozenSet<string> ControllerLabels = FrozenSet.ToFrozenSet(
    [
        "apps.kubernetes.io/pod-index", "batch.kubernetes.io/controller-uid", "batch.kubernetes.io/job-completion-index", "batch.kubernetes.io/job-name", "controller-revision-hash", "controller-uid",
        "job-name", "pod-template-generation", "pod-template-hash", "rollouts-pod-template-hash", "statefulset.kubernetes.io/pod-name", "topology.kubernetes.io/region", "topology.kubernetes.io/zone",
    ], StringComparer.Ordinal);

    /// <summary>
    /// Whether something at run time may give the pods a label that no template here has: an operator one of its own domain, a cluster's software
    /// the role of a member.
    /// </summary>
    static bool AddedAtRunTime(LabelSelector selector, ManifestSet set, string? inNamespace)
    {
        var unknown = selector.Requirements.Where(requirement => (IsOfDomain(requirement.Key) || IsRole(requirement)) && !set.HasLabel(requirement.Key, inNamespace)).ToImmutableArray();
        return unknown.Any(requirement => IsOfDomain(requirement.Key)) ||
            (!unknown.IsEmpty && set.Select(new([.. selector.Requirements.Except(unknown)]), inNamespace).Any());
    }

    static bool IsOfDomain(string key) =>
        key.IndexOf('/', StringComparison.Ordinal) is var slash and > 0 && key[..slash] is var domain && domain is not ("app.kubernetes.io" or "helm.sh" or "k8s.io") && domain.Contains('.', StringComparison.Ordinal);

    static bool IsRole(LabelRequirement requirement) =>
        requirement.Key[(requirement.Key.LastIndexOf('/') + 1)..].Split('-', '_', '.').Concat(requirement.Values).Any(word => word is "role" or "active" or "leader" or "master" or "primary" or "standby" or "initialized" or "sealed");
}

enum SelectionOutcome { Some, None, Unknown }
