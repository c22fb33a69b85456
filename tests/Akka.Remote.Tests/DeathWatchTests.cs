using Akka.Actor;
using Xunit;

namespace Akka.Remote.Tests;

public class DeathWatchTests
{
    private const string QuickDetection = """
        akka.remote.watch-failure-detector {
          heartbeat-interval = 100 ms
          acceptable-heartbeat-pause = 2 s
          unreachable-nodes-reaper-interval = 100 ms
          expected-response-after = 500 ms
        }
        """;

    [Fact]
    public async Task A_watcher_hears_of_the_end_of_an_actor_on_another_node()
    {
        await using var nodes = new TwoNodes();
        var local = nodes.B.ActorOf(Props.Create<Echo>(), "mortal");
        var remote = await TwoNodes.Find(nodes.A, nodes.B, "/user/mortal");
        var probe = new Probe(nodes.A);
        await probe.Watch(remote);
        nodes.B.Stop(local);
        var terminated = await probe.Next<Terminated>();
        Assert.Equal((remote, false), (terminated.ActorRef, terminated.AddressTerminated));
    }

    [Fact]
    public async Task All_watchers_of_one_actor_hear_of_it_once()
    {
        await using var nodes = new TwoNodes();
        var local = nodes.B.ActorOf(Props.Create<Echo>(), "mortal");
        var remote = await TwoNodes.Find(nodes.A, nodes.B, "/user/mortal");
        var probes = Enumerable.Range(0, 5).Select(_ => new Probe(nodes.A)).ToArray();
        foreach (var probe in probes) await probe.Watch(remote);
        await probes[0].Unwatch(remote);
        nodes.B.Stop(local);
        foreach (var probe in probes[1..]) await probe.Next<Terminated>();
        Assert.All(probes, probe => Assert.Empty(probe.TakeAll()));
    }

    [Fact]
    public async Task Watching_an_actor_that_does_not_exist_is_answered_at_once()
    {
        await using var nodes = new TwoNodes();
        var nobody = TwoNodes.Ref(nodes.A, nodes.B, "/user/nobody");
        var probe = new Probe(nodes.A);
        await probe.Watch(nobody);
        Assert.False((await probe.Next<Terminated>()).ExistenceConfirmed);
    }

    [Fact]
    public async Task A_watch_by_path_alone_hears_of_the_actor_that_lives_there()
    {
        await using var nodes = new TwoNodes();
        var local = nodes.B.ActorOf(Props.Create<Echo>(), "mortal");
        var byPath = TwoNodes.Ref(nodes.A, nodes.B, "/user/mortal");
        await byPath.Ask<string>("alive?", TwoNodes.Soon);
        var probe = new Probe(nodes.A);
        await probe.Watch(byPath);
        await byPath.Ask<string>("watched?", TwoNodes.Soon);
        nodes.B.Stop(local);
        Assert.Equal("mortal", (await probe.Next<Terminated>()).ActorRef.Path.Name);
    }

    [Fact]
    public async Task Terminated_never_overtakes_what_the_dead_actor_had_said()
    {
        const int rounds = 20;
        const int messages = 2_000;
        await using var nodes = new TwoNodes();
        for (var round = 0; round < rounds; round++)
        {
            var name = "talker-" + round;
            nodes.B.ActorOf(Acting.Props((context, message) =>
            {
                if (message is not "speak") return;
                for (var i = 0; i < messages; i++) context.Sender.Tell(i, context.Self);
                context.Stop(context.Self);
            }), name);
            var talker = await TwoNodes.Find(nodes.A, nodes.B, "/user/" + name);
            var probe = new Probe(nodes.A);
            await probe.Watch(talker);
            probe.Tell(talker, "speak");
            for (var i = 0; i < messages; i++) Assert.Equal(i, await probe.Next<int>($"round {round}"));
            await probe.Next<Terminated>();
        }
    }

    [Fact]
    public async Task When_a_node_falls_silent_its_actors_count_as_terminated_and_it_is_quarantined()
    {
        // Both, since either may be the one that connects.
        var (portOfA, portOfB) = (TcpProxy.FreePort(), TcpProxy.FreePort());
        using var toA = new TcpProxy(portOfA);
        using var toB = new TcpProxy(portOfB);
        await using var nodes = new TwoNodes(QuickDetection + TwoNodes.Behind(toA, portOfA), QuickDetection + TwoNodes.Behind(toB, portOfB));
        nodes.B.ActorOf(Props.Create<Echo>(), "echo");
        var remote = await TwoNodes.Find(nodes.A, nodes.B, "/user/echo");
        var probe = new Probe(nodes.A);
        var events = new Probe(nodes.A);
        events.Subscribe(nodes.A, typeof(QuarantinedEvent));
        var atB = new Probe(nodes.B);
        atB.Subscribe(nodes.B, typeof(ThisActorSystemQuarantinedEvent));
        await probe.Watch(remote);
        await remote.Ask<string>("connected", TwoNodes.Soon);

        toA.Freeze();
        toB.Freeze();
        var terminated = await probe.Next<Terminated>();
        Assert.Equal((remote, true), (terminated.ActorRef, terminated.AddressTerminated));
        Assert.Equal(TwoNodes.AddressOf(nodes.B), (await events.Next<QuarantinedEvent>()).Address);

        toA.Thaw();
        toB.Thaw();
        Assert.Equal(TwoNodes.AddressOf(nodes.A), (await atB.Next<ThisActorSystemQuarantinedEvent>()).RemoteAddress);
    }
}
