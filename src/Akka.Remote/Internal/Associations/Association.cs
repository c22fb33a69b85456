using Akka.Actor;
using Akka.Dispatch.SysMsg;
using Akka.Event;
using Akka.Remote.Internal.Handshakes;
using Akka.Remote.Internal.Wire;

namespace Akka.Remote.Internal.Associations;

/// <summary>
/// Everything this node has to do with one other address. This class is what any thread may call: it queues messages,
/// admits sessions and turns events into signals for the remoting actor, which runs <see cref="AssociationControl"/>.
/// </summary>
internal sealed class Association : ILaneOwner, ISessionOwner
{
    private readonly RemoteTransport _transport;
    private readonly Incarnations _incarnations;
    private readonly ReceiveGate[] _gates = [new(), new()];
    private readonly Lock _markGate = new();
    // Guarded by _markGate: marks are numbered in the order in which they are queued.
    private long _lastMark;
    private Acknowledgement? _taken;
    private int _isAckQueued;
    private volatile bool _isRetired;

    public Association(RemoteTransport transport, Address peer)
    {
        _transport = transport;
        Peer = peer;
        _incarnations = new Incarnations(transport.Options.ForgetQuarantinedAfter);
        ControlLane = new Lane(LaneKind.Control, this, transport.ControlDispatch, transport.Options.SendQueueBytes);
        BulkLane = new Lane(LaneKind.Bulk, this, transport.BulkDispatch, transport.Options.SendQueueBytes);
        Control = new AssociationControl(this, transport);
    }

    public Address Peer { get; }

    /// <summary>The UID of the incarnation that this node talks to, as far as it knows one.</summary>
    public int? PeerUid => _incarnations.Current;

    public Lane ControlLane { get; }

    public Lane BulkLane { get; }

    /// <summary>Touched by the remoting actor alone.</summary>
    public AssociationControl Control { get; }

    public Incarnations Incarnations => _incarnations;

    public InboundDelivery Delivery => _transport.Delivery;

    public Lane LaneOf(LaneKind kind) => kind == LaneKind.Control ? ControlLane : BulkLane;

    public ReceiveGate GateOf(LaneKind kind) => _gates[(int)kind];

    public void Send(object message, IActorRef? sender, IActorRef recipient)
    {
        if (_isRetired) Successor.Send(message, sender, recipient);
        else if (IsUrgent(message)) ControlLane.Send(message, sender, recipient);
        else BulkLane.Send(message, sender, recipient);
    }

    public void SendSystemMessage(ISystemMessage message, ActorPath recipient)
    {
        var mark = message is DeathWatchNotification ? QueueMark() : 0;
        Signal(new AssociationSignal.SystemMessageSent(this, message, recipient, mark));
    }

    public void Quarantine(int? uid, string reason) => Signal(new AssociationSignal.Quarantine(this, uid, reason));

    /// <summary>The peer is gone and nothing is left to remember: refs that still hold this object go on with the association that comes after it.</summary>
    public void Retire()
    {
        _isRetired = true;
        _transport.Forget(this);
        ControlLane.Become(LaneState.Retired);
        BulkLane.Become(LaneState.Retired);
    }

    /// <summary>The association that took the place of this retired one.</summary>
    public Association Successor => _transport.AssociationWith(Peer);

    public bool IsCurrentIncarnation(int uid) => _incarnations.IsCurrent(uid);

    /// <summary>Asked before a handshake is accepted.</summary>
    public Refusal? Judge(Hello peer) => _incarnations.IsQuarantined(peer.Uid)
        ? new Refusal(RefusalReason.Quarantined, $"incarnation {peer.Uid} of {Peer} is quarantined at {_transport.DefaultAddress}")
        : null;

    public SessionReceiver? Established(Session session, Hello peer)
    {
        if (!_incarnations.TryAdmit(peer.Uid, _transport.Now)) return null;
        var decoder = new EnvelopeDecoder(new RefResolver(_transport.Provider, Peer), _transport.Options.TableCapacity);
        // Signalled before the first frame is read: the actor hears of a session before it hears anything from it.
        Signal(new AssociationSignal.Established(this, session));
        return new SessionReceiver(this, peer.Lane, session, decoder, _transport.Options.MaxFrameBytes);
    }

    public void Ended(Session session, SessionEnd end) => Signal(new AssociationSignal.Ended(this, session, end));

    public void OnSystemMessage(Session session, long sequence, InboundSystemMessage message) =>
        Signal(new AssociationSignal.SystemMessageArrived(this, session, sequence, message));

    public void OnAcknowledged(Session session, long sequence) => Signal(new AssociationSignal.Acknowledged(this, session, sequence));

    public void OnMarkPassed(Session session, long mark) => Signal(new AssociationSignal.MarkPassed(this, session, mark));

    public void OnGoodbye(Session session, GoodbyeReason reason) => Signal(new AssociationSignal.SaidGoodbye(this, session, reason));

    /// <summary>Whether a system message has ever waited for what was sent on the bulk lane before it.</summary>
    public bool HasMarks
    {
        get
        {
            lock (_markGate) return _lastMark > 0;
        }
    }

    /// <summary>Everything up to a number has been taken: the peer shall know soon.</summary>
    public void Acknowledge(Acknowledgement taken)
    {
        Volatile.Write(ref _taken, taken);
        if (Interlocked.Exchange(ref _isAckQueued, 1) == 0) ControlLane.Send(AckItem.Instance);
    }

    Acknowledgement? ILaneOwner.TakeAcknowledgement()
    {
        // First the flag, then the number: what is taken in between is queued again rather than forgotten.
        Interlocked.Exchange(ref _isAckQueued, 0);
        return Volatile.Read(ref _taken);
    }

    void ILaneOwner.ConnectionWanted(LaneKind lane) => Signal(new AssociationSignal.ConnectionWanted(this, lane));

    void ILaneOwner.Undelivered(object message, IActorRef? sender, IActorRef recipient)
    {
        // A heartbeat that does not arrive is what a failure detector is for, not a dead letter.
        if (!IsUrgent(message)) _transport.ToDeadLetters(message, sender, recipient);
    }

    void ILaneOwner.Forward(object message, IActorRef? sender, IActorRef recipient) => Successor.Send(message, sender, recipient);

    void ILaneOwner.PumpFailed(LaneKind lane, Exception reason) =>
        _transport.Log.Error(reason, "Sending to [{0}] ({1} lane) failed: {2}", Peer, lane, reason.Message);

    void ILaneOwner.Unsendable(object message, IActorRef? recipient, Exception reason) =>
        _transport.Log.Error(reason, "A message of type [{0}] to [{1}] is lost: {2}", message.GetType(), recipient?.Path.ToString() ?? Peer.ToString(), reason.Message);

    private static bool IsUrgent(object message) =>
        message is IPriorityMessage || message is ActorSelectionMessage { Message: IPriorityMessage };

    private long QueueMark()
    {
        lock (_markGate)
        {
            BulkLane.Send(new MarkItem(++_lastMark));
            return _lastMark;
        }
    }

    private void Signal(AssociationSignal signal) => _transport.Signal(signal);
}
