using Actors.Services.Calls;
using Xunit;

namespace Actors.Tests.Services.Calls;

/// <summary>A reader that leaves a stream without having read of it.</summary>
public sealed class StreamReadingTests
{
    private readonly StreamReading _reading = new();
    private readonly Control _control = new();

    [Fact]
    public async Task To_leave_before_the_first_value_closes_the_stream()
    {
        _reading.Attach(_control);

        await _reading.ValuesAsync().GetAsyncEnumerator().DisposeAsync();

        Assert.True(_control.IsClosed);
    }

    [Fact]
    public async Task To_leave_before_the_link_is_there_closes_it_when_it_is()
    {
        await _reading.ValuesAsync().GetAsyncEnumerator().DisposeAsync();

        _reading.Attach(_control);

        Assert.True(_control.IsClosed);
    }

    private sealed class Control : IStreamControl
    {
        public bool IsClosed { get; private set; }

        public void Consumed(int messages)
        {
        }

        public void Closed() => IsClosed = true;
    }
}
