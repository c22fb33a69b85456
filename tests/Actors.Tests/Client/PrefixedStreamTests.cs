using Actors.Internal;
using Actors.Tests.Storage.Nodes;
using Xunit;

namespace Actors.Tests.Client;

public sealed class PrefixedStreamTests
{
    [Fact]
    public async Task The_rest_is_free_when_the_reading_of_it_that_was_begun_has_ended()
    {
        var rest = new PausingStream([3, 4, 5], pauseAt: 0);
        using var stream = new PrefixedStream(new byte[] { 1, 2 }, rest);
        var buffer = new byte[2];
        Assert.Equal(2, await stream.ReadAsync(buffer));
        Assert.False(stream.HasReadOn);
        var reading = stream.ReadAsync(buffer);

        var left = stream.LeaveAsync();
        Assert.False(left.IsCompleted);
        rest.Resume();
        await left;

        Assert.Equal((2, 2), (await reading, rest.Position));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await stream.ReadExactlyAsync(buffer));
    }
}
