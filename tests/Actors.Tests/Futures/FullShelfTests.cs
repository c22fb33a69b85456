using Actors.Client;
using Actors.Futures;
using Akka.Configuration;
using Xunit;

namespace Actors.Tests.Futures;

/// <summary>Two workers, one of which has room for no more.</summary>
public sealed class FullShelfTests : IAsyncLifetime
{
    private const int Large = 60_000; // one fits a shelf, and two do not

    private readonly string _name = Guid.NewGuid().ToString("n"); // other tests count runs too
    private ComputeCloud _cloud = null!;
    private FuturesClient _futures = null!;
    private Future<string> _first = null!;
    private string _full = "";

    public async Task InitializeAsync()
    {
        _cloud = await ComputeCloud.StartEmbeddedAsync(new EmbeddedOptions { Nodes = 2, Settings = ConfigurationFactory.ParseString("actors.futures.shelf-size = 100000 B") });
        _futures = _cloud.Futures;
        await Eventually.HoldsAsync(async () => (await _futures.NCoresAsync()).Count == 2, () => "not both workers are there");
        _first = await _futures.ScatterAsync(new string('x', Large));
        _full = (await _futures.WhoHasAsync([_first]))[_first.Key].Single();
    }

    public async Task DisposeAsync() => await _cloud.DisposeAsync();

    [Fact]
    public async Task A_broadcast_that_not_all_workers_take_fails_and_stays_on_none()
    {
        var failure = await Assert.ThrowsAsync<ActorsException>(() => _futures.ScatterAsync(new string('y', Large), broadcast: true));

        Assert.Equal(ErrorCodes.Overloaded, failure.Code);
        await Eventually.HoldsAsync(async () => (await _futures.HasWhatAsync()).Values.Sum(keys => keys.Count) == 1, () => "it is on a worker still");
    }

    [Fact]
    public async Task A_value_for_which_there_is_no_room_is_made_when_there_is_and_not_again_and_again()
    {
        using var value = _futures.Submit(Words.CountRuns, _name, Large, new FutureOptions { Workers = [_full] });
        await Eventually.HoldsAsync(() => Words.Runs.ContainsKey(_name), () => "it was not tried");

        _first.Dispose();

        Assert.Equal(Large, (await value).Length);
        Assert.InRange(Words.Runs[_name], 1, 2);
    }
}
