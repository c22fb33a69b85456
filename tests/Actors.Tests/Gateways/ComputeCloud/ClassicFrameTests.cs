using System.Buffers;
using System.Text;
using Actors.Gateways.ComputeCloud;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Actors.Tests.Gateways.ComputeCloud;

public class ClassicFrameTests
{
    [Theory]
    [InlineData("STOP", "000446STOP\0")]
    [InlineData("GETJ", "00042AGETJ\0")]
    [InlineData("ACK", "0003CFACK\0")]
    [InlineData("ADD:name1:Y29udGVudHM=", "0016F4ADD:name1:Y29udGVudHM=\0")]
    public void Frames_are_the_origins_byte_for_byte(string message, string frame)
    {
        Assert.Equal(frame, Write(message));
        Assert.Equal((FrameStatus.Frame, message, 0), Read(frame));
    }

    [Fact]
    public void Lower_case_digits_are_read_too() =>
        Assert.Equal((FrameStatus.Frame, "ACK", 0), Read("0003cfACK\0"));

    [Fact]
    public void Two_frames_in_one_packet_are_read_one_by_one() =>
        Assert.Equal((FrameStatus.Frame, "ACK", 11), Read("0003CFACK\0000446STOP\0"));

    [Fact]
    public void A_frame_in_pieces_of_one_byte_needs_more_until_it_is_whole()
    {
        const string Frame = "000446STOP\0";
        for (var length = 0; length < Frame.Length; length++)
            Assert.Equal((FrameStatus.NeedMore, "", length), Read(Frame[..length]));
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n\r\n")]
    [InlineData("G")]
    [InlineData("\u0016\u0003\u0001\u0002\0\u0001")] // the beginning of a TLS hello
    [InlineData("0004 6STOP\0")]
    [InlineData("-00446STOP\0")]
    public void What_does_not_begin_with_six_hex_digits_is_known_at_the_first_wrong_byte(string bytes) =>
        Assert.Equal(FrameStatus.BadHeader, Read(bytes).Status);

    [Fact]
    public void A_frame_whose_bytes_do_not_add_up_is_skipped_whole() =>
        Assert.Equal((FrameStatus.BadChecksum, "STOP", 0), Read("000447STOP\0"));

    [Theory]
    [InlineData("000446STOPX")]
    [InlineData("000446ST\0P\0")]
    public void A_length_that_disagrees_with_the_NUL_is_a_bad_terminator(string bytes) =>
        Assert.Equal(FrameStatus.BadTerminator, Read(bytes).Status);

    [Fact]
    public void An_announced_length_beyond_the_limit_is_refused_before_the_message_comes()
    {
        Assert.Equal(FrameStatus.TooLong, Read("001100", maxMessageBytes: 16).Status);
        Assert.Equal(FrameStatus.NeedMore, Read("001000", maxMessageBytes: 16).Status);
    }

    [Fact]
    public void Length_zero_ends_the_dialog() =>
        Assert.Equal((FrameStatus.EndOfDialog, "", 0), Read("000000\0"));

    [Fact]
    public void An_empty_or_overlong_message_cannot_be_written()
    {
        Assert.Throws<ArgumentException>(() => Write(""));
        Assert.Throws<ArgumentException>(() => Write(new string('x', ClassicFrame.MaxMessageBytes + 1)));
        Assert.Equal(FrameStatus.Frame, Read(Write(new string('x', ClassicFrame.MaxMessageBytes))).Status);
    }

    [Fact]
    public void Whatever_bytes_are_written_are_read_again_however_the_packets_fall() => Prop.ForAll<byte[], int>((bytes, cut) =>
    {
        var message = Encoding.Latin1.GetString(bytes.Where(letter => letter != 0).ToArray());
        if (message.Length == 0) return true;
        var frame = Encoding.Latin1.GetBytes(Write(message));
        var at = (int)((uint)cut % (uint)frame.Length);
        var first = new Piece(frame.AsMemory(0, at));
        var last = first.Append(frame.AsMemory(at));
        var buffer = new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
        return ClassicFrame.TryRead(ref buffer, ClassicFrame.MaxMessageBytes, out var read) == FrameStatus.Frame && read == message && buffer.IsEmpty;
    }).Check(Config.QuickThrowOnFailure);

    [Fact]
    public void No_bytes_at_all_make_the_reader_throw() => Prop.ForAll<byte[]>(bytes =>
    {
        var buffer = new ReadOnlySequence<byte>(bytes);
        return Enum.IsDefined(ClassicFrame.TryRead(ref buffer, 64, out _));
    }).Check(Config.QuickThrowOnFailure);

    private static string Write(string message)
    {
        var output = new ArrayBufferWriter<byte>();
        ClassicFrame.Write(output, message);
        return Encoding.Latin1.GetString(output.WrittenSpan);
    }

    private static (FrameStatus Status, string Message, long Left) Read(string bytes, int maxMessageBytes = ClassicFrame.MaxMessageBytes)
    {
        var buffer = new ReadOnlySequence<byte>(Encoding.Latin1.GetBytes(bytes));
        var status = ClassicFrame.TryRead(ref buffer, maxMessageBytes, out var message);
        return (status, message, buffer.Length);
    }

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        public Piece(ReadOnlyMemory<byte> memory) => Memory = memory;

        public Piece Append(ReadOnlyMemory<byte> memory)
        {
            var next = new Piece(memory) { RunningIndex = RunningIndex + Memory.Length };
            Next = next;
            return next;
        }
    }
}
