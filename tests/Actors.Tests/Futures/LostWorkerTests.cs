using Actors.Client;
using Actors.Configuration;
using Actors.Futures;
using Akka.Configuration;
using Xunit;

namespace Actors.Tests.Futures;

/// <summary>
/// A cluster of two workers, one of which ends without a word, as when its process is killed: what it had or ran is made again on the other one, if anybody needs it.
/// </summary>
public sealed class LostWorkerTests : IAsyncLifetime
{
    private const int Large = 100_000; // so that it travels with no answer

    // One place each: of two functions that wait for each other, both workers have one. The lost one is given up soon, and the other one stays, whatever their addresses are.
    private const string Settings = """
        akka.loglevel = WARNING
        akka.cluster.split-brain-resolver.active-strategy = keep-oldest
        actors.futures { slots = 1, fetch-timeout = 1s }
        actors.services.broker.lease = 2s
        """;

    private readonly string _name = Guid.NewGuid().ToString("n"); // other tests count runs too
    private readonly TemporaryFolder _folder = new();
    private ComputeCloud _cloud = null!;
    private FuturesClient _futures = null!;
    private NodeHost _second = null!;
    private string _staying = "";

    public async Task InitializeAsync()
    {
        _cloud = await ComputeCloud.StartEmbeddedAsync(new EmbeddedOptions { Nodes = 1, Settings = ConfigurationFactory.ParseString(Settings) });
        _futures = _cloud.Futures;
        await Eventually.HoldsAsync(async () => (await _futures.NCoresAsync()).Count == 1, () => "the worker is not there");
        _staying = (await _futures.NCoresAsync()).Keys.Single();
        var settings = ConfigurationFactory.ParseString($$"""
            akka.cluster.roles = [worker]
            akka.remote.dot-netty.tcp.port = 0
            # The end of the system is to be as sudden as that of a process.
            akka.coordinated-shutdown.run-by-actor-system-terminate = off
            actors { data-dir = "{{_folder.Path}}", jobs.sandbox = none }
            """).WithFallback(ConfigurationFactory.ParseString(Settings));
        var seed = Akka.Cluster.Cluster.Get(_cloud.ActorSystem).SelfAddress;
        _second = await NodeHost.StartAsync(NodePlan.From(settings), new NodeHostOptions { Join = _ => seed }, default);
        await Eventually.HoldsAsync(async () => (await _futures.NCoresAsync()).Count == 2, () => "the second worker is not there");
    }

    public async Task DisposeAsync()
    {
        // Nobody is to wait for it to say farewell.
        Akka.Cluster.Cluster.Get(_cloud.ActorSystem).Down(_second.Address);
        await _cloud.DisposeAsync();
        await _second.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Values_of_a_worker_that_is_lost_are_made_again_and_the_others_are_not()
    {
        var texts = await MakeOneOnEachAsync();
        var places = await _futures.WhoHasAsync(texts);
        Assert.All(places.Values, place => Assert.Single(place));
        Assert.Equal(2, places.Values.Select(place => place[0]).Distinct().Count());
        var lost = places[texts[0].Key][0] == _staying ? 1 : 0;

        await LoseSecondAsync();
        var lengths = _futures.Map(Words.Length, texts);

        Assert.Equal(new[] { Large, Large + 1 }, await _futures.GatherAsync(lengths));
        Assert.Equal(Large + lost, (await texts[lost]).Length);
        Assert.Equal((1, 2), (Words.Runs[$"{_name} {1 - lost}"], Words.Runs[$"{_name} {lost}"]));
    }

    [Fact]
    public async Task What_a_lost_worker_was_computing_is_computed_by_another_one()
    {
        var running = await RunOneOnEachAsync();

        await LoseSecondAsync();
        Words.Open(_name);

        Assert.Equal(new[] { Large, Large + 1 }, (await _futures.GatherAsync(running)).Select(text => text.Length));
        Assert.All((await _futures.WhoHasAsync(running)).Values, place => Assert.Equal([_staying], place));
    }

    [Fact]
    public async Task Gathering_with_a_worker_missing_gives_what_can_be_made_again_and_tells_what_cannot()
    {
        var texts = await MakeOneOnEachAsync();
        var scattered = await _futures.ScatterEachAsync([new string('a', Large), new string('b', Large)]);
        Assert.Equal(_staying, (await _futures.WhoHasAsync(scattered))[scattered[0].Key].Single());

        await LoseSecondAsync();
        var outcomes = await _futures.GatherOutcomesAsync([texts[1], .. scattered]);

        Assert.Equal(Large + 1, outcomes[0].Value.Length);
        Assert.Equal(new string('a', Large), outcomes[1].Value);
        Assert.Equal(ErrorCodes.Lost, Assert.IsType<ActorsException>(outcomes[2].Exception).Code);
    }

    [Fact]
    public async Task Releasing_with_a_worker_missing_lets_go_of_what_the_others_have()
    {
        var scattered = await _futures.ScatterEachAsync(["a", "b"]);
        Assert.Contains(scattered[0].Key, (await _futures.HasWhatAsync())[_staying]);

        await LoseSecondAsync();
        foreach (var value in scattered)
            value.Dispose();

        await Eventually.HoldsAsync(async () => (await _futures.HasWhatAsync()).TryGetValue(_staying, out var keys) && keys.Count == 0, () => "its value is still there");
    }

    private async Task<Future<string>[]> MakeOneOnEachAsync()
    {
        var both = await RunOneOnEachAsync();
        Words.Open(_name);
        await _futures.WaitAsync(both);
        return both;
    }

    private async Task<Future<string>[]> RunOneOnEachAsync()
    {
        var both = Enumerable.Range(0, 2).Select(i => _futures.Submit(Words.MakeWhenOpen, _name, $"{_name} {i}", Large + i)).ToArray();
        await Eventually.HoldsAsync(() => Words.Waiting.GetValueOrDefault(_name) == 2, () => $"only {Words.Waiting.GetValueOrDefault(_name)} workers compute");
        return both;
    }

    private Task LoseSecondAsync() => _second.System.Terminate();
}
