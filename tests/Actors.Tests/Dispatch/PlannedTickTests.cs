using Actors.Dispatch;
using FsCheck.Fluent;
using Xunit;

namespace Actors.Tests.Dispatch;

public class PlannedTickTests
{
    [Fact]
    public void An_earlier_reminder_takes_the_place_of_a_later_one()
    {
        var tick = new PlannedTick();
        Assert.True(tick.Plan(TimeSpan.FromSeconds(10)));
        Assert.True(tick.Plan(TimeSpan.FromSeconds(5)));
        Assert.False(tick.Plan(TimeSpan.FromSeconds(7)));

        Assert.True(tick.Take(TimeSpan.FromSeconds(5)));
        Assert.True(tick.Plan(TimeSpan.FromSeconds(12)));
        Assert.False(tick.Take(TimeSpan.FromSeconds(10)));
        Assert.True(tick.Take(TimeSpan.FromSeconds(12)));
    }

    /// <summary>As the actors use it: a step at every reminder that counts and at every message, and after each step the next due time is planned.</summary>
    [Fact]
    public void Reminders_do_not_become_more_however_often_something_earlier_comes_up() =>
        Property.Holds(Gen.Choose(1, 50).ArrayOf(200), pauses =>
        {
            var tick = new PlannedTick();
            var outstanding = new List<int>();
            var (now, steps) = (0, 0);
            foreach (var pause in pauses)
            {
                Plan(now + 100);
                Plan(now + pause);
                now += 10;
                foreach (var due in outstanding.Where(due => due <= now).ToArray())
                {
                    outstanding.Remove(due);
                    if (!tick.Take(TimeSpan.FromSeconds(due)))
                        continue;
                    steps++;
                    Plan(now + 100);
                }
            }

            Assert.InRange(steps, 0, pauses.Length);
            Assert.InRange(outstanding.Count, 0, 20);

            void Plan(int due)
            {
                if (tick.Plan(TimeSpan.FromSeconds(due)))
                    outstanding.Add(due);
            }
        });
}
