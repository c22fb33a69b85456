using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Actor.Internal;
using Akka.Dispatch;
using Akka.Event;
using Akka.Remote.Internal.Associations;
using Akka.Remote.Internal.Handshakes;
using Akka.Remote.Internal.Network;
using Akka.Remote.Internal.Wire;

namespace Akka.Remote.Internal;

/// <summary>Remoting of one actor system: its address, its listener, its associations. Thread-safe.</summary>
internal sealed class RemoteTransport
{
    private readonly ActorSystemImpl _system;
    private readonly INetwork _network;
    private readonly PayloadSerializer _serializer;
    private readonly Nonces _nonces;
    private readonly ConcurrentDictionary<Address, Association> _associations = new();
    private readonly int _uid;
    private IActorRef _remoting = ActorRefs.Nobody;

    public RemoteTransport(ActorSystemImpl system, RemoteActorRefProvider provider)
    {
        _system = system;
        Provider = provider;
        Settings = provider.RemoteSettings;
        Options = RemotingOptions.From(system.Settings, Settings);
        Log = Logging.GetLogger(system, "Akka.Remote");
        Events = new LifecycleEvents(system, Log, Settings.RemoteLifecycleEventsLogLevel == "OFF" ? null : Logging.LogLevelFor(Settings.RemoteLifecycleEventsLogLevel));
        Secret = ClusterSecret.From(Options.Secret);
        _serializer = new PayloadSerializer(system);
        Delivery = new InboundDelivery(_serializer, new InboundPolicy(Settings.UntrustedMode, Settings.TrustedSelectionPaths, Log), Log);
        _network = system.Seams.Network as INetwork ?? new TcpNetwork(Options.Tcp, system.Seams.Time);
        _nonces = new Nonces(system.Seams.Seed is null ? null : system.NewRandom());
        _uid = AddressUidExtension.Uid(system);
        ControlDispatch = system.Dispatchers.Lookup(Settings.Dispatcher).Schedule;
        BulkDispatch = system.Seams.Executor ?? PumpSoon;
    }

    // On the thread that woke it: mostly that of the actor that has just sent something, and is done with it then.
    private static void PumpSoon(IRunnable pump)
    {
        if (!RunNext.TryKeepLast(pump)) Pool.Queue(pump, preferLocal: true);
    }

    public RemoteActorRefProvider Provider { get; }

    public RemoteSettings Settings { get; }

    public RemotingOptions Options { get; }

    public ILoggingAdapter Log { get; }

    public LifecycleEvents Events { get; }

    public ClusterSecret? Secret { get; }

    public InboundDelivery Delivery { get; }

    public Action<IRunnable> ControlDispatch { get; }

    public Action<IRunnable> BulkDispatch { get; }

    /// <summary>Where others reach this node. Known once it listens.</summary>
    public Address DefaultAddress { get; private set; } = Address.AllSystems;

    public IEnumerable<Association> Associations => _associations.Values.OrderBy(association => association.Peer, Address.Comparer);

    public TimeSpan Now => _system.Scheduler.MonotonicClock;

    /// <exception cref="RemoteTransportException">The port is in use, or the host name is not this machine's.</exception>
    public void Start()
    {
        _remoting = _system.SystemActorOf(Props.Create(() => new RemotingActor(this)).WithDispatcher(Settings.Dispatcher), "remoting");
        var listening = Options.Listening;
        try
        {
            var port = _network.Listen(listening.BindHost, listening.BindPort, new Acceptor(this).Accept);
            DefaultAddress = new Address(listening.Protocol, _system.Name, listening.PublicHost, listening.PublicPort ?? port);
        }
        catch (IOException failure)
        {
            throw new RemoteTransportException($"Cannot listen on {listening.BindHost}:{listening.BindPort} "
                + $"({Options.TransportPath}.hostname and .port): {failure.Message}", failure);
        }
        Events.Publish(new RemotingListenEvent([DefaultAddress]));
    }

    public Association AssociationWith(Address peer) =>
        _associations.TryGetValue(peer, out var known) ? known : _associations.GetOrAdd(peer, address => new Association(this, address));

    public void Forget(Association association) => _associations.TryRemove(KeyValuePair.Create(association.Peer, association));

    public void Signal(object signal) => _remoting.Tell(signal, ActorRefs.NoSender);

    public void SignalLater(TimeSpan delay, AssociationSignal signal) =>
        _system.Scheduler.ScheduleTellOnce(delay > TimeSpan.Zero ? delay : TimeSpan.Zero, _remoting, signal, ActorRefs.NoSender);

    public void Dial(Association association, LaneKind lane)
    {
        var peer = association.Peer;
        if (peer.Host is null || peer.Port is null || peer.Protocol != DefaultAddress.Protocol || !Hello.CanCarry(peer.ToString()))
        {
            OnDialFailed(new RemoteTransportException($"[{peer}] is not an address that {DefaultAddress.Protocol} can reach"));
            return;
        }
        _network.Dial(peer.Host, peer.Port.Value, Open, OnDialFailed);

        void Open(NetworkConnection connection)
        {
            var handshake = new DialerHandshake(NewHello(peer.ToString(), lane), Secret, association.Judge);
            var session = new Session(connection, handshake, lane, association);
            session.Open(handshake.Opening, LimitHandshake(session));
        }

        void OnDialFailed(Exception cause) => Signal(new AssociationSignal.DialFailed(association, lane, new SessionEnd(null, cause)));
    }

    public Hello NewHello(string target, LaneKind lane) =>
        new(DefaultAddress.ToString(), _uid, target, lane, Secret is not null, Options.TableCapacity, Options.MaxFrameBytes, _nonces.Next());

    public SessionOutput OutputOf(Session session)
    {
        var peer = session.Peer!;
        var encoder = new EnvelopeEncoder(_serializer, DefaultAddress, peer.TableCapacity, Math.Min(peer.MaxFrameBytes, Options.MaxFrameBytes));
        return new SessionOutput(session.Connection, encoder, peer.Uid);
    }

    public ICancelable LimitHandshake(Session session)
    {
        var limit = Options.HandshakeTimeout;
        var timer = new Cancelable(_system.Scheduler.Advanced);
        _system.Scheduler.Advanced.ScheduleOnce(limit, () => session.TimeOut(limit), timer);
        return timer;
    }

    public void CloseLater(Session session, TimeSpan delay) => _system.Scheduler.Advanced.ScheduleOnce(delay, () => session.Close(null));

    public void ToDeadLetters(object message, IActorRef? sender, IActorRef recipient) =>
        _system.DeadLetters.Tell(new DeadLetter(message, sender ?? _system.DeadLetters, recipient), sender);

    /// <summary>Everything is flushed, or has had its time.</summary>
    public void Stop()
    {
        _network.Close();
        Events.Publish(new RemotingShutdownEvent());
    }
}
