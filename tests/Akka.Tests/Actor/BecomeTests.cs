using Akka.Actor;
using Xunit;

namespace Akka.Tests.Actor;

public class BecomeTests : ActorTest
{
    [Fact]
    public void Become_replaces_the_behaviour()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Moody(TestActor)));
        actor.Tell("become A");
        actor.Tell("?");
        ExpectMsg("A");
    }

    [Fact]
    public void UnbecomeStacked_goes_back_one_behaviour_at_a_time()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Moody(TestActor)));
        foreach (var message in new[] { "push A", "push B", "?", "pop", "?", "pop", "?" }) actor.Tell(message);
        ExpectMsg("B");
        ExpectMsg("A");
        ExpectMsg("initial");
    }

    [Fact]
    public void Become_replaces_only_the_top_of_the_stack()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Moody(TestActor)));
        foreach (var message in new[] { "push A", "become B", "?", "pop", "?" }) actor.Tell(message);
        ExpectMsg("B");
        ExpectMsg("initial");
    }

    [Fact]
    public void The_initial_behaviour_cannot_be_popped()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Moody(TestActor)));
        foreach (var message in new[] { "pop", "pop", "?" }) actor.Tell(message);
        ExpectMsg("initial");
    }

    [Fact]
    public void A_restart_returns_to_the_initial_behaviour()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Moody(TestActor)));
        foreach (var message in new[] { "push A", "push B", "fail", "?", "pop", "?" }) actor.Tell(message);
        ExpectMsg("initial");
        ExpectMsg("initial");
    }

    [Fact]
    public void The_behaviour_of_a_receive_actor_is_declared_by_handlers()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Door(TestActor)));
        foreach (var message in new[] { "close", "open", "close", "close", "open" }) actor.Tell(message);
        ExpectMsg("closed");
        ExpectMsg("opened");
        ExpectMsg("closed");
        ExpectMsg("opened");
    }

    [Fact]
    public void An_untyped_actor_becomes_a_method()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Alternating(TestActor)));
        actor.Tell(1);
        actor.Tell(2);
        actor.Tell(3);
        ExpectMsg("first 1");
        ExpectMsg("second 2");
        ExpectMsg("first 3");
    }

    private sealed class Moody : ReceiveActor
    {
        private readonly IActorRef _log;

        public Moody(IActorRef log)
        {
            _log = log;
            Behave("initial");
        }

        private void Behave(string name)
        {
            Receive<string>(text => text == "?", _ => _log.Tell(name));
            Receive<string>(text => text == "pop", _ => UnbecomeStacked());
            Receive<string>(text => text == "fail", _ => throw new BangException());
            Receive<string>(text =>
            {
                var (verb, next) = (text.Split(' ')[0], text.Split(' ')[1]);
                if (verb == "push") BecomeStacked(() => Behave(next));
                else Become(() => Behave(next));
            });
        }
    }

    private sealed class Door : ReceiveActor
    {
        private readonly IActorRef _log;

        public Door(IActorRef log)
        {
            _log = log;
            Open();
        }

        private void Open() => Receive<string>(text => text == "close", _ =>
        {
            _log.Tell("closed");
            Become(Closed);
        });

        private void Closed() => Receive<string>(text => text == "open", _ =>
        {
            _log.Tell("opened");
            Become(Open);
        });
    }

    private sealed class Alternating(IActorRef log) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            log.Tell($"first {message}");
            BecomeStacked(Second);
        }

        private void Second(object message)
        {
            log.Tell($"second {message}");
            UnbecomeStacked();
        }
    }
}
