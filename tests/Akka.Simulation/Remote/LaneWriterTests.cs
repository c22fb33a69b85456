using System.IO.Pipelines;
using Akka.Actor;
using Akka.Dispatch.SysMsg;
using Akka.Remote.Internal;
using Akka.Remote.Internal.Associations;
using Akka.Remote.Internal.Network;
using Akka.Remote.Internal.Wire;
using Akka.Simulation.Network;
using Xunit;

namespace Akka.Simulation.Remote;

/// <summary>What of a lane's queue is written to which incarnation of the peer: the queue outlives connections.</summary>
public class LaneWriterTests
{
    private const int Old = 1;
    private const int New = 2;

    private static readonly ActorPath Recipient = new RootActorPath(new Address("akka.tcp", "sys", "there", 2)) / "user" / "recipient";

    private readonly Owner _owner = new();
    private readonly LaneWriter _writer;

    public LaneWriterTests() => _writer = new LaneWriter(_owner);

    [Fact]
    public async Task A_numbered_message_for_an_old_incarnation_does_not_reach_the_new_one()
    {
        var peer = Connect(New);
        Write(new SequencedMessage(Old, 1, 0, new Suspend(), Recipient));
        Write(new SequencedMessage(New, 1, 0, new Suspend(), Recipient));
        Assert.Equal([FrameKind.Start, FrameKind.SystemMessage], await Flushed(peer));
    }

    [Fact]
    public async Task An_acknowledgement_for_an_old_incarnation_does_not_reach_the_new_one()
    {
        var peer = Connect(New);
        _owner.Taken = new Acknowledgement(Old, 57);
        Write(AckItem.Instance);
        Assert.Equal([FrameKind.Start], await Flushed(peer));

        _owner.Taken = new Acknowledgement(New, 1);
        Write(AckItem.Instance);
        Assert.Equal([FrameKind.Ack], await Flushed(peer));
    }

    [Fact]
    public async Task A_goodbye_ends_the_connection_that_it_was_written_to_and_no_later_one()
    {
        var first = Connect(Old);
        Write(new GoodbyeItem(GoodbyeReason.Shutdown));
        // It breaks before the flush.
        var second = Connect(New);
        Assert.Equal([FrameKind.Start], await Flushed(second));
        Assert.False(first.IsFinished || second.IsFinished);

        Write(new GoodbyeItem(GoodbyeReason.Shutdown));
        await Flushed(second);
        Assert.True(second.IsFinished);
    }

    private Connection Connect(int uid)
    {
        var peer = new Connection();
        _writer.Use(new SessionOutput(peer, new EnvelopeEncoder(new NoPayloads(), Recipient.Address, 10, 10_000), uid));
        return peer;
    }

    private void Write(ControlItem item) => _writer.Write(new Outbound(item, null, null, 0));

    private async Task<List<FrameKind>> Flushed(Connection peer)
    {
        await _writer.FlushAsync();
        _writer.Flushed();
        return peer.TakeFrames();
    }

    private sealed class Connection : NetworkConnection
    {
        private byte[] _received = [];

        public Connection() => Output = new SimulatedOutput(bytes =>
        {
            _received = [.. _received, .. bytes];
            return ValueTask.FromResult(default(FlushResult));
        });

        public bool IsFinished { get; private set; }

        public override string Peer => "peer";

        public override PipeWriter Output { get; }

        public List<FrameKind> TakeFrames()
        {
            ReadOnlySpan<byte> rest = _received;
            var kinds = new List<FrameKind>();
            while (Frame.TryRead(ref rest, 10_000, out var frame))
                kinds.Add((FrameKind)frame[0]);
            _received = [];
            return kinds;
        }

        public override void Start(IConnectionSink sink)
        {
        }

        public override void FinishOutput() => IsFinished = true;

        public override void Abort()
        {
        }
    }

    private sealed class NoPayloads : IPayloadSerializer
    {
        public bool HasBuiltInPrimitives => true;

        public byte[] ToBinary(object message, out PayloadClass payloadClass)
        {
            payloadClass = new PayloadClass(1, "");
            return [1];
        }

        public object FromBinary(PayloadClass payloadClass, ReadOnlySpan<byte> bytes) => new();
    }

    private sealed class Owner : ILaneOwner
    {
        public Acknowledgement? Taken { get; set; }

        public void ConnectionWanted(LaneKind lane)
        {
        }

        public void Undelivered(object message, IActorRef? sender, IActorRef recipient)
        {
        }

        public void Forward(object message, IActorRef? sender, IActorRef recipient)
        {
        }

        public void Unsendable(object message, IActorRef? recipient, Exception reason) => throw reason;

        public void PumpFailed(LaneKind lane, Exception reason) => throw reason;

        public Acknowledgement? TakeAcknowledgement() => Taken;
    }
}
