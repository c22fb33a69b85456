using Akka.Actor;
using Akka.Dispatch.SysMsg;
using Akka.Remote.Internal.Delivery;

namespace Akka.Remote.Internal.Associations;

/// <summary>The system messages of one association, both ways, on top of whatever control connection there is. Owned by the remoting actor.</summary>
internal sealed class SystemMessageExchange(Association association, RemoteSettings settings)
{
    private readonly SystemMessageOutbox<Outgoing> _outbox = new(settings.SysMsgBufferSize);
    private SystemMessageInbox<InboundSystemMessage> _inbox = new(settings.SysMsgBufferSize);
    private int _unacknowledgedAtLastTick;

    private readonly record struct Outgoing(ISystemMessage Message, ActorPath Recipient, long Mark);

    public bool HasUnacknowledged => _outbox.Count > 0;

    /// <summary>Whether something waits for the peer's bulk stream.</summary>
    public bool HasHeld => _inbox.HeldCount > 0;

    public TimeSpan OldestAge(TimeSpan now) => _outbox.OldestAge(now);

    /// <summary>False when the buffer is full.</summary>
    /// <param name="uid">The incarnation that there is a connection with; null: it goes out with the next one.</param>
    public bool TrySend(ISystemMessage message, ActorPath recipient, long mark, TimeSpan now, int? uid)
    {
        if (!_outbox.TryAdd(new Outgoing(message, recipient, mark), now, out var pending)) return false;
        if (uid is { } connected) Queue(connected, pending);
        return true;
    }

    /// <summary>Sends everything unacknowledged again: at the start of each connection.</summary>
    public void Repeat(int uid)
    {
        foreach (var pending in _outbox.Unacknowledged) Queue(uid, pending);
    }

    /// <summary>Sends the oldest again when nothing was acknowledged for a whole interval.</summary>
    public void RepeatIfStuck(int uid)
    {
        if (_outbox.Count > 0 && _outbox.Count >= _unacknowledgedAtLastTick && _unacknowledgedAtLastTick > 0)
        {
            foreach (var pending in _outbox.Unacknowledged.Take(settings.SysResendLimit)) Queue(uid, pending);
        }
        _unacknowledgedAtLastTick = _outbox.Count;
    }

    public bool TryAcknowledge(long sequence) => _outbox.TryAcknowledge(sequence);

    public void Take(int uid, long sequence, InboundSystemMessage message)
    {
        _inbox.TryTake(sequence, message.Mark, message);
        // Also for a repetition: its first acknowledgement may have been lost.
        association.Acknowledge(new Acknowledgement(uid, _inbox.LastSequence));
        Deliver();
    }

    public void PassMark(long mark)
    {
        _inbox.PassMark(mark);
        Deliver();
    }

    /// <summary>The peer's incarnation is gone: what was held for its bulk stream waits no longer. Returns how many messages to it are given up.</summary>
    public int Reset()
    {
        PassMark(long.MaxValue);
        _inbox = new(settings.SysMsgBufferSize);
        return _outbox.Reset().Count;
    }

    private void Queue(int uid, in SystemMessageOutbox<Outgoing>.Pending pending) =>
        association.ControlLane.Send(new SequencedMessage(uid, pending.Sequence, pending.Item.Mark, pending.Item.Message, pending.Item.Recipient));

    private void Deliver()
    {
        while (_inbox.TryDeliver(out var next))
        {
            if (next.Recipient is not null) association.Delivery.DeliverSystemMessage(next.Recipient, (ISystemMessage)next.Message!);
        }
    }
}
