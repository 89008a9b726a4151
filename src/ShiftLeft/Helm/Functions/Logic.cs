using System.Collections.Immutable;
using ShiftLeft.Go.Reflect;
using ShiftLeft.Go.Template;
using ShiftLeft.Tracing;

namespace ShiftLeft.Helm.Functions;

/// <summary>Functions that choose between values; what they looked at stays known.</summary>
static class Logic
{
    public static ImmutableArray<FunctionSignature> All { get; } =
    [
        new("default", [Parameter.Any], Parameter.Any, Default),
        new("empty", [Parameter.Any], null, call => new BoolValue(call[0].IsEmpty, call.Computed(call[0]))),
        new("coalesce", [], Parameter.Any, Coalesce),
        new("ternary", [Parameter.Any, Parameter.Any, Parameter.Bool], null, call => Chosen(call.Bool(2) ? call[0] : call[1], call[2])),
        new("all", [], Parameter.Any, call => new BoolValue(call.Arguments.All(value => !value.IsEmpty), call.ComputedOfAll())),
        new("any", [], Parameter.Any, call => new BoolValue(call.Arguments.Any(value => !value.IsEmpty), call.ComputedOfAll())),
    ];

    /// <summary>A value that was taken after others were looked at.</summary>
    public static Value Chosen(Value value, params ReadOnlySpan<Value> considered)
    {
        var origins = ImmutableArray.CreateBuilder<Provenance>(considered.Length);
        foreach (var other in considered)
        {
            if (other.Origin is { } origin) origins.Add(origin);
        }
        return origins.Count == 0 ? value : value.ChosenOver(origins.ToImmutable());
    }

    static Value Default(FunctionCall call)
    {
        if (call.Count < 2) return call[0];
        return call[1].IsEmpty ? Chosen(call[0], call[1]) : call[1];
    }

    static Value Coalesce(FunctionCall call)
    {
        for (var i = 0; i < call.Count; i++)
        {
            if (!call[i].IsEmpty) return i == 0 ? call[i] : Chosen(call[i], [.. call.Arguments.Take(i)]);
        }
        return call.Count == 0 ? new NilValue(call.Computed()) : Chosen(new NilValue(null), [.. call.Arguments]);
    }
}
