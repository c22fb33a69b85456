using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster.Tools.Client.Internal;
using Akka.Cluster.Tools.Internal;
using Akka.Event;
using Akka.Remote;

namespace Akka.Cluster.Tools.Client;

/// <summary>
/// Speaks for an actor system outside the cluster: finds a receptionist, sends to what is registered in the cluster, and finds another
/// receptionist when that one is gone. Delivery is at most once; answers come back by the same connection.
/// </summary>
public sealed partial class ClusterClient : ActorBase
{
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly IScheduler _scheduler = Context.System.Scheduler;
    private readonly ClusterClientSettings _settings;
    private readonly WaitingMessages _waiting;
    private readonly ICancelable _heartbeat;
    private readonly ICancelable _refresh;
    private readonly HashSet<IActorRef> _subscribers = [];
    private ImmutableSortedSet<ActorPath> _contacts;
    private ICancelable? _establishing;
    private ICancelable? _timeout;
    private DeadlineFailureDetector _detector;

    // Null while there is none.
    private IActorRef? _receptionist;

    /// <exception cref="ArgumentException">The settings have no initial contacts.</exception>
    public ClusterClient(ClusterClientSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (settings.InitialContacts.Count == 0)
            throw new ArgumentException("A cluster client needs akka.cluster.client.initial-contacts.", nameof(settings));
        ToolsSerializers.Register(Context.System);
        _settings = settings;
        _waiting = new WaitingMessages(settings.BufferSize);
        _contacts = [.. settings.InitialContacts];
        _detector = NewDetector();
        _heartbeat = Every(settings.HeartbeatInterval, ClientTick.Heartbeat);
        _refresh = Every(settings.RefreshContactsInterval, ClientTick.Refresh);
        Context.System.EventStream.Subscribe(Self, typeof(DisassociatedEvent));
        Establish();
    }

    public static Props Props(ClusterClientSettings settings) => Actor.Props.Create(() => new ClusterClient(settings)).WithDeploy(Deploy.Local);

    protected override bool Receive(object message)
    {
        switch (message)
        {
            case IClusterClientProtocolMessage:
                PassOn(message);
                return true;
            case ReceptionistProtocol protocol:
                OnReceptionist(protocol);
                return true;
            case ClientTick tick:
                OnTick(tick);
                return true;
            case DisassociatedEvent gone when gone.RemoteAddress == _receptionist?.Path.Address:
                Lose("its connection has ended");
                return true;
            case DisassociatedEvent:
                return true;
            default:
                return OnContactPoints(message);
        }
    }

    protected override void PostStop()
    {
        _heartbeat.Cancel();
        _refresh.Cancel();
        _establishing?.Cancel();
        _timeout?.Cancel();
        Context.System.EventStream.Unsubscribe(Self);
    }

    private void PassOn(object message)
    {
        if (_receptionist is not null)
            _receptionist.Forward(message);
        else if (_waiting.Add(message, Sender) is { } dropped)
            Context.System.DeadLetters.Tell(new DeadLetter(dropped.Message, dropped.Sender, Self), dropped.Sender);
    }

    private void OnReceptionist(ReceptionistProtocol message)
    {
        switch (message)
        {
            case ReceptionistProtocol.Contacts contacts when _receptionist is null:
                Take(contacts);
                Connect(Sender);
                break;
            case ReceptionistProtocol.Contacts contacts when Sender.Equals(_receptionist):
                Take(contacts);
                break;
            case ReceptionistProtocol.HeartbeatRsp when Sender.Equals(_receptionist):
                _detector.HeartBeat();
                break;
            case ReceptionistProtocol.ReceptionistShutdown when Sender.Equals(_receptionist):
                Lose("it shuts down");
                break;
        }
    }

    private void OnTick(ClientTick tick)
    {
        switch (tick)
        {
            case ClientTick.Establish:
                AskForContacts();
                break;
            case ClientTick.Heartbeat when _receptionist is not null && !_detector.IsAvailable:
                Lose("it does not answer heartbeats");
                break;
            case ClientTick.Heartbeat:
                _receptionist?.Tell(ReceptionistProtocol.Heartbeat.Instance, Self);
                break;
            case ClientTick.Refresh:
                _receptionist?.Tell(ReceptionistProtocol.GetContacts.Instance, Self);
                break;
            case ClientTick.GiveUp when _receptionist is null:
                _log.Warning("No receptionist within {0}: the cluster client stops", _settings.ReconnectTimeout);
                Context.Stop(Self);
                break;
        }
    }

    private bool OnContactPoints(object message)
    {
        switch (message)
        {
            case IGetContactPoints:
                Sender.Tell(new ContactPoints(_contacts));
                return true;
            case ISubscribeContactPoints:
                _subscribers.Add(Sender);
                Context.Watch(Sender);
                Sender.Tell(new ContactPoints(_contacts));
                return true;
            case IUnsubscribeContactPoints:
                if (_subscribers.Remove(Sender))
                    Context.Unwatch(Sender);
                return true;
            case Terminated terminated:
                return _subscribers.Remove(terminated.ActorRef);
            default:
                return false;
        }
    }

    private void Establish()
    {
        _receptionist = null;
        _establishing = Every(_settings.EstablishingGetContactsInterval, ClientTick.Establish);
        if (_settings.ReconnectTimeout is { } limit)
            _timeout = _scheduler.ScheduleTellOnceCancelable(limit, Self, ClientTick.GiveUp, Self);
        AskForContacts();
    }

    private void AskForContacts()
    {
        var all = _contacts.Union(_settings.InitialContacts);
        Note("Asking [{0}] for contacts", string.Join(", ", all));
        foreach (var contact in all)
            Context.ActorSelection(contact).Tell(ReceptionistProtocol.GetContacts.Instance, Self);
    }

    private void Connect(IActorRef receptionist)
    {
        _establishing?.Cancel();
        _timeout?.Cancel();
        _receptionist = receptionist;
        _detector = NewDetector();
        _detector.HeartBeat();
        _log.Info("Connected to [{0}]", receptionist);
        foreach (var (message, sender) in _waiting.TakeAll())
            receptionist.Tell(message, sender);
    }

    private void Lose(string reason)
    {
        _log.Info("Lost contact with [{0}]: {1}", _receptionist, reason);
        Establish();
    }

    private void Take(ReceptionistProtocol.Contacts contacts)
    {
        var known = contacts.Paths.Select(p => ActorPath.TryParse(p, out var path) ? path : null).OfType<ActorPath>().ToImmutableSortedSet();
        if (known.IsEmpty)
            return;
        foreach (var added in known.Except(_contacts))
            Tell(new ContactPointAdded(added));
        foreach (var removed in _contacts.Except(known))
            Tell(new ContactPointRemoved(removed));
        _contacts = known;
    }

    private void Tell(IContactPointChange change)
    {
        foreach (var subscriber in _subscribers)
            subscriber.Tell(change);
    }

    private void Note(string format, object what)
    {
        if (_settings.VerboseLogging)
            _log.Debug(format, what);
    }

    private DeadlineFailureDetector NewDetector()
    {
        var scheduler = _scheduler;
        return new DeadlineFailureDetector(
            _settings.AcceptableHeartbeatPause, _settings.HeartbeatInterval, () => (long)scheduler.MonotonicClock.TotalMilliseconds);
    }

    private ICancelable Every(TimeSpan interval, ClientTick tick) => _scheduler.ScheduleTellRepeatedlyCancelable(interval, interval, Self, tick, Self);
}
