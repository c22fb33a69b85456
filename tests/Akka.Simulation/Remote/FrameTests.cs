using System.Buffers;
using System.Buffers.Binary;
using Akka.Remote.Internal.Wire;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Akka.Simulation.Remote;

public class FrameTests
{
    private const int Max = 100;

    [Fact]
    public void Frames_come_out_as_they_went_in_however_the_stream_is_cut() => Prop.ForAll<NonEmptyArray<byte>[], PositiveInt>((contents, step) =>
    {
        var frames = contents.Select(content => content.Get.Take(Max).ToArray()).ToList();
        var stream = frames.SelectMany(Framed).ToArray();
        return frames.SelectMany(frame => frame).SequenceEqual(ReadInSteps(stream, step.Get).SelectMany(frame => frame));
    }).Check(Config.QuickThrowOnFailure);

    [Theory]
    [InlineData(0u)]
    [InlineData(Max + 1u)]
    [InlineData(int.MaxValue)]
    [InlineData(0x8000_0000u)]
    [InlineData(uint.MaxValue)]
    public void A_length_of_nothing_or_beyond_the_limit_is_refused_as_soon_as_it_is_read(uint length)
    {
        var prefix = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(prefix, length);
        Assert.Throws<WireFormatException>(() => ReadOne(prefix));
    }

    [Fact]
    public void A_frame_of_exactly_the_limit_is_read() => Assert.Equal(Max, ReadOne(Framed(new byte[Max])).Length);

    [Fact]
    public void A_frame_of_one_byte_is_read() => Assert.Equal([7], ReadOne(Framed([7])));

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n", "HTTP")]
    [InlineData("POST /x HTTP/1.1\r\n", "HTTP")]
    [InlineData("\u0016\u0003\u0001\u0002", "TLS")]
    public void A_stray_client_of_another_protocol_is_recognized(string opening, string protocol)
    {
        var thrown = Assert.Throws<WireFormatException>(() => ReadOne(System.Text.Encoding.Latin1.GetBytes(opening)));
        Assert.Contains(protocol, thrown.Message);
    }

    [Fact]
    public void Nothing_is_read_before_the_frame_has_arrived_whole()
    {
        var stream = Framed([1, 2, 3]);
        for (var length = 0; length < stream.Length; length++)
        {
            ReadOnlySpan<byte> buffer = stream.AsSpan(0, length);
            Assert.False(Frame.TryRead(ref buffer, Max, out _));
            Assert.Equal(length, buffer.Length);
        }
    }

    private static byte[] Framed(byte[] content)
    {
        var framed = new byte[4 + content.Length];
        BinaryPrimitives.WriteInt32LittleEndian(framed, content.Length);
        content.CopyTo(framed, 4);
        return framed;
    }

    private static byte[] ReadOne(byte[] stream)
    {
        ReadOnlySpan<byte> buffer = stream;
        Assert.True(Frame.TryRead(ref buffer, Max, out var frame));
        return frame.ToArray();
    }

    private static List<byte[]> ReadInSteps(byte[] stream, int step)
    {
        var frames = new List<byte[]>();
        var arrived = new ArrayBufferWriter<byte>();
        var consumed = 0;
        for (var at = 0; at < stream.Length; at += step)
        {
            arrived.Write(stream.AsSpan(at, Math.Min(step, stream.Length - at)));
            var rest = arrived.WrittenSpan[consumed..];
            while (Frame.TryRead(ref rest, Max, out var frame)) frames.Add(frame.ToArray());
            consumed = arrived.WrittenCount - rest.Length;
        }
        return frames;
    }
}
