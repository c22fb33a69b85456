using Akka.Actor;
using Akka.Event;
using Xunit;

namespace Akka.Tests.Event;

public sealed class UnhandledMessageTests : ActorSystemTest
{
    private sealed class Deaf : ReceiveActor;

    public UnhandledMessageTests() : base("akka { loglevel = DEBUG, log-dead-letters = off, actor.debug.unhandled = on }") { }

    [Fact]
    public void Unhandled_messages_are_logged_at_debug_level_if_so_configured()
    {
        Sys.EventStream.Subscribe<Debug>(Inbox.Receiver);
        var deaf = Sys.ActorOf(Props.Create(() => new Deaf()), "deaf");
        deaf.Tell("hello", Inbox.Receiver);

        var logged = (Debug)Inbox.ReceiveWhere(message => message is Debug debug && debug.LogSource == deaf.Path.ToString(), Limit);
        Assert.Equal($"Unhandled message from {Inbox.Receiver}: hello", logged.Message);
    }
}
