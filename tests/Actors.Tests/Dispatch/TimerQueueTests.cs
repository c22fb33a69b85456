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
}
