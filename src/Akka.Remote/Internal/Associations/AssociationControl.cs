using Akka.Actor;
using Akka.Event;
using Akka.Remote.Internal.Handshakes;
using Akka.Remote.Internal.Wire;

namespace Akka.Remote.Internal.Associations;

/// <summary>
/// Keeps one association going: dials both lanes when something is to be sent, sends on connections that the peer
/// opened, pauses after failures, watches for silence, quarantines. Runs inside the remoting actor only.
/// </summary>
internal sealed class AssociationControl
{
    // Long enough for a node that restarts; what is forgotten costs nothing but a new connection.
    private static readonly TimeSpan ForgetAfter = TimeSpan.FromMinutes(1);

    private readonly Association _association;
    private readonly RemoteTransport _transport;
    private readonly SystemMessageExchange _systemMessages;
    private readonly LaneSessions[] _lanes;
    private int? _uid;
    private bool _isAssociated;
    private bool _hasSaidGoodbye;
    private bool _isClosing;
    private bool _isRetired;
    private TimeSpan _idleSince;

    public AssociationControl(Association association, RemoteTransport transport)
    {
        _association = association;
        _transport = transport;
        _systemMessages = new SystemMessageExchange(association, transport.Settings);
        _lanes = [new LaneSessions(association.ControlLane), new LaneSessions(association.BulkLane)];
    }

    public bool HasSessions => _lanes.Any(lane => lane.Open.Any(session => session != lane.Parting));

    private RemoteSettings Settings => _transport.Settings;

    private Address Peer => _association.Peer;

    private LaneSessions Control => _lanes[(int)LaneKind.Control];

    private LaneSessions Bulk => _lanes[(int)LaneKind.Bulk];

    /// <summary>The incarnation that system messages can be sent to now.</summary>
    private int? ConnectedUid => Control.Sending is { } session && IsCurrent(session) ? _uid : null;

    public void Handle(AssociationSignal signal)
    {
        _idleSince = _transport.Now;
        if (_isRetired)
        {
            HandleRetired(signal);
            return;
        }
        switch (signal)
        {
            case AssociationSignal.ConnectionWanted:
                DialBothLanes();
                break;
            case AssociationSignal.DialFailed failed:
                OnDialFailed(_lanes[(int)failed.Lane], failed.End);
                break;
            case AssociationSignal.Established established:
                OnEstablished(established.Session);
                break;
            case AssociationSignal.Ended ended:
                OnEnded(ended.Session, ended.End);
                break;
            case AssociationSignal.PauseOver over:
                OnPauseOver(_lanes[(int)over.Lane]);
                break;
            case AssociationSignal.Quarantine quarantine:
                OnQuarantine(quarantine.Uid, quarantine.Reason);
                break;
            case AssociationSignal.SaidGoodbye goodbye when IsCurrent(goodbye.Session):
                OnGoodbye(goodbye.Reason);
                break;
            case AssociationSignal.SystemMessageSent sent:
                OnSystemMessageSent(sent);
                break;
            case AssociationSignal.SystemMessageArrived arrived when IsCurrent(arrived.Session):
                _systemMessages.Take(arrived.Session.Peer!.Uid, arrived.Sequence, arrived.Message);
                break;
            case AssociationSignal.MarkPassed passed when IsCurrent(passed.Session):
                _systemMessages.PassMark(passed.Mark);
                break;
            case AssociationSignal.Acknowledged acknowledged when IsCurrent(acknowledged.Session):
                if (!_systemMessages.TryAcknowledge(acknowledged.Sequence))
                    acknowledged.Session.Close(new WireFormatException($"system message {acknowledged.Sequence} is acknowledged but was never sent"));
                break;
        }
    }

