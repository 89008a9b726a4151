using ShiftLeft.Tracing;

namespace ShiftLeft.Go.Yaml;

enum YamlTokenKind : byte
{
    StreamEnd, VersionDirective, TagDirective, DocumentStart, DocumentEnd,
    BlockSequenceStart, BlockMappingStart, BlockEnd, FlowSequenceStart, FlowSequenceEnd, FlowMappingStart, FlowMappingEnd,
    BlockEntry, FlowEntry, Key, Value, Alias, Anchor, Tag, Scalar,
}

/// <summary>A position; lines and columns count from 0, a line ends at any break that YAML 1.1 knows.</summary>
readonly record struct YamlMark(int At, int Line, int Column);

/// <param name="Kind">What it is.</param>
/// <param name="Start">Its first character.</param>
/// <param name="End">Behind its last character.</param>
/// <param name="Text">The text of a scalar, the name of an anchor, the handle of a tag.</param>
/// <param name="Suffix">The rest of a tag, or a tag directive's prefix.</param>
/// <param name="Pieces">What the text of a scalar is made of.</param>
/// <param name="IsPlain">Whether a scalar stands without quotes and is no block.</param>
readonly record struct YamlToken(
    YamlTokenKind Kind, YamlMark Start, int End, string? Text = null, string? Suffix = null, PieceRange Pieces = default, bool IsPlain = false);

/// <summary>What Go's YAML library, or what turns its values into JSON, does not accept, in Go's words.</summary>
/// <param name="message">The words.</param>
/// <param name="at">The offset of the trouble.</param>
/// <param name="isYaml">Whether it is the YAML library that speaks.</param>
sealed class YamlException(string message, int at, bool isYaml = true) : Exception(isYaml ? "yaml: " + message : message)
{
    public int At { get; } = at;
    /// <summary>The words for one who is shown the place.</summary>
    public string Problem { get; init; } = message;
    /// <summary>What was going on: <c>parsing a block mapping</c>; null where the place says it.</summary>
    public string? Context { get; init; }
    /// <summary>The offset at which that began.</summary>
    public int ContextAt { get; init; }
}
