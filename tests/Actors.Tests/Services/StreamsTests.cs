using System.Runtime.CompilerServices;
using Actors.Services;
using Xunit;

namespace Actors.Tests.Services;

/// <summary>Streams that nobody reads, or two do: they end, and their slot is free again.</summary>
[Collection(ServicesGroup.Name)]
public sealed class StreamsTests(ServicesFixture fixture) : IAsyncLifetime
{
    private readonly string _name = $"streams-{Guid.NewGuid():n}";
    private readonly Spring _spring = new();
    private ServiceServer _server = null!;

    public interface ISpring
    {
        Task Flow();
    }

    public async Task InitializeAsync() => _server = await fixture.Inside.Services.ServeAsync(_name, _spring);

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_call_without_a_result_ends_the_stream_that_it_gets()
    {
        await fixture.Outside.Services.Client(_name).CallAsync("Flow");

        await AssertIsFreeAsync();
    }

    [Fact]
    public async Task An_interface_whose_method_gives_no_result_ends_the_stream()
    {
        await fixture.Outside.Services.Client<ISpring>(_name).Flow();

        await AssertIsFreeAsync();
    }

    [Fact]
    public async Task A_stream_that_is_taken_for_a_value_ends()
    {
        dynamic client = fixture.Outside.Services.Client(_name);
        object result = await client.Flow();

        var failure = Assert.Throws<ActorsException>(() => (int)(dynamic)result);

        Assert.Equal(ErrorCodes.Unserializable, failure.Code);
        await AssertIsFreeAsync();
    }

    [Fact]
    public async Task A_stream_of_which_nobody_takes_anything_ends_after_a_while()
    {
        var unread = await fixture.Outside.CallAsync<IAsyncEnumerable<int>>(_name, "Flow");

        await AssertIsFreeAsync();
        var failure = await Assert.ThrowsAsync<ActorsException>(async () => await unread.LastAsync());

        Assert.Equal(ErrorCodes.Timeout, failure.Code);
        Assert.Contains("actors.services.host.stream-patience", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_has_one_reader_and_is_not_called_with_a_key()
    {
        var options = new CallOptions { Key = "one" };

        var failure = await Assert.ThrowsAsync<ActorsException>(async () => await fixture.Outside.Services.StreamAsync<int>(_name, "Flow", [], options).FirstAsync());

        Assert.Equal(ErrorCodes.Invalid, failure.Code);
        Assert.Contains("without a key", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_values_of_a_stream_are_made_on_the_threads_for_methods()
    {
        var threads = await fixture.Outside.Services.StreamAsync<string>(_name, "Threads", 50).ToListAsync();

        Assert.Equal(Enumerable.Repeat("actors-call", 50), threads);
    }

    private async Task AssertIsFreeAsync() =>
        Assert.Equal("free", await fixture.Outside.Services.CallAsync<string>(_name, "IsFree", [], new CallOptions { Timeout = Limits.Patience }));

    public sealed class Spring
    {
        public string IsFree() => "free";

        public async IAsyncEnumerable<int> Flow([EnumeratorCancellation] CancellationToken cancel = default)
        {
            for (var i = 0; ; i++)
            {
                if (i % 1000 == 0)
                    await Task.Yield();
                cancel.ThrowIfCancellationRequested();
                yield return i;
            }
        }

        // Nothing in it waits.
        public async IAsyncEnumerable<string> Threads(int count)
        {
            await Task.CompletedTask;
            for (var i = 0; i < count; i++)
                yield return Thread.CurrentThread.Name ?? "";
        }
    }
}
