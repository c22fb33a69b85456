using Actors.Futures;
using Actors.Futures.Shelves;
using Actors.Futures.Workers;
using Xunit;

namespace Actors.Tests.Futures;

public sealed class InputFetchTests
{
    private readonly Shelf _shelf = new(new ShelfTerms());
    private int _read;

    [Fact]
    public async Task Workers_that_say_no_are_told_apart_from_those_that_were_not_reached()
    {
        var fetch = Fetch(Input("a", "here", "none", "silent"), Input("b", "silent"), Input("c", "here"));

        await fetch.RunAsync(default);

        Assert.Equal(["a: here none", "c: here"], fetch.Missing.Select(Text));
        Assert.Equal(["a: silent", "b: silent"], fetch.Unreached.Select(Text));
    }

    [Fact]
    public async Task An_input_that_another_worker_has_is_neither_missing_nor_unreached()
    {
        var fetch = Fetch(Input("a", "silent", "none", "60"));

        await fetch.RunAsync(default);

        Assert.Equal(60, fetch.Values["a"].Length);
        Assert.Equal(["a"], fetch.Copied);
        Assert.Empty(fetch.Missing.Concat(fetch.Unreached));
    }

    [Fact]
    public async Task Inputs_that_are_too_large_together_are_not_read_to_their_end()
    {
        var fetch = Fetch(Input("a", "60"), Input("b", "1000000"));

        var failure = await Assert.ThrowsAsync<ActorsException>(() => fetch.RunAsync(default));

        Assert.Equal(ErrorCodes.TooLarge, failure.Code);
        Assert.Contains("actors.futures.max-input-size", failure.Message, StringComparison.Ordinal);
        Assert.InRange(_read, 100, 120);
    }

    [Fact]
    public async Task What_a_broken_read_brought_is_not_counted()
    {
        var fetch = Fetch(Input("a", "broken", "60"));

        await fetch.RunAsync(default);

        Assert.Equal(60, fetch.Values["a"].Length);
    }

    private static FutureInput Input(string key, params string[] workers) => new() { Key = key, Workers = { workers } };

    private static string Text(FutureInput input) => $"{input.Key}: {string.Join(' ', input.Workers)}";

    private InputFetch Fetch(params FutureInput[] inputs) =>
        new(new ComputeFuture { Client = "client", Serial = 1, Inputs = { inputs } }, _shelf, ReadAsync, "here", maxBytes: 100, TimeSpan.Zero);

    /// <summary>Workers are named for what they have: so many bytes, which come ten at a time; nothing; or no answer.</summary>
    private Task<byte[]> ReadAsync(string worker, string key, Action<int>? count, CancellationToken cancel)
    {
        if (worker is "none")
            return Task.FromException<byte[]>(new ActorsException(ErrorCodes.NotFound, "it is not here"));
        if (worker is "silent")
            return Task.FromException<byte[]>(new ActorsException(ErrorCodes.Timeout, "no answer"));
        try
        {
            for (var left = worker is "broken" ? 90 : int.Parse(worker); left > 0; left -= 10)
            {
                _read += 10;
                count!(10);
            }
        }
        catch (ActorsException failure)
        {
            return Task.FromException<byte[]>(failure);
        }

        return worker is "broken" ? Task.FromException<byte[]>(new ActorsException(ErrorCodes.Lost, "the connection broke")) : Task.FromResult(new byte[int.Parse(worker)]);
    }
}
