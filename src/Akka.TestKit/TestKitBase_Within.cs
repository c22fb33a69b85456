#nullable disable annotations
using Akka.TestKit.Internal;

namespace Akka.TestKit;

public abstract partial class TestKitBase
{
    // The end of the innermost Within, or null outside any.
    private TimeSpan? _end;
    private bool _lastWasNoMessage;

    /// <summary>What is left of the innermost Within; throws outside.</summary>
    public TimeSpan Remaining => _end is { } end
        ? end - Now
        : throw new InvalidOperationException("Remaining is known only inside a Within");

    /// <summary>What is left of the innermost Within; outside, <c>akka.test.single-expect-default</c>, dilated.</summary>
    public TimeSpan RemainingOrDefault => RemainingOr(Dilated(TestKitSettings.SingleExpectDefault));

    protected TimeSpan RemainingOr(TimeSpan duration) => _end is { } end ? end - Now : duration;

    /// <summary>The given time, dilated; for null <see cref="RemainingOrDefault"/>.</summary>
    /// <exception cref="ArgumentException">The time is infinite.</exception>
    public TimeSpan RemainingOrDilated(TimeSpan? duration)
    {
        if (duration is not { } given) return RemainingOrDefault;
        if (given == Timeout.InfiniteTimeSpan) throw new ArgumentException("An expectation cannot wait for ever", nameof(duration));
        return Dilated(given);
    }

    /// <summary>Another name of <see cref="RemainingOrDilated"/>.</summary>
    public TimeSpan GetTimeoutOrDefault(TimeSpan? timeout) => RemainingOrDilated(timeout);

    /// <summary>Multiplies by <c>akka.test.timefactor</c>.</summary>
    public TimeSpan Dilated(TimeSpan duration) => duration * TestKitSettings.TestTimeFactor;

    /// <summary>Runs the action and fails if it takes longer than <paramref name="max"/>, dilated. Expectations inside without a time of
    /// their own wait for what is left. When the last of them was an ExpectNoMsg, the end is not checked.</summary>
    /// <param name="max">Cut by an outer Within.</param>
    /// <param name="action">The block.</param>
    /// <param name="epsilonValue">Tolerance at the end; default none.</param>
    /// <param name="cancellationToken">Checked before the block.</param>
    public void Within(TimeSpan max, Action action, TimeSpan? epsilonValue = null, CancellationToken cancellationToken = default) =>
        Within(TimeSpan.Zero, max, action, null, epsilonValue, cancellationToken);

    /// <summary>Also fails if the block takes less than <paramref name="min"/>.</summary>
    public void Within(
        TimeSpan min, TimeSpan max, Action action, string hint = null, TimeSpan? epsilonValue = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(action);
        Within(min, max, () => { action(); return true; }, hint, epsilonValue, cancellationToken);
    }

    public T Within<T>(TimeSpan max, Func<T> function, TimeSpan? epsilonValue = null, CancellationToken cancellationToken = default) =>
        Within(TimeSpan.Zero, max, function, null, epsilonValue, cancellationToken);

    public T Within<T>(
        TimeSpan min, TimeSpan max, Func<T> function, string hint = null, TimeSpan? epsilonValue = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(function);
        return WithinAsync(min, max, () => Task.FromResult(function()), hint, epsilonValue, cancellationToken).GetAwaiter().GetResult();
    }

    public Task WithinAsync(TimeSpan max, Func<Task> actionAsync, TimeSpan? epsilonValue = null, CancellationToken cancellationToken = default) =>
        WithinAsync(TimeSpan.Zero, max, actionAsync, null, epsilonValue, cancellationToken);

    public Task WithinAsync(
        TimeSpan min, TimeSpan max, Func<Task> actionAsync, string hint = null, TimeSpan? epsilonValue = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(actionAsync);
        return WithinAsync(min, max, async () => { await actionAsync(); return true; }, hint, epsilonValue, cancellationToken);
    }

    public Task<T> WithinAsync<T>(TimeSpan max, Func<Task<T>> function, TimeSpan? epsilonValue = null, CancellationToken cancellationToken = default) =>
        WithinAsync(TimeSpan.Zero, max, function, null, epsilonValue, cancellationToken);

    public async Task<T> WithinAsync<T>(
        TimeSpan min, TimeSpan max, Func<Task<T>> function, string hint = null, TimeSpan? epsilonValue = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(function);
        min.EnsureFinite(nameof(min));
        max.EnsureFinite(nameof(max));
        cancellationToken.ThrowIfCancellationRequested();

        var start = Now;
        var outerEnd = _end;
        var limit = Dilated(max).Min(outerEnd - start);
        Assert(limit >= min, $"A block must take at least {min}, but the outer Within leaves only {limit}", hint);
        _lastWasNoMessage = false;
        _end = start + limit;
        T result;
        try
        {
            result = await function();
        }
        finally
        {
            _end = outerEnd;
        }

        var elapsed = Now - start;
        Assert(elapsed >= min, $"The block took {elapsed}, but should have taken at least {min}", hint);
        if (!_lastWasNoMessage) Assert(elapsed <= limit + (epsilonValue ?? TimeSpan.Zero), $"The block took {elapsed}, longer than {limit}", hint);
        return result;
    }
}
