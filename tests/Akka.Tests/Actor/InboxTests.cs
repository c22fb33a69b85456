using Akka.Actor;
using Akka.TestKit.TestActors;
using Xunit;

namespace Akka.Tests.Actor;

public class InboxTests : ActorTest
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(20);

    private readonly Inbox _inbox;

    public InboxTests() => _inbox = Inbox.Create(Sys);

    [Fact]
    public void An_inbox_sends_and_receives_the_answer()
    {
        _inbox.Send(Sys.ActorOf(SimpleEchoActor.Props()), "hello");
        Assert.Equal("hello", _inbox.Receive(RemainingOrDefault));
    }

    [Fact]
    public async Task An_inbox_can_be_awaited()
    {
        var receiving = _inbox.ReceiveAsync(RemainingOrDefault);
        _inbox.Receiver.Tell("hello");
        Assert.Equal("hello", await receiving);
    }

    [Fact]
    public void Messages_come_in_the_order_sent()
    {
        foreach (var number in Enumerable.Range(0, 3)) _inbox.Receiver.Tell(number);
        foreach (var number in Enumerable.Range(0, 3)) Assert.Equal(number, _inbox.Receive(RemainingOrDefault));
    }

    [Fact]
    public void ReceiveWhere_takes_the_first_that_fits_and_leaves_the_others()
    {
        foreach (var number in Enumerable.Range(0, 3)) _inbox.Receiver.Tell(number);
        Assert.Equal(1, _inbox.ReceiveWhere(message => message is 1, RemainingOrDefault));
        Assert.Equal(0, _inbox.Receive(RemainingOrDefault));
        Assert.Equal(2, _inbox.Receive(RemainingOrDefault));
    }

    [Fact]
    public void No_message_in_time_is_a_TimeoutException() => Assert.Throws<TimeoutException>(() => _inbox.Receive(Soon));

    [Fact]
    public async Task No_message_in_time_awaits_to_a_failure()
    {
        var result = await _inbox.ReceiveAsync(Soon);
        Assert.IsType<TimeoutException>(Assert.IsType<Status.Failure>(result).Cause);
    }

    [Fact]
    public void An_inbox_can_watch()
    {
        var actor = Sys.ActorOf(BlackHoleActor.Props);
        _inbox.Watch(actor);
        Sys.Stop(actor);
        Assert.Equal(actor, Assert.IsType<Terminated>(_inbox.Receive(RemainingOrDefault)).ActorRef);
    }
}