    /// <summary>Called regularly, each <c>resend-interval</c> or more often.</summary>
    public void OnTick()
    {
        if (ConnectedUid is { } uid) _systemMessages.RepeatIfStuck(uid);
        if (_systemMessages.HasHeld && Bulk.Sending is null) DialBothLanes();
        if (_systemMessages.OldestAge(_transport.Now) > Settings.InitialSysMsgDeliveryTimeout)
            GiveUp($"system messages were not acknowledged within {Settings.InitialSysMsgDeliveryTimeout} (akka.remote.initial-system-message-delivery-timeout)");
        foreach (var lane in _lanes) WatchForSilence(lane);
        if (!HasSessions) ForgetIfIdle(_transport.Now - _idleSince);
    }

    /// <summary>Sends what is queued, says goodbye, takes nothing more.</summary>
    public void Close()
    {
        _isClosing = true;
        foreach (var lane in _lanes)
        {
            if (lane.Sending is null) lane.Lane.Become(LaneState.Closed);
            else lane.Lane.Send(new GoodbyeItem(GoodbyeReason.Shutdown));
            lane.Parting?.Close(null);
        }
    }

    private static void HandleRetired(AssociationSignal signal)
    {
        if (signal is AssociationSignal.SystemMessageSent sent) sent.Association.Successor.SendSystemMessage(sent.Message, sent.Recipient);
        // Whoever connected in that moment does so again.
        else if (signal is AssociationSignal.Established established) established.Session.Close(null);
    }

    private void ForgetIfIdle(TimeSpan idle)
    {
        if (_uid is not null && idle > _transport.Options.QuarantineAfterSilence)
            OnQuarantine(_uid, $"It has been silent for {idle} (akka.remote.quarantine-after-silence).");
        // Clients come and go, each with an address of its own: what they leave must not stay for ever.
        var hasNothingToDo = !_systemMessages.HasUnacknowledged && _lanes.All(lane => !lane.IsDialing && lane.Lane.IsEmpty && lane.Lane.State == LaneState.Idle);
        if (idle < ForgetAfter || !hasNothingToDo || !_association.Incarnations.IsEmpty(_transport.Now)) return;
        _isRetired = true;
        _association.Retire();
    }

    // A session of an older incarnation may still have signals on their way here.
    private bool IsCurrent(Session session) => session.Peer!.Uid == _uid;

    private void DialBothLanes()
    {
        // Both, so that a peer that cannot dial back has both to answer on.
        foreach (var lane in _lanes) EnsureDialing(lane);
    }

    private void EnsureDialing(LaneSessions lane)
    {
        if (_isClosing || lane.Sending is not null || lane.IsDialing || lane.Lane.State.IsShut) return;
        lane.Lane.Become(LaneState.Waiting);
        if (lane.PauseUntil > _transport.Now)
        {
            SignalPauseOver(lane, lane.PauseUntil - _transport.Now);
            return;
        }
        lane.IsDialing = true;
        _transport.Dial(_association, lane.Lane.Kind);
    }

    private void OnDialFailed(LaneSessions lane, SessionEnd end)
    {
        lane.IsDialing = false;
        if (lane.Sending is not null || _isClosing) return;
        // The two lanes mostly fail together; one line is enough.
        var isFirst = _lanes.All(other => !other.Lane.State.IsShut);
        CloseGate(lane);
        if (end.Refusal is { Reason: RefusalReason.Quarantined, IsByPeer: true })
            OnQuarantinedByPeer();
        else if (isFirst)
            _transport.Events.Publish(new AssociationErrorEvent(end.ToException(), _transport.DefaultAddress, Peer, false, LogLevel.WarningLevel));
    }

    /// <summary>Messages become dead letters until the pause is over or the peer comes to us.</summary>
    private void CloseGate(LaneSessions lane) => CloseGate(lane, LaneState.Closed);

    private void CloseGate(LaneSessions lane, LaneState shut)
    {
        lane.PauseUntil = _transport.Now + Settings.RetryGateClosedFor;
        lane.Lane.Become(shut);
        SignalPauseOver(lane, Settings.RetryGateClosedFor);
    }

    private void SignalPauseOver(LaneSessions lane, TimeSpan delay) =>
        _transport.SignalLater(delay, new AssociationSignal.PauseOver(_association, lane.Lane.Kind));

