using Actors.Links;
using Actors.Services.Calls;
using Xunit;

namespace Actors.Tests.Services.Calls;

/// <summary>A reader that leaves a stream without having read of it.</summary>
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
}
