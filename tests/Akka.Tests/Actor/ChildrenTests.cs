using Akka.Actor;
using Xunit;

namespace Akka.Tests.Actor;

public class ChildrenTests : ActorTest
{
    [Fact]
    public void Children_have_stopped_before_their_parent_runs_PostStop()
    {
        var family = Family(stopsChildrenOnRestart: true);
        Sys.Stop(family);
        ExpectMsg("child stopped");
        ExpectMsg("parent stopped");
    }

    [Fact]
    public void A_restarting_actor_waits_until_its_children_have_stopped()
    {
        var family = Family(stopsChildrenOnRestart: true);
        family.Tell(new BangException());
        ExpectMsgAllOf("parent stopped", "child stopped");
        ExpectMsg("parent started");
        ExpectMsg("child started");
    }

    [Fact]
    public void Children_that_PreRestart_spares_are_restarted_with_their_parent()
    {
        var family = Family(stopsChildrenOnRestart: false);
        family.Tell(new BangException());
        ExpectMsgAllOf("parent started", "child stopped", "child started");
    }

    [Fact]
    public void The_context_knows_its_children_and_its_parent()
    {
        var family = Family(stopsChildrenOnRestart: true);
        family.Tell("kin");
        ExpectMsg("child of " + family.Path.Name);
    }

    [Fact]
    public void An_unknown_child_is_nobody()
    {
        var family = Family(stopsChildrenOnRestart: true);
        family.Tell("unknown");
        ExpectMsg(true);
    }

    [Fact]
    public void A_child_can_be_stopped_by_its_parent_alone()
    {
        var family = Family(stopsChildrenOnRestart: true);
        family.Tell("stop child");
        ExpectMsg("child stopped");
        family.Tell("count");
        ExpectMsg(0);
    }

    private IActorRef Family(bool stopsChildrenOnRestart)
    {
        var family = Sys.ActorOf(Props.Create(() => new Parent(TestActor, stopsChildrenOnRestart)));
        ExpectMsg("parent started");
        ExpectMsg("child started");
        return family;
    }

    private sealed class Parent : ReceiveActor
    {
        private readonly IActorRef _log;
        private readonly bool _stopsChildrenOnRestart;

        public Parent(IActorRef log, bool stopsChildrenOnRestart)
        {
            (_log, _stopsChildrenOnRestart) = (log, stopsChildrenOnRestart);
            Receive<BangException>(bang => throw bang);
            Receive<string>(text => text == "kin", _ => Context.Child("child").Tell("parent?"));
            Receive<string>(text => text == "unknown", _ => log.Tell(Context.Child("nobody").IsNobody()));
            Receive<string>(text => text == "stop child", _ =>
            {
                Context.Watch(Context.Child("child"));
                Context.Stop(Context.Child("child"));
            });
            Receive<Terminated>(_ => { });
            Receive<string>(text => text == "count", _ =>
            {
                // Terminated may be on its way still: ask again behind it.
                if (Context.GetChildren().Any()) Self.Forward("count");
                else log.Tell(0);
            });
        }

        protected override void PreStart()
        {
            _log.Tell("parent started");
            if (Context.Child("child").IsNobody()) Context.ActorOf(Props.Create(() => new Child(_log)), "child");
        }

        protected override void PreRestart(Exception reason, object message)
        {
            if (_stopsChildrenOnRestart) base.PreRestart(reason, message);
        }

        protected override void PostStop() => _log.Tell("parent stopped");
    }

    private sealed class Child : ReceiveActor
    {
        private readonly IActorRef _log;

        public Child(IActorRef log)
        {
            _log = log;
            Receive<string>(_ => log.Tell("child of " + Context.Parent.Path.Name));
        }

        protected override void PreStart() => _log.Tell("child started");

        protected override void PostStop() => _log.Tell("child stopped");
    }
}
