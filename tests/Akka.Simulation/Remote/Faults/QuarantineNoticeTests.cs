using Akka.Actor;
using Akka.Remote;
using Xunit;

namespace Akka.Simulation.Remote.Faults;

/// <summary>A node that was given up and lives shall hear of it, since it cannot come back as the one it is.</summary>
public class QuarantineNoticeTests
{
    [Fact]
    public void A_node_that_was_cut_off_hears_of_its_quarantine_when_the_cable_is_back_whoever_speaks_first()
    {
        foreach (var seed in Seeds.Of(40))
        {
            var pair = new RemotePair(seed);
            var heard = AtB(pair);
            pair.Watch(pair.Mortal("mortal").AtA);
            pair.Talk();
            pair.RunFor(pair.Nodes.Random.NextDouble() * 2);
            pair.Nodes.Links.Cut("a", "b");
            pair.RunUntil(() => pair.Deaths == 1, 30, "the silence to be noticed");
            pair.RunFor(pair.Nodes.Random.NextDouble() * 20);
            pair.Nodes.Links.HealAll();
            pair.RunUntil(() => heard.Count > 0, 10, "the notice");
        }
    }

    [Fact]
    public void What_is_still_said_by_either_side_does_not_keep_the_notice_away()
    {
        foreach (var seed in Seeds.Of(40))
        {
            var pair = new RemotePair(seed);
            var heard = AtB(pair);
            pair.Talk();
            pair.RunFor(1);
            var deaf = RemotePair.Provider(pair.B).ResolveActorRef(SimulatedCluster.AddressOf("a") + "/user/witness");
            pair.Nodes.Links.Cut("a", "b");
            pair.Association.Quarantine(null, "the test says so");
            for (var round = 0; round < 10; round++)
            {
                // Heartbeats go by the connection that carries the notice.
                RemoteHeartbeat(pair.RefOf("echo"));
                RemoteHeartbeat(deaf);
                pair.RunFor(pair.Nodes.Random.NextDouble() * 0.2);
            }
            pair.Nodes.Links.HealAll();
            pair.RunUntil(() => heard.Count > 0, 10, "the notice");
        }
    }

    [Fact]
    public void A_node_whose_notice_was_lost_with_its_connections_hears_of_its_quarantine_when_it_speaks_again()
    {
        foreach (var seed in Seeds.Of(10))
        {
            var pair = new RemotePair(seed);
            var heard = AtB(pair);
            pair.Talk();
            pair.Nodes.Links.Cut("a", "b");
            pair.Association.Quarantine(null, "the test says so");
            pair.RunFor(0.5);
            pair.Nodes.Break("a", "b");
            pair.Nodes.Links.HealAll();
            pair.RunFor(30);
            Assert.Empty(heard);
            RemotePair.Provider(pair.B).ResolveActorRef(SimulatedCluster.AddressOf("a") + "/user/witness").Tell("anybody?");
            pair.RunUntil(() => heard.Count > 0, 10, "the notice");
        }
    }

    private static void RemoteHeartbeat(IActorRef to) => to.Tell(RemoteWatcher.Heartbeat.Instance, ActorRefs.NoSender);

    private static List<object> AtB(RemotePair pair)
    {
        var heard = new List<object>();
        pair.B.EventStream.Subscribe(pair.B.ActorOf(Props.Create(() => new Witness(heard))), typeof(ThisActorSystemQuarantinedEvent));
        return heard;
    }
}
