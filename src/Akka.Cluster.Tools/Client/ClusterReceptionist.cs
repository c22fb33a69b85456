using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster.Tools.Client.Internal;
using Akka.Event;

namespace Akka.Cluster.Tools.Client;

/// <summary>
/// The contact of clients outside: tells them of other receptionists, passes on what they send, and lets the answers back through to them.
/// Started by <see cref="ClusterClientReceptionist"/>; on all nodes with the same path.
/// </summary>
public sealed class ClusterReceptionist : ActorBase
{
    private readonly Cluster _cluster = Cluster.Get(Context.System);
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly IActorRef _pubSubMediator;
    private readonly ClusterReceptionistSettings _settings;
    private readonly ResponseTunnels _tunnels;
    private readonly ConnectedClients _clients;
    private readonly HashSet<IActorRef> _subscribers = [];
    private readonly ICancelable _check;
    private ImmutableSortedSet<Address> _nodes = ImmutableSortedSet.Create(Member.AddressOrdering);

    /// <exception cref="ArgumentException">This node lacks the role of the settings.</exception>
    public ClusterReceptionist(IActorRef pubSubMediator, ClusterReceptionistSettings settings)
    {
        ArgumentNullException.ThrowIfNull(pubSubMediator);
        ArgumentNullException.ThrowIfNull(settings);
        if (settings.Role is { } role && !_cluster.SelfRoles.Contains(role))
            throw new ArgumentException($"The receptionist needs the role {role}, which {_cluster.SelfAddress} lacks.", nameof(settings));
        _pubSubMediator = pubSubMediator;
        _settings = settings;
        var scheduler = Context.System.Scheduler;
        _tunnels = new ResponseTunnels(_cluster.System.Provider, settings.ResponseTunnelReceiveTimeout, settings.MaxTunnels, scheduler);
        _clients = new ConnectedClients(settings, scheduler);
        _check = scheduler.ScheduleTellRepeatedlyCancelable(settings.FailureDetectionInterval, settings.FailureDetectionInterval, Self, CheckTick.Instance, Self);
    }

    public static Props Props(IActorRef pubSubMediator, ClusterReceptionistSettings settings) =>
        Actor.Props.Create(() => new ClusterReceptionist(pubSubMediator, settings)).WithDeploy(Deploy.Local);

    protected override void PreStart() => _cluster.Subscribe(Self, ClusterEvent.InitialStateAsEvents, typeof(ClusterEvent.IMemberEvent));

    protected override void PostStop()
    {
        _cluster.Unsubscribe(Self);
        _check.Cancel();
        _tunnels.Close();
        foreach (var client in _clients.All)
            client.Tell(ReceptionistProtocol.ReceptionistShutdown.Instance, Self);
    }

    protected override bool Receive(object message)
    {
        switch (message)
        {
            case ClusterClient.Send send:
                PassOn(new PublishSubscribe.Send(send.Path, send.Message, send.LocalAffinity));
                return true;
            case ClusterClient.SendToAll send:
                PassOn(new PublishSubscribe.SendToAll(send.Path, send.Message));
                return true;
            case ClusterClient.Publish publish:
                PassOn(new PublishSubscribe.Publish(publish.Topic, publish.Message));
                return true;
            case ReceptionistProtocol.GetContacts:
                Hear(Sender);
                Sender.Tell(new ReceptionistProtocol.Contacts([.. ContactsFor(Sender)]), Self);
                return true;
            case ReceptionistProtocol.Heartbeat:
                Hear(Sender);
                Sender.Tell(ReceptionistProtocol.HeartbeatRsp.Instance, Self);
                return true;
            case CheckTick:
                Check();
                return true;
            case ClusterEvent.IMemberEvent @event:
                OnMember(@event.Member);
                return true;
            default:
                return OnInteractions(message);
        }
    }

    private bool OnInteractions(object message)
    {
        switch (message)
        {
            case GetClusterClients:
                Sender.Tell(new ClusterClients(_clients.All));
                return true;
            case SubscribeClusterClients:
                _subscribers.Add(Sender);
                Context.Watch(Sender);
                Sender.Tell(new ClusterClients(_clients.All));
                return true;
            case UnsubscribeClusterClients:
                if (_subscribers.Remove(Sender))
                    Context.Unwatch(Sender);
                return true;
            case Terminated terminated:
                return _subscribers.Remove(terminated.ActorRef);
            default:
                return false;
        }
    }

    private void PassOn(object message) => _pubSubMediator.Tell(message, _tunnels.For(Sender));

    private void Hear(IActorRef client)
    {
        if (!_clients.Hear(client))
            return;
        _log.Debug("Client [{0}] has come", client);
        Tell(new ClusterClientUp(client));
    }

    private void Check()
    {
        _tunnels.Reap();
        foreach (var client in _clients.TakeSilent())
        {
            _log.Debug("Client [{0}] is gone", client);
            Tell(new ClusterClientUnreachable(client));
        }
    }

    private void Tell(IClusterClientInteraction interaction)
    {
        foreach (var subscriber in _subscribers)
            subscriber.Tell(interaction);
    }

    private void OnMember(Member member)
    {
        if (_settings.Role is not null && !member.HasRole(_settings.Role))
            return;
        _nodes = member.Status is MemberStatus.Up or MemberStatus.WeaklyUp ? _nodes.Add(member.Address)
            : member.Status == MemberStatus.Joining ? _nodes
            : _nodes.Remove(member.Address);
    }

    private IEnumerable<string> ContactsFor(IActorRef client) => ContactChoice
        .Pick(_nodes, client.Path.Address.ToString(), _cluster.SelfAddress, _settings.NumberOfContacts)
        .Select(node => (new RootActorPath(node) / Self.Path.Elements).ToString());

    private sealed record CheckTick : INoSerializationVerificationNeeded
    {
        public static readonly CheckTick Instance = new();
    }
}
