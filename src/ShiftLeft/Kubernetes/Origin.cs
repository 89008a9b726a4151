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

    /// <summary>All that the text of a node is put together from, as far as people set it: an image's registry, repository and tag. The first is that of the whole.</summary>
    public virtual ImmutableArray<Places> LocateParts(YamlNode node) => [Locate(node)];

    /// <summary>The place of a part of a text of several lines.</summary>
    /// <param name="node">The node.</param>
    /// <param name="part">A part of one line.</param>
    /// <param name="occurrence">How often the same stands in the text before it.</param>
    public virtual Places LocatePart(YamlNode node, string part, int occurrence) => Locate(node, part);

    /// <summary>The place of a value that a node's text was made from by a function that hides it, such as base64; null where no file holds it so.</summary>
    public virtual Places? LocateValue(YamlNode node, string value) => null;

    /// <summary>Whether a rendering made the text of a node up, by chance or by a key that it generated: then no file holds it.</summary>
    /// <param name="node">The node.</param>
    /// <param name="part">What of its text is meant; null for all of it.</param>
    public virtual bool IsGenerated(YamlNode node, string? part = null) => false;

    /// <summary>The place for a field that is missing.</summary>
    /// <param name="anchor">The node that stands for the innermost block that is there.</param>
    /// <param name="within">A block around that one, from which the path starts.</param>
    /// <param name="path">The field's keys: <c>securityContext.runAsNonRoot</c>; empty where no field of the object is meant.</param>
    public abstract Places LocateMissing(YamlNode anchor, YamlNode within, string path);

    public static Origin Plain { get; } = new PlainOrigin();

    sealed class PlainOrigin : Origin
    {
        public override Places Locate(YamlNode node, string? part = null) => new(node.Location, []);

        public override Places LocateMissing(YamlNode anchor, YamlNode within, string path) => new(anchor.Location, []);

        /// <summary>A block's lines stand in the file as they are, but for their indent.</summary>
        public override Places LocatePart(YamlNode node, string part, int occurrence)
        {
            if (node is not YamlScalar { Style: ScalarStyle.Literal or ScalarStyle.Folded }) return Locate(node);
            var content = node.Source.Content;
            var at = content.IndexOf(part, node.Span.Start, node.Span.Length, StringComparison.Ordinal);
            for (; at >= 0 && occurrence > 0; occurrence--) at = content.IndexOf(part, at + 1, node.Span.End - at - 1, StringComparison.Ordinal);
            return at < 0 ? Locate(node) : new(new(node.Source, new(at, part.Length)), []);
        }
    }
}

/// <param name="Primary">What to edit.</param>
/// <param name="Related">What else belongs to it, the nearest first.</param>
readonly record struct Places(Location Primary, ImmutableArray<RelatedLocation> Related)
{
    /// <summary>The key's path where the place is one of a values file, which may feed many objects: <c>image.tag</c>; null elsewhere.</summary>
    public string? ValuesKey { get; init; }
    public bool IsValues => ValuesKey is not null;
}
