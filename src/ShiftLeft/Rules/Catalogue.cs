using System.Collections.Immutable;
using ShiftLeft.Rules.Tool;

namespace ShiftLeft.Rules;

/// <summary>The list of all rules, ordered by id.</summary>
static class Catalogue
{
    public static ImmutableArray<Rule> Rules { get; } =
    [
        new UnreadableManifest(),
        new UnrenderedChart(),
        new UnreadableFile(),
        new InvalidPolicy(),
        new SuppressionWithoutReason(),
        new SuppressionOfUnknownRule(),
        new UnusedSuppression(),
        new ExpiredSuppression(),
    ];

    static readonly ImmutableDictionary<string, Rule> ByIdOrName =
        Rules.SelectMany(rule => new[] { KeyValuePair.Create(rule.Info.Id, rule), KeyValuePair.Create(rule.Info.Name, rule) })
            .ToImmutableDictionary(StringComparer.OrdinalIgnoreCase);

    static readonly ILookup<string, Rule> ByPeer =
        Rules.SelectMany(rule => rule.Info.Equivalents, (rule, peer) => (rule, peer))
            .ToLookup(pair => pair.peer, pair => pair.rule, StringComparer.OrdinalIgnoreCase);

    /// <summary>The rule with this id or name; null when there is none.</summary>
    public static Rule? Find(string idOrName) => ByIdOrName.GetValueOrDefault(idOrName);

    /// <summary>The rules that answer the same question as a peer's, such as <c>DL3006</c>.</summary>
    public static IEnumerable<Rule> FindByPeer(string peerId) => ByPeer[peerId];
}
