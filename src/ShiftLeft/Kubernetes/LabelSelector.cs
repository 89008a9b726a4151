using System.Collections.Immutable;
using ShiftLeft.Yaml;

namespace ShiftLeft.Kubernetes;

/// <summary>A label selector: all of its requirements must hold. An empty one chooses everything.</summary>
sealed record LabelSelector(ImmutableArray<LabelRequirement> Requirements)
{
    /// <summary>Whether it holds what no selector has, such as labels outside <c>matchLabels</c>: the API server refuses it, so it chooses nothing.</summary>
    public bool IsRefused { get; init; }

    public bool IsEmpty => Requirements.IsEmpty && !IsRefused;

    /// <summary>The labels that must have one certain value.</summary>
    public IEnumerable<(string Key, string Value)> Exact =>
        Requirements.Where(requirement => requirement is { Operator: "In", Values.Length: 1 }).Select(requirement => (requirement.Key, requirement.Values[0]));

    public bool Matches(IReadOnlyDictionary<string, string> labels) => !IsRefused && Requirements.All(requirement => requirement.Matches(labels));

    /// <summary><c>matchLabels</c> and <c>matchExpressions</c>.</summary>
    public static LabelSelector Read(YamlNode? selector) => new(
    [
        .. (selector?["matchLabels"]?.Entries ?? []).Select(entry => new LabelRequirement(entry.Key.Value, "In", [entry.Value.Text ?? ""])),
        .. (selector?["matchExpressions"]?.Items ?? []).Select(LabelRequirement.Read),
    ])
    {
        IsRefused = UnknownKeys(selector).Any(),
    };

    /// <summary>Keys of a selector that are no part of one.</summary>
    public static IEnumerable<YamlScalar> UnknownKeys(YamlNode? selector) =>
        (selector?.Entries ?? []).Where(entry => entry.Key.Value is not ("matchLabels" or "matchExpressions") && !entry.Key.IsMerge).Select(entry => entry.Key);

    /// <summary>The plain form of Services and replication controllers.</summary>
    public static LabelSelector OfLabels(YamlNode? labels) =>
        new([.. (labels?.Entries ?? []).Select(entry => new LabelRequirement(entry.Key.Value, "In", [entry.Value.Text ?? ""]))]);
}

sealed record LabelRequirement(string Key, string Operator, ImmutableArray<string> Values)
{
    /// <summary>An item of <c>matchExpressions</c>.</summary>
    public static LabelRequirement Read(YamlNode expression) =>
        new(expression["key"]?.Text ?? "", expression["operator"]?.Text ?? "", [.. (expression["values"]?.Items ?? []).Select(value => value.Text ?? "")]);

    public bool Matches(IReadOnlyDictionary<string, string> labels) => Operator switch
    {
        "In" => labels.TryGetValue(Key, out var value) && Values.Contains(value),
        "NotIn" => !labels.TryGetValue(Key, out var value) || !Values.Contains(value),
        "Exists" => labels.ContainsKey(Key),
        "DoesNotExist" => !labels.ContainsKey(Key),
        _ => false,
    };
}
