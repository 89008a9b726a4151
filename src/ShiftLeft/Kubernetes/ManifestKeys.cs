using ShiftLeft.Text;
using ShiftLeft.Yaml;

namespace ShiftLeft.Kubernetes;

/// <summary>Tells whether a text that cannot be read was meant as a manifest, and whether a text may be one at all.</summary>
static class ManifestKeys
{
    const string ApiVersion = "apiVersion";
    const string Kind = "kind";

    /// <summary>Whether both keys of an object stand at the outermost level of a part that cannot be read.</summary>
    public static bool StandIn(SourceText source, Span part)
    {
        var (hasVersion, hasKind) = (false, false);
        foreach (var key in OuterKeys.Of(source.Content, part))
        {
            hasVersion |= key == ApiVersion;
            hasKind |= key == Kind;
            if (hasVersion && hasKind) return true;
        }
        return false;
    }
}
