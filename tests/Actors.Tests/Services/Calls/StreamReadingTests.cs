using Actors.Links;
using Actors.Services.Calls;
using Actors.Services.Hosts;
using Google.Protobuf;
using Xunit;

namespace Actors.Tests.Services.Calls;

/// <summary>Values as they are framed and read, and a reader that leaves a stream without having read of it.</summary>
public sealed class StreamReadingTests
{
    private readonly StreamReading _reading = new();
    private readonly List<object> _told = [];

    [Fact]
    public async Task To_leave_before_the_first_value_closes_the_stream()
    {
        _reading.Bytes.Attach(_told.Add);

        await _reading.ValuesAsync().GetAsyncEnumerator().DisposeAsync();

        Assert.IsType<LinkReaderClosed>(Assert.Single(_told));
    }

    [Fact]
    public async Task To_leave_before_the_link_is_there_closes_it_when_it_is()
    {
        await _reading.ValuesAsync().GetAsyncEnumerator().DisposeAsync();

        _reading.Bytes.Attach(_told.Add);

        Assert.IsType<LinkReaderClosed>(Assert.Single(_told));
    }

    [Fact]
    public async Task Values_are_read_as_they_were_framed_wherever_a_message_ends()
    {
        ReadOnlyMemory<byte>[] values = [.. new[] { 1, 0, 70_000, 65_532, 200_000, 3 }.Select((length, i) => new ReadOnlyMemory<byte>([.. Enumerable.Repeat((byte)i, length)]))];
        var frames = StreamFrames.Of(values).ToList();
        foreach (var frame in frames)
            _reading.Bytes.Add(frame, by: null);
        _reading.Bytes.Complete();

        var read = await _reading.ValuesAsync().ToListAsync();

        Assert.All(frames, frame => Assert.InRange(frame.Length, 1, LinkSettings.MaxMessageBytes));
        Assert.Equal(values.Select(value => value.ToArray()), read.Select(value => value.ToArray()));
    }

    [Fact]
    public async Task A_length_that_no_value_has_ends_the_reading()
    {
        _reading.Bytes.Add(ByteString.CopyFrom(255, 255, 255, 255, 1), by: null);

        var failure = await Assert.ThrowsAsync<ActorsException>(async () => await _reading.ValuesAsync().ToListAsync());

        Assert.Equal(ErrorCodes.Invalid, failure.Code);
    }
}
