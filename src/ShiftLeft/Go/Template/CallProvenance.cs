using System.Collections.Immutable;
using ShiftLeft.Go.Reflect;
using ShiftLeft.Text;
using ShiftLeft.Tracing;

namespace ShiftLeft.Go.Template;

/// <summary>What a call makes of values. Few are ever asked what they were made of, so that is found out then.</summary>
sealed class CallProvenance(FunctionCall call, params ReadOnlySpan<Value> values) : ComputedProvenance(call.Name, [])
{
    readonly Value[] values = values.ToArray();
    ImmutableArray<Provenance> inputs;

    public override Location? Place => call.Place;
    public override ImmutableArray<Provenance> Inputs => inputs.IsDefault ? inputs = OriginsOf(values) : inputs;

    static ImmutableArray<Provenance> OriginsOf(Value[] values)
    {
        var found = new HashSet<Provenance>();
        var inputs = ImmutableArray.CreateBuilder<Provenance>();
        foreach (var value in values)
        {
            if (value.From is { } from && found.Add(from)) inputs.Add(from);
            if (value is not StringValue text) continue;
            foreach (var run in text.Traced.Runs)
            {
                if (run.From is { } part && found.Add(part)) inputs.Add(part);
                // What decided that a part was written at all went in, too.
                for (var frame = run.Frame; frame is not null; frame = frame.Outer)
                {
                    if (frame.Cause is { } cause && found.Add(cause)) inputs.Add(cause);
                }
            }
        }
        return inputs.ToImmutable();
    }
}
