using Akka.Actor;
using Akka.TestKit.TestActors;
using Xunit;

namespace Akka.Tests.Actor;

public class DeathWatchTests : ActorTest
{
    [Fact]
    public void The_end_of_a_watched_actor_is_told_once()
    {
        var subject = Recorder();
        var watcher = Watcher();
        watcher.Tell(new ToWatch(subject));
        watcher.Tell(new ToWatch(subject));
        Sys.Stop(subject);
        ExpectMsg(new Ended(subject, ExistenceConfirmed: true));
        // A second one would have come through the mailbox by now.
        Settle(watcher);
    }

    [Fact]
    public void Terminated_comes_after_all_that_the_dead_actor_sent_before()
    {
        const int messages = 1_000;
        var subject = Sys.ActorOf(Props.Create(() => new Talker(TestActor, messages)));
        Watch(subject);
        subject.Tell("talk");
        foreach (var number in Enumerable.Range(0, messages)) ExpectMsg(number);
        ExpectTerminated(subject);
    }

    [Fact]
    public void Watching_an_actor_that_is_dead_already_tells_its_end_at_once()
    {
        var subject = Stopped();
        Watcher().Tell(new ToWatch(subject));
        ExpectMsg(new Ended(subject, ExistenceConfirmed: true));
    }

    [Fact]
    public void The_end_of_an_actor_that_never_was_is_told_without_a_confirmation()
    {
        var never = ((ExtendedActorSystem)Sys).Provider.ResolveActorRef("akka://test/user/never");
        Watcher().Tell(new ToWatch(never));
        ExpectMsg(new Ended(never, ExistenceConfirmed: false));
    }

    [Fact]
    public void All_watchers_are_told()
    {
        var subject = Recorder();
        var probes = Enumerable.Range(0, 3).Select(_ => CreateTestProbe()).ToArray();
        foreach (var probe in probes) probe.Watch(subject);
        Sys.Stop(subject);
        foreach (var probe in probes) probe.ExpectTerminated(subject);
    }

    [Fact]
    public void After_Unwatch_the_end_is_not_told()
    {
        var subject = Recorder();
        var watcher = Watcher();
        watcher.Tell(new ToWatch(subject));
        watcher.Tell(new ToUnwatch(subject));
        Settle(watcher);
        StopAndWait(subject);
        Settle(watcher);
    }

    [Fact]
    public void Unwatch_takes_back_even_a_Terminated_that_waits_in_the_mailbox()
    {
        var subject = Recorder();
        var watcher = Watcher();
        watcher.Tell(new ToWatch(subject));
        Settle(watcher);
        var occupation = Occupy(watcher);
        watcher.Tell(new ToUnwatch(subject));
        StopAndWait(subject);
        occupation.Open();
        Settle(watcher);
    }

    [Fact]
    public void After_Unwatch_an_actor_can_be_watched_again()
    {
        var subject = Recorder();
        var watcher = Watcher();
        watcher.Tell(new ToWatch(subject));
        watcher.Tell(new ToUnwatch(subject));
        watcher.Tell(new ToWatch(subject));
        Settle(watcher);
        Sys.Stop(subject);
        ExpectMsg(new Ended(subject, ExistenceConfirmed: true));
    }

    [Fact]
    public void WatchWith_delivers_its_message_in_place_of_Terminated()
    {
        var subject = Recorder();
        Watcher().Tell(new ToWatchWith(subject, "it is gone"));
        Sys.Stop(subject);
        ExpectMsg("it is gone");
    }

    [Fact]
    public void WatchWith_of_an_actor_watched_otherwise_is_refused()
    {
        var subject = Recorder();
        var watcher = Watcher();
        watcher.Tell(new ToWatch(subject));
        EventFilter.Exception<InvalidOperationException>().ExpectOne(() => watcher.Tell(new ToWatchWith(subject, "it is gone")));
    }

