using System.Collections.Immutable;
using ShiftLeft.Rules;

namespace ShiftLeft.Policy.Accepting;

/// <summary>A way to accept the findings of a spot: a comment, or an entry of the policy.</summary>
abstract record AcceptWay;

sealed record CommentWay(CommentPlace Place) : AcceptWay;

sealed record EntryWay(PolicyEntry Entry) : AcceptWay;

/// <summary>Findings of one name at one place, which are accepted together, and the ways to do it, of which the first that does it and nothing else is taken.</summary>
/// <param name="path">Where the file really lies.</param>
/// <param name="name">What the acceptance calls the rule.</param>
/// <param name="findings">At least one.</param>
/// <param name="ways">In the order in which they are tried.</param>
/// <param name="whyNoComment">Why none of them is a comment; null where one is.</param>
sealed class Spot(string path, string name, ImmutableArray<Finding> findings, IEnumerable<AcceptWay> ways, string? whyNoComment)
{
    readonly ImmutableArray<AcceptWay> ways = [.. ways];
    int tried;

    public string Path => path;
    public string Name => name;
    public ImmutableArray<Finding> Findings => findings;
    public string? WhyNoComment => whyNoComment;
    /// <summary>The way that is tried now; null where none is left.</summary>
    public AcceptWay? Way => tried < ways.Length ? ways[tried] : null;
    /// <summary>Why the last way that was tried would not do.</summary>
    public string? Failure { get; private set; }

    public void TryNext(string failure)
    {
        if (Way is null) return;
        Failure = failure;
        tried++;
    }

    public void Refuse(string failure) => (Failure, tried) = (failure, ways.Length);

    /// <summary>The ways beside the code would all do the same harm.</summary>
    public void TryPolicy(string failure)
    {
        while (Way is CommentWay) TryNext(failure);
    }
}
