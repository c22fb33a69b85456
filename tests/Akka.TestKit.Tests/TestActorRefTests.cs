using Akka.Actor;
using Akka.TestKit.TestActors;
using Xunit;

namespace Akka.TestKit.Tests;

public class TestActorRefTests : KitTest
{
    [Fact]
    public void The_instance_can_be_looked_at_after_each_message()
    {
        var actor = ActorOfAsTestActorRef<Counter>();
        actor.Tell("count");
        actor.Tell("count");
        Assert.Equal(2, actor.UnderlyingActor.Count);
    }

    [Fact]
    public void It_is_made_by_type_props_or_expression_with_name_and_parent()
    {
        var parent = ActorOfAsTestActorRef<BlackHoleActor>("parent");
        Assert.Equal("akka://test/user/parent", parent.Path.ToString());
        Assert.Equal(parent.Path / "child", ActorOfAsTestActorRef<BlackHoleActor>(parent.Ref, "child").Path);
        Assert.Equal(5, ActorOfAsTestActorRef(() => new Counter(5), "by-expression").UnderlyingActor.Count);
        Assert.Equal(6, ActorOfAsTestActorRef<Counter>(Props.Create(() => new Counter(6)), parent.Ref).UnderlyingActor.Count);
        var probe = CreateTestProbe();
        Assert.Equal(probe.Ref.Path / "child", ActorOfAsTestActorRef<Counter>(probe, "child").Path);
    }

    [Fact]
    public void Receive_throws_what_the_actor_throws()
    {
        var actor = ActorOfAsTestActorRef<Counter>();
        Assert.Throws<InvalidTimeZoneException>(() => actor.Receive("fail"));
        actor.Receive("count");
        Assert.Equal(1, actor.UnderlyingActor.Count);
    }

    [Fact]
    public void Receive_can_name_the_sender()
    {
        var actor = ActorOfAsTestActorRef<SimpleEchoActor>();
        actor.Receive("hello", TestActor);
        ExpectMsgFrom(actor.Ref, "hello");
    }

    [Fact]
    public void A_failure_of_a_told_message_goes_to_the_supervisor()
    {
        var actor = ActorOfAsTestActorRef<Counter>();
        actor.Tell("count");
        actor.Tell("fail");
        AwaitAssert(() => Assert.Equal(0, actor.UnderlyingActor.Count));
    }

    [Fact]
    public void A_stopped_actor_has_no_instance()
    {
        var actor = ActorOfAsTestActorRef<Counter>();
        Watch(actor.Ref);
        Sys.Stop(actor.Ref);
        ExpectTerminated(actor.Ref);
        Assert.Throws<IllegalActorStateException>(() => actor.UnderlyingActor);
    }

    [Fact]
    public void It_can_be_made_to_watch()
    {
        var watcher = ActorOfAsTestActorRef(() => new Watcher(TestActor));
        var subject = Sys.ActorOf(BlackHoleActor.Props);
        watcher.Watch(subject);
        Sys.Stop(subject);
        ExpectMsg(subject);
    }

    [Fact]
    public void It_equals_its_plain_reference()
    {
        var actor = ActorOfAsTestActorRef<Counter>();
        Assert.True(actor == actor.Ref);
        Assert.True(actor.Ref == actor);
        Assert.False(actor != actor.Ref);
        Assert.True(actor.Equals(actor.Ref));
        Assert.Equal(actor.Ref, TestActorRefBase<Counter>.ToActorRef(actor));
    }

    private sealed class Counter : ReceiveActor
    {
        public Counter() : this(0) { }

        public Counter(int count)
        {
            Count = count;
            Receive<string>(text => text == "fail", _ => throw new InvalidTimeZoneException());
            Receive<string>(_ => Count++);
        }

        public int Count { get; private set; }
    }

    private sealed class Watcher : ReceiveActor
    {
        public Watcher(IActorRef log) => Receive<Terminated>(end => log.Tell(end.ActorRef));
    }
}
