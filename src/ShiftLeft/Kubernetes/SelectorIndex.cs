namespace ShiftLeft.Kubernetes;

/// <summary>Things that choose pods by labels, found from the pod: each stands under one label that it asks for, so that few are tried.</summary>
sealed class SelectorIndex<T>
{
    readonly NamespaceIndex<(string Key, string Value), (T Item, LabelSelector Selector)> byLabel = new();

    public void Add(string? inNamespace, LabelSelector selector, T item) =>
        byLabel.Add(inNamespace, selector.Exact.DefaultIfEmpty(("", "")).First(), (item, selector));

    public IEnumerable<T> Selecting(Workload workload) =>
        from label in workload.PodLabels.Select(pair => (pair.Key, pair.Value)).Append(("", ""))
        from candidate in byLabel.In(workload.Object.Namespace, label)
        where candidate.Selector.Matches(workload.PodLabels)
        select candidate.Item;
}
