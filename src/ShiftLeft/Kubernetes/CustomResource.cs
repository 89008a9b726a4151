namespace ShiftLeft.Kubernetes;

/// <summary>
/// Definitions of custom resources. Their specs are schemas of thousands of lines, of which no rule asks anything, and reading them would take
/// most of a scan's time.
/// </summary>
static class CustomResource
{
    const string Kind = "kind: CustomResourceDefinition";

    /// <summary>
    /// How much of a document is read: of a definition as generators write it, all before its spec; of anything that looks otherwise, all.
    /// </summary>
    public static int LengthToRead(ReadOnlySpan<char> document)
    {
        if (!document.StartsWith(Kind) && document.IndexOf("\n" + Kind) < 0) return document.Length;
        // To YAML these end lines, too.
        if (document.ContainsAny("\u0085\u2028\u2029") || document.Count('\r') != document.Count("\r\n")) return document.Length;
        var (apiVersion, kind, metadata, spec) = (0, 0, 0, -1);
        for (var start = 0; start < document.Length;)
        {
            var length = document[start..].IndexOf('\n') is var end and >= 0 ? end + 1 : document.Length - start;
            var line = document.Slice(start, length);
            if (line[0] is not (' ' or '#'))
            {
                switch (line.TrimEnd())
                {
                    case "" or "status:": break;
                    case "---" when (apiVersion, kind, metadata, spec) == (0, 0, 0, -1): break;
                    // What is behind the spec is not read, so it must not say what this is.
                    case var _ when spec >= 0: return document.Length;
                    case "apiVersion: apiextensions.k8s.io/v1" or "apiVersion: apiextensions.k8s.io/v1beta1": apiVersion++; break;
                    case Kind: kind++; break;
                    case "metadata:": metadata++; break;
                    case "spec:": spec = start; break;
                    default: return document.Length;
                }
            }
            start += length;
        }
        return spec >= 0 && (apiVersion, kind, metadata) == (1, 1, 1) ? spec : document.Length;
    }
}
