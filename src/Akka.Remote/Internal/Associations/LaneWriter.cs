using System.IO.Pipelines;

namespace Akka.Remote.Internal.Associations;

/// <summary>Turns a lane's queue items into frames. Used by the lane's pump, one turn at a time.</summary>
internal sealed class LaneWriter(ILaneOwner owner)
{
    private SessionOutput? _output;
    private long _epoch;
    private long _writtenMark;
    private bool _isLast;
    private int _usualBytes = 256;

    public int PendingBytes { get; private set; }

    /// <summary>A running mean of what messages that are neither text nor bytes come to when serialized. Read by senders.</summary>
    public int UsualBytes => Volatile.Read(ref _usualBytes);

    /// <summary>Goes on with this connection. A new one begins with a Start that tells which marks need not be waited for any more.</summary>
    public void Use(SessionOutput output)
    {
        if (ReferenceEquals(output, _output)) return;
        _output = output;
        // A farewell to the connection before this one does not end this one.
        _isLast = false;
        PendingBytes = output.WriteStart(++_epoch, _writtenMark);
    }

    public void Write(in Outbound next)
    {
        try
        {
            if (next.Recipient is null)
            {
                PendingBytes += Write((ControlItem)next.Message);
                return;
            }
            var bytes = _output!.WriteMessage(next.Message, next.Recipient.Path, next.Sender?.Path);
            PendingBytes += bytes;
            if (next.Message is not string) Volatile.Write(ref _usualBytes, _usualBytes + (bytes - _usualBytes) / 16);
        }
        catch (Exception reason)
        {
            // Serializers are users' code: whatever they throw costs this one message.
            owner.Unsendable(next.Message, next.Recipient, reason);
        }
    }

    public ValueTask<FlushResult> FlushAsync() => _output!.FlushAsync();

    public void Flushed()
    {
        PendingBytes = 0;
        if (!_isLast) return;
        _isLast = false;
        _output!.Finish();
    }

    /// <summary>An item that will not be written at all.</summary>
    public void Skip(in Outbound item)
    {
        if (item.Message is MarkItem mark) _writtenMark = mark.Mark;
        // Otherwise it would count as queued for ever, and no other would be.
        else if (item.Message is AckItem) owner.TakeAcknowledgement();
    }

    private int Write(ControlItem item)
    {
        if (item.Uid is { } meant && meant != _output!.PeerUid) return 0;
        switch (item)
        {
            case SequencedMessage message:
                return Write(message);
            case MarkItem mark:
                _writtenMark = mark.Mark;
                return _output!.WriteMark(mark.Mark);
            case AckItem:
                return owner.TakeAcknowledgement() is { } taken && taken.Uid == _output!.PeerUid ? _output.WriteAck(taken.Sequence) : 0;
            case GoodbyeItem goodbye:
                _isLast = true;
                return _output!.WriteGoodbye(goodbye.Reason);
            default:
                return _output!.WriteKeepAlive();
        }
    }

    private int Write(SequencedMessage message)
    {
        try
        {
            return _output!.WriteSystemMessage(message);
        }
        catch (Exception reason)
        {
            owner.Unsendable(message.Message, null, reason);
            return _output!.WriteVoidSystemMessage(message.Sequence);
        }
    }
}
