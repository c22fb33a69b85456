using Akka.Actor;
using Akka.Actor.Scheduler;
using Akka.Event;
using Akka.Simulation.Time;
using Xunit;

namespace Akka.Simulation.Actor;

public sealed class WheelDriverTests
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);

    private readonly ManualClock _clock = new();
    private readonly WheelDriver _driver;
    private readonly List<string> _done = [];

    public WheelDriverTests() => _driver = new WheelDriver(_clock, Tick, 512, NoLogger.Instance, ownThread: false);

    [Fact]
    public void Work_is_never_early_and_late_by_a_tick_at_most()
    {
        var random = new Random(1);
        var late = new List<TimeSpan>();
        for (var i = 0; i < 1000; i++)
        {
            var delay = TimeSpan.FromMilliseconds(random.NextDouble() * 20_000);
            var due = _driver.Now + delay;
            Schedule(delay, () => late.Add(_driver.Now - due));
        }

        while (late.Count < 1000) Advance(TimeSpan.FromMilliseconds(1));

        Assert.All(late, time => Assert.InRange(time, TimeSpan.Zero, Tick + TimeSpan.FromMilliseconds(1)));
    }

    [Fact]
    public void Work_of_one_tick_runs_in_the_order_of_scheduling()
    {
        foreach (var name in new[] { "a", "b", "c" }) Schedule(TimeSpan.FromMilliseconds(5), name);
        Advance(Tick);

        Assert.Equal(["a", "b", "c"], _done);
    }

    [Fact]
    public void Periodic_work_keeps_to_its_grid()
    {
        var times = new List<TimeSpan>();
        Schedule(TimeSpan.FromMilliseconds(20), () => times.Add(_driver.Now), interval: TimeSpan.FromMilliseconds(30));
        for (var i = 0; i < 10; i++) Advance(Tick);

        Assert.Equal([20, 50, 80], times.Select(time => time.TotalMilliseconds));
    }

    [Fact]
    public void Periods_missed_while_the_thread_was_held_up_are_not_made_up_for()
    {
        Schedule(Tick, "tick", interval: Tick);
        Advance(TimeSpan.FromSeconds(10));
        Advance(Tick);

        Assert.Equal(["tick", "tick"], _done);
    }

    [Fact]
    public void Failing_work_stops_neither_the_wheel_nor_its_own_repetition()
    {
        Schedule(Tick, () =>
        {
            _done.Add("failing");
            throw new InvalidOperationException("on purpose");
        }, interval: Tick);
        Schedule(Tick, "other");
        Advance(Tick);
        Advance(Tick);

        Assert.Equal(["failing", "other", "failing"], _done);
    }

    [Fact]
    public void Cancelled_work_does_not_run_and_leaves_the_wheel_at_the_next_turn()
    {
        var fresh = Schedule(TimeSpan.FromHours(1), "fresh");
        var placed = Schedule(TimeSpan.FromHours(1), "placed");
        fresh.Cancel();
        _driver.Turn();
        Assert.Equal(1, _driver.Count);

        placed.Cancel();
        _driver.Turn();
        Assert.Equal(0, _driver.Count);

        Advance(TimeSpan.FromHours(2));
        Assert.Empty(_done);
    }

    [Fact]
    public void Fresh_work_that_is_cancelled_does_not_pile_up_until_the_next_turn()
    {
        Schedule(TimeSpan.FromHours(1), "kept");
        var first = new WeakReference(null);
        ScheduleAndCancel();
        for (var i = 0; i < 10; i++) Schedule(TimeSpan.FromHours(1), "cancelled").Cancel();
        GC.Collect();

        Assert.False(first.IsAlive);
        _driver.Turn();
        Assert.Equal(1, _driver.Count);

        void ScheduleAndCancel()
        {
            var work = Schedule(TimeSpan.FromHours(1), "cancelled");
            work.Cancel();
            first.Target = work;
        }
    }

    [Fact]
    public async Task Work_pushed_and_cancelled_by_many_threads_is_neither_lost_nor_run_twice()
    {
        var driver = new WheelDriver(TimeProvider.System, TimeSpan.FromMilliseconds(1), 64, NoLogger.Instance);
        const int PerThread = 20_000;
        var runs = 0;
        var threads = Enumerable.Range(0, 4).Select(_ => Task.Factory.StartNew(() =>
        {
            for (var i = 0; i < PerThread; i++)
            {
                driver.Add(new ScheduledAction(driver, null, Count), TimeSpan.FromMilliseconds(i % 3), TimeSpan.Zero);
                var cancelled = new ScheduledAction(driver, null, () => { });
                driver.Add(cancelled, TimeSpan.FromHours(1), TimeSpan.Zero);
                cancelled.Cancel();
            }
        }, TaskCreationOptions.LongRunning)).ToArray();
        await Task.WhenAll(threads).WaitAsync(TimeSpan.FromSeconds(30));
        var last = new TaskCompletionSource();
        driver.Add(new ScheduledAction(driver, null, last.SetResult), TimeSpan.FromMilliseconds(20), TimeSpan.Zero);
        await last.Task.WaitAsync(TimeSpan.FromSeconds(10));
        driver.Stop(TimeSpan.FromSeconds(10));

        Assert.Equal(4 * PerThread, runs);
        Assert.Equal(0, driver.Count);

        void Count() => Interlocked.Increment(ref runs);
    }

    [Fact]
    public void Cancelled_work_lets_go_of_what_it_would_have_run()
    {
        var (work, captured) = CancelledWork();
        GC.Collect();

        Assert.False(captured.IsAlive);
        GC.KeepAlive(work);

        (ScheduledWork, WeakReference) CancelledWork()
        {
            var big = new object();
            var work = Schedule(TimeSpan.FromHours(1), () => GC.KeepAlive(big));
            work.Cancel();
            return (work, new WeakReference(big));
        }
    }

    [Fact]
    public void Work_that_cancels_itself_does_not_repeat()
    {
        ScheduledWork? self = null;
        self = Schedule(Tick, () =>
        {
            _done.Add("once");
            self!.Cancel();
        }, interval: Tick);
        for (var i = 0; i < 5; i++) Advance(Tick);

        Assert.Equal(["once"], _done);
        Assert.Equal(0, _driver.Count);
    }

    [Fact]
    public void An_endless_delay_does_not_overflow()
    {
        Schedule(TimeSpan.MaxValue, "never");
        Advance(TimeSpan.FromDays(1000));

        Assert.Empty(_done);
    }

    [Fact]
    public void A_stopped_driver_refuses_work()
    {
        _driver.Stop(TimeSpan.FromSeconds(1));

        Assert.Throws<SchedulerException>(() => Schedule(Tick, "late"));
    }

    [Fact]
    public async Task A_driver_with_its_own_thread_wakes_up_for_work_that_comes_while_it_sleeps_without_end()
    {
        var driver = new WheelDriver(TimeProvider.System, Tick, 512, NoLogger.Instance);
        for (var i = 0; i < 5; i++)
        {
            var ran = new TaskCompletionSource();
            driver.Add(new ScheduledAction(driver, null, ran.SetResult), TimeSpan.FromMilliseconds(1), TimeSpan.Zero);
            await ran.Task.WaitAsync(TimeSpan.FromSeconds(10));
        }

        driver.Stop(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Work_cancelled_by_one_thread_while_the_wheel_runs_it_on_another_runs_at_most_once()
    {
        var driver = new WheelDriver(TimeProvider.System, TimeSpan.FromMilliseconds(1), 64, NoLogger.Instance);
        var (runs, scheduled) = (0, 20_000);
        for (var i = 0; i < scheduled; i++)
        {
            var work = new ScheduledAction(driver, null, () => Interlocked.Increment(ref runs));
            driver.Add(work, TimeSpan.FromMilliseconds(i % 3), TimeSpan.Zero);
            if (i % 2 == 0) work.Cancel();
        }

        var last = new TaskCompletionSource();
        driver.Add(new ScheduledAction(driver, null, last.SetResult), TimeSpan.FromMilliseconds(20), TimeSpan.Zero);
        await last.Task.WaitAsync(TimeSpan.FromSeconds(10));
        driver.Stop(TimeSpan.FromSeconds(10));

        Assert.InRange(runs, scheduled / 2, scheduled);
    }

    private void Advance(TimeSpan time)
    {
        _clock.Advance(time);
        _driver.Turn();
    }

    private ScheduledAction Schedule(TimeSpan delay, string name, TimeSpan interval = default) => Schedule(delay, () => _done.Add(name), interval);

    private ScheduledAction Schedule(TimeSpan delay, Action action, TimeSpan interval = default)
    {
        var work = new ScheduledAction(_driver, null, action);
        _driver.Add(work, delay, interval);
        return work;
    }
}
