using ShiftLeft.Tracing;

namespace ShiftLeft.Go.Yaml;

/// <summary>Takes what a reader finds in a document, in its order, and makes nodes of it. A mapping's children are keys and values in turn.</summary>
interface IYamlTree
{
    void Add(in YamlScalarFound scalar);

    /// <param name="start">The asterisk.</param>
    /// <param name="end">Behind the name.</param>
    /// <param name="name">The anchor's name.</param>
    void AddAlias(int start, int end, string name);

    /// <summary>A collection starts; what is added until it is closed is in it.</summary>
    /// <param name="isMapping">Whether it is a mapping; else it is a sequence.</param>
    /// <param name="start">Its bracket, or the first character of its first child or indicator.</param>
    /// <param name="anchor">Its name, if it has one.</param>
    /// <param name="tag">Its tag, if it has one.</param>
    void Open(bool isMapping, int start, string? anchor, string? tag);

    /// <param name="end">Behind its closing bracket; -1 where it has none and ends with its last child.</param>
    void Close(int end);
}

/// <param name="Start">Its first character, behind its properties: a quote, an indicator, or its text.</param>
/// <param name="End">Behind its last character.</param>
/// <param name="Text">Its value.</param>
/// <param name="Pieces">What that is made of.</param>
/// <param name="IsImplicit">Whether its type shows in its text: it is plain, or tagged <c>!</c>.</param>
/// <param name="Anchor">Its name, if it has one.</param>
/// <param name="Tag">Its tag, if it has one.</param>
readonly record struct YamlScalarFound(int Start, int End, string Text, PieceRange Pieces = default, bool IsImplicit = true, string? Anchor = null, string? Tag = null);
