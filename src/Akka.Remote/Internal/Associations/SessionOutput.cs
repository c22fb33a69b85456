using System.IO.Pipelines;
using Akka.Actor;
using Akka.Remote.Internal.Network;
using Akka.Remote.Internal.Wire;

namespace Akka.Remote.Internal.Associations;

/// <summary>The sending half of an established connection. Used by one lane's pump at a time and by nobody else.</summary>
internal sealed class SessionOutput(NetworkConnection connection, EnvelopeEncoder encoder, int peerUid)
{
    private readonly PipeWriter _writer = connection.Output;

    /// <summary>The incarnation at the other end.</summary>
    public int PeerUid => peerUid;

    public int WriteMessage(object message, ActorPath recipient, ActorPath? sender) => encoder.WriteMessage(_writer, message, recipient, sender);

    public int WriteSystemMessage(SequencedMessage item) =>
        encoder.WriteSystemMessage(_writer, item.Sequence, item.Mark, item.Message, item.Recipient);

    /// <summary>A system message that cannot be written still needs its number filled, or all later ones would wait for it forever.</summary>
    public int WriteVoidSystemMessage(long sequence) => WriteNumbers(FrameKind.SystemMessage, sequence, 0);

    /// <summary>The first frame on every connection that this side sends on.</summary>
    public int WriteStart(long epoch, long passedMark) => WriteNumbers(FrameKind.Start, epoch, passedMark);

    public int WriteMark(long mark) => WriteNumbers(FrameKind.Mark, mark);

    public int WriteAck(long sequence) => WriteNumbers(FrameKind.Ack, sequence);

    public int WriteKeepAlive() => WriteNumbers(FrameKind.KeepAlive);

    public int WriteGoodbye(GoodbyeReason reason)
    {
        var writer = new WireWriter(_writer.GetSpan(8), FrameKind.Goodbye);
        writer.WriteByte((byte)reason);
        return Advance(writer);
    }

    public ValueTask<FlushResult> FlushAsync() => _writer.FlushAsync();

    public void Finish() => connection.FinishOutput();

    public void Abort() => connection.Abort();

    private int WriteNumbers(FrameKind kind, params ReadOnlySpan<long> numbers)
    {
        var writer = new WireWriter(_writer.GetSpan(Frame.PrefixBytes + 1 + numbers.Length * sizeof(long)), kind);
        foreach (var number in numbers) writer.WriteInt64(number);
        return Advance(writer);
    }

    private int Advance(WireWriter writer)
    {
        var length = writer.Finish();
        _writer.Advance(length);
        return length;
    }
}
