using Akka.Actor;
using Akka.Actor.Internal;
using Akka.TestKit;
using Akka.TestKit.TestActors;
using Xunit;

namespace Akka.Tests.Actor;

public class SupervisionTests : VirtualTimeTest
{
    [Fact]
    public void By_default_a_failed_actor_is_restarted()
    {
        var child = Child(SupervisorStrategy.DefaultStrategy);
        child.Tell(new BangException());
        ExpectMsg("restarted");
    }

    [Fact]
    public void By_default_Kill_stops_the_actor()
    {
        var child = Child(SupervisorStrategy.DefaultStrategy);
        EventFilter.Exception<ActorKilledException>().ExpectOne(() => child.Tell(Kill.Instance));
        ExpectTerminated(child);
    }

    [Fact]
    public void By_default_a_failed_construction_stops_the_actor()
    {
        var child = ChildActorOf(Props.Create<NeedsArguments>());
        Watch(child);
        ExpectTerminated(child);
    }

    [Fact]
    public void By_default_a_broken_death_pact_stops_the_actor()
    {
        var child = Child(SupervisorStrategy.DefaultStrategy);
        var friend = Sys.ActorOf(BlackHoleActor.Props);
        child.Tell(new Befriend(friend));
        ExpectMsg("befriended");
        EventFilter.Exception<DeathPactException>().ExpectOne(() => Sys.Stop(friend));
        ExpectTerminated(child);
    }

    [Fact]
    public void Resume_keeps_the_instance_and_skips_the_message()
    {
        var child = Child(new OneForOneStrategy(_ => Directive.Resume));
        child.Tell("count");
        ExpectMsg(1);
        child.Tell(new BangException());
        child.Tell("count");
        ExpectMsg(2);
    }

    [Fact]
    public void Restart_makes_a_fresh_instance()
    {
        var child = Child(new OneForOneStrategy(_ => Directive.Restart));
        child.Tell("count");
        ExpectMsg(1);
        child.Tell(new BangException());
        child.Tell("count");
        ExpectMsg("restarted");
        ExpectMsg(1);
    }

    [Fact]
    public void Stop_stops_the_failed_actor()
    {
        var child = Child(new OneForOneStrategy(_ => Directive.Stop));
        child.Tell(new BangException());
        ExpectTerminated(child);
    }

    [Fact]
    public void The_decider_sees_the_exception_that_was_thrown()
    {
        var child = Child(new OneForOneStrategy(cause => cause is BangException { Message: "this one" } ? Directive.Stop : Directive.Resume));
        child.Tell(new BangException("not this one"));
        child.Tell("count");
        ExpectMsg(1);
        child.Tell(new BangException("this one"));
        ExpectTerminated(child);
    }

    [Fact]
    public void A_table_of_directives_counts_derived_exceptions_as_well()
    {
        var decider = Decider.From(Directive.Resume, Directive.Stop.When<ArgumentException>(), Directive.Restart.When<BangException>());
        Assert.Equal(Directive.Stop, decider.Decide(new ArgumentNullException("name")));
        Assert.Equal(Directive.Restart, decider.Decide(new BangException()));
        Assert.Equal(Directive.Resume, decider.Decide(new TimeoutException()));
    }

    [Fact]
    public void An_actor_that_is_restarted_too_often_is_stopped()
    {
        var child = Child(new OneForOneStrategy(2, TimeSpan.FromSeconds(1), _ => Directive.Restart));
        child.Tell(new BangException());
        ExpectMsg("restarted");
        child.Tell(new BangException());
        ExpectMsg("restarted");
        child.Tell(new BangException());
        ExpectTerminated(child);
    }

    [Fact]
    public void Restarts_longer_ago_than_the_time_range_do_not_count()
    {
        var child = Child(new OneForOneStrategy(1, TimeSpan.FromSeconds(1), _ => Directive.Restart));
        for (var round = 0; round < 5; round++)
        {
            child.Tell(new BangException());
            ExpectMsg("restarted");
            Time.Advance(TimeSpan.FromSeconds(1.1));
        }
    }

    [Fact]
    public void No_retries_at_all_means_stop()
    {
        var child = Child(new OneForOneStrategy(0, TimeSpan.FromSeconds(1), _ => Directive.Restart));
        child.Tell(new BangException());
        ExpectTerminated(child);
    }

    [Fact]
    public void One_for_one_leaves_the_siblings_alone()
    {
        var (first, second) = Siblings(new OneForOneStrategy(_ => Directive.Restart));
        first.Tell(new BangException());
        ExpectMsg("restarted");
        second.Tell("count");
        ExpectMsg(2);
    }

    [Fact]
    public void All_for_one_restarts_the_siblings_as_well()
    {
        var (first, second) = Siblings(new AllForOneStrategy(_ => Directive.Restart));
        first.Tell(new BangException());
        ExpectMsg("restarted");
        ExpectMsg("restarted");
        second.Tell("count");
        ExpectMsg(1);
    }

    [Fact]
    public void All_for_one_stops_the_siblings_as_well()
    {
        var (first, second) = Siblings(new AllForOneStrategy(_ => Directive.Stop));
        first.Tell(new BangException());
        ExpectMsgAllOfMatchingPredicates(EndOf(first), EndOf(second));
    }

    [Fact]
    public void All_for_one_stops_all_when_one_has_failed_too_often()
    {
        var (first, second) = Siblings(new AllForOneStrategy(1, TimeSpan.FromSeconds(1), _ => Directive.Restart));
        first.Tell(new BangException());
        ExpectMsg("restarted");
        ExpectMsg("restarted");
        second.Tell(new BangException());
        ExpectMsgAllOfMatchingPredicates(EndOf(first), EndOf(second));
    }

