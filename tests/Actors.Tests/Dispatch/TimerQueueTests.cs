using Actors.Dispatch;
using FsCheck.Fluent;
using Xunit;

namespace Actors.Tests.Dispatch;

public class TimerQueueTests
{
    [Fact]
    public void Entries_come_out_when_due_in_order_of_time_and_then_of_coming() =>
        Property.Holds(Gen.Choose(0, 20).ArrayOf(), dues =>
        {
            var timers = new TimerQueue<int>();
            for (var i = 0; i < dues.Length; i++)
                timers.Add(i, TimeSpan.FromSeconds(dues[i]));

            timers.Keep(_ => true);
            var taken = new List<int>();
            for (var now = 0; now <= 20; now++)
            {
                while (timers.TryTakeDue(TimeSpan.FromSeconds(now), out var entry))
                {
                    Assert.True(dues[entry] <= now);
                    taken.Add(entry);
                }

                Assert.True(timers.NextDue is not { } next || next > TimeSpan.FromSeconds(now));
            }

            Assert.Equal(Enumerable.Range(0, dues.Length).OrderBy(entry => dues[entry]).ThenBy(entry => entry), taken);
            Assert.Equal((0, null), (timers.Count, timers.NextDue));
        });

    [Fact]
    public void What_is_not_kept_does_not_come()
    {
        var timers = new TimerQueue<int>();
        for (var i = 0; i < 10; i++)
            timers.Add(i, TimeSpan.FromSeconds(1));

        timers.Keep(entry => entry % 3 == 0);

        var taken = new List<int>();
        while (timers.TryTakeDue(TimeSpan.FromSeconds(1), out var entry))
            taken.Add(entry);
        Assert.Equal([0, 3, 6, 9], taken);
    }
}
