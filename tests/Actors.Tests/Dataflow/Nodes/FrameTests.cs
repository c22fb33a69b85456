using Actors.Dataflow.Nodes;
using Actors.Dataflow.Wire;
using Actors.Links;
using FsCheck.Fluent;
using Google.Protobuf;
using Xunit;

namespace Actors.Tests.Dataflow.Nodes;

/// <summary>Messages as a stream of frames.</summary>
public sealed class FrameTests
{
    private const int Max = 300_000;
    private static readonly int[] Sizes = [0, 1, 126, 127, 128, 129, 16_383, 16_384, 16_385, LinkSettings.MaxMessageBytes - 4, LinkSettings.MaxMessageBytes, LinkSettings.MaxMessageBytes + 1, 2 * LinkSettings.MaxMessageBytes, 250_000];

    [Fact]
    public void Frames_of_all_sizes_come_out_as_they_went_in_however_the_stream_is_cut() => Property.Holds(Gen.Choose(0, int.MaxValue), seed =>
    {
        var random = new Random(seed);
        var sent = Enumerable.Range(0, random.Next(1, 12)).Select(_ => Message(random, random.Next(3) == 0 ? Sizes[random.Next(Sizes.Length)] : random.Next(300))).ToList();
        var (queue, reader, read) = (new FrameQueue(), new FrameReader(Max), new List<string>());
        var added = 0;
        while (added < sent.Count || !queue.IsEmpty)
        {
            if (added < sent.Count && (queue.IsEmpty || random.Next(3) > 0))
            {
                queue.Add(FrameQueue.FrameOf(sent[added++]));
                continue;
            }

            var taken = queue.Take();
            Assert.InRange(taken.Length, 1, LinkSettings.MaxMessageBytes);
            foreach (var piece in Cut(random, taken)) read.AddRange(reader.Read(piece).Select(frame => OpenPart.Parser.ParseFrom(frame.Span).Key));
        }

        Assert.Equal(sent.Select(message => message.Key), read);
    });

    [Fact]
    public void Small_frames_travel_together()
    {
        var queue = new FrameQueue();
        for (var count = 0; count < 1000; count++) queue.Add(FrameQueue.FrameOf(new OpenPart { Key = "small" }));

        var taken = queue.Take();

        Assert.True(queue.IsEmpty);
        Assert.Equal(1000, new FrameReader(100).Read(taken).Count());
    }

    [Fact]
    public void After_it_was_emptied_a_queue_begins_with_a_whole_frame()
    {
        var queue = new FrameQueue();
        queue.Add(FrameQueue.FrameOf(new OpenPart { Key = new string('x', 100_000) }));
        queue.Take();
        queue.Clear();
        queue.Add(FrameQueue.FrameOf(new OpenPart { Key = "next" }));

        Assert.Equal("next", OpenPart.Parser.ParseFrom(Assert.Single(new FrameReader(100).Read(queue.Take())).Span).Key);
        Assert.True(queue.IsEmpty);
    }

    [Theory]
    [InlineData(new byte[] { 101 })]
    [InlineData(new byte[] { 0xff, 0xff, 0xff, 0xff, 0x0f })]
    [InlineData(new byte[] { 0x80, 0x80, 0x80, 0x80, 0x80, 0x80 })]
    [InlineData(new byte[] { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01 })]
    public void A_frame_that_is_too_long_is_refused_before_there_is_room_for_it(byte[] start) =>
        Assert.Equal(ErrorCodes.Invalid, Assert.Throws<ActorsException>(() => new FrameReader(100).Read(ByteString.CopyFrom(start)).Count()).Code);

    private static OpenPart Message(Random random, int size) => new() { Key = new string((char)('a' + random.Next(26)), size) };

    private static IEnumerable<ByteString> Cut(Random random, ByteString whole)
    {
        for (var start = 0; start < whole.Length;)
        {
            var length = Math.Min(whole.Length - start, random.Next(2) == 0 ? random.Next(1, 5) : random.Next(1, 100_000));
            yield return ByteString.CopyFrom(whole.Span.Slice(start, length));
            start += length;
        }
    }
}
