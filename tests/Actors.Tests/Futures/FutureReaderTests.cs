using Actors.Futures.Internal;
using Xunit;

namespace Actors.Tests.Futures;

public sealed class FutureReaderTests
{
    private static readonly byte[] Value = [1, 2, 3];

    private readonly List<string> _notThere = [];
    private readonly Queue<Func<byte[]>> _answers = new();
    private Func<byte[]> _atLast = () => Value;

    [Fact]
    public async Task A_worker_that_is_not_reached_for_a_while_is_asked_again_and_keeps_its_value()
    {
        foreach (var code in (string[])[ErrorCodes.Timeout, ErrorCodes.Unavailable, ErrorCodes.Overloaded, ErrorCodes.Lost])
            _answers.Enqueue(() => throw new ActorsException(code, "a moment"));

        Assert.Equal(Value, await ReadAsync());

        Assert.Empty(_notThere);
    }

    [Fact]
    public async Task A_worker_that_says_that_it_does_not_have_it_is_told_of()
    {
        _answers.Enqueue(() => throw new ActorsException(ErrorCodes.NotFound, "not here"));

        Assert.Equal(Value, await ReadAsync());

        Assert.Equal(["key w"], _notThere);
    }

    [Fact]
    public async Task A_worker_that_is_never_reached_is_given_up_and_the_value_is_not()
    {
        var asked = 0;
        _atLast = () => throw new ActorsException(ErrorCodes.Unavailable, $"the {++asked}th time");

        var failure = await Assert.ThrowsAsync<ActorsException>(ReadAsync);

        Assert.Equal((ErrorCodes.Unavailable, FutureReader.MaxRounds), (failure.Code, asked));
        Assert.Empty(_notThere);
    }

    private Task<byte[]> ReadAsync() => new FutureReader(
        (_, _) => Task.FromResult(new FuturePlace(["w"], null, null)),
        async (_, _, _, _) =>
        {
            await Task.CompletedTask;
            return (_answers.TryDequeue(out var answer) ? answer : _atLast)();
        },
        (key, worker) => _notThere.Add($"{key} {worker}"),
        new Hurry()).ReadAsync("key", default);

    /// <summary>Every pause is over at once.</summary>
    private sealed class Hurry : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => System.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
