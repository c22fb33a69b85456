using Akka.Actor;
using Akka.TestKit.Configs;
using Xunit;

namespace Akka.TestKit.Tests;

public class TestSchedulerTests() : KitTest("""akka.scheduler.implementation = "Akka.TestKit.TestScheduler, Akka.TestKit" """)
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private TestScheduler Time => (TestScheduler)Sys.Scheduler;

    [Fact]
    public void The_ready_made_config_puts_it_in_place() =>
        Assert.Equal("Akka.TestKit.TestScheduler, Akka.TestKit", TestConfigs.TestSchedulerConfig.GetString("akka.scheduler.implementation"));

    [Fact]
    public void Time_moves_only_when_it_is_moved()
    {
        var (now, clock) = (Time.Now, Time.MonotonicClock);
        Assert.Equal((now, clock), (Time.Now, Time.MonotonicClock));
        Time.Advance(Second);
        Assert.Equal((now + Second, clock + Second), (Time.Now, Time.MonotonicClock));
        Time.AdvanceTo(now + (Second * 3));
        Assert.Equal(now + (Second * 3), Time.Now);
    }

    [Fact]
    public void A_message_is_sent_when_its_time_has_come()
    {
        Time.ScheduleTellOnce(Second, TestActor, "tick", ActorRefs.NoSender);
        Time.Advance(Second * 0.9);
        Assert.False(HasMessages);
        Time.Advance(Second * 0.1);
        ExpectMsg("tick");
        Time.Advance(Second * 10);
        Assert.False(HasMessages);
    }

    [Fact]
    public void A_repeated_message_is_sent_as_often_as_fits_into_the_time()
    {
        using var cancelable = new Cancelable(Sys.Scheduler);
        Time.ScheduleTellRepeatedly(Second, Second * 2, TestActor, "tick", TestActor, cancelable);
        Time.Advance(Second * 6);
        Assert.Equal(3, ReceiveN(3).Count);
        Assert.False(HasMessages);
        cancelable.Cancel();
        Time.Advance(Second * 6);
        Assert.False(HasMessages);
    }

    [Fact]
    public void Work_runs_in_order_of_its_due_time_and_then_of_its_scheduling()
    {
        foreach (var (delay, text) in new[] { (2, "c"), (1, "a"), (1, "b") }) Time.ScheduleOnce(Second * delay, () => TestActor.Tell(text));
        Time.Advance(Second * 2);
        foreach (var text in new[] { "a", "b", "c" }) ExpectMsg(text);
    }

    [Fact]
    public void Work_sees_its_own_due_time_and_can_schedule_more()
    {
        var start = Time.Now;
        Time.Advanced.ScheduleOnce(Second, () => Time.ScheduleOnce(Second, () => TestActor.Tell(Time.Now - start)));
        Time.Advance(Second * 5);
        ExpectMsg(Second * 2);
    }

    [Fact]
    public void Cancelled_work_does_not_run()
    {
        using var cancelable = new Cancelable(Sys.Scheduler);
        Time.ScheduleOnce(Second, () => TestActor.Tell("cancelled"), cancelable);
        cancelable.Cancel();
        Time.Advance(Second * 2);
        Assert.False(HasMessages);
    }

    [Fact]
    public void Time_cannot_go_back()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Time.Advance(-Second));
        Assert.Throws<InvalidOperationException>(() => Time.AdvanceTo(Time.Now - Second));
        Assert.Throws<ArgumentOutOfRangeException>(() => Time.ScheduleOnce(-Second, () => { }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Time.ScheduleRepeatedly(Second, TimeSpan.Zero, () => { }));
    }
}
