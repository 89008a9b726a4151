using ShiftLeft.Tracing;

namespace ShiftLeft.Go.Yaml;

/// <summary>A node of YAML as <c>yaml.v2</c> reads it, before its aliases and merges are followed.</summary>
abstract class YamlSyntax(int start, int line)
{
    public int Start { get; } = start;
    /// <summary>Behind the last character of its content.</summary>
    public int End { get; set; } = start;
    /// <summary>Of its start, from 0.</summary>
    public int Line { get; } = line;
    public string? Tag { get; init; }
    /// <summary>Whether it has an anchor, so that aliases may stand for it.</summary>
    public bool IsNamed { get; set; }
    /// <summary>Where it comes from, once it was read as a value: what its aliases come from too.</summary>
    public Provenance? From { get; set; }
}

/// <param name="start">Its first character: a quote, an indicator, or its text.</param>
/// <param name="line">Its line.</param>
/// <param name="text">Its value.</param>
/// <param name="pieces">What that is made of.</param>
/// <param name="isImplicit">Whether its type shows in its text: it is plain, or tagged <c>!</c>.</param>
sealed class YamlScalarSyntax(int start, int line, string text, PieceRange pieces, bool isImplicit) : YamlSyntax(start, line)
{
    public string Text { get; } = text;
    public PieceRange Pieces { get; } = pieces;
    public bool IsImplicit { get; } = isImplicit;

    public bool IsMerge => Text == "<<" && (IsImplicit || Tag == YamlTypes.LongPrefix + "merge");
}

sealed class YamlSequenceSyntax(int start, int line) : YamlSyntax(start, line)
{
    public List<YamlSyntax> Items { get; } = [];
}

sealed class YamlMappingSyntax(int start, int line) : YamlSyntax(start, line)
{
    public List<(YamlSyntax Key, YamlSyntax Value)> Entries { get; } = [];
}

/// <param name="start">The asterisk.</param>
/// <param name="line">Its line.</param>
/// <param name="name">The anchor's name.</param>
/// <param name="target">What it stands for.</param>
sealed class YamlAliasSyntax(int start, int line, string name, YamlSyntax target) : YamlSyntax(start, line)
{
    public string Name { get; } = name;
    public YamlSyntax Target { get; } = target;
    /// <summary>While what it stands for is read: an anchor may be inside itself.</summary>
    public bool IsOpen { get; set; }
}
