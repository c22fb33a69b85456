using System.Buffers;
using System.Text;
using Akka.Actor;
using Akka.Remote.Internal.Wire;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Akka.Simulation.Remote;

public class EnvelopeTests
{
    private const int MaxFrame = 40_000;

    private static readonly Address Here = new("akka.tcp", "sys", "here", 1);
    private static readonly Address There = new("akka.tcp", "sys", "there", 2);
    private static readonly ActorPath Recipient = new RootActorPath(There) / "user" / "recipient#7";
    private static readonly ActorPath Sender = new RootActorPath(new Address("akka", "sys")) / "user" / "sender#8";

    private readonly FakeSerializer _serializer = new();
    private readonly ArrayBufferWriter<byte> _stream = new();
    private readonly FakeResolver _resolver = new();

    [Fact]
    public void Texts_numbers_and_serialized_objects_come_back() => Prop.ForAll<string, int, long>((text, small, large) =>
    {
        // A lone half of a surrogate pair has no UTF-8.
        text = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text ?? ""));
        var messages = new object[] { text, small, large, new Order(text) };
        var encoder = Encoder();
        foreach (var message in messages) encoder.WriteMessage(_stream, message, Recipient, Sender);
        var read = ReadAll();
        _stream.Clear();
        return read.Select(envelope => envelope.Message).SequenceEqual(messages);
    }).Check(Config.QuickThrowOnFailure);

    [Fact]
    public void Recipient_and_sender_are_named_in_full_until_they_have_ids()
    {
        var encoder = Encoder();
        var lengths = Enumerable.Range(0, 4).Select(_ => encoder.WriteMessage(_stream, "x", Recipient, Sender)).ToArray();
        // Once in full, once with the definition, then by id.
        Assert.True(lengths[0] == lengths[1] && lengths[1] > lengths[2] && lengths[2] == lengths[3], string.Join(" ", lengths));
        Assert.Equal(4 + 1 + 1 + 1 + 1 + 1, lengths[3]);
        Assert.All(ReadAll(), envelope => Assert.Equal(("/user/recipient#7", "/user/sender#8"), (envelope.Recipient, envelope.Sender)));
    }

    [Fact]
    public void A_sender_used_once_takes_no_place_in_the_table()
    {
        var encoder = Encoder(tableCapacity: 3);
        for (var i = 0; i < 100; i++) encoder.WriteMessage(_stream, "x", Recipient, new RootActorPath(Here) / "temp" / ("$" + i));
        encoder.WriteMessage(_stream, "x", Recipient, Sender);
        encoder.WriteMessage(_stream, "x", Recipient, Sender);
        Assert.Equal(9, encoder.WriteMessage(_stream, "x", Recipient, Sender));
        Assert.Equal(103, ReadAll(tableCapacity: 3).Count);
    }

    [Fact]
    public void Beyond_the_capacity_of_the_table_everything_is_sent_in_full()
    {
        var encoder = Encoder(tableCapacity: 2);
        var paths = Enumerable.Range(0, 5).Select(i => new RootActorPath(There) / "user" / ("a" + i)).ToArray();
        for (var round = 0; round < 3; round++)
        {
            foreach (var path in paths) encoder.WriteMessage(_stream, "x", path, null);
        }
        var read = ReadAll(tableCapacity: 2);
        Assert.Equal([.. paths, .. paths, .. paths], read.Select(envelope => ActorPath.Parse(There + envelope.Recipient)));
    }

    [Fact]
    public void A_sender_on_a_third_node_is_absolute()
    {
        var third = new RootActorPath(new Address("akka.tcp", "sys", "third", 3)) / "user" / "c#9";
        Encoder().WriteMessage(_stream, "x", Recipient, third);
        Assert.Equal("akka.tcp://sys@third:3/user/c#9", Assert.Single(ReadAll()).Sender);
    }

    [Fact]
    public void No_sender_is_no_sender()
    {
        Encoder().WriteMessage(_stream, "x", Recipient, null);
        Assert.Null(Assert.Single(ReadAll()).Sender);
    }

    [Fact]
    public void A_recipient_that_has_ended_is_looked_up_again()
    {
        var encoder = Encoder();
        for (var i = 0; i < 3; i++) encoder.WriteMessage(_stream, "x", Recipient, null);
        _resolver.MakesTerminatedRefs = true;
        ReadAll();
        Assert.Equal(3, _resolver.ResolvedRecipients);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_message_beyond_the_frame_size_is_lost_alone(bool asText)
    {
        var encoder = Encoder();
        var large = new string('x', MaxFrame + 1);
        encoder.WriteMessage(_stream, new Order("first"), Recipient, Sender);
        Assert.Throws<OversizeMessageException>(() => encoder.WriteMessage(_stream, asText ? large : new Order(large), Recipient, Sender));
        encoder.WriteMessage(_stream, new Order("last"), Recipient, Sender);
        Assert.Equal(["first", "last"], ReadAll().Select(envelope => ((Order)envelope.Message).Text));
    }

    [Fact]
    public void A_message_of_just_the_frame_size_passes_and_one_byte_more_does_not()
    {
        var encoder = Encoder();
        var overhead = encoder.WriteMessage(_stream, "", Recipient, null) - Frame.PrefixBytes;
        encoder = Encoder();
        encoder.WriteMessage(_stream, new string('x', MaxFrame - overhead), Recipient, null);
        Assert.Throws<OversizeMessageException>(() => Encoder().WriteMessage(_stream, new string('x', MaxFrame - overhead + 1), Recipient, null));
    }

    [Fact]
    public void A_message_whose_serializer_throws_is_lost_alone()
    {
        var encoder = Encoder();
        encoder.WriteMessage(_stream, new Order("first"), Recipient, Sender);
        Assert.Throws<InvalidCastException>(() => encoder.WriteMessage(_stream, new InvalidCastException("thrown"), Recipient, Sender));
        encoder.WriteMessage(_stream, new Order("last"), Recipient, Sender);
        Assert.Equal(["first", "last"], ReadAll().Select(envelope => ((Order)envelope.Message).Text));
    }

    [Fact]
    public void Every_truncation_of_an_envelope_is_refused_or_unreadable()
    {
        Encoder().WriteMessage(_stream, 12345, Recipient, Sender);
        var frame = _stream.WrittenSpan[Frame.PrefixBytes..].ToArray();
        for (var length = 1; length < frame.Length; length++)
        {
            var cut = frame[..length];
            Assert.Throws<WireFormatException>(() => Read(new EnvelopeDecoder(_resolver, 10), cut));
        }
    }

    [Fact]
    public void Garbage_is_refused_and_nothing_else_happens() => Prop.ForAll<byte[]>(bytes =>
    {
        byte[] frame = [(byte)FrameKind.Message, .. bytes];
        try
        {
            Read(new EnvelopeDecoder(_resolver, 10), frame);
        }
        catch (WireFormatException)
        {
        }
        return true;
    }).Check(Config.QuickThrowOnFailure);

    [Fact]
    public void A_path_of_a_megabyte_is_refused_before_it_is_read()
    {
        byte[] frame = [(byte)FrameKind.Message, (byte)Token.InlinePath, 0x80, 0x80, 0x40];
        Assert.Throws<WireFormatException>(() => Read(new EnvelopeDecoder(_resolver, 10), frame));
    }

    [Fact]
    public void A_path_that_is_not_utf8_is_refused()
    {
        byte[] frame = [(byte)FrameKind.Message, (byte)Token.InlinePath, 2, 0xC3, 0x28, 0, 0];
        Assert.Throws<WireFormatException>(() => Read(new EnvelopeDecoder(_resolver, 10), frame));
    }

    private EnvelopeEncoder Encoder(int tableCapacity = 100) => new(_serializer, Here, tableCapacity, MaxFrame);

    private List<Envelope> ReadAll(int tableCapacity = 100)
    {
        var decoder = new EnvelopeDecoder(_resolver, tableCapacity);
        var envelopes = new List<Envelope>();
        var rest = _stream.WrittenSpan;
        while (Frame.TryRead(ref rest, MaxFrame, out var frame)) envelopes.Add(Read(decoder, frame));
        Assert.True(rest.IsEmpty);
        return envelopes;
    }

    private Envelope Read(EnvelopeDecoder decoder, ReadOnlySpan<byte> frame)
    {
        var reader = new WireReader(frame);
        Assert.Equal((byte)FrameKind.Message, reader.ReadByte());
        var header = decoder.ReadHeader(ref reader);
        return new Envelope(((FakeRef)header.Recipient).Text, ((FakeRef?)header.Sender)?.Text, header.ReadPayload(ref reader, _serializer));
    }

    private sealed record Envelope(string Recipient, string? Sender, object Message);

    private sealed record Order(string Text);

    private sealed class FakeSerializer : IPayloadSerializer
    {
        public bool HasBuiltInPrimitives => true;

        public byte[] ToBinary(object message, out PayloadClass payloadClass)
        {
            payloadClass = new PayloadClass(99, "order");
            return message is Order order ? Encoding.UTF8.GetBytes(order.Text) : throw (Exception)message;
        }

        public object FromBinary(PayloadClass payloadClass, ReadOnlySpan<byte> bytes) => new Order(Encoding.UTF8.GetString(bytes));
    }

    private sealed class FakeResolver : IRefResolver
    {
        public bool MakesTerminatedRefs { get; set; }

        public int ResolvedRecipients { get; private set; }

        public IInternalActorRef ResolveRecipient(string text)
        {
            ResolvedRecipients++;
            return new FakeRef(text, MakesTerminatedRefs);
        }

        public IActorRef ResolveSender(string text) => new FakeRef(text, false);
    }

    private sealed class FakeRef(string text, bool isTerminated) : MinimalActorRef
    {
        public string Text => text;

        public override ActorPath Path => new RootActorPath(There);

        public override IActorRefProvider Provider => throw new NotSupportedException();

        public override bool IsTerminated => isTerminated;
    }
}
