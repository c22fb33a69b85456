using System.Diagnostics;
using Akka.Actor;
using Xunit;

namespace Akka.Tests.Actor;

/// <summary>The real scheduler: lower bounds only, since a busy machine may be late but never early.</summary>
public class SchedulerTests : ActorTest
{
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(30);

    [Fact]
    public void A_message_is_sent_once_and_not_before_its_time()
    {
        var clock = Stopwatch.StartNew();
        Sys.Scheduler.ScheduleTellOnce(Delay, TestActor, "tick", ActorRefs.NoSender);
        ExpectMsg("tick");
        Assert.True(clock.Elapsed >= Delay * 0.9, $"after {clock.Elapsed}");
    }

    [Fact]
    public void A_message_is_sent_again_and_again_until_cancelled()
    {
        var cancelable = new Cancelable(Sys.Scheduler);
        Sys.Scheduler.ScheduleTellRepeatedly(TimeSpan.Zero, TimeSpan.FromMilliseconds(10), TestActor, "tick", TestActor, cancelable);
        for (var round = 0; round < 3; round++) ExpectMsgFrom(TestActor, "tick");
        cancelable.Cancel();
        Assert.True(cancelable.IsCancellationRequested);
    }

    [Fact]
    public void A_cancelled_message_is_not_sent()
    {
        var delay = TimeSpan.FromMilliseconds(50);
        var clock = new Stopwatch();
        do
        {
            // On a machine that stalls us the message may be out before we cancel it; then the round says nothing.
            IgnoreMessages<string>();
            clock.Restart();
            var cancelable = Sys.Scheduler.ScheduleTellOnceCancelable(delay, TestActor, "cancelled", ActorRefs.NoSender);
            cancelable.Cancel();
            IgnoreNoMessages();
        }
        while (clock.Elapsed > delay / 2);
        Sys.Scheduler.ScheduleTellOnce(delay * 2, TestActor, "later", ActorRefs.NoSender);
        ExpectMsg("later");
    }

    [Fact]
    public void An_action_runs_at_its_time()
    {
        Sys.Scheduler.Advanced.ScheduleOnce(Delay, () => TestActor.Tell("ran"));
        ExpectMsg("ran");
    }

    [Fact]
    public void An_action_that_throws_does_not_stop_the_scheduler()
    {
        Sys.Scheduler.Advanced.ScheduleOnce(TimeSpan.Zero, () => throw new BangException());
        Sys.Scheduler.ScheduleTellOnce(Delay, TestActor, "still alive", ActorRefs.NoSender);
        ExpectMsg("still alive");
    }

    [Fact]
    public void The_monotonic_clock_goes_on()
    {
        var before = Sys.Scheduler.MonotonicClock;
        Sys.Scheduler.ScheduleTellOnce(Delay, TestActor, "tick", ActorRefs.NoSender);
        ExpectMsg("tick");
        Assert.True(Sys.Scheduler.MonotonicClock > before);
    }

    [Fact]
    public void A_negative_delay_is_refused() =>
        Assert.ThrowsAny<ArgumentException>(() => Sys.Scheduler.ScheduleTellOnce(TimeSpan.FromSeconds(-1), TestActor, "tick", ActorRefs.NoSender));
}
