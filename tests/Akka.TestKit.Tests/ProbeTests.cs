using Akka.Actor;
using Akka.TestKit.TestActors;
using Xunit;

namespace Akka.TestKit.Tests;

public class ProbeTests : KitTest
{
    private readonly TestProbe _probe;

    public ProbeTests() => _probe = CreateTestProbe("probe");

    [Fact]
    public void A_probe_is_a_reference()
    {
        IActorRef reference = _probe;
        reference.Tell("hello");
        _probe.ExpectMsg("hello");
        Assert.True(reference.Equals(_probe.Ref));
        Assert.Equal("probe", reference.Path.Name);
        Assert.Equal(0, reference.CompareTo(_probe.Ref));
    }

    [Fact]
    public void A_probe_replies_to_the_last_sender()
    {
        _probe.Ref.Tell("question");
        _probe.ExpectMsg("question");
        Assert.Equal(TestActor, _probe.Sender);
        _probe.Reply("answer");
        ExpectMsgFrom(_probe.Ref, "answer");
    }

    [Fact]
    public void A_probe_sends_in_its_own_name()
    {
        _probe.Send(TestActor, "hello");
        ExpectMsgFrom(_probe.Ref, "hello");
    }

    [Fact]
    public void A_probe_forwards_with_the_original_sender()
    {
        var sender = CreateTestProbe();
        _probe.Ref.Tell("one", sender.Ref);
        _probe.ExpectMsg("one");
        _probe.Forward(TestActor);
        ExpectMsgFrom(sender.Ref, "one");
        _probe.Forward(TestActor, "two");
        ExpectMsgFrom(sender.Ref, "two");
    }

    [Fact]
    public void Without_a_message_there_is_no_sender() => Assert.Throws<IllegalActorStateException>(() => _probe.Reply("to whom?"));

    [Fact]
    public void A_probe_does_not_become_the_implicit_sender()
    {
        Sys.ActorOf(SimpleEchoActor.Props()).Tell("hello");
        ExpectMsg("hello");
    }

    [Fact]
    public void An_autopilot_reacts_inside_the_probe()
    {
        var answers = 0;
        _probe.SetAutoPilot(new DelegateAutoPilot((sender, message) =>
        {
            sender.Tell($"{message} {++answers}");
            return answers < 2 ? AutoPilot.KeepRunning : AutoPilot.NoAutoPilot;
        }));
        foreach (var _ in Enumerable.Range(0, 3)) _probe.Ref.Tell("answer");
        ExpectMsg("answer 1");
        ExpectMsg("answer 2");
        Assert.Equal(3, _probe.ReceiveN(3).Count);
        Assert.False(HasMessages);
    }

    [Fact]
    public void A_probe_can_be_the_parent_of_actors()
    {
        var child = _probe.ChildActorOf<SimpleEchoActor>("child");
        Assert.Equal(_probe.Ref.Path / "child", child.Path);
        child.Tell("hello");
        ExpectMsg("hello");
    }

    [Fact]
    public async Task A_probe_can_create_a_child_asynchronously()
    {
        var child = await _probe.ChildActorOfAsync<SimpleEchoActor>();
        child.Tell("hello");
        await ExpectMsgAsync("hello");
    }

    [Fact]
    public void A_child_that_cannot_be_made_fails_the_test() =>
        Assert.ThrowsAny<Exception>(() => _probe.ChildActorOf<SimpleEchoActor>("not/a/name"));

    [Fact]
    public async Task Watching_can_be_awaited()
    {
        var actor = await _probe.WatchAsync(Sys.ActorOf(BlackHoleActor.Props));
        await _probe.UnwatchAsync(actor);
        await _probe.WatchAsync(actor);
        Sys.Stop(actor);
        await _probe.ExpectTerminatedAsync(actor);
    }

    [Fact]
    public void A_probe_can_be_watched()
    {
        Watch(_probe);
        Sys.Stop(_probe);
        ExpectTerminated(_probe);
    }

    [Fact]
    public void What_a_stopped_probe_has_not_read_becomes_dead_letters()
    {
        _probe.Ref.Tell("unread");
        EventFilter.DeadLetter<string>(message => message == "unread").ExpectOne(() => Sys.Stop(_probe.Ref));
    }

    [Fact]
    public void A_probe_cannot_make_probes() =>
#pragma warning disable CS0618 // That it is obsolete is the point.
        Assert.Throws<NotSupportedException>(() => _probe.CreateTestProbe());
#pragma warning restore CS0618
}
