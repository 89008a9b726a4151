using ShiftLeft.Text;

namespace ShiftLeft.Helm.Tracing;

enum FrameKind
{
    /// <summary>A template file.</summary>
    File,
    /// <summary>An action that prints.</summary>
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
/// <param name="Outer">Null for the file itself.</param>
/// <param name="Kind">What this step is.</param>
/// <param name="Place">The action, or the file's start.</param>
/// <param name="Cause">What a branch's condition or a range's item was made of.</param>
sealed record Frame(Frame? Outer, FrameKind Kind, Location Place, Provenance? Cause = null);
