using Actors.Client;
using Actors.Futures;
using Akka.Configuration;
using Xunit;

namespace Actors.Tests.Futures;

/// <summary>Workers have forgotten what they had: it is made again, if anybody needs it.</summary>
public sealed class HealingTests : IAsyncLifetime
{
    private const int Large = 100_000; // so that it travels with no answer

    private readonly string _name = Guid.NewGuid().ToString("n"); // other tests count runs too
    private ComputeCloud _cloud = null!;
    private FuturesClient _futures = null!;

    public async Task InitializeAsync()
    {
        _cloud = await ComputeCloud.StartEmbeddedAsync(new EmbeddedOptions { Nodes = 1, Settings = ConfigurationFactory.ParseString("actors.futures.fetch-timeout = 1s") });
        _futures = _cloud.Futures;
        await Eventually.HoldsAsync(async () => (await _futures.NCoresAsync()).Count == 1, () => "the worker is not there");
    }

    public async Task DisposeAsync() => await _cloud.DisposeAsync();

    [Fact]
    public async Task Everything_may_be_forgotten_and_what_others_still_need_is_made_again()
    {
        await using var other = ComputeCloud.From(_cloud.ActorSystem);
        using var mine = _futures.Submit(Words.CountRuns, _name, Large);
        using var theirs = other.Futures.Submit(Words.CountRuns, _name, Large + 1);
        using var length = other.Futures.Submit(Words.Length, theirs);
        await Task.WhenAll(mine.ResultAsync(), length.ResultAsync());
        Assert.Equal(2, Words.Runs[_name]);

        await _futures.RestartAsync();

        Assert.Equal(FutureStatus.Cancelled, mine.Status);
        Assert.Equal(ErrorCodes.Cancelled, (await Assert.ThrowsAsync<ActorsException>(() => mine.ResultAsync())).Code);
        Assert.Equal(Large + 1, (await theirs).Length);
        Assert.Equal(Large + 2, await other.Futures.Submit(Words.Increase, length));
        Assert.Equal(3, Words.Runs[_name]);
    }

    [Fact]
    public async Task An_argument_that_is_missing_where_it_should_be_is_made_again_with_all_it_needs()
    {
        using var text = _futures.Submit(Words.CountRuns, _name, Large);
        using var longer = _futures.Submit(Words.Twice, text);
        await longer;
        text.Dispose();
        await ForgetEverythingAsync();

        using var length = _futures.Submit(Words.Length, longer);

        Assert.Equal(2 * Large, await length);
        Assert.Equal(2, Words.Runs[_name]);
    }

    [Fact]
    public async Task A_scattered_value_that_is_lost_is_told_as_lost()
    {
        using var value = await _futures.ScatterAsync(new string('x', Large));
        await ForgetEverythingAsync();

        using var length = _futures.Submit(Words.Length, value);

        Assert.Equal(ErrorCodes.Lost, (await Assert.ThrowsAsync<ActorsException>(() => length.ResultAsync())).Code);
        Assert.Equal(ErrorCodes.Lost, (await Assert.ThrowsAsync<ActorsException>(() => value.ResultAsync())).Code);
    }

    /// <summary>The shelves are emptied, and this client is not told.</summary>
    private async Task ForgetEverythingAsync()
    {
        await using var other = ComputeCloud.From(_cloud.ActorSystem);
        await other.Futures.RestartAsync();
    }
}
