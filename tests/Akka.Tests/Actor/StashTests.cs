using Akka.Actor;
using Xunit;

namespace Akka.Tests.Actor;

public class StashTests() : ActorTest("small-stash { mailbox-type = \"Akka.Dispatch.UnboundedMailbox, Akka\", stash-capacity = 2 }")
{
    [Fact]
    public void Unstashed_messages_come_back_in_order_and_before_those_that_wait()
    {
        var actor = Stashing();
        var occupation = Occupy(actor);
        Tell(actor, 1, 2);
        Unstash(actor);
        Tell(actor, 3);
        occupation.Open();
        foreach (var number in new[] { 1, 2, 3 }) ExpectMsg(number);
    }

    [Fact]
    public void Unstashed_messages_keep_their_sender()
    {
        var actor = Stashing();
        var probe = CreateTestProbe();
        actor.Tell(1, probe.Ref);
        Unstash(actor);
        ExpectMsgFrom(probe.Ref, 1);
    }

    [Fact]
    public void Unstash_brings_back_only_the_oldest()
    {
        var actor = Stashing();
        Tell(actor, 1, 2, Open);
        Do(actor, stash => stash.Unstash());
        ExpectMsg(1);
        Assert.Equal(1, CountOf(actor));
    }

    [Fact]
    public void Unstashing_an_empty_stash_does_nothing()
    {
        var actor = Stashing();
        Do(actor, stash => stash.Unstash());
        Unstash(actor);
        Tell(actor, 1);
        ExpectMsg(1);
    }

    [Fact]
    public void Messages_can_be_stashed_again()
    {
        var actor = Stashing();
        Tell(actor, 1, 2);
        Do(actor, stash => stash.UnstashAll());
        Unstash(actor);
        ExpectMsg(1);
        ExpectMsg(2);
    }

    [Fact]
    public void Only_chosen_messages_come_back()
    {
        var actor = Stashing();
        Tell(actor, 1, 2, 3, 4, Open);
        Do(actor, stash => stash.UnstashAll(envelope => envelope.Message is 2 or 4));
        ExpectMsg(2);
        ExpectMsg(4);
        Assert.Equal(0, CountOf(actor));
    }

    [Fact]
    public void A_stash_can_be_cleared()
    {
        var actor = Stashing();
        Tell(actor, 1, 2);
        Do(actor, stash => TestActor.Tell(stash.ClearStash().Select(envelope => envelope.Message).ToArray()));
        Assert.Equal([1, 2], ExpectMsg<object[]>());
        Assert.Equal(0, CountOf(actor));
    }

    [Fact]
    public void The_same_message_cannot_be_stashed_twice()
    {
        var actor = Stashing();
        Do(actor, stash =>
        {
            stash.Stash();
            TestActor.Tell(Record.Exception(stash.Stash));
        });
        ExpectMsg<IllegalActorStateException>();
    }

    [Fact]
    public void A_full_stash_makes_the_actor_fail() => Overflows(Sys.ActorOf(Props.Create(() => new StashingActor(TestActor)).WithStashCapacity(2)));

    [Fact]
    public void The_capacity_may_come_from_the_mailbox() => Overflows(Sys.ActorOf(Props.Create(() => new StashingActor(TestActor)).WithMailbox("small-stash")));

    [Fact]
    public void A_stash_without_a_capacity_has_no_limit()
    {
        var actor = Stashing();
        foreach (var number in Enumerable.Range(0, 1_000)) actor.Tell(number);
        Unstash(actor);
        foreach (var number in Enumerable.Range(0, 1_000)) ExpectMsg(number);
    }

    [Fact]
    public void A_restart_puts_stashed_messages_back_in_front_of_the_mailbox()
    {
        var actor = Stashing();
        var occupation = Occupy(actor);
        Tell(actor, 1, 2, new BangException());
        Unstash(actor);
        Tell(actor, 3);
        occupation.Open();
        // The fresh instance stashes 1 and 2 once more.
        foreach (var number in new[] { 1, 2, 3 }) ExpectMsg(number);
    }

    [Fact]
    public void What_is_stashed_when_the_actor_stops_becomes_dead_letters()
    {
        var actor = Stashing();
        Tell(actor, 1, 2);
        Assert.Equal(2, CountOf(actor));
        EventFilter.DeadLetter<int>().Expect(2, () => Sys.Stop(actor));
    }

    [Fact]
    public void A_stashed_Terminated_comes_back()
    {
        var friend = Recorder();
        var actor = Sys.ActorOf(Props.Create(() => new StashesDeaths(friend, TestActor)));
        ExpectMsg("watches");
        Sys.Stop(friend);
        ExpectMsg("stashed");
        actor.Tell("unstash");
        ExpectMsg(friend);
    }

    private sealed class StashesDeaths : ReceiveActor, IWithUnboundedStash
    {
        public StashesDeaths(IActorRef friend, IActorRef log)
        {
            var isOpen = false;
            Receive<Terminated>(_ => !isOpen, _ =>
            {
                Stash.Stash();
                log.Tell("stashed");
            });
            Receive<Terminated>(terminated => log.Tell(terminated.ActorRef));
            Receive<string>(_ =>
            {
                isOpen = true;
                Stash.UnstashAll();
            });
            Context.Watch(friend);
            log.Tell("watches");
        }

        public IStash Stash { get; set; } = null!;
    }

    private const bool Open = true;

    private IActorRef Stashing() => Sys.ActorOf(Props.Create(() => new StashingActor(TestActor)));

    private static void Tell(IActorRef actor, params object[] messages)
    {
        foreach (var message in messages) actor.Tell(message);
    }

    private static void Do(IActorRef actor, Action<IStash> action) => actor.Tell(action);

    private static void Unstash(IActorRef actor)
    {
        actor.Tell(Open);
        Do(actor, stash => stash.UnstashAll());
    }

    private int CountOf(IActorRef actor)
    {
        Do(actor, stash => TestActor.Tell(stash.Count));
        return ExpectMsg<int>();
    }

    private void Overflows(IActorRef actor)
    {
        Tell(actor, 1, 2);
        EventFilter.Exception<StashOverflowException>().ExpectOne(() => Tell(actor, 3));
    }

    /// <summary>Stashes numbers until it is opened.</summary>
    private sealed class StashingActor : ReceiveActor, IWithStash
    {
        public StashingActor(IActorRef log)
        {
            var isOpen = false;
            Receive<bool>(open => isOpen = open);
            Receive<int>(_ => !isOpen, _ => Stash.Stash());
            Receive<int>(number => log.Forward(number));
            Receive<Action<IStash>>(action => action(Stash));
            Receive<BangException>(bang => throw bang);
            Receive<Occupation>(occupation => occupation.Run());
        }

        public IStash Stash { get; set; } = null!;
    }
}
