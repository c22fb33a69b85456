using Akka.Actor;
using Akka.TestKit.TestActors;
using Xunit;

namespace Akka.Tests.Actor;

public class CreationFailureTests : ActorTest
{
    [Theory]
    [InlineData(Directive.Restart)]
    [InlineData(Directive.Resume)]
    public void A_failed_construction_can_be_tried_again(Directive directive)
    {
        var attempts = new Attempts(failures: 2);
        var actor = ChildActorOf(Props.Create(() => new Flaky(TestActor, attempts)), new OneForOneStrategy(_ => directive));
        actor.Tell("hello");
        ExpectMsg("hello");
        Assert.Equal(3, attempts.Count);
    }

    [Fact]
    public void The_supervisor_sees_which_actor_failed_and_why()
    {
        var actor = ChildActorOf(Props.Create(() => new Flaky(TestActor, new Attempts(1))), new OneForOneStrategy(cause =>
        {
            TestActor.Tell(cause, ActorRefs.NoSender);
            return Directive.Stop;
        }));
        var failure = ExpectMsg<ActorInitializationException>();
        Assert.Equal(actor, failure.Actor);
        for (Exception? cause = failure; cause is not BangException; cause = cause.InnerException) Assert.NotNull(cause);
    }

    [Fact]
    public void Messages_to_an_actor_that_was_never_made_become_dead_letters()
    {
        var gate = CreateTestLatch();
        EventFilter.DeadLetter<string>(message => message == "hello").ExpectOne(() =>
        {
            Sys.ActorOf(Props.Create(() => new Slow(gate))).Tell("hello");
            gate.Open();
        });
    }

    [Fact]
    public void An_actor_that_was_never_made_runs_no_PostStop()
    {
        var actor = ChildActorOf(Props.Create(() => new Flaky(TestActor, new Attempts(1))));
        Watch(actor);
        ExpectTerminated(actor);
        Assert.False(HasMessages);
    }

    [Fact]
    public void An_actor_may_stop_itself_while_it_is_constructed()
    {
        var actor = Sys.ActorOf(Props.Create(() => new StopsAtOnce(TestActor)));
        Watch(actor);
        ExpectMsg("started");
        ExpectTerminated(actor);
    }

    [Fact]
    public void A_decider_that_throws_makes_the_supervisor_fail()
    {
        var parent = ChildActorOf(Props.Create(() => new Undecided()), new OneForOneStrategy(cause =>
        {
            TestActor.Tell(cause.Message, ActorRefs.NoSender);
            return Directive.Stop;
        }));
        parent.Tell("go");
        ExpectMsg("undecided");
    }

    private sealed class Attempts(int failures)
    {
        public int Count { get; private set; }

        public void Try()
        {
            if (++Count <= failures) throw new BangException();
        }
    }

    private sealed class Flaky : Recorder
    {
        private readonly IActorRef _log;

        public Flaky(IActorRef log, Attempts attempts) : base(log)
        {
            _log = log;
            attempts.Try();
        }

        protected override void PostStop() => _log.Tell("stopped");
    }

    private sealed class Slow : BlackHoleActor
    {
        public Slow(TestKit.TestLatch gate)
        {
            gate.Ready();
            throw new BangException();
        }
    }

    private sealed class StopsAtOnce : BlackHoleActor
    {
        private readonly IActorRef _log;

        public StopsAtOnce(IActorRef log)
        {
            _log = log;
            Context.Stop(Self);
        }

        protected override void PreStart() => _log.Tell("started");
    }

    private sealed class Undecided : ReceiveActor
    {
        public Undecided() => ReceiveAny(_ => Context.ActorOf(Props.Create(() => new Flaky(Self, new Attempts(1)))));

        protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => throw new BangException("undecided"));
    }
}
