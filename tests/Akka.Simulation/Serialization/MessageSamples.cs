using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Internal;
using Akka.Cluster.Tools.Client;
using Akka.Cluster.Tools.Client.Internal;
using Akka.Cluster.Tools.PublishSubscribe;
using Akka.Cluster.Tools.PublishSubscribe.Internal;
using Akka.Configuration;
using Akka.Dispatch.SysMsg;
using Akka.Remote;
using Akka.Simulation.Cluster;
using Akka.Util;

namespace Akka.Simulation.Serialization;

/// <summary>Messages of every kind that the engine's nodes say to each other, with contents that a seed draws.</summary>
internal sealed class MessageSamples(ExtendedActorSystem system, int seed)
{
    private readonly Random _random = new(seed);

    public IEnumerable<object> All() => [.. Cluster(), .. Client(), .. PubSub(), .. Misc(), .. System()];

    private IEnumerable<object> Cluster() =>
    [
        new ClusterProtocol.InitJoin(Text()),
        new ClusterProtocol.InitJoinAck(Node().Address),
        new ClusterProtocol.InitJoinNack(Node().Address, Text()),
        new ClusterProtocol.Join(Node(), [Text(), Text()], AppVersion.Create("1.2.3-beta" + Number())),
        new ClusterProtocol.Welcome(Node(), Gossip()),
        new ClusterProtocol.GossipEnvelope(Node(), Node(), Gossip()),
        new ClusterProtocol.GossipStatus(Node(), Gossip().Version, (ulong)_random.NextInt64(long.MinValue, long.MaxValue)),
        new ClusterProtocol.ExitingConfirmed(Node()),
        new ClusterProtocol.Heartbeat(Node().Address, _random.NextInt64()),
        new ClusterProtocol.HeartbeatRsp(Node(), _random.NextInt64()),
    ];

    private IEnumerable<object> Client() =>
    [
        ReceptionistProtocol.GetContacts.Instance,
        new ReceptionistProtocol.Contacts([.. Enumerable.Range(0, _random.Next(4)).Select(_ => Text())]),
        ReceptionistProtocol.Heartbeat.Instance,
        ReceptionistProtocol.HeartbeatRsp.Instance,
        ReceptionistProtocol.ReceptionistShutdown.Instance,
        new ClusterClient.Send("/user/" + Number(), Content(), Flag()),
        new ClusterClient.SendToAll("/user/" + Number(), Content()),
        new ClusterClient.Publish("topic" + Number(), Content()),
    ];

    private IEnumerable<object> PubSub() =>
    [
        new MediatorProtocol.Status(ImmutableSortedDictionary<UniqueAddress, long>.Empty.Add(Node(), Number()).SetItem(Node(), Number()), Flag()),
        new MediatorProtocol.Delta([Delta(), Delta()]),
        new MediatorProtocol.DeliverToTopic(Text(), Flag() ? null : Text(), Content()),
        new Publish("topic" + Number(), Content(), Flag()),
        new Send("/user/" + Number(), Content(), Flag()),
        new SendToAll("/user/" + Number(), Content(), Flag()),
    ];

    private IEnumerable<object> Misc() =>
    [
        new Identify(Content()),
        new ActorIdentity(Content(), Flag() ? null : Ref()),
        Ref(),
        PoisonPill.Instance,
        Kill.Instance,
        new Status.Success(Content()),
        new Status.Failure(new InvalidOperationException(Text(), new IOException(Text())), Content()),
        RemoteWatcher.Heartbeat.Instance,
        new RemoteWatcher.HeartbeatRsp(_random.Next(int.MinValue, int.MaxValue)),
        ConfigurationFactory.ParseString($"a.b = {Number()}, c = [1, 2]"),
        new ActorSelectionMessage(
            Content(), [new SelectParent(), new SelectChildName(Text()), new SelectChildPattern("a*?"), SelectChildRecursive.Instance], Flag()),
        Text(),
        Number(),
        _random.NextInt64(),
    ];

    private IEnumerable<object> System() =>
    [
        new Watch(Ref(), Ref()),
        new Unwatch(Ref(), Ref()),
        new DeathWatchNotification(Ref(), Flag(), Flag()),
        new Resume(Flag() ? null : new TimeoutException(Text())),
        new Recreate(new TimeoutException(Text())),
        new Suspend(),
        new Terminate(),
        new Failed(Ref(), new TimeoutException(Text()), _random.NextInt64()),
        new Supervise(Ref(), Flag()),
    ];

    private BucketDelta Delta() => new(Node(), Number(), Number(), Flag(),
    [
        KeyValuePair.Create(RegistryKey.Path("/user/" + Number()), new BucketEntry(Number(), Ref(), Flag(), TimeSpan.Zero)),
        KeyValuePair.Create(RegistryKey.Topic(Text(), Flag() ? null : Text()), new BucketEntry(Number(), null, Flag(), TimeSpan.Zero)),
    ]);

    private Gossip Gossip() => GossipHistory.Copies(_random.Next(), 3)[0];

    private UniqueAddress Node() => new(new Address("akka.tcp", "sim", "host-" + _random.Next(9), _random.Next(1, 65536)), _random.Next(int.MinValue, int.MaxValue));

    private IInternalActorRef Ref() => (IInternalActorRef)system.Provider.ResolveActorRef($"{Node().Address}/user/actor#{_random.Next()}");

    private object Content() => Flag() ? Text() : Number();

    private string Text() => new([.. Enumerable.Range(0, _random.Next(12)).Select(_ => "aZ0 /\u00e9\u4e2d"[_random.Next(7)])]);

    private int Number() => _random.Next(1_000_000);

    private bool Flag() => _random.Next(2) == 0;
}
