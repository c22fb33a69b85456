using Akka.Actor;
using Xunit;

namespace Akka.Tests.Actor;

public class LifecycleTests : ActorTest
{
    [Fact]
    public void An_actor_is_constructed_and_then_started()
    {
        Sys.ActorOf(Props.Create(() => new Hooked(TestActor)));
        ExpectMsg("constructed");
        ExpectMsg("PreStart");
    }

    [Fact]
    public void A_stopped_actor_runs_PostStop_before_its_end_is_told()
    {
        var actor = Started();
        Watch(actor);
        Sys.Stop(actor);
        ExpectMsg("PostStop");
        ExpectTerminated(actor);
    }

    [Fact]
    public void A_restart_runs_the_hooks_of_the_failed_instance_and_then_those_of_a_fresh_one()
    {
        var actor = Started();
        actor.Tell(new BangException());
        actor.Tell("next");

        ExpectMsg("PreRestart because of bang while handling a BangException");
        ExpectMsg("PostStop");
        ExpectMsg("constructed");
        ExpectMsg("PostRestart because of bang");
        ExpectMsg("PreStart");
        ExpectMsg("next");
    }

    [Fact]
    public void The_around_hooks_wrap_the_plain_ones()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Wrapped(TestActor)));
        ExpectMsg("around PreStart");
        actor.Tell(new BangException());
        ExpectMsg("around PreRestart");
        ExpectMsg("around PostRestart");
        Sys.Stop(actor);
        ExpectMsg("around PostStop");
    }

    [Fact]
    public void AroundReceive_sees_every_message_first()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Wrapped(TestActor)));
        ExpectMsg("around PreStart");
        actor.Tell("hello");
        ExpectMsg("around hello");
        ExpectMsg("hello");
    }

    [Fact]
    public void A_restart_keeps_the_reference_and_the_messages_that_wait()
    {
        var actor = Started();
        var occupation = Occupy(actor);
        actor.Tell(new BangException());
        actor.Tell("first");
        actor.Tell("second");
        occupation.Open();

        FishForMessage(message => message is "first");
        ExpectMsgFrom(TestActor, "second");
        Watch(actor);
        Sys.Stop(actor);
        FishForMessage<Terminated>(end => end.ActorRef.Equals(actor));
    }

    [Fact]
    public void A_restart_forgets_the_state_and_the_message_that_failed()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Counter(TestActor)));
        actor.Tell("count");
        actor.Tell("count");
        ExpectMsg(1);
        ExpectMsg(2);
        actor.Tell(new BangException());
        actor.Tell("count");
        ExpectMsg(1);
    }

    [Fact]
    public void A_constructor_that_throws_stops_the_actor()
    {
        EventFilter.Exception<ActorInitializationException>().ExpectOne(() =>
        {
            var actor = Sys.ActorOf(Props.Create(() => new Stillborn()));
            Watch(actor);
            ExpectTerminated(actor);
        });
    }

    [Fact]
    public void A_PreStart_that_throws_stops_the_actor()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Hooked(TestActor, "PreStart")));
        Watch(actor);
        ExpectMsg("constructed");
        ExpectTerminated(actor);
    }

    [Fact]
    public void A_PostRestart_that_throws_stops_the_actor()
    {
        var actor = Started("PostRestart");
        Watch(actor);
        actor.Tell(new BangException());
        FishForMessage<Terminated>(end => end.ActorRef.Equals(actor));
    }

    [Fact]
    public void A_PreRestart_that_throws_does_not_keep_the_actor_from_being_restarted()
    {
        var actor = Started("PreRestart");
        actor.Tell(new BangException());
        actor.Tell("next");
        ExpectMsg("constructed");
        ExpectMsg("PostRestart because of bang");
        ExpectMsg("PreStart");
        ExpectMsg("next");
    }

    [Fact]
    public void A_PostStop_that_throws_does_not_keep_the_actor_from_stopping()
    {
        var actor = Started("PostStop");
        Watch(actor);
        Sys.Stop(actor);
        ExpectTerminated(actor);
    }

    private IActorRef Started(string? failing = null)
    {
        var actor = Sys.ActorOf(Props.Create(() => new Hooked(TestActor, failing)));
        ExpectMsg("constructed");
        ExpectMsg("PreStart");
        return actor;
    }

    private sealed class Hooked : ReceiveActor
    {
        private readonly IActorRef _log;
        private readonly string? _failing;

        public Hooked(IActorRef log, string? failing = null)
        {
            (_log, _failing) = (log, failing);
            log.Tell("constructed");
            Receive<BangException>(bang => throw bang);
            Receive<Occupation>(occupation => occupation.Run());
            ReceiveAny(log.Forward);
        }

        protected override void PreStart() => Ran("PreStart", "PreStart");

        protected override void PostStop() => Ran("PostStop", "PostStop");

        protected override void PreRestart(Exception reason, object message)
        {
            Ran("PreRestart", $"PreRestart because of {reason.Message} while handling a {message.GetType().Name}");
            base.PreRestart(reason, message);
        }

        protected override void PostRestart(Exception reason)
        {
            Ran("PostRestart", $"PostRestart because of {reason.Message}");
            base.PostRestart(reason);
        }

        private void Ran(string hook, string report)
        {
            if (hook == _failing) throw new BangException($"{hook} fails");
            _log.Tell(report);
        }
    }

    private sealed class Wrapped : ReceiveActor
    {
        private readonly IActorRef _log;

        public Wrapped(IActorRef log)
        {
            _log = log;
            Receive<BangException>(bang => throw bang);
            ReceiveAny(log.Forward);
        }

        public override void AroundPreStart() => _log.Tell("around PreStart");

        public override void AroundPreRestart(Exception cause, object message) => _log.Tell("around PreRestart");

        public override void AroundPostRestart(Exception cause, object message) => _log.Tell("around PostRestart");

        public override void AroundPostStop() => _log.Tell("around PostStop");

        protected override bool AroundReceive(Receive receive, object message)
        {
            if (message is string) _log.Tell($"around {message}");
            return base.AroundReceive(receive, message);
        }
    }

    private sealed class Counter : ReceiveActor
    {
        private int _count;

        public Counter(IActorRef log)
        {
            Receive<string>(_ => log.Tell(++_count));
            Receive<BangException>(bang => throw bang);
        }
    }

    private sealed class Stillborn : ReceiveActor
    {
        public Stillborn() => throw new BangException();
    }
}
