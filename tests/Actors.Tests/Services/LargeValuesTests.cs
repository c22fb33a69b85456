using Actors.Services;
using Xunit;

namespace Actors.Tests.Services;

/// <summary>Arguments and results that do not fit a message.</summary>
[Collection(ServicesGroup.Name)]
public sealed class LargeValuesTests(ServicesFixture fixture) : IAsyncLifetime
{
    private const int Megabytes = 3 << 20;

    private readonly string _name = $"large-{Guid.NewGuid():n}";
    private readonly Hauler _hauler = new();
    private ServiceServer _server = null!;

    public async Task InitializeAsync() => _server = await fixture.Outside.Services.ServeAsync(_name, _hauler, new ServeOptions { Concurrency = 3 });

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData(61_000)]
    [InlineData(61_436)] // the first that does not fit
    [InlineData(61_437)]
    [InlineData(65_536)]
    [InlineData(Megabytes)]
    public async Task Arguments_and_results_of_any_size_travel(int length)
    {
        var text = Text(length);

        Assert.Equal(text, await fixture.Inside.CallAsync<string>(_name, "Echo", text));
        Assert.Equal(text, await fixture.Outside.CallAsync<string>(_name, "Echo", text));
    }

    [Fact]
    public async Task Named_and_positional_ones_keep_apart()
    {
        dynamic client = fixture.Inside.Services.Client(_name);
        var (first, second) = (Text(200_000), new string('y', 300_000));

        string joined = await client.Join(first, second: second);

        Assert.Equal(first + second, joined);
    }

    [Fact]
    public async Task Many_at_a_time_wait_for_each_other()
    {
        var texts = Enumerable.Range(0, 40).Select(i => Text(1_000_000) + i).ToArray();

        var echoes = await Task.WhenAll(texts.Select(text => fixture.Inside.CallAsync<string>(_name, "Echo", text)));

        Assert.Equal(texts, echoes);
    }

    [Fact]
    public async Task Two_calls_with_one_key_are_one_and_both_get_the_result()
    {
        var options = new CallOptions { Key = "once" };
        var text = Text(Megabytes);
        var calls = Enumerable.Range(0, 2).Select(i => (i == 0 ? fixture.Inside : fixture.Outside).Services.CallAsync<string>(_name, "Echo", [text], options));

        Assert.All(await Task.WhenAll(calls), echo => Assert.Equal(text, echo));
        Assert.Equal(1, _hauler.Runs);
    }

    [Fact]
    public async Task Values_of_a_stream_may_be_large()
    {
        var lengths = new List<int>();
        await foreach (var value in fixture.Inside.Services.StreamAsync<string>(_name, "Grow", 10, 400_000))
            lengths.Add(value.Length);

        Assert.Equal(Enumerable.Range(0, 10).Select(i => i * 400_000), lengths);
    }

    [Fact]
    public async Task A_limit_for_each_value_of_a_parameter_holds_for_large_arguments_too()
    {
        var calls = Enumerable.Range(0, 6).Select(_ => fixture.Inside.CallAsync<int>(_name, "Together", Text(100_000), "customer"));

        Assert.All(await Task.WhenAll(calls), together => Assert.Equal(1, together));
    }

    [Fact]
    public async Task A_caller_that_stops_waiting_leaves_nothing_behind()
    {
        using var cancel = new CancellationTokenSource();
        var call = fixture.Inside.Services.CallAsync<string>(_name, "Hang", [Text(Megabytes)], CallOptions.Default, cancel.Token);
        await _hauler.Hangs.Task.WaitAsync(TimeSpan.FromSeconds(30));
        cancel.Cancel();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await _hauler.HasStopped.Task.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal("a", await fixture.Inside.CallAsync<string>(_name, "Echo", "a"));
    }

    [Fact]
    public async Task A_submitted_call_keeps_small_arguments_and_results_only()
    {
        var argument = await Assert.ThrowsAsync<ActorsException>(() => fixture.Inside.Services.SubmitAsync(_name, "Echo", [Text(61_440)]));
        var submitted = await fixture.Inside.Services.SubmitAsync(_name, "Repeat", ["x", 61_440]);
        var result = await Assert.ThrowsAsync<ActorsException>(() => submitted.ResultAsync<string>());

        Assert.Equal((ErrorCodes.TooLarge, ErrorCodes.TooLarge), (argument.Code, result.Code));
        Assert.Contains("61440", argument.Message, StringComparison.Ordinal);
        Assert.Contains("store", result.Message, StringComparison.Ordinal);
    }

    // Not one letter, so that pieces which come twice or in another order are seen.
    private static string Text(int length) => string.Create(length, 0, (letters, _) =>
    {
        for (var i = 0; i < letters.Length; i++)
            letters[i] = (char)('a' + (i * 7 + i / 1000) % 26);
    });

    public sealed class Hauler
    {
        private int _runs;
        private int _together;

        public int Runs => _runs;

        public TaskCompletionSource Hangs { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource HasStopped { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public string Echo(string text)
        {
            Interlocked.Increment(ref _runs);
            return text;
        }

        public string Join(string first, string second) => first + second;

        public string Repeat(string text, int times) => string.Concat(Enumerable.Repeat(text, times));

        public async IAsyncEnumerable<string> Grow(int times, int by)
        {
            for (var i = 0; i < times; i++)
            {
                await Task.Yield();
                yield return new string('g', i * by);
            }
        }

        [CallLimit(MaxRunning = 1, Key = "customer")]
        public int Together(string text, string customer)
        {
            var together = Interlocked.Increment(ref _together);
            Thread.Yield();
            Interlocked.Decrement(ref _together);
            return text.Length > 0 && customer.Length > 0 ? together : 0;
        }

        public async Task<string> Hang(string text, CancellationToken cancel)
        {
            Hangs.TrySetResult();
            try
            {
                await Task.Delay(Timeout.Infinite, cancel);
            }
            finally
            {
                HasStopped.TrySetResult();
            }

            return text;
        }
    }
}
