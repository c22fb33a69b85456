using Akka.Actor;
using Xunit;

namespace Akka.Tests.Actor;

public sealed class CancelableTests : ActorSystemTest
{
    [Fact]
    public void Cancelling_is_seen_by_the_cancelable_and_its_token()
    {
        using var cancelable = new Cancelable(Sys.Scheduler);
        Assert.False(cancelable.IsCancellationRequested);

        cancelable.Cancel();

        Assert.True(cancelable.IsCancellationRequested);
        Assert.True(cancelable.Token.IsCancellationRequested);
    }

    [Fact]
    public void A_token_taken_before_is_cancelled_with_its_callbacks()
    {
        using var cancelable = new Cancelable(Sys.Scheduler);
        var calls = 0;
        cancelable.Token.Register(() => calls++);

        cancelable.Cancel();
        cancelable.Cancel();

        Assert.Equal(1, calls);
    }

    [Fact]
    public void A_cancelable_may_cancel_itself_after_a_time()
    {
        using var cancelable = new Cancelable(Sys.Scheduler, TimeSpan.FromMilliseconds(20));

        Assert.True(cancelable.Token.WaitHandle.WaitOne(Limit));
    }

    [Fact]
    public void A_linked_cancelable_follows_the_first_that_is_cancelled()
    {
        using var first = new Cancelable(Sys.Scheduler);
        using var second = new Cancelable(Sys.Scheduler);
        var linked = Cancelable.CreateLinkedCancelable(Sys.Scheduler, first, second);

        second.Cancel();

        Assert.True(linked.IsCancellationRequested);
        Assert.False(first.IsCancellationRequested);
    }

    [Fact]
    public void A_cancelable_linked_to_a_cancelled_token_is_born_cancelled() =>
        Assert.True(Cancelable.CreateLinkedCancelable(Sys.Scheduler, new CancellationToken(true)).IsCancellationRequested);

    [Fact]
    public void Cancelling_a_linked_cancelable_leaves_its_sources_alone()
    {
        using var source = new Cancelable(Sys.Scheduler);
        Cancelable.CreateLinkedCancelable(Sys.Scheduler, source).Cancel();

        Assert.False(source.IsCancellationRequested);
    }

    [Fact]
    public void A_canceled_one_can_be_had_ready_made() => Assert.True(Cancelable.CreateCanceled().IsCancellationRequested);

    [Fact]
    public void Nothing_is_scheduled_for_a_cancelled_one()
    {
        Sys.Scheduler.ScheduleTellOnce(TimeSpan.Zero, Inbox.Receiver, "late", ActorRefs.NoSender, Cancelable.CreateCanceled());

        ReceiveNothing();
    }

    [Fact]
    public void One_cancelable_calls_off_all_that_was_scheduled_with_it()
    {
        using var cancelable = new Cancelable(Sys.Scheduler);
        for (var i = 0; i < 3; i++) Sys.Scheduler.ScheduleTellOnce(TimeSpan.FromMilliseconds(20), Inbox.Receiver, "late", ActorRefs.NoSender, cancelable);

        cancelable.Cancel();

        ReceiveNothing();
    }

    [Fact]
    public void A_disposed_one_refuses_use()
    {
        var cancelable = new Cancelable(Sys.Scheduler);
        cancelable.Dispose();

        Assert.True(cancelable.IsDisposed);
        Assert.Throws<ObjectDisposedException>(cancelable.Cancel);
        Assert.Throws<ObjectDisposedException>(() => cancelable.Token);
    }

    [Fact]
    public void A_missing_one_can_be_cancelled_without_a_check() => ((ICancelable?)null).CancelIfNotNull();
}
