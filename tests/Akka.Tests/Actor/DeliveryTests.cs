using Akka.Actor;
using Xunit;

namespace Akka.Tests.Actor;

public class DeliveryTests : ActorTest
{
    [Fact]
    public async Task Messages_of_one_sender_arrive_in_the_order_they_were_sent()
    {
        const int senders = 4, messages = 2_000;
        var checker = Sys.ActorOf(Props.Create(() => new OrderChecker(TestActor, senders * messages)));

        await Task.WhenAll(Enumerable.Range(0, senders).Select(sender => Task.Run(() =>
        {
            for (var number = 0; number < messages; number++) checker.Tell(new Numbered(sender, number), ActorRefs.NoSender);
        })));

        await ExpectMsgAsync("all in order");
    }

    [Fact]
    public void The_sender_of_a_message_is_the_actor_that_told_it()
    {
        var echo = Sys.ActorOf(TestKit.TestActors.SimpleEchoActor.Props());
        var probe = CreateTestProbe();
        echo.Tell("from the probe", probe.Ref);
        probe.ExpectMsgFrom(echo, "from the probe");
    }

    [Fact]
    public void A_message_told_outside_of_actors_has_the_dead_letters_as_sender()
    {
        Recorder().Tell("anonymous", ActorRefs.NoSender);
        ExpectMsgFrom(Sys.DeadLetters, "anonymous");
    }

    [Fact]
    public void Forward_keeps_the_original_sender()
    {
        var forwarder = Sys.ActorOf(TestKit.TestActors.ForwardActor.Props(TestActor));
        var probe = CreateTestProbe();
        forwarder.Tell("hello", probe.Ref);
        ExpectMsgFrom(probe.Ref, "hello");
    }

    [Fact]
    public void Null_is_not_a_message() => Assert.Throws<InvalidMessageException>(() => TestActor.Tell(null));

    [Fact]
    public void A_stop_overtakes_the_messages_that_wait()
    {
        var actor = Recorder();
        var occupation = Occupy(actor);
        actor.Tell("waiting");
        Sys.Stop(actor);
        Watch(actor);

        EventFilter.DeadLetter<string>(message => message == "waiting").ExpectOne(occupation.Open);
        ExpectTerminated(actor);
    }

    [Fact]
    public void The_mailbox_of_a_stopped_actor_drains_to_dead_letters_in_order()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(Akka.Event.DeadLetter));
        var actor = Recorder();
        var occupation = Occupy(actor);
        foreach (var number in Enumerable.Range(0, 5)) actor.Tell(number);
        Sys.Stop(actor);
        occupation.Open();

        foreach (var number in Enumerable.Range(0, 5))
            ExpectMsg<Akka.Event.DeadLetter>(letter => Equals(letter.Message, number) && letter.Recipient.Equals(actor));
    }

    [Fact]
    public void A_message_to_a_stopped_actor_becomes_a_dead_letter_with_message_sender_and_recipient()
    {
        var actor = Recorder();
        Watch(actor);
        Sys.Stop(actor);
        ExpectTerminated(actor);

        Sys.EventStream.Subscribe(TestActor, typeof(Akka.Event.DeadLetter));
        actor.Tell("too late", TestActor);
        var letter = ExpectMsg<Akka.Event.DeadLetter>();
        Assert.Equal(("too late", TestActor, actor), (letter.Message, letter.Sender, letter.Recipient));
    }

    [Fact]
    public void An_actor_that_keeps_itself_busy_leaves_others_their_turn()
    {
        var echo = Sys.ActorOf(TestKit.TestActors.SimpleEchoActor.Props());
        var busy = Enumerable.Range(0, 2 * Environment.ProcessorCount).Select(_ => Sys.ActorOf(Props.Create<Restless>())).ToArray();
        foreach (var actor in busy) actor.Tell("go");

        for (var round = 0; round < 20; round++)
        {
            echo.Tell(round);
            ExpectMsg(round);
        }
    }

    private sealed record Numbered(int Sender, int Number);

    private sealed class OrderChecker : ReceiveActor
    {
        public OrderChecker(IActorRef log, int total)
        {
            var next = new Dictionary<int, int>();
            var received = 0;
            Receive<Numbered>(message =>
            {
                var expected = next.GetValueOrDefault(message.Sender);
                if (message.Number != expected) log.Tell($"sender {message.Sender}: expected {expected}, received {message.Number}");
                next[message.Sender] = message.Number + 1;
                if (++received == total) log.Tell("all in order");
            });
        }
    }

    private sealed class Restless : ReceiveActor
    {
        public Restless() => ReceiveAny(message => Self.Tell(message));
    }
}
