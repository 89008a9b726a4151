using ShiftLeft.Text;
using ShiftLeft.Yaml;

namespace ShiftLeft.Kubernetes;

/// <summary>Tells whether a text that cannot be read was meant as a manifest.</summary>
static class ManifestKeys
{
    /// <summary>Whether both keys that every object has stand in a part, one of them at least at its outermost level: the other may have lost its place.</summary>
    public static bool StandIn(SourceText source, Span part)
    {
        var (version, kind) = (Place.None, Place.None);
        foreach (var (key, isOuter) in DocumentKeys.Of(source.Content, part))
        {
            var place = isOuter ? Place.Outer : Place.Inner;
            if (key == "apiVersion" && place > version) version = place;
            if (key == "kind" && place > kind) kind = place;
            if (version != Place.None && kind != Place.None && (version == Place.Outer || kind == Place.Outer)) return true;
        }
        return false;
    }

    enum Place { None, Inner, Outer }
}
