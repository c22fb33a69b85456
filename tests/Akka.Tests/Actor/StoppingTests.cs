using Akka.Actor;
using Akka.Event;
using Akka.TestKit.TestActors;
using Xunit;

namespace Akka.Tests.Actor;

public class StoppingTests : ActorTest
{
    [Fact]
    public void A_PoisonPill_lets_the_messages_before_it_through()
    {
        var actor = Recorder();
        Watch(actor);
        var occupation = Occupy(actor);
        actor.Tell("before");
        actor.Tell(PoisonPill.Instance);
        actor.Tell("after");
        EventFilter.DeadLetter<string>(message => message == "after").ExpectOne(occupation.Open);
        ExpectMsg("before");
        ExpectTerminated(actor);
    }

    [Fact]
    public void A_PoisonPill_to_a_stopped_actor_is_no_dead_letter()
    {
        var actor = Recorder();
        Watch(actor);
        Sys.Stop(actor);
        ExpectTerminated(actor);
        Sys.EventStream.Subscribe(TestActor, typeof(DeadLetter));
        actor.Tell(PoisonPill.Instance);
        actor.Tell("letter");
        ExpectMsg<DeadLetter>(letter => letter.Message is "letter");
    }

    [Fact]
    public void A_subscriber_of_dead_letters_that_stops_with_a_backlog_does_not_get_them_again()
    {
        var subscriber = Recorder();
        Watch(subscriber);
        var occupation = Occupy(subscriber);
        Sys.EventStream.Subscribe(subscriber, typeof(DeadLetter));
        Sys.DeadLetters.Tell("backlog");
        Sys.EventStream.Subscribe(TestActor, typeof(DeadLetter));
        Sys.Stop(subscriber);
        occupation.Open();
        ExpectTerminated(subscriber);
        Sys.DeadLetters.Tell("last");
        ExpectMsg<DeadLetter>(letter => letter.Message is "last");
    }

    [Fact]
    public void Kill_makes_the_actor_fail()
    {
        var parent = CreateTestProbe();
        var strategy = new OneForOneStrategy(cause =>
        {
            TestActor.Tell(cause, ActorRefs.NoSender);
            return Directive.Stop;
        });
        var actor = parent.ChildActorOf(BlackHoleActor.Props, strategy);
        actor.Tell(Kill.Instance);
        ExpectMsg<ActorKilledException>();
    }

    [Fact]
    public void An_actor_that_stops_itself_finishes_the_message_at_hand_and_no_other()
    {
        var actor = Sys.ActorOf(Props.Create(() => new StopsItself(TestActor)));
        Watch(actor);
        var occupation = Occupy(actor);
        actor.Tell("stop");
        actor.Tell("next");
        occupation.Open();
        ExpectMsg("finished stop");
        ExpectTerminated(actor);
        Assert.False(HasMessages);
    }

    [Fact]
    public async Task GracefulStop_completes_when_the_actor_is_gone()
    {
        var actor = Recorder();
        Watch(actor);
        Assert.True(await actor.GracefulStop(RemainingOrDefault));
        await ExpectTerminatedAsync(actor);
    }

    [Fact]
    public async Task GracefulStop_can_use_a_message_of_ones_own()
    {
        var actor = Sys.ActorOf(Props.Create(() => new StopsItself(TestActor)));
        Assert.True(await actor.GracefulStop(RemainingOrDefault, "stop"));
        await ExpectMsgAsync("finished stop");
    }

    [Fact]
    public async Task GracefulStop_of_a_stopped_actor_completes_at_once()
    {
        var actor = Recorder();
        await actor.GracefulStop(RemainingOrDefault);
        Assert.True(await actor.GracefulStop(RemainingOrDefault));
    }

    [Fact]
    public async Task GracefulStop_is_cancelled_when_the_actor_does_not_stop_in_time()
    {
        var actor = Sys.ActorOf(BlackHoleActor.Props);
        await Assert.ThrowsAsync<TaskCanceledException>(() => actor.GracefulStop(TimeSpan.FromMilliseconds(20), "ignored"));
    }

    [Fact]
    public void A_stopping_actor_makes_no_more_children()
    {
        var parent = Sys.ActorOf(Props.Create(() => new LateParent(TestActor)));
        Sys.Stop(parent);
        ExpectMsg<InvalidOperationException>();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_actor_whose_disposal_throws_stops_all_the_same(bool byProducer)
    {
        var props = byProducer ? Props.CreateBy(new ThrowingProducer()) : Props.Create(() => new ThrowingAtDisposal());
        var actor = Sys.ActorOf(props);
        Watch(actor);
        EventFilter.Exception<BangException>().ExpectOne(() => Sys.Stop(actor));
        await ExpectTerminatedAsync(actor);
        await Sys.Terminate().WaitAsync(RemainingOrDefault);
    }

    [Fact]
    public void An_actor_whose_disposal_throws_is_restarted_all_the_same()
    {
        var actor = Sys.ActorOf(Props.Create(() => new ThrowingAtDisposal()));
        actor.Tell(new BangException());
        actor.Tell("ask");
        ExpectMsg("answer");
    }

    private sealed class ThrowingAtDisposal : UntypedActor, IDisposable
    {
        public void Dispose() => throw new BangException("in Dispose");

        protected override void OnReceive(object message)
        {
            if (message is Exception failure) throw failure;
            Sender.Tell("answer");
        }
    }

    private sealed class ThrowingProducer : IIndirectActorProducer
    {
        public Type ActorType => typeof(BlackHoleActor);

        public ActorBase Produce() => new BlackHoleActor();

        public void Release(ActorBase actor) => throw new BangException("in Release");
    }

    private sealed class StopsItself : ReceiveActor
    {
        public StopsItself(IActorRef log)
        {
            Receive<Occupation>(occupation => occupation.Run());
            ReceiveAny(message =>
            {
                Context.Stop(Self);
                log.Tell($"finished {message}");
            });
        }
    }

    private sealed class LateParent(IActorRef log) : BlackHoleActor
    {
        protected override void PostStop() => log.Tell(Record.Exception(() => Context.ActorOf(BlackHoleActor.Props)));
    }
}
