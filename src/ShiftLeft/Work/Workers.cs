using System.Collections.Immutable;
using System.Runtime.ExceptionServices;

namespace ShiftLeft.Work;

/// <summary>
/// Threads that share out work. What comes out is the same for any number of them: each item gives one result, and results stand in the order of
/// their items.
/// </summary>
/// <param name="Count">How many threads may work at once, at least one.</param>
readonly record struct Workers(int Count)
{
    /// <summary>Deep input is read with this much, as on a program's first thread.</summary>
    const int StackSize = 8 * 1024 * 1024;

    /// <summary>More do not make a scan faster: then memory is what all wait for.</summary>
    const int Most = 32;

    /// <summary>One result for each item.</summary>
    /// <param name="items">The items.</param>
    /// <param name="selector">What is done with each; it may run on any thread, at the same time as for other items.</param>
    /// <param name="share">How many items that follow each other a thread takes at a time: many where each is little work.</param>
    public ImmutableArray<TResult> Select<TItem, TResult>(ImmutableArray<TItem> items, Func<TItem, TResult> selector, int share = 1)
    {
        var threads = Math.Min(Math.Min(Count, Most), (items.Length + share - 1) / share);
        if (threads <= 1) return [.. items.Select(selector)];

        var results = new TResult[items.Length];
        var taken = 0;
        ExceptionDispatchInfo? failure = null;
        var helpers = Enumerable.Range(1, threads - 1).Select(_ => new Thread(Work, StackSize) { IsBackground = true }).ToList();
        helpers.ForEach(helper => helper.Start());
        Work();
        helpers.ForEach(helper => helper.Join());
        failure?.Throw();
        return ImmutableArray.Create(results);

        void Work()
        {
            try
            {
                while (Volatile.Read(ref failure) is null)
                {
                    var end = Interlocked.Add(ref taken, share);
                    if (end - share >= items.Length) return;
                    for (var at = end - share; at < Math.Min(end, items.Length); at++) results[at] = selector(items[at]);
                }
            }
#pragma warning disable CA1031 // Not handled here: it is thrown on in the thread that asked.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                Interlocked.CompareExchange(ref failure, ExceptionDispatchInfo.Capture(exception), null);
            }
        }
    }

    /// <summary>All results of all items, in their order.</summary>
    public ImmutableArray<TResult> SelectMany<TItem, TResult>(ImmutableArray<TItem> items, Func<TItem, IEnumerable<TResult>> selector, int share = 1) =>
        [.. Select(items, item => selector(item).ToArray(), share).SelectMany(results => results)];
}
