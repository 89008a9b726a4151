using ShiftLeft.Go.Template;
using ShiftLeft.Tracing;

namespace ShiftLeft.Go.Reflect;

/// <summary>Go's <c>reflect.DeepEqual</c>: the same types all the way down, so that 1 and 1.0 differ.</summary>
static class DeepEquality
{
    const int Deepest = 500;

    public static bool Equal(Value one, Value other, RenderBudget budget) => Equal(one, other, budget, 0);

    static bool Equal(Value one, Value other, RenderBudget budget, int depth)
    {
        budget.Step();
        if (depth > Deepest) throw new FunctionException($"a value is nested more than {Deepest} levels deep");
        if (one.Kind != other.Kind || one.TypeName != other.TypeName) return false;
        switch (one, other)
        {
            case (NilValue, NilValue): return true;
            case (BoolValue a, BoolValue b): return a.Value == b.Value;
            case (IntegerValue a, IntegerValue b): return a.Value == b.Value;
            // NaN is not itself.
            case (FloatValue a, FloatValue b): return !double.IsNaN(a.Value) && a.Value.Equals(b.Value == 0 ? Math.CopySign(0, a.Value) : b.Value);
            case (StringValue a, StringValue b):
                if (a.Traced.Length == b.Traced.Length) budget.Step(a.Traced.Length / 64);
                return string.Equals(a.Text, b.Text, StringComparison.Ordinal);
            case (BytesValue a, BytesValue b): return a.Bytes.AsSpan().SequenceEqual(b.Bytes);
            case (ListValue a, ListValue b):
                if (a.Items.Count != b.Items.Count || a.IsNull != b.IsNull) return false;
                for (var i = 0; i < a.Items.Count; i++)
                {
                    if (!Equal(a.Items[i], b.Items[i], budget, depth + 1)) return false;
                }
                return true;
            case (MapValue a, MapValue b):
                if (ReferenceEquals(a.Entries, b.Entries)) return true;
                if (a.Entries.Count != b.Entries.Count || a.IsNull != b.IsNull) return false;
                foreach (var entry in a.Entries.Sorted)
                {
                    if (b.Entries.Find(entry.Key.Text) is not { } same || !Equal(entry.Value, same.Value, budget, depth + 1)) return false;
                }
                return true;
            case (ObjectValue a, ObjectValue b): return ReferenceEquals(a, b) || string.Equals(a.Print(), b.Print(), StringComparison.Ordinal);
            default: return false;
        }
    }
}
