using Akka.Actor;
using Xunit;

namespace Akka.Simulation.Remote.Faults;

/// <summary>Watches over connections that break at the worst moment. A death that is told late is found out by these limits.</summary>
public class DeathWatchFaultTests
{
    [Fact]
    public void A_death_is_told_though_a_connection_breaks_and_nobody_says_anything_more()
    {
        foreach (var seed in Seeds.Of(60))
        {
            var pair = new RemotePair(seed);
            var (atB, atA) = pair.Mortal("mortal");
            pair.Watch(atA);
            pair.Talk();
            pair.RunFor(2);
            pair.B.Stop(atB);
            pair.RunFor(pair.Nodes.Random.NextDouble() * 0.003);
            pair.Nodes.BreakOne("a", "b");
            pair.RunUntil(() => pair.Deaths == 1, 15, "the death to be told");
        }
    }

    [Fact]
    public void Last_words_come_before_the_death_whichever_connection_breaks()
    {
        foreach (var seed in Seeds.Of(40))
        {
            var pair = new RemotePair(seed);
            var (atB, atA) = pair.Mortal("mortal");
            pair.Watch(atA);
            pair.Talk();
            pair.RunFor(1);
            pair.Heard.Clear();
            for (var word = 0; word < 10; word++)
            {
                atA.Tell("word", pair.Witness);
                pair.RunFor(pair.Nodes.Random.NextDouble() * 0.002);
            }
            pair.Nodes.BreakOne("a", "b");
            pair.RunFor(pair.Nodes.Random.NextDouble() * 0.2);
            pair.B.Stop(atB);
            pair.RunFor(pair.Nodes.Random.NextDouble() * 0.003);
            pair.Nodes.BreakOne("a", "b");
            pair.RunUntil(() => pair.Deaths > 0, 15, "the death to be told");
            pair.RunFor(20);
            Assert.Equal(1, pair.Deaths);
            Assert.IsType<Terminated>(pair.Heard[^1]);
        }
    }

    [Fact]
    public void The_first_thing_that_is_said_to_a_node_may_be_a_watch()
    {
        foreach (var seed in Seeds.Of(5))
        {
            // No heartbeats in time, whose answer would repeat the watch.
            var pair = new RemotePair(seed, "akka.remote.watch-failure-detector.heartbeat-interval = 100 s");
            var (atB, atA) = pair.Mortal("mortal");
            pair.Watch(atA);
            pair.RunFor(1);
            pair.B.Stop(atB);
            pair.RunUntil(() => pair.Deaths == 1, 5, "the death to be told");
        }
    }

    [Fact]
    public void A_stop_is_carried_out_though_the_node_was_never_spoken_to_before()
    {
        var pair = new RemotePair(1);
        var (atB, atA) = pair.Mortal("mortal");
        ((IInternalActorRef)atA).Stop();
        pair.RunUntil(() => ((IInternalActorRef)atB).IsTerminated, 5, "the actor to stop");
    }

    [Fact]
    public void A_node_that_restarts_on_its_address_no_longer_has_the_watched_actor()
    {
        foreach (var seed in Seeds.Of(10))
        {
            var pair = new RemotePair(seed);
            pair.Watch(pair.Mortal("mortal").AtA);
            pair.Talk();
            pair.RunFor(2);
            pair.Nodes.Crash("b");
            pair.RunFor(pair.Nodes.Random.NextDouble() * 2);
            pair.StartB();
            // The actor of the same name is another one.
            pair.Mortal("mortal");
            pair.RunUntil(() => pair.Deaths == 1, 10, "the old actor to be dead");
            pair.Talk(10);
            pair.RunFor(30);
            Assert.Equal(1, pair.Deaths);
        }
    }

    [Fact]
    public void A_host_that_vanishes_without_a_word_is_found_out_by_its_silence()
    {
        foreach (var seed in Seeds.Of(5))
        {
            var pair = new RemotePair(seed);
            pair.Watch(pair.Mortal("mortal").AtA);
            pair.Talk();
            pair.RunFor(5);
            pair.Nodes.Links.Cut("a", "b");
            pair.Nodes.Crash("b");
            pair.RunFor(1);
            pair.Nodes.Links.HealAll();
            pair.RunUntil(() => pair.Deaths == 1, 30, "the silence to be noticed");
            // And who comes back on that address is somebody else.
            pair.StartB();
            pair.Talk(10);
        }
    }

    [Fact]
    public void A_half_open_connection_does_not_keep_a_restarted_node_away()
    {
        foreach (var seed in Seeds.Of(10))
        {
            var pair = new RemotePair(seed);
            pair.Talk();
            pair.Nodes.Links.Cut("a", "b");
            pair.Nodes.Crash("b");
            pair.RunFor(0.5);
            pair.StartB();
            pair.RunFor(0.5);
            pair.Nodes.Links.HealAll();
            pair.Talk(10);
        }
    }

    [Fact]
    public void Who_is_paused_for_long_is_given_up_and_does_not_come_back_as_the_same()
    {
        foreach (var seed in Seeds.Of(5))
        {
            var pair = new RemotePair(seed);
            pair.Watch(pair.Mortal("mortal").AtA);
            pair.Talk();
            pair.RunFor(5);
            var uid = pair.Association.PeerUid!.Value;
            pair.Nodes.Pause("b");
            pair.RunUntil(() => pair.Deaths == 1, 30, "the silence to be noticed");
            pair.Nodes.Continue("b");
            for (var probe = 0; probe < 30; probe++)
            {
                pair.RefOf("echo").Tell("anybody?", pair.Witness);
                pair.RunFor(2);
            }
            Assert.True(pair.Association.Incarnations.IsQuarantined(uid));
            Assert.DoesNotContain("anybody?", pair.Heard);

            pair.Nodes.Crash("b");
            pair.StartB();
            pair.Talk(20);
        }
    }
}
