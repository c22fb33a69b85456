using Actors.Client;
using Actors.Client.Internal;
using Xunit;

namespace Actors.Tests.Client;

public sealed class EndedPutsTests
{
    private readonly EndedPuts _ended = new(TimeSpan.FromSeconds(30));

    [Fact]
    public void The_end_of_a_put_is_known_for_a_while()
    {
        _ended.Add(1, new PutDone { RequestId = 1 }, TimeSpan.Zero);
        _ended.Add(2, new PutDone { RequestId = 2 }, TimeSpan.FromSeconds(30));
        Assert.Equal(1ul, Assert.IsType<PutDone>(_ended.Find(1)).RequestId);

        _ended.Add(3, new PutDone { RequestId = 3 }, TimeSpan.FromSeconds(31));

        Assert.Null(_ended.Find(1));
        Assert.NotNull(_ended.Find(2));
    }

    [Fact]
    public void Only_so_many_are_known()
    {
        for (var request = 0ul; request < 5000; request++)
            _ended.Add(request, new PutDone(), TimeSpan.Zero);

        Assert.Equal(4096, _ended.Count);
        Assert.NotNull(_ended.Find(4999));
    }
}
