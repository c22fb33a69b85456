using Akka.Actor;
using Akka.Event;
using Akka.Tests.Actor;
using Xunit;

namespace Akka.Tests.Serialization;

public class SerializeMessagesTests() : ActorTest("akka.actor.serialize-messages = on")
{
    [Fact]
    public void A_message_arrives_as_it_would_over_a_network()
    {
        var sent = new Greeting("hello");
        Recorder().Tell(sent);
        Assert.NotSame(sent, ExpectMsg(sent));
    }

    [Fact]
    public void A_message_that_cannot_travel_is_refused()
    {
        var actor = Recorder();
        Assert.Throws<System.Runtime.Serialization.SerializationException>(() => actor.Tell(typeof(string)));
    }

    [Fact]
    public void Dead_letters_reach_their_subscribers()
    {
        var actor = Recorder();
        Watch(actor);
        Sys.Stop(actor);
        ExpectTerminated(actor);
        Sys.EventStream.Subscribe(TestActor, typeof(DeadLetter));
        actor.Tell(new Greeting("hello"));
        Assert.Equal(new Greeting("hello"), ExpectMsg<DeadLetter>().Message);
    }

    [Fact]
    public void Unhandled_messages_reach_their_subscribers()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Deaf(TestActor)));
        Sys.EventStream.Subscribe(TestActor, typeof(UnhandledMessage));
        actor.Tell(new Greeting("hello"));
        Assert.Equal(new Greeting("hello"), ExpectMsg<UnhandledMessage>().Message);
    }

    [Fact]
    public void The_receive_timeout_fires()
    {
        Sys.ActorOf(Props.Create(() => new Deaf(TestActor))).Tell(TimeSpan.FromMilliseconds(10));
        ExpectMsg("nothing came");
    }

    public sealed record Greeting(string Text);

    private sealed class Deaf : ReceiveActor
    {
        public Deaf(IActorRef log)
        {
            Receive<TimeSpan>(timeout => SetReceiveTimeout(timeout));
            Receive<ReceiveTimeout>(_ =>
            {
                SetReceiveTimeout(null);
                log.Tell("nothing came");
            });
        }
    }
}