    private void OnPauseOver(LaneSessions lane)
    {
        if (_isClosing || lane.Sending is not null || lane.IsDialing || lane.PauseUntil > _transport.Now) return;
        var hasWaiting = lane.Lane.State == LaneState.Waiting;
        lane.Lane.Become(LaneState.Idle);
        if (hasWaiting || IsNeeded(lane)) DialBothLanes();
    }

    // What is not in the lane's queue, but needs its connection all the same. A lost connection may have taken a mark with it that the
    // peer waits for: a new one says that it has passed.
    private bool IsNeeded(LaneSessions lane) => lane == Control
        ? _systemMessages.HasUnacknowledged
        : _systemMessages.HasHeld || HasSessions && _association.HasMarks;

    private void OnEstablished(Session session)
    {
        var peer = session.Peer!;
        var lane = _lanes[(int)peer.Lane];
        if (!_association.IsCurrentIncarnation(peer.Uid) || _isClosing)
        {
            // Quarantined or replaced meanwhile; its end counts as a failure to connect.
            session.Close(null);
            return;
        }
        if (!session.IsInbound) lane.IsDialing = false;
        if (peer.Uid != _uid) OnIncarnation(peer.Uid);
        lane.Add(session, _transport.Now);
        if (!_isAssociated) _transport.Events.Publish(new AssociatedEvent(_transport.DefaultAddress, Peer, session.IsInbound));
        _isAssociated = true;
        if (lane.Sending is null || lane.Sending.Peer!.Uid != peer.Uid) SendOn(lane, session);
    }

    private void OnIncarnation(int uid)
    {
        // What was said since the one before was given up, or before any was known, is for this one.
        var lost = _uid is null ? 0 : _systemMessages.Reset();
        _uid = uid;
        _hasSaidGoodbye = false;
        if (lost > 0) _transport.Log.Debug("{0} system messages for the previous incarnation of [{1}] are dropped", lost, Peer);
        foreach (var lane in _lanes) CloseSessions(lane, null);
    }

    private void SendOn(LaneSessions lane, Session session)
    {
        lane.Sending = session;
        lane.SendingSince = _transport.Now;
        lane.Output = _transport.OutputOf(session);
        lane.Lane.Become(LaneState.Open(lane.Output));
        if (lane == Control) _systemMessages.Repeat(session.Peer!.Uid);
    }

    private void OnEnded(Session session, SessionEnd end)
    {
        if (session.Peer is null)
        {
            OnDialFailed(_lanes[(int)session.DialedLane!], end);
            return;
        }
        var lane = _lanes[(int)session.Peer.Lane];
        if (!lane.Remove(session))
        {
            if (!session.IsInbound) OnDialFailed(lane, end);
            return;
        }
        if (end.Cause is not null && !_isClosing)
            _transport.Log.Warning("The {0} connection with [{1}] broke: {2}", lane.Lane.Kind, Peer, end.Reason);
        if (lane.Sending == session) OnSendingEnded(lane);
        if (HasSessions || !_isAssociated) return;
        _isAssociated = false;
        if (_hasSaidGoodbye && _uid is { } gone)
        {
            _association.Incarnations.Leave(gone);
            _uid = null;
            _systemMessages.Reset();
        }
        _transport.Events.Publish(new DisassociatedEvent(_transport.DefaultAddress, Peer, session.IsInbound));
    }

    private void OnSendingEnded(LaneSessions lane)
    {
        lane.Sending = null;
        if (lane.Lane.State.IsShut)
        {
            SignalPauseOver(lane, lane.PauseUntil - _transport.Now);
            return;
        }
        if (lane.Open.Count > 0)
        {
            SendOn(lane, lane.Open[0]);
            return;
        }
        lane.PauseUntil = _transport.Now + lane.NextBackoff(_transport.Now, Settings.BackoffPeriod, Settings.RetryGateClosedFor);
        lane.Lane.Become(_isClosing ? LaneState.Closed : LaneState.Idle);
        if (IsNeeded(lane)) SignalPauseOver(lane, lane.PauseUntil - _transport.Now);
    }

