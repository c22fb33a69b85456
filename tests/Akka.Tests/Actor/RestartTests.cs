using System.Runtime.CompilerServices;
using Akka.Actor;
using Akka.Dispatch;
using Xunit;

namespace Akka.Tests.Actor;

/// <summary>Restarts and resumes that meet others: nobody stays suspended, nothing of the old instance reaches the new one.</summary>
public class RestartTests : VirtualTimeTest
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void A_child_whose_failure_was_escalated_answers_after_its_parent_is_resumed()
    {
        var (_, child) = Family(Directive.Resume, Directive.Escalate);
        child.Tell(new BangException());
        Answers(child);
    }

    [Fact]
    public void A_child_whose_failure_was_escalated_answers_after_a_restart_of_its_parent_that_keeps_it()
    {
        var (_, child) = Family(Directive.Restart, Directive.Escalate);
        child.Tell(new BangException());
        Answers(child);
    }

    [Fact]
    public void A_child_answers_after_the_strategy_of_its_parent_threw_and_the_parent_was_resumed()
    {
        var decider = new OneForOneStrategy(cause => cause is BangException ? throw new InvalidOperationException() : Directive.Stop);
        var (_, child) = Family(Directive.Resume, decider);
        child.Tell(new BangException());
        Answers(child);
        child.Tell(new BangException());
        Answers(child);
    }

    [Fact]
    public void Two_restarts_at_once_of_an_actor_that_waits_for_its_children_are_one()
    {
        var top = Sys.ActorOf(Props.Create(() => new Parent(new AllForOneStrategy(_ => Directive.Restart))));
        var waiting = ChildOf(top, Props.Create(() => new SlowToRestart(TestActor)));
        var sibling = ChildOf(top, Props.Create(() => new Answering()));
        var grandchild = ChildOf(waiting, Props.Create(() => new Recorder(TestActor)));
        var kept = ChildOf(waiting, Props.Create(() => new Answering()), "kept");
        var occupation = Occupy(grandchild);

        ExpectMsg("started");
        waiting.Tell(new BangException());
        ExpectMsg("stopping");
        sibling.Tell(new BangException());
        Answers(sibling);
        occupation.Open();

        ExpectMsg("restarted");
        Answers(waiting);
        Answers(kept);
    }

    [Fact]
    public void A_child_that_waits_for_its_children_lives_through_the_resume_of_its_parent()
    {
        var (parent, waiting) = Family(Directive.Resume, new OneForOneStrategy(_ => Directive.Restart), Props.Create(() => new SlowToRestart(TestActor)));
        var occupation = Occupy(ChildOf(waiting, Props.Create(() => new Recorder(TestActor))));

        ExpectMsg("started");
        waiting.Tell(new BangException());
        ExpectMsg("stopping");
        parent.Tell(new BangException());
        Answers(parent);
        occupation.Open();

        ExpectMsg("restarted");
        Answers(waiting);
    }

    [Fact]
    public void A_restart_does_not_bring_a_stopping_actor_back()
    {
        var top = Sys.ActorOf(Props.Create(() => new Parent(new AllForOneStrategy(_ => Directive.Restart))));
        var stopping = ChildOf(top, Props.Create(() => new SlowToRestart(TestActor)));
        var sibling = ChildOf(top, Props.Create(() => new Answering()));
        var (first, last) = (ChildOf(stopping, Props.Create(() => new Recorder(TestActor))), ChildOf(stopping, Props.Create(() => new Recorder(TestActor)), "kept"));
        var (ofFirst, ofLast) = (Occupy(first), Occupy(last));
        Watch(first);
        Watch(stopping);

        ExpectMsg("started");
        stopping.Tell(new BangException());
        ExpectMsg("stopping");
        Sys.Stop(stopping);
        ofFirst.Open();
        ExpectTerminated(first);
        sibling.Tell(new BangException());
        Answers(sibling);
        ofLast.Open();
        ExpectTerminated(stopping);
    }

    [Fact]
    public void A_message_that_was_handled_is_not_handed_to_PreRestart()
    {
        var top = Sys.ActorOf(Props.Create(() => new Parent(new AllForOneStrategy(_ => Directive.Restart))));
        var reporting = ChildOf(top, Props.Create(() => new Reporting(TestActor)));
        var sibling = ChildOf(top, Props.Create(() => new Answering()));
        var occupation = Occupy(reporting);
        sibling.Tell(new BangException());
        Answers(sibling);
        occupation.Open();
        ExpectMsg("restarted at nothing");
    }

    [Theory]
    [InlineData("PreRestart", 0)]
    [InlineData("PostRestart", 1)] // then the fresh instance is begun again, by PreStart, and that sets a timer
    public void Timers_of_an_incarnation_end_with_it_when_a_hook_throws(string hook, int timersOfTheLast)
    {
        var parent = Sys.ActorOf(Props.Create(() => new Parent(new OneForOneStrategy(_ => Directive.Restart))));
        var child = ChildOf(parent, Props.Create(() => new Ticking(TestActor, hook)));
        Answers(child);
        Time.Advance(Second);
        ExpectMsg("tick");

        child.Tell(new BangException());
        Answers(child);
        Time.Advance(Second);
        Answers(child);
        for (var tick = 0; tick < timersOfTheLast; tick++) ExpectMsg("tick");
        Assert.False(HasMessages);
    }

    [Fact]
    public void What_was_stashed_comes_back_when_PreRestart_throws()
    {
        var actor = Sys.ActorOf(Props.Create(() => new StashesAtFirst(TestActor)));
        actor.Tell("stashed");
        actor.Tell(new BangException());
        ExpectMsg("stashed");
    }

    [Fact]
    public void An_asynchronous_handler_of_a_failed_creation_does_not_block_the_next_instance()
    {
        var parent = Sys.ActorOf(Props.Create(() => new Parent(new OneForOneStrategy(_ => Directive.Restart))));
        var child = ChildOf(parent, Props.Create(() => new AwaitsAtFirst(new TaskCompletionSource(), new StrongBox<bool>(true))));
        Answers(child);
    }

    private (IActorRef Parent, IActorRef Child) Family(Directive ofTop, Directive ofParent) => Family(ofTop, new OneForOneStrategy(_ => ofParent));

    private (IActorRef Parent, IActorRef Child) Family(Directive ofTop, SupervisorStrategy ofParent, Props? child = null)
    {
        var top = Sys.ActorOf(Props.Create(() => new Parent(new OneForOneStrategy(_ => ofTop))));
        var parent = ChildOf(top, Props.Create(() => new Parent(ofParent)));
        return (parent, ChildOf(parent, child ?? Props.Create(() => new Answering())));
    }

    private IActorRef ChildOf(IActorRef parent, Props props, string? name = null)
    {
        var probe = CreateTestProbe();
        parent.Tell(new Make(props, name), probe.Ref);
        return probe.ExpectMsg<IActorRef>();
    }

    private void Answers(IActorRef actor)
    {
        var probe = CreateTestProbe();
        actor.Tell("ask", probe.Ref);
        probe.ExpectMsg("answer");
    }

    public sealed record Make(Props Props, string? Name);

    /// <summary>Answers, makes children, throws what it is told.</summary>
    public class Answering : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            switch (message)
            {
                case Make make:
                    Sender.Tell(Context.ActorOf(make.Props, make.Name));
                    break;
                case Exception failure:
                    throw failure;
                case Occupation occupation:
                    occupation.Run();
                    break;
                default:
                    Sender.Tell("answer");
                    break;
            }
        }
    }

    /// <summary>Keeps its children when it is restarted.</summary>
    public sealed class Parent(SupervisorStrategy strategy) : Answering
    {
        protected override SupervisorStrategy SupervisorStrategy() => strategy;

        protected override void PreRestart(Exception reason, object message) { }
    }

    /// <summary>Stops its children but one when it is restarted, and so waits for those that are busy.</summary>
    public sealed class SlowToRestart(IActorRef log) : Answering
    {
        protected override void PreRestart(Exception reason, object message)
        {
            foreach (var child in Context.GetChildren().Where(child => child.Path.Name != "kept")) Context.Stop(child);
            log.Tell("stopping");
        }

        protected override void PreStart() => log.Tell("started");

        protected override void PostRestart(Exception reason) => log.Tell("restarted");
    }

    public sealed class Reporting(IActorRef log) : Answering
    {
        protected override void PreRestart(Exception reason, object message) => log.Tell($"restarted at {message ?? "nothing"}");
    }

    public sealed class Ticking(IActorRef log, string failing) : Answering, IWithTimers
    {
        public ITimerScheduler Timers { get; set; } = null!;

        protected override void PreStart() => Timers.StartPeriodicTimer("tick", "tick", Second);

        protected override void PreRestart(Exception reason, object message)
        {
            if (failing == "PreRestart") throw new BangException("in PreRestart");
        }

        protected override void PostRestart(Exception reason)
        {
            if (failing != "PostRestart" || reason is PostRestartException) return;
            Timers.StartPeriodicTimer("tick", "tick", Second);
            throw new BangException("in PostRestart");
        }

        protected override void OnReceive(object message)
        {
            if (message is "tick") log.Tell(message);
            else base.OnReceive(message);
        }
    }

    public sealed class StashesAtFirst(IActorRef log) : UntypedActor, IWithUnboundedStash
    {
        private bool _isFresh = true;

        public IStash Stash { get; set; } = null!;

        protected override void PreRestart(Exception reason, object message) => throw new BangException("in PreRestart");

        protected override void PostRestart(Exception reason) => _isFresh = false;

        protected override void OnReceive(object message)
        {
            if (message is Exception failure) throw failure;
            if (_isFresh) Stash.Stash();
            else log.Tell(message);
        }
    }

    public sealed class AwaitsAtFirst(TaskCompletionSource never, StrongBox<bool> first) : Answering
    {
        protected override void PreStart()
        {
            if (!first.Value) return;
            first.Value = false;
            ActorTaskScheduler.RunTask(() => never.Task);
            throw new BangException();
        }
    }
}
