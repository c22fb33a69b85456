using Actors.Links;
using Actors.Links.Internal;
using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Configs;
using Akka.TestKit.Xunit2;
using Google.Protobuf;
using Xunit;

namespace Actors.Tests.Links;

/// <summary>An actor at the end of a link; the test is its other end, and time passes when it says so.</summary>
public sealed class LinkActorTests() : TestKit(TestConfigs.TestSchedulerConfig)
{
    private static readonly LinkSettings Settings = LinkSettings.Default;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private TestScheduler Time => (TestScheduler)Sys.Scheduler;

    [Fact]
    public void It_speaks_to_where_the_other_end_last_spoke_from()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Sender()));
        var moved = CreateTestProbe();
        actor.Tell(new LinkDemand { Link = 1, UpTo = 1 }, TestActor);
        Assert.Equal(0, ExpectMsg<LinkData>(Patience).Sequence);

        actor.Tell(new LinkDemand { Link = 1, UpTo = 2 }, moved);

        Assert.Equal(1, moved.ExpectMsg<LinkData>(Patience).Sequence);
    }

    [Fact]
    public void The_other_end_is_told_when_the_actor_stops()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Sender()));
        actor.Tell(new LinkDemand { Link = 1, UpTo = 1 }, TestActor);
        ExpectMsg<LinkData>(Patience);

        Sys.Stop(actor);

        var broken = ExpectMsg<LinkBroken>(Patience);
        Assert.Equal((1, ErrorCodes.Cancelled, "bye"), (broken.Link, broken.Code, broken.Reason));
    }

    [Fact]
    public void It_shows_life_and_gives_up_who_shows_none()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Sender()));
        Watch(actor);
        actor.Tell(new LinkDemand { Link = 1, UpTo = 1 }, TestActor);
        ExpectMsg<LinkData>(Patience);

        Time.Advance(Settings.Interval * 2);
        Assert.Equal(1, ExpectMsg<LinkIdle>(Patience).Next);
        Time.Advance(Settings.PeerTimeout);

        Assert.Equal(ErrorCodes.Unavailable, FishForMessage<LinkBroken>(_ => true, Patience).Code);
        FishForMessage<Terminated>(_ => true, Patience);
    }

    [Fact]
    public void What_is_said_on_an_earlier_link_does_not_count()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Sender()));

        actor.Tell(new LinkBroken { Link = 7, Code = ErrorCodes.Failed }, CreateTestProbe());
        actor.Tell(new LinkDemand { Link = 1, UpTo = 1 }, TestActor);

        ExpectMsg<LinkData>(Patience);
    }

    [Fact]
    public void An_end_that_fails_is_stopped_and_its_other_end_is_told()
    {
        var parent = Sys.ActorOf(Props.Create(() => new Parent(TestActor)));
        parent.Tell(new LinkDemand { Link = 1, UpTo = 1 }, TestActor);
        ExpectMsg<LinkData>(Patience);

        parent.Tell("fail");

        Assert.Equal("bye", ExpectMsg<LinkBroken>(Patience).Reason);
        Assert.Equal(1, ExpectMsg<long>(Patience));
    }

    private sealed class Parent : UntypedActor
    {
        private readonly LinkActors _links = new(Context);
        private readonly IActorRef _test;

        public Parent(IActorRef test)
        {
            _test = test;
            _links.Start(1, Props.Create(() => new Sender()));
        }

        protected override SupervisorStrategy SupervisorStrategy() => LinkActors.Strategy;

        protected override void OnReceive(object message)
        {
            if (message is Terminated ended)
                _test.Tell(_links.Remove(ended.ActorRef));
            else
                _links.Forward(1, message);
        }
    }

    private sealed class Sender : LinkActor
    {
        public Sender()
            : base(Settings, new LinkOutcome(ErrorCodes.Cancelled, "bye"))
        {
            var self = Self;
            var outlet = NewOutlet(1);
            outlet.Ended = _ => Context.Stop(self);
            for (var i = 0; i < 3; i++)
                outlet.Offer(ByteString.CopyFromUtf8("x"));
        }

        protected override void OnMessage(object message) => throw new InvalidOperationException("test");
    }
}
