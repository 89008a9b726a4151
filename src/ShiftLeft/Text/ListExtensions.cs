using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace ShiftLeft.Text;

static class ListExtensions
{
    /// <summary>
    /// Takes the items from an index on out of a list. So readers of nested structures gather what is open at each level in one list, and make an
    /// array of its size when a level ends.
    /// </summary>
    public static ImmutableArray<T> TakeFrom<T>(this List<T> items, int index)
    {
        if (index == items.Count) return [];
        var taken = CollectionsMarshal.AsSpan(items)[index..].ToImmutableArray();
        items.RemoveRange(index, taken.Length);
        return taken;
    }
}
