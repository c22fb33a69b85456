using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Serialization;
using Akka.Simulation.Time;
using Xunit;

namespace Akka.Simulation.Serialization;

/// <summary>The messages of remoting, cluster, cluster client and publish-subscribe on the wire.</summary>
public class EngineMessagesTests
{
    private readonly ExtendedActorSystem _system;

    public EngineMessagesTests()
    {
        _system = (ExtendedActorSystem)new SimulatedCluster(1).Start("n1");
        // Registers the serializers of the tools.
        Akka.Cluster.Tools.Client.ClusterClientReceptionist.Get(_system);
    }

    [Fact]
    public void Every_message_comes_back_as_it_was()
    {
        foreach (var seed in Seeds.Of(100))
            foreach (var message in new MessageSamples(_system, seed).All())
            {
                var (serializer, manifest, bytes) = Write(message);
                var read = Read(serializer, manifest, bytes);
                Assert.Equal(Description.Of(message), Description.Of(read));
                Assert.True(bytes.AsSpan().SequenceEqual(Write(read).Bytes), $"seed {seed}: {message}");
            }
    }

    [Fact]
    public void The_samples_differ_where_their_contents_do()
    {
        var some = new MessageSamples(_system, 1).All().Select(Description.Of).ToArray();
        var others = new MessageSamples(_system, 2).All().Select(Description.Of).ToArray();
        // All but the twelve that say nothing.
        Assert.InRange(some.Zip(others).Count(pair => pair.First != pair.Second), some.Length - 16, some.Length);
    }

    [Fact]
    public void Whatever_a_peer_makes_of_a_message_it_is_read_or_refused_in_one_way()
    {
        foreach (var seed in Seeds.Of(300))
        {
            var random = new Random(seed);
            foreach (var message in new MessageSamples(_system, seed).All())
            {
                var (serializer, manifest, bytes) = Write(message);
                var spoiled = Spoiled.Bytes(bytes, random);
                try
                {
                    Assert.NotNull(Read(serializer, manifest, spoiled));
                }
                catch (SerializationException)
                {
                }
                catch (Exception e)
                {
                    Assert.Fail($"seed {seed}, {message.GetType()} from {Convert.ToHexString(spoiled)}: {e}");
                }
            }
        }
    }

    [Fact]
    public void Every_truncation_is_read_or_refused_in_one_way()
    {
        foreach (var message in new MessageSamples(_system, 7).All())
        {
            var (serializer, manifest, bytes) = Write(message);
            for (var length = 0; length < bytes.Length; length++)
                if (Record.Exception(() => Read(serializer, manifest, bytes[..length])) is { } refused)
                    Assert.IsType<SerializationException>(refused);
        }
    }

    [Fact]
    public void No_length_that_a_peer_claims_is_allocated_before_its_bytes_are_there()
    {
        // What reading garbage may cost: exceptions with their stacks, mostly. The claims are of two gigabytes.
        const long most = 4_000_000;
        foreach (var seed in Seeds.Of(100))
        {
            var random = new Random(seed);
            foreach (var message in new MessageSamples(_system, seed).All())
            {
                var (serializer, manifest, bytes) = Write(message);
                byte[] claim = [0xFF, 0xFF, 0xFF, 0xFF, 0x07];
                var at = random.Next(bytes.Length + 1);
                byte[] spoiled = [.. bytes[..at], .. claim, .. bytes[at..]];
                var before = GC.GetAllocatedBytesForCurrentThread();
                try
                {
                    Read(serializer, manifest, spoiled);
                }
                catch (SerializationException)
                {
                }
                var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
                Assert.True(allocated < most, $"seed {seed}: {allocated} bytes for {spoiled.Length} of {message.GetType()}");
            }
        }
    }

    [Fact]
    public void An_unknown_manifest_is_refused_by_name()
    {
        foreach (var serializer in new MessageSamples(_system, 1).All().Select(m => Write(m).Serializer).OfType<SerializerWithStringManifest>().Distinct())
        {
            var refused = Assert.Throws<SerializationException>(() => serializer.FromBinary([1, 2, 3], "no-such"));
            Assert.Contains("no-such", refused.Message);
        }
    }

    private (Serializer Serializer, string Manifest, byte[] Bytes) Write(object message)
    {
        var serializer = _system.Serialization.FindSerializerFor(message);
        return (serializer, Akka.Serialization.Serialization.ManifestFor(serializer, message), _system.Serialization.Serialize(message));
    }

    private object Read(Serializer serializer, string manifest, byte[] bytes) => _system.Serialization.Deserialize(bytes, serializer.Identifier, manifest);
}
