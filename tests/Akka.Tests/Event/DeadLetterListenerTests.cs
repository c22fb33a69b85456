using Akka.Actor;
using Akka.Event;
using Xunit;

namespace Akka.Tests.Event;

public sealed class DeadLetterListenerTests : ActorSystemTest
{
    private sealed class Expected : IDeadLetterSuppression;

    public DeadLetterListenerTests() : base("akka { log-dead-letters = 3, log-dead-letters-suspend-duration = 1h }") =>
        Sys.EventStream.Subscribe<Info>(Inbox.Receiver);

    [Fact]
    public void Dead_letters_are_logged_up_to_the_limit_and_then_not()
    {
        for (var i = 1; i <= 10; i++) Sys.DeadLetters.Tell($"letter {i}", ActorRefs.NoSender);

        Assert.Contains("letter 1", Receive<Info>().Message.ToString());
        Assert.Contains("letter 2", Receive<Info>().Message.ToString());
        var last = Receive<Info>().Message.ToString();
        Assert.Contains("letter 3", last);
        Assert.Contains("no more are logged for 01:00:00", last);
        ReceiveNothing();
    }

    [Fact]
    public void Messages_whose_loss_is_normal_are_not_logged()
    {
        Sys.DeadLetters.Tell(new Expected(), ActorRefs.NoSender);
        Sys.DeadLetters.Tell("seen", ActorRefs.NoSender);

        Assert.Contains("seen", Receive<Info>().Message.ToString());
    }

    [Fact]
    public void A_dropped_message_is_logged_with_its_reason()
    {
        Sys.EventStream.Publish(new Dropped("it", "buffer full", Sys.DeadLetters));

        Assert.Contains("was dropped (buffer full)", Receive<Info>().Message.ToString());
    }

    [Fact]
    public void An_unhandled_message_is_logged()
    {
        Sys.ActorOf(Props.Create(() => new Deaf())).Tell("hello", ActorRefs.NoSender);

        Assert.Contains("was not handled", Receive<Info>().Message.ToString());
    }

    private sealed class Deaf : ReceiveActor;
}
