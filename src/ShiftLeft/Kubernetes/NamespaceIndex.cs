namespace ShiftLeft.Kubernetes;

/// <summary>Items by a key within namespaces. What has no namespace written may be in any of them, on either side.</summary>
sealed class NamespaceIndex<TKey, TItem> where TKey : notnull
{
    readonly Dictionary<(string? Namespace, TKey Key), List<TItem>> written = [];
    readonly Dictionary<TKey, List<TItem>> all = [];

    public void Add(string? inNamespace, TKey key, TItem item)
    {
        AddTo(written, (inNamespace, key), item);
        AddTo(all, key, item);
    }

    /// <summary>The items that may be in a namespace: first those that say so.</summary>
    public IEnumerable<TItem> In(string? inNamespace, TKey key) =>
        inNamespace is null ? Anywhere(key) : written.GetValueOrDefault((inNamespace, key), []).Concat(written.GetValueOrDefault((null, key), []));

    /// <summary>The items that say exactly this of their namespace.</summary>
    public IReadOnlyList<TItem> Exactly(string? inNamespace, TKey key) => written.GetValueOrDefault((inNamespace, key), []);

    public IReadOnlyList<TItem> Anywhere(TKey key) => all.GetValueOrDefault(key, []);

    public int CountIn(string? inNamespace, TKey key) =>
        inNamespace is null ? Anywhere(key).Count : Exactly(inNamespace, key).Count + Exactly(null, key).Count;

    static void AddTo<TPlace>(Dictionary<TPlace, List<TItem>> lists, TPlace place, TItem item) where TPlace : notnull
    {
        if (lists.TryGetValue(place, out var list)) list.Add(item);
        else lists[place] = [item];
    }
}