    [Fact]
    public void Escalate_makes_the_parent_fail_with_the_same_cause()
    {
        var parent = ChildActorOf(Props.Create(() => new Parent(new OneForOneStrategy(_ => Directive.Escalate))), new OneForOneStrategy(cause =>
        {
            TestActor.Tell("escalated " + cause.Message, ActorRefs.NoSender);
            return Directive.Stop;
        }));
        Watch(parent);
        Spawn(parent).Tell(new BangException());
        ExpectMsg("escalated bang");
        FishForMessage<Terminated>(end => end.ActorRef.Equals(parent));
    }

    [Fact]
    public void A_failed_actor_handles_nothing_until_its_supervisor_has_decided()
    {
        var parent = Sys.ActorOf(Props.Create(() => new Parent(new OneForOneStrategy(_ => Directive.Resume))));
        var child = Spawn(parent);
        var occupation = Occupy(parent);
        child.Tell(new BangException());
        child.Tell("count");
        // Were the child not suspended, its answer could come before this one.
        var other = CreateTestProbe();
        Recorder().Tell("other", other.Ref);
        ExpectMsg("other");
        Assert.False(HasMessages);
        occupation.Open();
        ExpectMsg(1);
    }

    [Fact]
    public void The_Props_can_carry_the_strategy_of_an_actor_that_has_none_of_its_own()
    {
        var parent = Sys.ActorOf(Props.Create(() => new Parent(null)).WithSupervisorStrategy(new OneForOneStrategy(_ => Directive.Stop)));
        var child = Spawn(parent);
        child.Tell(new BangException());
        ExpectTerminated(child);
    }

    [Fact]
    public void A_strategy_with_logging_switched_off_is_silent()
    {
        var child = Child(new OneForOneStrategy(-1, -1, _ => Directive.Resume, loggingEnabled: false));
        EventFilter.Warning(contains: "silent").And.Warning(contains: "loud").ExpectOne(() =>
        {
            child.Tell(new BangException("silent"));
            child.Tell("count");
            ExpectMsg(1);
            var loud = Child(new OneForOneStrategy(_ => Directive.Resume));
            loud.Tell(new BangException("loud"));
        });
    }

    [Fact]
    public void A_restart_is_logged_as_an_error_with_its_cause()
    {
        var child = Child(new OneForOneStrategy(_ => Directive.Restart));
        EventFilter.Exception<BangException>(message: "bang", source: child.Path.ToString()).ExpectOne(() => child.Tell(new BangException()));
    }

    [Fact]
    public void A_strategy_sees_the_stats_of_all_children()
    {
        var counting = new Counting();
        var (first, second) = Siblings(counting);
        first.Tell(new BangException());
        ExpectMsg("restarted");
        Assert.Equal(2, counting.Count);
        Assert.Equal(new[] { first, second }.Order(), counting.Children.Order());
    }

    private static PredicateInfo EndOf(IActorRef actor) => PredicateInfo.Create<Terminated>(end => end.ActorRef.Equals(actor));

    private IActorRef Child(SupervisorStrategy strategy)
    {
        var child = ChildActorOf(Props.Create(() => new Fragile(TestActor)), strategy);
        Watch(child);
        return child;
    }

    /// <summary>Two that have counted to one.</summary>
    private (IActorRef, IActorRef) Siblings(SupervisorStrategy strategy)
    {
        var parent = Sys.ActorOf(Props.Create(() => new Parent(strategy)));
        var (first, second) = (Spawn(parent), Spawn(parent));
        foreach (var child in new[] { first, second })
        {
            child.Tell("count");
            ExpectMsg(1);
        }

        return (first, second);
    }

    private IActorRef Spawn(IActorRef parent)
    {
        parent.Tell(Props.Create(() => new Fragile(TestActor)));
        return Watch(ExpectMsg<IActorRef>());
    }

    private sealed class Counting() : OneForOneStrategy(_ => Directive.Restart)
    {
        public int Count { get; private set; }

        public IReadOnlyList<IActorRef> Children { get; private set; } = [];

        public override void ProcessFailure(IActorContext context, bool restart, IActorRef child, Exception cause, ChildRestartStats stats,
            IReadOnlyCollection<ChildRestartStats> children)
        {
            Count = children.Count;
            Children = [.. children.Select(one => one.Child)];
            base.ProcessFailure(context, restart, child, cause, stats, children);
        }
    }

    private sealed record Befriend(IActorRef Friend);

    private sealed class Parent(SupervisorStrategy? strategy) : UntypedActor
    {
        protected override SupervisorStrategy SupervisorStrategy() => strategy ?? base.SupervisorStrategy();

        protected override void OnReceive(object message)
        {
            if (message is Props props) Sender.Tell(Context.ActorOf(props));
            else if (message is Occupation occupation) occupation.Run();
            else Unhandled(message);
        }
    }

    private sealed class Fragile : ReceiveActor
    {
        private readonly IActorRef _log;
        private int _count;

        public Fragile(IActorRef log)
        {
            _log = log;
            Receive<BangException>(bang => throw bang);
            Receive<string>(_ => log.Tell(++_count));
            Receive<Befriend>(befriend =>
            {
                Context.Watch(befriend.Friend);
                log.Tell("befriended");
            });
        }

        protected override void PostRestart(Exception reason) => _log.Tell("restarted");
    }

    private sealed class NeedsArguments(string argument) : BlackHoleActor
    {
        public string Argument { get; } = argument;
    }
}
