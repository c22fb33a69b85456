using Akka.Actor;
using Xunit;

namespace Akka.Tests.Actor;

public class TimersTests : VirtualTimeTest
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void A_single_timer_fires_once_and_is_gone()
    {
        var actor = Timed();
        Do(actor, timers => timers.StartSingleTimer("key", "tick", Second));
        Time.Advance(Second * 0.9);
        Assert.False(HasMessages);
        Time.Advance(Second * 0.1);
        ExpectMsg("tick");
        Time.Advance(Second * 10);
        Assert.False(HasMessages);
        Assert.False(IsActive(actor));
    }

    [Fact]
    public void A_periodic_timer_fires_until_it_is_cancelled()
    {
        var actor = Timed();
        Do(actor, timers => timers.StartPeriodicTimer("key", "tick", Second));
        for (var round = 0; round < 3; round++)
        {
            Time.Advance(Second);
            ExpectMsg("tick");
        }

        Assert.True(IsActive(actor));
        Do(actor, timers => timers.Cancel("key"));
        Time.Advance(Second * 10);
        Assert.False(HasMessages);
        Assert.False(IsActive(actor));
    }

    [Fact]
    public void A_periodic_timer_may_have_another_delay_first()
    {
        var actor = Timed();
        Do(actor, timers => timers.StartPeriodicTimer("key", "tick", Second * 3, Second));
        Time.Advance(Second * 2);
        Assert.False(HasMessages);
        Time.Advance(Second);
        ExpectMsg("tick");
        Time.Advance(Second);
        ExpectMsg("tick");
    }

    [Fact]
    public void A_timer_replaces_the_one_of_the_same_key()
    {
        var actor = Timed();
        Do(actor, timers => timers.StartPeriodicTimer("key", "old", Second));
        Do(actor, timers => timers.StartPeriodicTimer("key", "new", Second));
        Time.Advance(Second);
        ExpectMsg("new");
        Assert.False(HasMessages);
    }

    [Fact]
    public void A_cancelled_timer_is_silent_even_if_its_message_waits_already()
    {
        var actor = Timed();
        Do(actor, timers =>
        {
            timers.StartSingleTimer("key", "tick", Second);
            // The actor is busy with this very message while the timer fires.
            Time.Advance(Second);
            timers.Cancel("key");
        });
        Do(actor, _ => TestActor.Tell("done"));
        ExpectMsg("done");
    }

    [Fact]
    public void CancelAll_cancels_every_timer()
    {
        var actor = Timed();
        Do(actor, timers =>
        {
            timers.StartPeriodicTimer(1, "one", Second);
            timers.StartPeriodicTimer(2, "two", Second);
            timers.CancelAll();
        });
        Time.Advance(Second);
        Assert.False(HasMessages);
    }

    [Fact]
    public void A_restart_cancels_the_timers()
    {
        var actor = Timed();
        Do(actor, timers => timers.StartPeriodicTimer("key", "tick", Second));
        Do(actor, _ => throw new BangException());
        Time.Advance(Second * 2);
        Assert.False(HasMessages);
        Assert.False(IsActive(actor));
    }

    [Fact]
    public void A_stop_cancels_the_timers()
    {
        var actor = Timed();
        Do(actor, timers => timers.StartPeriodicTimer("key", "tick", Second));
        Watch(actor);
        Sys.Stop(actor);
        ExpectTerminated(actor);
        Sys.EventStream.Subscribe(TestActor, typeof(Akka.Event.DeadLetter));
        Time.Advance(Second * 2);
        Assert.False(HasMessages);
    }

    private IActorRef Timed() => Synchronous(Props.Create(() => new TimedActor(TestActor)));

    private static void Do(IActorRef actor, Action<ITimerScheduler> action) => actor.Tell(action);

    private bool IsActive(IActorRef actor)
    {
        Do(actor, timers => TestActor.Tell(timers.IsTimerActive("key")));
        return ExpectMsg<bool>();
    }

    private sealed class TimedActor : ReceiveActor, IWithTimers
    {
        public TimedActor(IActorRef log)
        {
            Receive<Action<ITimerScheduler>>(action => action(Timers));
            ReceiveAny(log.Tell);
        }

        public ITimerScheduler Timers { get; set; } = null!;
    }
}
