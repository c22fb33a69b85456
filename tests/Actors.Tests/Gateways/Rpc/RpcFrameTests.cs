using System.Buffers;
using System.Text;
using Actors.Gateways.Rpc;
using Actors.Internal;
using Actors.Services;
using Xunit;

namespace Actors.Tests.Gateways.JsonRpc;

public sealed class RpcFrameTests
{
    [Fact]
    public void A_frame_is_its_length_in_four_bytes_big_endian_and_its_body()
    {
        var output = new ArrayBufferWriter<byte>();

        RpcFrame.Write(output, "[1]"u8);

        Assert.Equal([0, 0, 0, 3, (byte)'[', (byte)'1', (byte)']'], output.WrittenSpan.ToArray());
    }

    [Fact]
    public void A_frame_that_comes_byte_by_byte_is_complete_with_its_last_byte()
    {
        var frame = RawPeer.Frame("[1]");

        for (var length = 0; length < frame.Length; length++)
        {
            var part = new ReadOnlySequence<byte>(frame, 0, length);
            Assert.Equal(FrameStatus.NeedMore, RpcFrame.TryRead(ref part, 1024, out _));
        }

        var whole = new ReadOnlySequence<byte>(frame);
        Assert.Equal(FrameStatus.Complete, RpcFrame.TryRead(ref whole, 1024, out var body));
        Assert.Equal("[1]", Encoding.UTF8.GetString(body));
        Assert.True(whole.IsEmpty);
    }

    [Theory]
    [InlineData(0u, FrameStatus.Empty)]
    [InlineData(1u, FrameStatus.NeedMore)]
    [InlineData(1024u, FrameStatus.NeedMore)]
    [InlineData(1025u, FrameStatus.TooLarge)]
    [InlineData(0x7FFFFFFFu, FrameStatus.TooLarge)]
    [InlineData(0x80000000u, FrameStatus.TooLarge)] // negative, where the length is read as signed
    [InlineData(0xFFFFFFFFu, FrameStatus.TooLarge)]
    [InlineData(0x47455420u, FrameStatus.TooLarge)] // "GET "
    internal void A_length_is_judged_before_the_body_comes(uint length, FrameStatus expected)
    {
        var header = new ReadOnlySequence<byte>(RawPeer.Header(length));

        Assert.Equal(expected, RpcFrame.TryRead(ref header, 1024, out _));
    }

    [Theory]
    [InlineData("127.0.0.1:8786", "127.0.0.1", 8786)]
    [InlineData("[::1]:1", "::1", 1)]
    [InlineData("node.example:65535", "node.example", 65535)]
    public void An_address_is_a_host_and_a_port(string text, string host, int port)
    {
        Assert.Equal(new HostPort(host, port), HostPort.TryParse(text));
        Assert.Equal(text, new HostPort(host, port).ToString());
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData(":8786")]
    [InlineData("host:0")]
    [InlineData("host:65536")]
    [InlineData("host:+1")]
    [InlineData("::1")]
    [InlineData("::1:8786")]
    [InlineData("[127.0.0.1]:8786")]
    [InlineData("host:")]
    public void An_address_that_is_none_is_refused(string text) =>
        Assert.Equal(ErrorCodes.Invalid, Assert.Throws<ActorsException>(() => Rpc.Connect(text)).Code);
}
