namespace ShiftLeft.Kubernetes;

/// <summary>Things that choose pods by labels, found from the pod: each stands under the rarest label that it asks for, so that few are tried.</summary>
sealed class SelectorIndex<T>
{
    readonly NamespaceIndex<(string Key, string Value), (T Item, LabelSelector Selector)> byLabel = new();

    public SelectorIndex(IReadOnlyList<(string? Namespace, LabelSelector Selector, T Item)> all)
    {
        var counts = all.SelectMany(one => one.Selector.Exact).CountBy(label => label).ToDictionary();
        foreach (var (inNamespace, selector, item) in all)
            byLabel.Add(inNamespace, selector.Exact.DefaultIfEmpty(("", "")).MinBy(label => counts.GetValueOrDefault(label)), (item, selector));
    }

    public IEnumerable<T> Selecting(Workload workload) =>
        from label in workload.PodLabels.Select(pair => (pair.Key, pair.Value)).Append(("", ""))
        from candidate in byLabel.In(workload.Object.Namespace, label)
        where candidate.Selector.Matches(workload.PodLabels)
        select candidate.Item;
}
