using Akka.Actor.Internal;
using Xunit;

namespace Akka.Simulation.Actor;

public sealed class InboxQueueTests
{
    [Fact]
    public async Task Messages_come_in_order_of_arrival()
    {
        var queue = new InboxQueue(10);
        queue.TryAdd(1);
        queue.TryAdd(2);

        Assert.Equal(1, await queue.TakeAsync(_ => true, default));
        Assert.Equal(2, await queue.TakeAsync(_ => true, default));
    }

    [Fact]
    public async Task A_taker_gets_the_first_message_that_it_wants_and_leaves_the_others()
    {
        var queue = new InboxQueue(10);
        queue.TryAdd("no");
        var waiting = queue.TakeAsync(message => message is int, default);
        queue.TryAdd("neither");
        queue.TryAdd(5);

        Assert.Equal(5, await waiting);
        Assert.Equal("no", await queue.TakeAsync(_ => true, default));
        Assert.Equal("neither", await queue.TakeAsync(_ => true, default));
    }

    [Fact]
    public async Task A_message_goes_to_the_taker_that_waits_longest()
    {
        var queue = new InboxQueue(10);
        var (first, second) = (queue.TakeAsync(_ => true, default), queue.TakeAsync(_ => true, default));
        queue.TryAdd("a");
        queue.TryAdd("b");

        Assert.Equal("a", await first);
        Assert.Equal("b", await second);
    }

    [Fact]
    public async Task A_taker_that_gave_up_takes_nothing()
    {
        var queue = new InboxQueue(10);
        using var patience = new CancellationTokenSource();
        var waiting = queue.TakeAsync(_ => true, patience.Token);
        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        queue.TryAdd("a");
        Assert.Equal("a", await queue.TakeAsync(_ => true, default));
    }

    [Fact]
    public void A_full_queue_refuses_messages()
    {
        var queue = new InboxQueue(1);

        Assert.True(queue.TryAdd("a"));
        Assert.False(queue.TryAdd("b"));
    }
}
