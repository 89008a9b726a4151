using System.Collections.Immutable;
using ShiftLeft.Text;

namespace ShiftLeft.Tracing;

/// <summary>Where a value, or a run of rendered characters, comes from. Immutable and shared.</summary>
abstract class Provenance
{
    /// <summary>A walk that has met so many goes no further.</summary>
    const int MostWalked = 20_000;

    /// <summary>What it was made of, the chosen or most important one first.</summary>
    public virtual ImmutableArray<Provenance> Inputs => [];

    /// <summary>It and all that it was made of, each once, the most important first.</summary>
    /// <param name="stopsAt">Whose inputs do not count.</param>
    public IEnumerable<Provenance> Walk(Func<Provenance, bool>? stopsAt = null)
    {
        var met = new HashSet<Provenance> { this };
        var next = new Stack<Provenance>();
        next.Push(this);
        while (next.TryPop(out var at))
        {
            yield return at;
            if (met.Count > MostWalked || stopsAt?.Invoke(at) == true) continue;
            var inputs = at.Inputs;
            for (var i = inputs.Length - 1; i >= 0; i--)
            {
                if (met.Add(inputs[i])) next.Push(inputs[i]);
            }
        }
    }
}

enum SourceKind
{
    /// <summary>Text of a template between actions.</summary>
    Template,
    /// <summary>A string, number or other constant in an action.</summary>
    Literal,
    /// <summary>A file of the chart that is neither a template nor values.</summary>
    File,
}

/// <summary>Text of a chart's file; the run's offset says which part of it.</summary>
sealed class SourceProvenance(SourceText source, SourceKind kind) : Provenance
{
    public SourceText Source { get; } = source;
    public SourceKind Kind { get; } = kind;

    public override string ToString() => Source.Path;
}

/// <summary>A constant in an action, as a whole.</summary>
/// <param name="source">The template's text.</param>
/// <param name="span">Where in it the constant stands.</param>
/// <param name="constant">What prints it as its language does.</param>
sealed class LiteralProvenance(TracedSource source, Span span, object constant) : Provenance
{
    public Location Place => source.Locate(span.Start, span.End);

    public override string ToString() => constant.ToString()!;
}

/// <summary>An entry or item of a values file, of <c>Chart.yaml</c>, or of YAML that a template reads.</summary>
sealed class ValueProvenance : Provenance
{
    /// <summary>Few paths are ever asked for, and all of them together would be long.</summary>
    string? path;

    public required SourceText Source { get; init; }
    /// <summary>The key that it is written under; null for an item of a sequence and for the root.</summary>
    public Span? Key { get; init; }
    /// <summary>The value as written.</summary>
    public required Span Value { get; init; }
    /// <summary>The text of the key, and -1; or null, and which item it is.</summary>
    public string? Name { get; init; }
    public int Index { get; init; } = -1;
    /// <summary>From the file's root: <c>image.tag</c>, <c>hosts[0].name</c>; a key that is no plain word is quoted: <c>annotations["a.b/c"]</c>.</summary>
    public string Path { get => path ??= PathFromRoot(); init => path = value; }
    public ValueProvenance? Parent { get; init; }

    string PathFromRoot()
    {
        var steps = new Stack<string>();
        for (var at = this; at is not null; at = at.Parent)
        {
            if (at.path is not null)
            {
                steps.Push(at.path);
                break;
            }
            if (at.Name is { } name) steps.Push(name.Length > 0 && name.All(c => char.IsLetterOrDigit(c) || c is '_' or '-') ? "." + name : $"[\"{name}\"]");
            else if (at.Index >= 0) steps.Push($"[{at.Index}]");
        }
        var whole = string.Concat(steps);
        return whole.StartsWith('.') ? whole[1..] : whole;
    }

    public override string ToString() => $"{Source.Path}:{Path}";
}

/// <summary>A <c>--set</c> argument, or an entry of <c>set</c> in the policy.</summary>
/// <param name="argument">As it is given.</param>
/// <param name="place">Where it stands in the policy; null for a command line's.</param>
sealed class ArgumentProvenance(string argument, Location? place = null) : Provenance
{
    public string Argument { get; } = argument;
    public Location? Place { get; } = place;
    /// <summary>What it sets: <c>image.tag</c>.</summary>
    public string Key => Argument.Split('=')[0];

    public override string ToString() => $"--set {Argument}";
}

/// <summary>What Helm itself gives a template: <c>.Release.Name</c>, <c>.Capabilities.KubeVersion</c>.</summary>
sealed class BuiltinProvenance(string name) : Provenance
{
    public string Name { get; } = name;

    public override string ToString() => Name;
}

/// <summary>What a function made up, or scrambled beyond following characters.</summary>
class ComputedProvenance(string function, ImmutableArray<Provenance> inputs) : Provenance
{
    public string Function { get; } = function;
    /// <summary>The action that calls it; null outside templates.</summary>
    public virtual Location? Place => null;
    public override ImmutableArray<Provenance> Inputs => inputs;

    public override string ToString() => $"{Function}(…)";
}

/// <summary>A value that was chosen after others were looked at: <c>default</c>, <c>or</c>, <c>coalesce</c>, <c>ternary</c>.</summary>
sealed class ChosenProvenance(Provenance? chosen, ImmutableArray<Provenance> considered) : Provenance
{
    public Provenance? Chosen { get; } = chosen;
    /// <summary>What was looked at and would have won, had it been set.</summary>
    public ImmutableArray<Provenance> Considered { get; } = considered;
    public override ImmutableArray<Provenance> Inputs { get; } = chosen is null ? considered : [chosen, .. considered];

    public override string ToString() => $"{Chosen} over {string.Join(", ", Considered)}";
}

/// <summary>A key that was asked for and is not there.</summary>
sealed class AbsentProvenance(string key, Provenance? parent) : Provenance
{
    public string Key { get; } = key;
    /// <summary>The mapping that would hold it.</summary>
    public Provenance? Parent { get; } = parent;
    public override ImmutableArray<Provenance> Inputs => Parent is null ? [] : [Parent];

    /// <summary>What the outermost missing mapping would be in, and the keys from there on.</summary>
    public (Provenance? Above, ImmutableArray<string> Keys) Path
    {
        get
        {
            var keys = new Stack<string>();
            Provenance? at = this;
            for (; at is AbsentProvenance missing; at = missing.Parent) keys.Push(missing.Key);
            return (at, [.. keys]);
        }
    }

    public override string ToString() => $"no {Key} in {Parent}";
}

/// <summary>A branch that was not taken: it leaves nothing in the text but its place.</summary>
/// <param name="source">The template's text.</param>
/// <param name="action">The opening action of the <c>if</c>, <c>with</c> or <c>range</c>.</param>
/// <param name="skipped">What it would have executed: its body, or what stands behind its <c>else</c>.</param>
/// <param name="condition">What decided; null where nothing could be followed.</param>
sealed class SkippedProvenance(TracedSource source, Span action, Span skipped, Provenance? condition) : Provenance
{
    public Provenance? Condition { get; } = condition;
    /// <summary>The opening action.</summary>
    public Location Action => source.Locate(action.Start, action.End);
    /// <summary>The content that was not written.</summary>
    public string Content => source.Text[skipped.Start..skipped.End];
    public override ImmutableArray<Provenance> Inputs => Condition is null ? [] : [Condition];

    public override string ToString() => $"skipped, because of {Condition}";
}
