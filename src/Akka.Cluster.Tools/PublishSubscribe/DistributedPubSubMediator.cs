using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster.Tools.PublishSubscribe.Internal;
using Akka.Event;

namespace Akka.Cluster.Tools.PublishSubscribe;

/// <summary>
/// The mediator of one node: keeps what is registered here, learns by gossip what is registered elsewhere, and passes messages on with their
/// senders. Started by <see cref="DistributedPubSub"/>; on all nodes with the same path.
/// </summary>
public class DistributedPubSubMediator : ReceiveActor
{
    // Who is told of a change at once; the others hear of it by gossip.
    private const int EagerTargets = 9;

    private readonly Cluster _cluster = Cluster.Get(Context.System);
    private readonly LocalSubscribers _subscribers = new();
    private readonly PubSubOptions _options;
    private readonly Chooser _chooser;
    private readonly Random _random;
    private readonly ICancelable _gossip;
    private ImmutableSortedSet<UniqueAddress> _others = [];
    private Registry _registry;

    /// <exception cref="ArgumentException">This node lacks the role of the settings.</exception>
    public DistributedPubSubMediator(DistributedPubSubSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (settings.Role is { Length: > 0 } role && !_cluster.SelfRoles.Contains(role))
            throw new ArgumentException($"The mediator needs the role {role}, which {_cluster.SelfAddress} lacks.", nameof(settings));
        _options = settings.Options;
        _random = _cluster.Runtime.NewRandom();
        _chooser = new Chooser(_options.Choice, _random);
        _registry = Registry.Of(_cluster.SelfUniqueAddress);
        _gossip = Context.System.Scheduler.ScheduleTellRepeatedlyCancelable(_options.GossipInterval, _options.GossipInterval, Self, GossipTick.Instance, Self);
        ReceiveRegistrations();
        ReceiveMessages();
        ReceiveGossip();
        ReceiveMembership();
    }

    public ILoggingAdapter Log { get; } = Context.GetLogger();

    /// <summary>How many changes of each node this mediator has heard of.</summary>
    public IImmutableDictionary<Address, long> OwnVersions =>
        _registry.Versions.GroupBy(v => v.Key.Address).ToImmutableDictionary(v => v.Key, v => v.Max(x => x.Value));

    private TimeSpan Now => Context.System.Scheduler.MonotonicClock;

    public static Props Props(DistributedPubSubSettings settings) => Actor.Props.Create(() => new DistributedPubSubMediator(settings));

    protected override void PreStart() =>
        _cluster.Subscribe(Self, ClusterEvent.InitialStateAsEvents, typeof(ClusterEvent.IMemberEvent));

    protected override void PostStop()
    {
        _cluster.Unsubscribe(Self);
        _gossip.Cancel();
    }

    private void ReceiveRegistrations()
    {
        Receive<Put>(put =>
        {
            if (put.Ref.Path.Address.HasGlobalScope)
                Log.Warning("Only actors of this node can be registered, not [{0}]", put.Ref);
            else
            {
                Context.Watch(put.Ref);
                Change(_registry.Put(RegistryKey.Path(put.Ref.Path.ToStringWithoutAddress()), put.Ref, Now));
            }
        });
        Receive<Remove>(remove =>
        {
            Change(_registry.Remove(RegistryKey.Path(remove.Path), Now));
        });
        Receive<Subscribe>(subscribe =>
        {
            var key = RegistryKey.Topic(subscribe.Topic, subscribe.Group);
            Context.Watch(subscribe.Ref);
            if (_subscribers.Add(key, subscribe.Ref))
                Change(_registry.Put(key, null, Now));
            Sender.Tell(new SubscribeAck(subscribe));
        });
        Receive<Unsubscribe>(unsubscribe =>
        {
            var key = RegistryKey.Topic(unsubscribe.Topic, unsubscribe.Group);
            if (_subscribers.Remove(key, unsubscribe.Ref))
                Change(_registry.Remove(key, Now));
            Sender.Tell(new UnsubscribeAck(unsubscribe));
        });
        Receive<Terminated>(terminated => Forget(terminated.ActorRef));
        Receive<GetTopics>(_ => Sender.Tell(new CurrentTopics(_registry.Topics)));
    }

    private void ReceiveMessages()
    {
        Receive<Send>(send =>
        {
            var all = _registry.Actors(send.Path);
            var local = send.LocalAffinity ? all.Where(a => a.Node == _registry.Self).ToArray() : [];
            PassOn(_chooser.Choose<(UniqueAddress Node, IActorRef Actor)>(local.Length > 0 ? local : all), send.Path, send.Message);
        });
        Receive<SendToAll>(send =>
            PassOn([.. _registry.Actors(send.Path).Where(a => !send.ExcludeSelf || a.Node != _registry.Self)], send.Path, send.Message));
        Receive<Publish>(PublishToNodes);
        Receive<MediatorProtocol.DeliverToTopic>(Deliver);
    }

