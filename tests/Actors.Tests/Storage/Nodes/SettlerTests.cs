using System.Threading.Channels;
using Actors.Cluster;
using Actors.Cluster.Internal;
using Actors.Storage;
using Actors.Storage.Internal.Local;
using Actors.Storage.Internal.Node;
using Actors.Tests.Storage.Local;
using Akka.Actor;
using Akka.Configuration;
using Xunit;

namespace Actors.Tests.Storage.Nodes;

public sealed class SettlerTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly ActorSystem _system = ActorSystem.Create(
        "settler",
        ConfigurationFactory.ParseString("akka.loglevel = OFF, actors.storage.settle-interval = 20ms").WithFallback(ReferenceConfig.Config));

    private readonly ModelStore _store = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _system.Terminate();

    [Fact]
    public async Task After_a_change_of_the_ring_a_copy_is_offered_until_its_owner_answers()
    {
        var copy = StoreSamples.Small([1]);
        _store.Put(copy);
        var offers = Channel.CreateUnbounded<OfferCopies>();
        var owner = _system.ActorOf(Props.Create(() => new SilentOwner(offers.Writer)));

        StartSettler(owner).Tell(Refill.Instance);

        for (var i = 0; i < 3; i++)
        {
            var offer = await offers.Reader.ReadAsync().AsTask().WaitAsync(Patience);
            Assert.Equal(copy.Info.Id, ObjectId.FromWire(Assert.Single(offer.Records).Id));
        }
    }

    private IActorRef StartSettler(IActorRef owner)
    {
        var writer = _system.ActorOf(StoreWriter.Props(_store));
        var reader = _system.ActorOf(StoreReader.Props(_store, ActorRefs.Nobody));
        var parts = new NodeParts("n1", StorageSettings.From(_system.Settings.Config), ActorRefs.Nobody, writer, ActorRefs.Nobody, [reader]);
        var settler = _system.ActorOf(Settler.Props(parts));
        parts.View = new RingView([new StorageMember(new RingMember("n1"), settler, Reachable: true), new StorageMember(new RingMember("n2"), owner, Reachable: true)]);
        return settler;
    }

    private sealed class SilentOwner : ReceiveActor
    {
        public SilentOwner(ChannelWriter<OfferCopies> offers) => Receive<OfferCopies>(offer => offers.TryWrite(offer));
    }
}
