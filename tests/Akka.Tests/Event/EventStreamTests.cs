using Akka.Actor;
using Akka.Event;
using Xunit;

namespace Akka.Tests.Event;

public sealed class EventStreamTests : ActorSystemTest
{
    private interface IColoured;

    private class Shape;

    private sealed class Circle : Shape, IColoured;

    public EventStreamTests() : base("akka { loglevel = DEBUG, actor.debug.event-stream = on }") { }

    [Fact]
    public void Subscribers_get_events_of_their_channel_and_of_what_derives_from_it()
    {
        Sys.EventStream.Subscribe(Inbox.Receiver, typeof(Shape));
        Sys.EventStream.Publish(new Shape());
        Sys.EventStream.Publish(new Circle());

        Assert.IsType<Shape>(Inbox.Receive());
        Assert.IsType<Circle>(Inbox.Receive());
    }

    [Fact]
    public void An_interface_is_a_channel()
    {
        Sys.EventStream.Subscribe<IColoured>(Inbox.Receiver);
        Sys.EventStream.Publish(new Shape());
        Sys.EventStream.Publish(new Circle());

        Assert.IsType<Circle>(Inbox.Receive());
    }

    [Fact]
    public void An_event_reaches_a_subscriber_of_two_of_its_types_once()
    {
        Assert.True(Sys.EventStream.Subscribe<Shape>(Inbox.Receiver));
        Assert.True(Sys.EventStream.Subscribe<IColoured>(Inbox.Receiver));
        Sys.EventStream.Publish(new Circle());

        Assert.IsType<Circle>(Inbox.Receive());
        ReceiveNothing();
    }

    [Fact]
    public void A_derived_type_can_be_taken_out_of_a_subscription()
    {
        Sys.EventStream.Subscribe<Shape>(Inbox.Receiver);
        Sys.EventStream.Unsubscribe<Circle>(Inbox.Receiver);
        Sys.EventStream.Publish(new Circle());
        Sys.EventStream.Publish(new Shape());

        Assert.IsType<Shape>(Inbox.Receive());
    }

    [Fact]
    public void A_subscriber_that_stops_is_unsubscribed()
    {
        var subscriber = Spawn((_, _) => { });
        Sys.EventStream.Subscribe(subscriber, typeof(Shape));
        Sys.EventStream.Subscribe<Debug>(Inbox.Receiver);
        Sys.Stop(subscriber);

        Inbox.ReceiveWhere(message => message is Debug debug && debug.Message.ToString()!.Contains($"unsubscribing {subscriber} from all channels"), Limit);
        Assert.False(Sys.EventStream.Unsubscribe(subscriber));
    }

    [Fact]
    public void Misuse_throws_at_once()
    {
        Assert.Throws<ArgumentNullException>(() => Sys.EventStream.Subscribe(null, typeof(Shape)));
        Assert.Throws<ArgumentNullException>(() => Sys.EventStream.Subscribe(Inbox.Receiver, null));
        Assert.Throws<ArgumentNullException>(() => Sys.EventStream.Unsubscribe(null));
    }
}
