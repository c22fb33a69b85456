using Akka.Actor.Scheduler;
using FsCheck.Fluent;
using Xunit;

namespace Akka.Simulation.Actor;

public sealed class TimerWheelTests
{
    [Fact]
    public void Work_comes_out_at_its_tick_and_not_before()
    {
        var wheel = new TimerWheel(64);
        var work = Add(wheel, 10);

        Assert.Empty(Take(wheel, 9));
        Assert.Equal([work], Take(wheel, 10));
        Assert.Equal(0, wheel.Count);
    }

    [Fact]
    public void Work_of_later_rounds_stays_in_its_bucket()
    {
        var wheel = new TimerWheel(64);
        var near = Add(wheel, 5);
        var far = Add(wheel, 5 + 64 * 3);

        Assert.Equal([near], Take(wheel, 5 + 64));
        Assert.Equal([far], Take(wheel, 5 + 64 * 3));
    }

    [Fact]
    public void Overdue_work_comes_out_at_the_next_tick()
    {
        var wheel = new TimerWheel(64);
        Take(wheel, 100);
        var work = Add(wheel, 7);

        Assert.Equal([work], Take(wheel, 101));
    }

    [Fact]
    public void A_turn_over_many_rounds_orders_work_by_tick_and_then_by_arrival()
    {
        var wheel = new TimerWheel(64);
        var (third, first, second, alsoFirst) = (Add(wheel, 500), Add(wheel, 3), Add(wheel, 499), Add(wheel, 3));

        Assert.Equal([first, alsoFirst, second, third], Take(wheel, 10_000));
    }

    [Fact]
    public void Removed_work_leaves_no_trace()
    {
        var wheel = new TimerWheel(64);
        var work = Add(wheel, 20);
        wheel.Remove(work);
        wheel.Remove(work);

        Assert.Equal(0, wheel.Count);
        Assert.Equal(long.MaxValue, wheel.NextOccupiedTick());
        Assert.Empty(Take(wheel, 20));
    }

    [Fact]
    public void The_wheel_does_what_a_sorted_list_does() => Property.Holds(
        Gen.Choose(0, 3).Zip(Gen.Choose(0, 400)).ListOf(60).Select(steps => steps.ToArray()),
        steps =>
        {
            var wheel = new TimerWheel(64);
            var model = new List<ScheduledWork>();
            var now = 0L;
            foreach (var (action, number) in steps)
            {
                if (action <= 1)
                {
                    model.Add(Add(wheel, now + number));
                }
                else if (action == 2 && model.Count > 0)
                {
                    wheel.Remove(model[number % model.Count]);
                    model.RemoveAt(number % model.Count);
                }
                else
                {
                    now += number;
                    var due = model.Where(work => work.WheelTick <= now).OrderBy(work => work.WheelTick).ToList();
                    Assert.Equal(due, Take(wheel, now));
                    model.RemoveAll(due.Contains);
                }

                Assert.Equal(model.Count, wheel.Count);
                if (model.Count > 0) Assert.True(wheel.NextOccupiedTick() <= model.Min(work => work.WheelTick));
            }
        });

    private static ScheduledWork Add(TimerWheel wheel, long tick)
    {
        var work = new ScheduledAction(null!, null, () => { }) { WheelTick = tick };
        wheel.Add(work);
        return work;
    }

    private static List<ScheduledWork> Take(TimerWheel wheel, long tick)
    {
        var due = new List<ScheduledWork>();
        wheel.TakeDue(tick, due);
        return due;
    }
}
