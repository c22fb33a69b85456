using Akka.Dispatch.SysMsg;
using Akka.Remote.Internal.Wire;

namespace Akka.Remote.Internal.Associations;

/// <summary>Takes the frames of an established session: user messages go straight to their mailboxes, all else to the association.</summary>
internal sealed class SessionReceiver(Association association, LaneKind lane, Session session, EnvelopeDecoder decoder, int maxFrameBytes)
{
    private readonly ReceiveGate _gate = association.GateOf(lane);
    private readonly InboundDelivery _delivery = association.Delivery;
    private bool _hasStarted;
    private bool _isLate;

    public int MaxFrameBytes => maxFrameBytes;

    /// <summary>Consumes all complete frames.</summary>
    /// <exception cref="WireFormatException">The peer broke the protocol.</exception>
    public void OnFrames(ref ReadOnlySpan<byte> bytes)
    {
        lock (_gate.Sync)
        {
            while (!IsOver && Frame.TryRead(ref bytes, maxFrameBytes, out var frame))
            {
                var reader = new WireReader(frame);
                OnFrame((FrameKind)reader.ReadByte(), ref reader);
            }
            if (!IsOver) return;
            bytes = default;
            // Superseded by a newer connection. With none, the peer is quarantined: it is being told so, and its connection stays for that.
            if (_gate.Current is not null) session.Close(null);
        }
    }

    private bool IsOver => _isLate || _hasStarted && _gate.Current != session;

    private void OnFrame(FrameKind kind, ref WireReader reader)
    {
        if (kind == FrameKind.Start) OnStart(ref reader);
        else if (!_hasStarted) throw new WireFormatException($"frame {kind} before the start");
        else if (kind == FrameKind.Message) OnMessage(ref reader);
        else OnOther(kind, ref reader);
    }

    private void OnStart(ref WireReader reader)
    {
        if (_hasStarted) throw new WireFormatException("a second start");
        var epoch = reader.ReadInt64();
        var passedMark = reader.ReadInt64();
        reader.ExpectEnd();
        // Quarantined or replaced since the handshake: nothing of it counts, and the association ends it.
        _isLate = !association.IsCurrentIncarnation(session.Peer!.Uid);
        if (_isLate) return;
        if (!_gate.TryStart(session, session.Peer.Uid, epoch))
            throw new WireFormatException($"start {epoch} comes after a later one");
        _hasStarted = true;
        if (lane == LaneKind.Bulk) association.OnMarkPassed(session, passedMark);
    }

    private void OnMessage(ref WireReader reader)
    {
        var header = decoder.ReadHeader(ref reader);
        if (_delivery.TryReadPayload(header, ref reader, association.Peer, out var message))
            _delivery.Deliver(header.Recipient, message, header.Sender);
    }

    private void OnOther(FrameKind kind, ref WireReader reader)
    {
        switch (kind)
        {
            case FrameKind.SystemMessage when lane == LaneKind.Control:
                OnSystemMessage(ref reader);
                return;
            case FrameKind.Ack when lane == LaneKind.Control:
                association.OnAcknowledged(session, reader.ReadInt64());
                break;
            case FrameKind.Mark when lane == LaneKind.Bulk:
                association.OnMarkPassed(session, reader.ReadInt64());
                break;
            case FrameKind.KeepAlive:
                break;
            case FrameKind.Goodbye:
                association.OnGoodbye(session, (GoodbyeReason)reader.ReadByte());
                break;
            default:
                throw new WireFormatException($"frame {kind} on the {lane} lane");
        }
        reader.ExpectEnd();
    }

    private void OnSystemMessage(ref WireReader reader)
    {
        var sequence = reader.ReadInt64();
        var mark = reader.ReadInt64();
        // Without an envelope: the number of a message that the sender could not serialize.
        if (reader.Rest.IsEmpty)
        {
            association.OnSystemMessage(session, sequence, new InboundSystemMessage(mark, null, null));
            return;
        }
        var header = decoder.ReadHeader(ref reader);
        var isReadable = _delivery.TryReadPayload(header, ref reader, association.Peer, out var message);
        if (isReadable && message is not ISystemMessage) throw new WireFormatException($"a {message.GetType()} as a system message");
        association.OnSystemMessage(session, sequence, new InboundSystemMessage(mark, isReadable ? header.Recipient : null, message));
    }
}
