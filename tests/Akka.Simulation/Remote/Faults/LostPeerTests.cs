using Xunit;

namespace Akka.Simulation.Remote.Faults;

/// <summary>What is remembered of a peer that has gone, and for how long.</summary>
public class LostPeerTests
{
    [Fact]
    public void A_peer_that_is_silent_for_long_is_quarantined()
    {
        var pair = new RemotePair(1, "akka.remote.quarantine-after-silence = 10 m");
        pair.Talk();
        var uid = pair.Association.PeerUid!.Value;
        pair.Nodes.Crash("b");
        pair.RunFor(9 * 60);
        Assert.False(pair.Association.Incarnations.IsQuarantined(uid));
        pair.RunFor(2 * 60);
        Assert.True(pair.Association.Incarnations.IsQuarantined(uid));

        pair.StartB();
        pair.Talk(20);
    }

    [Fact]
    public void A_peer_that_is_connected_is_never_silent()
    {
        var pair = new RemotePair(1, "akka.remote.quarantine-after-silence = 10 m");
        pair.Talk();
        var uid = pair.Association.PeerUid!.Value;
        pair.RunFor(60 * 60);
        Assert.Equal(uid, pair.Association.PeerUid);
        pair.Talk();
    }

    [Fact]
    public void A_quarantined_incarnation_is_forgotten_in_the_end()
    {
        var pair = new RemotePair(1, "akka.remote { quarantine-after-silence = 10 m, prune-quarantine-marker-after = 1 h }");
        pair.Talk();
        var association = pair.Association;
        pair.Nodes.Crash("b");
        pair.RunFor(11 * 60);
        Assert.Same(association, pair.Association);
        pair.RunFor(61 * 60);
        Assert.NotSame(association, pair.Association);
    }

    [Fact]
    public void A_peer_that_said_goodbye_is_forgotten_soon_and_refs_to_it_find_who_comes_next()
    {
        foreach (var seed in Seeds.Of(5))
        {
            var pair = new RemotePair(seed);
            pair.Talk();
            var association = pair.Association;
            var old = pair.RefOf("echo");
            old.Tell("first", pair.Witness);
            _ = pair.B.Terminate();
            pair.RunUntil(() => !pair.Nodes.IsRunning("b"), 10, "b to end");
            pair.RunFor(90);
            Assert.NotSame(association, pair.Association);

            pair.StartB();
            pair.RunFor(1);
            old.Tell("again", pair.Witness);
            pair.RunUntil(() => pair.Heard.Contains("again"), 10, "an answer by the old ref");
            var (atB, atA) = pair.Mortal("mortal");
            pair.Watch(atA);
            pair.RunFor(1);
            pair.B.Stop(atB);
            pair.RunUntil(() => pair.Deaths == 1, 5, "the death to be told");
        }
    }

    [Fact]
    public void What_was_queued_for_a_dead_incarnation_does_not_confuse_its_successor()
    {
        foreach (var seed in Seeds.Of(30))
        {
            var pair = new RemotePair(seed);
            pair.Talk();
            var watched = Enumerable.Range(0, 30).Select(i => pair.Mortal("mortal-" + i)).ToArray();
            // Enough for both buffers of the control connection to fill behind a peer that does not read.
            pair.Nodes.Pause("b");
            foreach (var (_, atA) in watched)
                pair.Watch(atA);
            pair.RunFor(pair.Nodes.Random.NextDouble() * 3);
            pair.Nodes.Links.Cut("a", "b");
            pair.RunFor(pair.Nodes.Random.NextDouble() * 3);
            pair.Nodes.Crash("b");
            pair.StartB();
            pair.Nodes.Links.HealAll();
            pair.RunUntil(() => pair.Deaths == watched.Length, 60, "all the old ones to be dead");

            var (atB, fresh) = pair.Mortal("fresh");
            pair.Watch(fresh);
            pair.RunFor(3);
            pair.B.Stop(atB);
            pair.RunUntil(() => pair.Deaths == watched.Length + 1, 5, "the death of the new one to be told");
        }
    }

    [Fact]
    public void A_quarantine_in_the_middle_of_a_handshake_does_not_keep_the_next_incarnation_away()
    {
        foreach (var seed in Seeds.Of(60))
        {
            var pair = new RemotePair(seed);
            pair.Talk();
            pair.Nodes.Break("a", "b");
            pair.RefOf("echo").Tell("wakes the dialer", pair.Witness);
            pair.RunFor(0.05 + pair.Nodes.Random.NextDouble() * 0.01);
            pair.Association.Quarantine(null, "the test says so");
            pair.RefOf("echo").Tell("anybody?", pair.Witness);
            pair.RunFor(1);
            pair.Nodes.Crash("b");
            pair.StartB();
            pair.Talk(20);
        }
    }
}
