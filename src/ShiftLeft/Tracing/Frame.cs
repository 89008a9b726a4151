using ShiftLeft.Text;

namespace ShiftLeft.Tracing;

enum FrameKind
{
    /// <summary>A template file.</summary>
    File,
    /// <summary>An action that prints or calls.</summary>
    Action,
    /// <summary>The body of a defined template.</summary>
    Define,
    /// <summary>The text given to <c>tpl</c>.</summary>
    Tpl,
    /// <summary>A branch taken.</summary>
    Branch,
    /// <summary>One round of a <c>range</c>.</summary>
    Range,
}

/// <summary>How the engine came to the place that wrote something, as a chain that leads outward to the template file.</summary>
/// <param name="outer">Null for the file itself.</param>
/// <param name="kind">What this step is.</param>
/// <param name="source">The template's text.</param>
/// <param name="start">The step's offset in it.</param>
/// <param name="end">Behind its last character.</param>
/// <param name="cause">What a branch's condition or a range's item was made of.</param>
sealed class Frame(Frame? outer, FrameKind kind, TracedSource source, int start, int end, Provenance? cause = null)
{
    public Frame? Outer { get; } = outer;
    public FrameKind Kind { get; } = kind;
    public Provenance? Cause { get; } = cause;
    public TracedSource Source { get; } = source;
    public int Start { get; } = start;
    public int End { get; } = end;

    /// <summary>The action, or the file's start.</summary>
    public Location Place => Source.Locate(Start, End);
}