    [Fact]
    public void The_end_of_a_child_is_told_when_its_name_is_free_again()
    {
        var parent = Sys.ActorOf(Props.Create(() => new Replacer(TestActor)));
        var first = ExpectMsg<IActorRef>();
        Sys.Stop(first);
        var second = ExpectMsg<IActorRef>();
        Assert.Equal(first.Path, second.Path);
        Assert.NotEqual(first, second);
        Assert.NotEqual(first.Path.Uid, second.Path.Uid);
        Sys.Stop(parent);
    }

    [Fact]
    public void A_Terminated_that_the_engine_did_not_send_is_ignored()
    {
        var watcher = Watcher();
        watcher.Tell(new Terminated(TestActor, true, false));
        Settle(watcher);
    }

    [Fact]
    public void A_restarted_watcher_still_watches()
    {
        var subject = Recorder();
        var watcher = Watcher();
        watcher.Tell(new ToWatch(subject));
        watcher.Tell(new BangException());
        Settle(watcher);
        Sys.Stop(subject);
        ExpectMsg(new Ended(subject, ExistenceConfirmed: true));
    }

    [Fact]
    public void An_actor_does_not_watch_itself()
    {
        var watcher = Watcher();
        watcher.Tell(new ToWatch(watcher));
        Settle(watcher);
        Watch(watcher);
        Sys.Stop(watcher);
        ExpectTerminated(watcher);
        Assert.False(HasMessages);
    }

    [Fact]
    public async Task WatchAsync_completes_when_the_actor_has_stopped()
    {
        var subject = Recorder();
        var end = subject.WatchAsync();
        Assert.False(end.IsCompleted);
        Sys.Stop(subject);
        Assert.True(await end.WaitAsync(RemainingOrDefault));
    }

    private IActorRef Watcher() => Sys.ActorOf(Props.Create(() => new WatchingActor(TestActor)));

    /// <summary>The next message of the watcher answers this one: nothing came in between.</summary>
    private void Settle(IActorRef watcher)
    {
        watcher.Tell("settled");
        ExpectMsg("settled");
    }

    private IActorRef Stopped()
    {
        var subject = Recorder();
        StopAndWait(subject);
        return subject;
    }

    private void StopAndWait(IActorRef subject)
    {
        var probe = CreateTestProbe();
        probe.Watch(subject);
        Sys.Stop(subject);
        probe.ExpectTerminated(subject);
    }

    private sealed record ToWatch(IActorRef Subject);

    private sealed record ToWatchWith(IActorRef Subject, object Message);

    private sealed record ToUnwatch(IActorRef Subject);

    /// <summary>What the watcher reports: a Terminated that is sent on would not arrive.</summary>
    private sealed record Ended(IActorRef Subject, bool ExistenceConfirmed);

    private sealed class WatchingActor : ReceiveActor
    {
        public WatchingActor(IActorRef log)
        {
            Receive<ToWatch>(watch => Context.Watch(watch.Subject));
            Receive<ToWatchWith>(watch => Context.WatchWith(watch.Subject, watch.Message));
            Receive<ToUnwatch>(unwatch => Context.Unwatch(unwatch.Subject));
            Receive<Terminated>(end => log.Tell(new Ended(end.ActorRef, end.ExistenceConfirmed)));
            Receive<BangException>(bang => throw bang);
            Receive<Occupation>(occupation => occupation.Run());
            ReceiveAny(log.Forward);
        }
    }

    private sealed class Talker : ReceiveActor
    {
        public Talker(IActorRef listener, int messages) => ReceiveAny(_ =>
        {
            foreach (var number in Enumerable.Range(0, messages)) listener.Tell(number);
            Context.Stop(Self);
        });
    }

    private sealed class Replacer : ReceiveActor
    {
        public Replacer(IActorRef log)
        {
            Spawn();
            Receive<Terminated>(_ => Spawn());

            void Spawn() => log.Tell(Context.Watch(Context.ActorOf(BlackHoleActor.Props, "child")));
        }
    }
}
