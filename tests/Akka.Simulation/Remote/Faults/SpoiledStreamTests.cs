using Akka.Actor;
using Xunit;

namespace Akka.Simulation.Remote.Faults;

/// <summary>Streams whose bytes were altered at random. Without TLS nothing protects their content, but what is no frame or no message harms nobody else.</summary>
public class SpoiledStreamTests
{
    // With a secret the handshake proves itself: a spoiled one must not make a stranger of a peer.
    private const string Secret = "actors.engine.remote.secret = sesame";

    [Fact]
    public void Spoiled_frames_cost_their_connection_and_nothing_else()
    {
        foreach (var seed in Seeds.Of(40))
        {
            var pair = new RemotePair(seed, Secret);
            pair.Talk();
            pair.Nodes.Links.SpoilRate = 0.05 + pair.Nodes.Random.NextDouble() * 0.5;
            for (var i = 0; i < 50; i++)
            {
                pair.RefOf("echo").Tell(i % 2 == 0 ? "words" : new Identify(i), pair.Witness);
                pair.Watch(pair.Mortal("mortal-" + i).AtA);
                pair.RunFor(pair.Nodes.Random.NextDouble() * 0.2);
            }
            IsUnharmed(pair);
        }
    }

    [Fact]
    public void Spoiled_handshakes_are_refused()
    {
        foreach (var seed in Seeds.Of(40))
        {
            var pair = new RemotePair(seed, Secret);
            pair.Nodes.Links.SpoilRate = 0.5;
            for (var i = 0; i < 20; i++)
            {
                pair.RefOf("echo").Tell("words", pair.Witness);
                pair.RunFor(pair.Nodes.Random.NextDouble() * 10);
            }
            IsUnharmed(pair);
        }
    }

    // By its spoiled words a peer may have shut itself out, say with a number that it will never reach again; a new incarnation has not.
    private static void IsUnharmed(RemotePair pair)
    {
        pair.Nodes.Links.SpoilRate = 0;
        pair.Nodes.Crash("b");
        pair.StartB();
        pair.Talk(30);
    }
}
