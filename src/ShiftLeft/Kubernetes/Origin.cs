using System.Collections.Immutable;
using ShiftLeft.Text;
using ShiftLeft.Yaml;

namespace ShiftLeft.Kubernetes;

/// <summary>
/// Tells where a person edits what a manifest's node says. For a plain manifest that is the node itself; for rendered ones it is a template or
/// a values file.
/// </summary>
abstract class Origin
{
    /// <summary>The place of a node that is there.</summary>
    /// <param name="node">The node.</param>
    /// <param name="part">What of its text is meant, where it may be put together from several places: an image's tag.</param>
    public abstract Places Locate(YamlNode node, string? part = null);

    /// <summary>The place for a key that is missing; <paramref name="anchor"/> is the node that stands for the enclosing block.</summary>
    public abstract Places LocateMissing(YamlNode anchor, string key);

    public static Origin Plain { get; } = new PlainOrigin();

    sealed class PlainOrigin : Origin
    {
        public override Places Locate(YamlNode node, string? part = null) => new(node.Location, []);

        public override Places LocateMissing(YamlNode anchor, string key) => new(anchor.Location, []);
    }
}

/// <param name="Primary">What to edit.</param>
/// <param name="Related">What else belongs to it, the nearest first.</param>
readonly record struct Places(Location Primary, ImmutableArray<RelatedLocation> Related)
{
    /// <summary>Whether it is a key of a values file, which may feed many objects.</summary>
    public bool IsValues { get; init; }
}
