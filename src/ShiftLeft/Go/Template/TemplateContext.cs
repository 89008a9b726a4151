using System.Collections.Frozen;
using ShiftLeft.Go.Regexp;
using ShiftLeft.Tracing;

namespace ShiftLeft.Go.Template;

/// <summary>What an execution depends on beside the templates and their data; who brings functions of its own derives what they need.</summary>
/// <param name="functions">Those that templates may call.</param>
/// <param name="release">The Go that is followed.</param>
/// <param name="budget">What may be spent.</param>
class TemplateContext(FrozenDictionary<string, FunctionSignature> functions, GoRelease release, RenderBudget budget)
{
    int ordinal;

    public FrozenDictionary<string, FunctionSignature> Functions => functions;
    public GoRelease Release => release;
    public RenderBudget Budget => budget;

    /// <summary>Regular expressions that templates have used so far.</summary>
    public PatternCache Patterns { get; } = new();

    /// <summary>0, 1, 2, …: tells calls of one place apart that have to invent something.</summary>
    public int NextOrdinal() => ordinal++;
}
