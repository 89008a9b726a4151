using System.Collections.Concurrent;
using System.Collections.Immutable;
using ShiftLeft.Work;

namespace ShiftLeft.Tests.Work;

public sealed class WorkersTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(3, 7)]
    [InlineData(200, 1)]
    public void Results_stand_in_the_order_of_their_items(int count, int share)
    {
        ImmutableArray<int> items = [.. Enumerable.Range(0, 1_000)];
        Assert.Equal(items.Select(item => item * 2), new Workers(count).Select(items, item => item * 2, share));
    }

    [Fact]
    public void Many_results_of_an_item_stay_together() =>
        Assert.Equal([1, 1, 2, 2, 3, 3], new Workers(4).SelectMany([1, 2, 3], item => Enumerable.Repeat(item, 2)));

    [Fact]
    public void Nothing_gives_nothing() => Assert.Empty(new Workers(8).Select(ImmutableArray<int>.Empty, item => item));

    [Fact]
    public void Several_threads_work_at_once()
    {
        using var both = new Barrier(2);
        Assert.Equal([true, true], new Workers(2).Select([1, 2], _ => both.SignalAndWait(TimeSpan.FromMinutes(1))));
    }

    [Fact]
    public void One_worker_is_the_thread_that_asks()
    {
        var threads = new ConcurrentBag<int>();
        new Workers(1).Select([1, 2, 3], item =>
        {
            threads.Add(System.Environment.CurrentManagedThreadId);
            return item;
        });
        Assert.Equal([System.Environment.CurrentManagedThreadId], threads.Distinct());
    }

    [Fact]
    public void What_goes_wrong_is_thrown_where_it_was_asked_for() =>
        Assert.Equal("oops", Assert.Throws<InvalidOperationException>(() => new Workers(4).Select([1, 2, 3, 4, 5], item => item == 3 ? throw new InvalidOperationException("oops") : item)).Message);
}
