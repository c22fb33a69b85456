using System.Threading.Channels;
using Actors.Cluster;
using Actors.Cluster.Internal;
using Actors.Storage;
using Actors.Storage.Internal;
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

    private static readonly HashRing Ring = HashRing.Of([new RingMember("n1"), new RingMember("n2"), new RingMember("n3")]);

    private readonly ModelStore _store = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _system.Terminate();

    [Fact]
    public async Task After_a_change_of_the_ring_a_copy_is_offered_until_its_owner_answers()
    {
        var copy = StoreSamples.Small([1], id: IdOwnedBy("n2"));
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

    [Fact]
    public async Task A_copy_whose_drop_failed_is_not_vouched_for()
    {
        var copy = StoreSamples.Small([1], hint: true, id: IdOwnedBy("n2"));
        _store.Put(copy);
        _store.FailNextSync = true;
        var settler = StartSettler(_system.ActorOf(Props.Create(() => new HoldingOwner())), "actors.storage { replicas = 1, write-acks = 1 }");
        await Eventually.HoldsAsync(() => _store.Fault is not null, () => "the copy is not dropped");

        for (var i = 0; i < 3; i++)
        {
            var wanted = await settler.Ask<CopiesWanted>(new OfferCopies { Records = { copy.Info.ToWire() } }, Patience);
            Assert.Equal(copy.Info.Id, ObjectId.FromWire(Assert.Single(wanted.Ids)));
        }
    }

    [Fact]
    public async Task Pages_that_go_well_follow_each_other_at_once_and_those_of_a_node_that_is_away_do_not_hold_them_up()
    {
        foreach (var owner in Enumerable.Range(0, 200).Select(i => i % 2 == 0 ? "n2" : "n3"))
            _store.Put(StoreSamples.Small([1], hint: true, id: IdOwnedBy(owner)));

        // 40 pages: 40 s, were there a wait for the interval after each.
        StartSettler(_system.ActorOf(Props.Create(() => new HoldingOwner())), "actors.storage { replicas = 1, write-acks = 1, settle-page = 5, settle-interval = 1s }");

        await Eventually.HoldsAsync(() => _store.Hints(null, 1000).Count == 100, () => $"{_store.Hints(null, 1000).Count} hints are left");
    }

    private static ObjectId IdOwnedBy(string owner)
    {
        while (true)
        {
            var id = ObjectId.New(IdSource.System);
            if (Ring.Owners(id.ToBytes(), 1).Single().NodeId == owner)
                return id;
        }
    }

    private IActorRef StartSettler(IActorRef owner, string settings = "")
    {
        var writer = _system.ActorOf(StoreWriter.Props(_store));
        var reader = _system.ActorOf(StoreReader.Props(_store, ActorRefs.Nobody));
        var parts = new NodeParts("n1", StorageSettings.From(ConfigurationFactory.ParseString(settings).WithFallback(_system.Settings.Config)), ActorRefs.Nobody, writer, ActorRefs.Nobody, [reader]);
        var settler = _system.ActorOf(Settler.Props(parts));
        parts.View = new RingView([new StorageMember(new RingMember("n1"), settler, Reachable: true), new StorageMember(new RingMember("n2"), owner, Reachable: true), new StorageMember(new RingMember("n3"), ActorRefs.Nobody, Reachable: false)]);
        return settler;
    }

    private sealed class HoldingOwner : ReceiveActor
    {
        public HoldingOwner() => Receive<OfferCopies>(offer => Sender.Tell(new CopiesWanted { Request = offer.Request }));
    }

    private sealed class SilentOwner : ReceiveActor
    {
        public SilentOwner(ChannelWriter<OfferCopies> offers) => Receive<OfferCopies>(offer => offers.TryWrite(offer));
    }
}
