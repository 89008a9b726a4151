using System.Runtime.InteropServices;
using ShiftLeft.Go.Yaml;
using ShiftLeft.Text;

namespace ShiftLeft.Yaml;

/// <summary>Makes nodes of what a reader finds in the documents of a file. The budgets are the file's.</summary>
/// <param name="source">The file.</param>
/// <param name="isJson">Whether the documents are turned into JSON, where <c>yes: 1</c> has the key <c>true</c>.</param>
sealed class NodeBuilder(SourceText source, bool isJson) : IYamlTree
{
    const int MaximumDepth = 200;
    /// <summary>More nodes than this in one file are refused.</summary>
    const int MaximumNodes = 2_000_000;
    /// <summary>How many nodes a file's aliases may stand for in all: a "billion laughs" has ten to the ninth, an honest file some thousands.</summary>
    const long MaximumAliased = 1_000_000;
    const int MaximumRepetitions = 200;
    /// <summary>So many keys are compared one by one.</summary>
    const int FewKeys = 8;

    /// <summary>The start of a collection that has no other place than its first child's.</summary>
    public const int AtFirstChild = -1;

    readonly string text = source.Content;
    /// <summary>What the collections that are being read hold so far, the innermost last.</summary>
    readonly List<YamlNode> items = [];
    readonly List<YamlEntry> entries = [];
    readonly List<OpenCollection> open = [];
    /// <summary>Null while what an anchor names is being read.</summary>
    readonly Dictionary<string, YamlNode?> anchors = new(StringComparer.Ordinal);
    readonly List<YamlScalar> repeated = [];
    int nodes;
    long aliased;
    /// <summary>Where what was read last ends as it is written, be it an alias of a node that stands elsewhere.</summary>
    int lastEnd;

    /// <param name="IsMapping">Else it is a sequence.</param>
    /// <param name="Start">Its first character.</param>
    /// <param name="First">Where its children start among all that are being read.</param>
    /// <param name="Anchor">Its name.</param>
    record struct OpenCollection(bool IsMapping, int Start, int First, string? Anchor)
    {
        /// <summary>The key whose value comes next.</summary>
        public YamlScalar? Key;
        /// <summary>The keys of a mapping that has many.</summary>
        public HashSet<string>? Keys;
    }

    public IReadOnlyList<YamlScalar> RepeatedKeys => repeated;
    /// <summary>The document that was read; null while there is none.</summary>
    public YamlNode? Root { get; private set; }
    /// <summary>Whether the document holds something that is YAML and may be refused on the way to JSON: a tag, an alias, a key that is no string.</summary>
    public bool IsDoubtful { get; private set; }

    /// <summary>Forgets the document that was read.</summary>
    public void Start(int at)
    {
        Root = null;
        IsDoubtful = false;
        lastEnd = at;
        open.Clear();
        items.Clear();
        entries.Clear();
        anchors.Clear();
    }

    public void Add(in YamlScalarFound found)
    {
        Count(found.Start);
        var end = found.End;
        var style = found.Start == end ? ScalarStyle.Plain : text[found.Start] switch
        {
            '"' => ScalarStyle.DoubleQuoted,
            '\'' => ScalarStyle.SingleQuoted,
            '|' => ScalarStyle.Literal,
            '>' => ScalarStyle.Folded,
            _ => ScalarStyle.Plain,
        };
        // The line breaks behind a block belong to nobody.
        if (style is ScalarStyle.Literal or ScalarStyle.Folded) end = found.Start + text.AsSpan(found.Start, end - found.Start).TrimEnd().Length;
        lastEnd = end;
        var span = Span.FromBounds(found.Start, end);
        var node = new YamlScalar(source, span, isJson ? ValueOf(found, style) : found.Text, style, found.Tag);
        if (found.Anchor is not null) anchors[found.Anchor] = node;
        AddNode(node, span);
    }

    /// <summary>A scalar's text; that of a key is its name in JSON.</summary>
    string ValueOf(in YamlScalarFound found, ScalarStyle style)
    {
        if (found.Tag is not null)
        {
            IsDoubtful = true;
            if (found.Tag == YamlTypes.Binary && YamlTypes.DecodeBinary(found.Text) is { } binary) return binary;
        }
        else if (style != ScalarStyle.Plain || !YamlTypes.MayBeTyped(found.Text)) return found.Text;
        if (open.Count == 0 || open[^1] is { IsMapping: false } or { Key: not null })
        {
            IsDoubtful |= found.Text.Length is 4 or 5 && found.Text[^4] == '.';
            return found.Text;
        }
        var name = YamlTypes.KeyName(YamlTypes.Resolve(found.Text, found.Tag, found.IsImplicit), found.Text);
        IsDoubtful |= name is null;
        return name ?? found.Text;
    }