    private void ReceiveGossip()
    {
        Receive<GossipTick>(_ =>
        {
            _registry = _registry.Prune(Now - _options.RemovedTimeToLive);
            if (!_others.IsEmpty)
                MediatorOf(_others[_random.Next(_others.Count)]).Tell(new MediatorProtocol.Status(_registry.Versions, IsReply: false), Self);
        });
        Receive<MediatorProtocol.Status>(status =>
        {
            _registry = _registry.Outlive(status.Versions);
            var deltas = _registry.DeltasFor(status.Versions, _options.MaxDeltaElements);
            if (!deltas.IsEmpty)
                Sender.Tell(new MediatorProtocol.Delta(deltas), Self);
            if (!status.IsReply && _registry.LacksSomethingOf(status.Versions))
                Sender.Tell(new MediatorProtocol.Status(_registry.Versions, IsReply: true), Self);
        });
        Receive<MediatorProtocol.Delta>(delta => _registry = _registry.Apply(delta.Buckets, Now));
    }

    private void ReceiveMembership()
    {
        Receive<ClusterEvent.MemberRemoved>(removed =>
        {
            _others = _others.Remove(removed.Member.UniqueAddress);
            _registry = _registry.RemoveNode(removed.Member.UniqueAddress);
        });
        Receive<ClusterEvent.IMemberEvent>(@event =>
        {
            var member = @event.Member;
            if (member.UniqueAddress == _registry.Self || (_options.Role is not null && !member.HasRole(_options.Role)))
                return;
            if (member.Status is MemberStatus.Up or MemberStatus.WeaklyUp or MemberStatus.Leaving)
            {
                var isNew = !_others.Contains(member.UniqueAddress);
                _others = _others.Add(member.UniqueAddress);
                _registry = _registry.AddNode(member.UniqueAddress);
                if (isNew)
                    MediatorOf(member.UniqueAddress).Tell(new MediatorProtocol.Status(_registry.Versions, IsReply: false), Self);
            }
            else if (member.Status is MemberStatus.Exiting or MemberStatus.Down)
            {
                _others = _others.Remove(member.UniqueAddress);
                _registry = _registry.RemoveNode(member.UniqueAddress);
            }
        });
    }

    private void Change(Registry changed)
    {
        var before = _registry.Own.Version;
        _registry = changed;
        if (changed.Own.Version == before)
            return;
        var delta = new MediatorProtocol.Delta([changed.Own.After(changed.Self, before, _options.MaxDeltaElements)]);
        foreach (var node in _others.Take(EagerTargets))
            MediatorOf(node).Tell(delta, Self);
    }

    private void Forget(IActorRef actor)
    {
        foreach (var key in _subscribers.RemoveEverywhere(actor))
            Change(_registry.Remove(key, Now));
        var path = RegistryKey.Path(actor.Path.ToStringWithoutAddress());
        // Another actor may have taken the path since.
        if (_registry.Own.Entries.TryGetValue(path, out var entry) && actor.Equals(entry.Ref))
            Change(_registry.Remove(path, Now));
    }

    private void PassOn(IReadOnlyList<(UniqueAddress Node, IActorRef Actor)> targets, string path, object message)
    {
        foreach (var (_, actor) in targets)
            actor.Forward(message);
        if (targets.Count == 0)
            NobodyGets(message, path);
    }

    private void PublishToNodes(Publish publish)
    {
        var targets = publish.SendOneMessageToEachGroup
            ? _registry.Groups(publish.Topic).SelectMany(g => _chooser.Choose(g.Nodes).Select(node => (node, (string?)g.Group))).ToArray()
            : [.. _registry.Subscribers(publish.Topic).Select(node => (node, (string?)null))];
        foreach (var (node, group) in targets)
        {
            var deliver = new MediatorProtocol.DeliverToTopic(publish.Topic, group, publish.Message);
            if (node == _registry.Self)
                Deliver(deliver);
            else
                MediatorOf(node).Forward(deliver);
        }
        if (targets.Length == 0)
            NobodyGets(publish.Message, publish.Topic);
    }

    private void Deliver(MediatorProtocol.DeliverToTopic deliver)
    {
        var all = _subscribers.Of(RegistryKey.Topic(deliver.Topic, deliver.Group));
        foreach (var subscriber in deliver.Group is null ? all : _chooser.Choose(all))
            subscriber.Forward(deliver.Message);
    }

    private void NobodyGets(object message, string where)
    {
        Log.Debug("Nobody is registered for [{0}]", where);
        if (_options.SendToDeadLettersWhenNoSubscribers)
            Context.System.DeadLetters.Tell(new DeadLetter(message, Sender, Self), Sender);
    }

    private IActorRef MediatorOf(UniqueAddress node) => _cluster.System.Provider.ResolveActorRef(new RootActorPath(node.Address) / Self.Path.Elements);

    private sealed record GossipTick : INoSerializationVerificationNeeded
    {
        public static readonly GossipTick Instance = new();
    }
}
