using Actors.Services.Methods;
using Actors.Services.Proxies;
using Xunit;

namespace Actors.Tests.Services;

public sealed class ResultReaderTests
{
    [Fact]
    public async Task An_array_is_read_as_a_stream_and_nothing_is_none()
    {
        Assert.Equal([1, 2], await ResultReader.Items<int>("m", new MethodResult("[1,2]"u8.ToArray())).ToListAsync());

        var failure = await Assert.ThrowsAsync<ActorsException>(async () => await ResultReader.Items<int>("m", MethodResult.Nothing).ToListAsync());
        Assert.Equal(ErrorCodes.Unserializable, failure.Code);
    }
}
