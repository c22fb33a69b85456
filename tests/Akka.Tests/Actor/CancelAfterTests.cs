using Akka.Actor;
using Xunit;

namespace Akka.Tests.Actor;

public class CancelAfterTests : VirtualTimeTest
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void A_cancelable_cancels_itself_when_its_time_has_come()
    {
        using var cancelable = new Cancelable(Sys.Scheduler, Second);
        Time.Advance(Second * 0.9);
        Assert.False(cancelable.IsCancellationRequested);
        Time.Advance(Second * 0.1);
        Assert.True(cancelable.IsCancellationRequested);
    }

    [Fact]
    public void A_later_CancelAfter_replaces_the_earlier_one()
    {
        using var cancelable = new Cancelable(Sys.Scheduler, Second);
        cancelable.CancelAfter(Second * 3);
        Time.Advance(Second * 2);
        Assert.False(cancelable.IsCancellationRequested);
        Time.Advance(Second);
        Assert.True(cancelable.IsCancellationRequested);
    }
}
