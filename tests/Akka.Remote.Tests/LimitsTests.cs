using Akka.Actor;
using Akka.Event;
using Akka.Serialization;
using Xunit;

namespace Akka.Remote.Tests;

public class LimitsTests
{
    private static readonly string OwnSerializer = $$"""
        akka.actor {
          serializers.own = "{{typeof(OwnSerializer).AssemblyQualifiedName}}"
          serialization-bindings."{{typeof(Parcel).AssemblyQualifiedName}}" = own
        }
        """;

    [Fact]
    public async Task A_message_beyond_the_frame_size_is_lost_alone_with_an_error_that_names_type_size_and_setting()
    {
        await using var nodes = new TwoNodes();
        var (target, received) = await Receiver(nodes);
        var errors = new Probe(nodes.A);
        errors.Subscribe(nodes.A, typeof(Error));
        target.Tell("before");
        target.Tell(new string('x', 128_000));
        target.Tell("after");
        Assert.Equal("before", await received.Next<string>());
        Assert.Equal("after", await received.Next<string>());
        var error = (await errors.Find<Error>()).Message.ToString();
        Assert.Contains("System.String", error);
        Assert.Contains("128", error);
        Assert.Contains("akka.remote.dot-netty.tcp.maximum-frame-size", error);
    }

    [Fact]
    public async Task A_message_of_nearly_the_frame_size_passes()
    {
        await using var nodes = new TwoNodes();
        var (target, received) = await Receiver(nodes);
        target.Tell(new string('x', 127_000));
        Assert.Equal(127_000, (await received.Next<string>()).Length);
    }

    [Fact]
    public async Task The_smaller_of_both_frame_sizes_counts()
    {
        await using var nodes = new TwoNodes("akka.remote.dot-netty.tcp.maximum-frame-size = 1 MiB", "");
        var (target, received) = await Receiver(nodes);
        target.Tell(new string('x', 500_000));
        target.Tell("after");
        Assert.Equal("after", await received.Next<string>());
    }

    [Theory]
    [InlineData(Parcel.Fails.WhenWritten)]
    [InlineData(Parcel.Fails.WhenRead)]
    public async Task A_serializer_that_throws_loses_that_one_message(Parcel.Fails when)
    {
        await using var nodes = new TwoNodes(OwnSerializer);
        var (target, received) = await Receiver(nodes);
        target.Tell(new Parcel(Parcel.Fails.Never));
        target.Tell(new Parcel(when));
        target.Tell(new Parcel(Parcel.Fails.Never));
        target.Tell("end");
        await received.Next<Parcel>();
        await received.Next<Parcel>();
        await received.Next<string>();
    }

    [Fact]
    public async Task A_serializer_that_only_the_sender_knows_loses_its_messages_with_an_error_that_names_it()
    {
        await using var nodes = new TwoNodes(OwnSerializer, "");
        var (target, received) = await Receiver(nodes);
        var errors = new Probe(nodes.B);
        errors.Subscribe(nodes.B, typeof(Error));
        target.Tell(new Parcel(Parcel.Fails.Never));
        target.Tell("end");
        await received.Next<string>();
        Assert.Contains("4711", (await errors.Find<Error>()).Message.ToString());
    }

    [Fact]
    public async Task What_does_not_fit_into_the_send_queue_becomes_dead_letters()
    {
        var port = TcpProxy.FreePort();
        using var proxy = new TcpProxy(port);
        await using var nodes = new TwoNodes("actors.engine.remote.send-queue-size = 1 MiB", TwoNodes.Behind(proxy, port));
        var (target, _) = await Receiver(nodes);
        var letters = new Probe(nodes.A);
        letters.Subscribe(nodes.A, typeof(DeadLetter));
        proxy.Freeze();
        var kilobyte = new string('x', 1000);
        // Far more than the queue and all buffers of sockets on the way.
        for (var i = 0; i < 40_000; i++) target.Tell(kilobyte);
        await letters.Find<DeadLetter>(letter => ReferenceEquals(letter.Message, kilobyte));
        proxy.Thaw();
    }

    [Fact]
    public async Task Untrusted_mode_drops_what_could_stop_or_steer_an_actor()
    {
        await using var nodes = new TwoNodes("", """
            akka.remote.untrusted-mode = on
            akka.remote.trusted-selection-paths = ["/user/receiver"]
            """);
        var received = new Probe(nodes.B, "receiver");
        nodes.B.ActorOf(Props.Create<Echo>(), "secret");
        var target = await TwoNodes.Find(nodes.A, nodes.B, "/user/receiver");
        target.Tell(PoisonPill.Instance);
        ((IInternalActorRef)target).Stop();
        nodes.A.ActorSelection(TwoNodes.AddressOf(nodes.B) + "/user/receiver").Tell(PoisonPill.Instance);
        target.Tell("still there");
        Assert.Equal("still there", await received.Next<string>());
        nodes.A.ActorSelection(TwoNodes.AddressOf(nodes.B) + "/user/receiver").Tell("selected");
        Assert.Equal("selected", await received.Next<string>());
        await Assert.ThrowsAnyAsync<Exception>(() => nodes.A.ActorSelection(TwoNodes.AddressOf(nodes.B) + "/user/secret").ResolveOne(TimeSpan.FromMilliseconds(200)));
    }

    private static async Task<(IActorRef Target, Probe Received)> Receiver(TwoNodes nodes)
    {
        var received = new Probe(nodes.B, "receiver");
        return (await TwoNodes.Find(nodes.A, nodes.B, "/user/receiver"), received);
    }
}

public sealed record Parcel(Parcel.Fails When)
{
    public enum Fails
    {
        Never,
        WhenWritten,
        WhenRead,
    }
}

public sealed class OwnSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    public override int Identifier => 4711;

    public override string Manifest(object o) => "P";

    public override byte[] ToBinary(object obj) => ((Parcel)obj).When is Parcel.Fails.WhenWritten
        ? throw new InvalidOperationException("no pen")
        : [(byte)((Parcel)obj).When];

    public override object FromBinary(byte[] bytes, string manifest) => bytes[0] == (byte)Parcel.Fails.WhenRead
        ? throw new InvalidOperationException("no glasses")
        : new Parcel((Parcel.Fails)bytes[0]);
}
