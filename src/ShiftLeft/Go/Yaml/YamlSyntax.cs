using ShiftLeft.Tracing;

namespace ShiftLeft.Go.Yaml;

/// <summary>A node of YAML as <c>yaml.v2</c> reads it, before its aliases and merges are followed.</summary>
abstract class YamlSyntax(int start, string? tag)
{
    public int Start { get; } = start;
    /// <summary>Behind the last character of its content.</summary>
    public int End { get; set; } = start;
    public string? Tag { get; } = tag;
    /// <summary>Where it comes from, once it was read as a value: what its aliases come from too.</summary>
    public Provenance? From { get; set; }
}

/// <param name="start">Its first character: a quote, an indicator, or its text.</param>
/// <param name="tag">Its tag.</param>
/// <param name="text">Its value.</param>
/// <param name="pieces">What that is made of.</param>
/// <param name="isImplicit">Whether its type shows in its text: it is plain, or tagged <c>!</c>.</param>
sealed class YamlScalarSyntax(int start, string? tag, string text, PieceRange pieces, bool isImplicit) : YamlSyntax(start, tag)
{
    public string Text { get; } = text;
    public PieceRange Pieces { get; } = pieces;
    public bool IsImplicit { get; } = isImplicit;

    public bool IsMerge => Text == "<<" && (IsImplicit || Tag == YamlTypes.Merge);
}

sealed class YamlSequenceSyntax(int start, string? tag) : YamlSyntax(start, tag)
{
    public List<YamlSyntax> Items { get; } = [];
}

sealed class YamlMappingSyntax(int start, string? tag) : YamlSyntax(start, tag)
{
    public List<(YamlSyntax Key, YamlSyntax Value)> Entries { get; } = [];
}

/// <param name="start">The asterisk.</param>
/// <param name="name">The anchor's name.</param>
/// <param name="target">What it stands for.</param>
sealed class YamlAliasSyntax(int start, string name, YamlSyntax target) : YamlSyntax(start, null)
{
    public string Name { get; } = name;
    public YamlSyntax Target { get; } = target;
    /// <summary>While what it stands for is read: an anchor may be inside itself.</summary>
    public bool IsOpen { get; set; }
}

/// <summary>Makes syntax of a document.</summary>
sealed class YamlSyntaxTree : IYamlTree
{
    /// <summary>Deeper than anything that people write, and shallow enough for every stack.</summary>
    const int DeepestNesting = 1000;

    readonly Dictionary<string, YamlSyntax> anchors = new(StringComparer.Ordinal);
    /// <summary>The collections that are being read, each with the key whose value comes next.</summary>
    readonly Stack<(YamlSyntax Collection, YamlSyntax? Key)> open = new();

    public YamlSyntax? Root { get; private set; }

    /// <summary>The root of the first document; null where there is none.</summary>
    public static YamlSyntax? Read(YamlScanner scanner)
    {
        var tree = new YamlSyntaxTree();
        new YamlParser(scanner, tree).Parse();
        return tree.Root;
    }

    public void Add(in YamlScalarFound scalar)
    {
        var node = new YamlScalarSyntax(scalar.Start, scalar.Tag, scalar.Text, scalar.Pieces, scalar.IsImplicit) { End = scalar.End };
        if (scalar.Anchor is not null) anchors[scalar.Anchor] = node;
        Add(node);
    }

    public void AddAlias(int start, int end, string name)
    {
        if (!anchors.TryGetValue(name, out var target)) throw UnknownAnchor(name, start);
        Add(new YamlAliasSyntax(start, name, target) { End = end });
    }

    public static YamlException UnknownAnchor(string name, int start) => new($"unknown anchor '{name}' referenced", start) { Problem = $"no anchor `&{name}` stands before this alias" };

    public void Open(bool isMapping, int start, string? anchor, string? tag)
    {
        if (open.Count == DeepestNesting) throw new YamlException($"nodes are nested more than {DeepestNesting} deep", start);
        YamlSyntax collection = isMapping ? new YamlMappingSyntax(start, tag) : new YamlSequenceSyntax(start, tag);
        if (anchor is not null) anchors[anchor] = collection;
        open.Push((collection, null));
    }

    public void Close(int end)
    {
        var collection = open.Pop().Collection;
        if (end >= 0) collection.End = end;
        Add(collection);
    }

    void Add(YamlSyntax node)
    {
        if (!open.TryPop(out var top))
        {
            Root = node;
            return;
        }
        top.Collection.End = Math.Max(top.Collection.End, node.End);
        switch (top)
        {
            case (YamlSequenceSyntax sequence, _): sequence.Items.Add(node); break;
            case (YamlMappingSyntax mapping, { } key):
                mapping.Entries.Add((key, node));
                top.Key = null;
                break;
            default: top.Key = node; break;
        }
        open.Push(top);
    }
}