    private void OnSystemMessageSent(AssociationSignal.SystemMessageSent sent)
    {
        if (!_systemMessages.TrySend(sent.Message, sent.Recipient, sent.Mark, _transport.Now, ConnectedUid))
            GiveUp($"more than {Settings.SysMsgBufferSize} system messages wait for acknowledgement (akka.remote.system-message-buffer-size)");
        else if (Control.Sending is null)
            DialBothLanes();
    }

    private void GiveUp(string reason)
    {
        if (_uid is not null)
        {
            OnQuarantine(_uid, reason);
            return;
        }
        var lost = _systemMessages.Reset();
        _transport.Log.Warning("{0} system messages to [{1}], which was never reached, are dropped: {2}", lost, Peer, reason);
    }

    private void OnQuarantine(int? uid, string reason)
    {
        if ((uid ?? _association.PeerUid) is not { } target)
        {
            _transport.Log.Debug("[{0}] cannot be quarantined, its UID is not known: {1}", Peer, reason);
            return;
        }
        if (!_association.Incarnations.TryQuarantine(target, _transport.Now)) return;
        _transport.Log.Warning("Incarnation {0} of [{1}] is quarantined; it has to restart before it can be talked to again. {2}", target, Peer, reason);
        if (target == _uid) ShutOut();
        _transport.Events.Publish(new QuarantinedEvent(Peer, target));
    }

    private void ShutOut()
    {
        _uid = null;
        _systemMessages.Reset();
        _association.GateOf(LaneKind.Control).Shut();
        _association.GateOf(LaneKind.Bulk).Shut();
        // Once is enough; the control connection has less on its way that the notice would have to wait for.
        var told = Control.Sending is not null ? Control : Bulk;
        foreach (var lane in _lanes)
        {
            if (lane == told && lane.Sending is not null) Part(lane);
            else CloseGate(lane);
            foreach (var session in lane.Open.Where(session => session != lane.Parting).ToArray()) session.Close(null);
        }
    }

    /// <summary>
    /// Tells a quarantined peer so. Its connection stays until the peer has read that and closes it: to close it from here would lose
    /// the notice when the peer is slow, cut off for a while, or still sending.
    /// </summary>
    private void Part(LaneSessions lane)
    {
        lane.Parting = lane.Sending;
        lane.Sending = null;
        CloseGate(lane, LaneState.Parting(lane.Output!));
        _transport.CloseLater(lane.Parting!, _transport.Options.AcceptableSilence);
    }

    private void OnGoodbye(GoodbyeReason reason)
    {
        foreach (var lane in _lanes) CloseGate(lane);
        if (reason == GoodbyeReason.Quarantined)
        {
            OnQuarantinedByPeer();
            return;
        }
        // The other lane may still hold what was said before.
        _hasSaidGoodbye = true;
        _transport.Log.Debug("[{0}] shuts down", Peer);
    }

    private void OnQuarantinedByPeer() =>
        _transport.Events.Publish(new ThisActorSystemQuarantinedEvent(_transport.DefaultAddress, Peer));

    private void WatchForSilence(LaneSessions lane)
    {
        var now = _transport.Now;
        if (lane.Open.Count == 0) return;
        if (lane.HasNewActivity()) lane.HeardAt = now;
        var silence = now - lane.HeardAt;
        if (silence > _transport.Options.AcceptableSilence)
            CloseSessions(lane, new TimeoutException($"nothing was heard for {silence} (akka.remote.transport-failure-detector.acceptable-heartbeat-pause)"));
        else if (lane.Sending is not null && lane.Lane.IsEmpty && now >= lane.NextKeepAlive)
        {
            lane.NextKeepAlive = now + _transport.Options.KeepAliveInterval;
            lane.Lane.Send(KeepAliveItem.Instance);
        }
    }

    private static void CloseSessions(LaneSessions lane, Exception? cause)
    {
        foreach (var session in lane.Open.ToArray()) session.Close(cause);
    }
}