    public void AddAlias(int start, int end, string name)
    {
        Count(start);
        IsDoubtful = true;
        lastEnd = end;
        if (!anchors.TryGetValue(name, out var target)) throw YamlSyntaxTree.UnknownAnchor(name, start);
        if (target is null) throw new YamlException($"anchor '{name}' value contains itself", start) { Problem = $"the alias `*{name}` stands inside what it stands for" };
        aliased += target.Weight;
        if (aliased > MaximumAliased) throw new YamlTooLargeException(start, $"the aliases of the file stand for more than {MaximumAliased} nodes; the rest is not read", endsFile: true) { GoWords = "yaml: document contains excessive aliasing" };
        AddNode(target, Span.FromBounds(start, end));
    }

    public void Open(bool isMapping, int start, string? anchor, string? tag)
    {
        Count(Math.Max(start, lastEnd));
        if (open.Count == MaximumDepth) throw new YamlTooLargeException(Math.Max(start, lastEnd), $"nodes are nested more than {MaximumDepth} deep; the document is not read", endsFile: false);
        if (anchor is not null) anchors[anchor] = null;
        open.Add(new(isMapping, start, isMapping ? entries.Count : items.Count, anchor));
        lastEnd = Math.Max(lastEnd, start);
    }

    public void Close(int end)
    {
        var collection = open[^1];
        open.RemoveAt(open.Count - 1);
        if (end >= 0) lastEnd = end;
        var start = collection.Start != AtFirstChild ? collection.Start : collection.First < entries.Count ? entries[collection.First].Span.Start : lastEnd;
        var span = Bounds(start, lastEnd);
        YamlNode node = collection.IsMapping ? new YamlMapping(source, span, entries.TakeFrom(collection.First)) : new YamlSequence(source, span, items.TakeFrom(collection.First));
        // Another node may have taken the name meanwhile.
        if (collection.Anchor is { } anchor && anchors[anchor] is null) anchors[anchor] = node;
        AddNode(node, span);
    }

    /// <param name="node">A node, or what an alias stands for.</param>
    /// <param name="place">Where it, or the alias, is written.</param>
    void AddNode(YamlNode node, Span place)
    {
        if (open.Count == 0)
        {
            Root = node;
            return;
        }
        ref var collection = ref CollectionsMarshal.AsSpan(open)[^1];
        if (!collection.IsMapping) items.Add(node);
        else if (collection.Key is null) SetKey(ref collection, KeyOf(node, place));
        else
        {
            entries.Add(new(collection.Key, node, Bounds(collection.Key.Span.Start, lastEnd)));
            collection.Key = null;
        }
    }

    YamlScalar KeyOf(YamlNode node, Span place)
    {
        if (node is YamlScalar scalar && scalar.Span == place) return scalar;
        if (node is YamlScalar named) return new(source, place, (isJson ? YamlTypes.KeyName(named.Resolved, named.Value) : null) ?? named.Value, named.Style, named.Tag);
        // A key that is no scalar, which no Kubernetes object has, stands for its own text.
        IsDoubtful = true;
        return new(source, place, YamlFile.Short(text.AsSpan(place.Start, place.Length)), ScalarStyle.Plain, null);
    }

    void SetKey(ref OpenCollection mapping, YamlScalar key)
    {
        mapping.Key = key;
        if (key.IsMerge) IsDoubtful = true;
        else if (IsTaken(ref mapping, key.Value) && repeated.Count < MaximumRepetitions) repeated.Add(key);
    }

    bool IsTaken(ref OpenCollection mapping, string key)
    {
        var known = CollectionsMarshal.AsSpan(entries)[mapping.First..];
        if (known.Length < FewKeys)
        {
            foreach (var entry in known)
            {
                if (entry.Key.Value == key && !entry.Key.IsMerge) return true;
            }
            return false;
        }
        if (mapping.Keys is null)
        {
            mapping.Keys = new(StringComparer.Ordinal);
            foreach (var entry in known)
            {
                if (!entry.Key.IsMerge) mapping.Keys.Add(entry.Key.Value);
            }
        }
        return !mapping.Keys.Add(key);
    }

    void Count(int at)
    {
        if (++nodes > MaximumNodes) throw new YamlTooLargeException(at, $"the file has more than {MaximumNodes} nodes; the rest is not read", endsFile: true);
    }

    static Span Bounds(int start, int end) => Span.FromBounds(start, Math.Max(start, end));
}

/// <summary>A file, or a document of it, is larger than is read.</summary>
/// <param name="at">What is too much.</param>
/// <param name="message">Why, in full words.</param>
/// <param name="endsFile">Whether the rest of the file is not read either.</param>
sealed class YamlTooLargeException(int at, string message, bool endsFile) : Exception(message)
{
    public int At { get; } = at;
    public bool EndsFile { get; } = endsFile;
    /// <summary>What Go says of it, if it does.</summary>
    public string? GoWords { get; init; }
}
