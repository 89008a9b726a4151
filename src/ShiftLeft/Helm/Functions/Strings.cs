using System.Collections.Immutable;
using ShiftLeft.Helm.Templates;

namespace ShiftLeft.Helm.Functions;

/// <summary>Functions that cut, pad and change strings.</summary>
static class Strings
{
    public static ImmutableArray<FunctionSignature> All { get; } =
    [
        new("trimSuffix", [Parameter.String, Parameter.String], null, TrimSuffix),
    ];

    static StringValue TrimSuffix(FunctionCall call)
    {
        var (suffix, text) = (call.String(0), call.Text(1));
        return new(text.Text.EndsWith(suffix, StringComparison.Ordinal) ? text.Slice(0, text.Length - suffix.Length) : text, call[1].From);
    }
}
