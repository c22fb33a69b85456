#nullable disable annotations
using System.Runtime.ExceptionServices;
using Akka.Event;
using Akka.TestKit.Internal;

namespace Akka.TestKit;

// These ask again and again, at growing intervals up to 100 ms unless an interval is given. Times are dilated;
// a null maximum is RemainingOrDefault.
public abstract partial class TestKitBase
{
    /// <summary>Repeats the assertion until it passes; fails with its last exception.</summary>
    public void AwaitAssert(Action assertion, TimeSpan? duration = null, TimeSpan? interval = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(assertion);
        PollAssertAsync(Waiter.Blocking, Completed(assertion), duration, interval, cancellationToken).Result();
    }

    public Task AwaitAssertAsync(Action assertion, TimeSpan? duration = null, TimeSpan? interval = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(assertion);
        return PollAssertAsync(Waiter.Yielding, Completed(assertion), duration, interval, cancellationToken).AsTask();
    }

    public Task AwaitAssertAsync(Func<Task> assertion, TimeSpan? duration = null, TimeSpan? interval = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(assertion);
        return PollAssertAsync(Waiter.Yielding, assertion, duration, interval, cancellationToken).AsTask();
    }

    /// <summary>Waits until the condition holds and fails if it does not in time.</summary>
    public void AwaitCondition(Func<bool> conditionIsFulfilled, CancellationToken cancellationToken = default) =>
        AwaitCondition(conditionIsFulfilled, null, null, null, cancellationToken);

    public void AwaitCondition(Func<bool> conditionIsFulfilled, TimeSpan? max, CancellationToken cancellationToken = default) =>
        AwaitCondition(conditionIsFulfilled, max, null, null, cancellationToken);

    public void AwaitCondition(Func<bool> conditionIsFulfilled, TimeSpan? max, string message, CancellationToken cancellationToken = default) =>
        AwaitCondition(conditionIsFulfilled, max, null, message, cancellationToken);

    public void AwaitCondition(
        Func<bool> conditionIsFulfilled, TimeSpan? max, TimeSpan? interval, string message = null, CancellationToken cancellationToken = default) =>
        PollConditionAsync(Waiter.Blocking, Completed(conditionIsFulfilled), RemainingOrDilated(max), interval, FailWith(message), cancellationToken).Result();

    public Task AwaitConditionAsync(Func<bool> conditionIsFulfilled, CancellationToken cancellationToken = default) =>
        AwaitConditionAsync(Completed(conditionIsFulfilled), null, null, null, cancellationToken);

    public Task AwaitConditionAsync(Func<bool> conditionIsFulfilled, TimeSpan? max, string message, CancellationToken cancellationToken = default) =>
        AwaitConditionAsync(Completed(conditionIsFulfilled), max, null, message, cancellationToken);

    public Task AwaitConditionAsync(
        Func<bool> conditionIsFulfilled, TimeSpan? max, TimeSpan? interval, string message = null, CancellationToken cancellationToken = default) =>
        AwaitConditionAsync(Completed(conditionIsFulfilled), max, interval, message, cancellationToken);

    public Task AwaitConditionAsync(Func<Task<bool>> conditionIsFulfilled, CancellationToken cancellationToken = default) =>
        AwaitConditionAsync(conditionIsFulfilled, null, null, null, cancellationToken);

    public Task AwaitConditionAsync(Func<Task<bool>> conditionIsFulfilled, TimeSpan? max, CancellationToken cancellationToken = default) =>
        AwaitConditionAsync(conditionIsFulfilled, max, null, null, cancellationToken);

    public Task AwaitConditionAsync(Func<Task<bool>> conditionIsFulfilled, TimeSpan? max, string message, CancellationToken cancellationToken = default) =>
        AwaitConditionAsync(conditionIsFulfilled, max, null, message, cancellationToken);

    public Task AwaitConditionAsync(
        Func<Task<bool>> conditionIsFulfilled, TimeSpan? max, TimeSpan? interval, string message = null, CancellationToken cancellationToken = default) =>
        PollConditionAsync(Waiter.Yielding, conditionIsFulfilled, RemainingOrDilated(max), interval, FailWith(message), cancellationToken).AsTask();

    /// <returns>Whether the condition held in time. The maximum is not dilated.</returns>
    public bool AwaitConditionNoThrow(
        Func<bool> conditionIsFulfilled, TimeSpan max, TimeSpan? interval = null, CancellationToken cancellationToken = default) =>
        InternalAwaitCondition(conditionIsFulfilled, max, interval, (_, _) => { }, cancellationToken);

    public Task<bool> AwaitConditionNoThrowAsync(
        Func<bool> conditionIsFulfilled, TimeSpan max, TimeSpan? interval = null, CancellationToken cancellationToken = default) =>
        AwaitConditionNoThrowAsync(Completed(conditionIsFulfilled), max, interval, cancellationToken);

    public Task<bool> AwaitConditionNoThrowAsync(
        Func<Task<bool>> conditionIsFulfilled, TimeSpan max, TimeSpan? interval = null, CancellationToken cancellationToken = default) =>
        InternalAwaitConditionAsync(conditionIsFulfilled, max, interval, (_, _) => { }, cancellationToken);

    /// <param name="conditionIsFulfilled">Asked until true.</param>
    /// <param name="max">Not dilated.</param>
    /// <param name="interval">Between two questions.</param>
    /// <param name="fail">Called with a format and its arguments when the time is over.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether the condition held in time.</returns>
    protected static bool InternalAwaitCondition(
        Func<bool> conditionIsFulfilled, TimeSpan max, TimeSpan? interval, Action<string, object[]> fail, CancellationToken cancellationToken = default) =>
        PollConditionAsync(Waiter.Blocking, Completed(conditionIsFulfilled), max, interval, fail, cancellationToken).Result();

    /// <param name="conditionIsFulfilled">Asked until true.</param>
    /// <param name="max">Not dilated.</param>
    /// <param name="interval">Between two questions.</param>
    /// <param name="fail">Called with a format and its arguments when the time is over.</param>
    /// <param name="logger">Hears of the failure too; may be null.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    protected static bool InternalAwaitCondition(
        Func<bool> conditionIsFulfilled, TimeSpan max, TimeSpan? interval, Action<string, object[]> fail, ILoggingAdapter logger,
        CancellationToken cancellationToken = default) =>
        InternalAwaitCondition(conditionIsFulfilled, max, interval, Logged(fail, logger), cancellationToken);

    protected static Task<bool> InternalAwaitConditionAsync(
        Func<Task<bool>> conditionIsFulfilled, TimeSpan max, TimeSpan? interval, Action<string, object[]> fail, CancellationToken cancellationToken = default) =>
        PollConditionAsync(Waiter.Yielding, conditionIsFulfilled, max, interval, fail, cancellationToken).AsTask();

    protected static Task<bool> InternalAwaitConditionAsync(
        Func<Task<bool>> conditionIsFulfilled, TimeSpan max, TimeSpan? interval, Action<string, object[]> fail, ILoggingAdapter logger,
        CancellationToken cancellationToken = default) =>
        InternalAwaitConditionAsync(conditionIsFulfilled, max, interval, Logged(fail, logger), cancellationToken);

    internal static ValueTask<bool> PollAsync(Waiter waiter, Func<bool> condition, TimeSpan max, CancellationToken cancellationToken) =>
        PollConditionAsync(waiter, Completed(condition), max, null, (_, _) => { }, cancellationToken);

    private async ValueTask PollAssertAsync(
        Waiter waiter, Func<Task> assertion, TimeSpan? duration, TimeSpan? interval, CancellationToken cancellationToken)
    {
        var failure = ExceptionDispatchInfo.Capture(new TimeoutException("The assertion was never run"));
        await PollConditionAsync(waiter, PassesAsync, RemainingOrDilated(duration), interval, (_, _) => failure.Throw(), cancellationToken);

        async Task<bool> PassesAsync()
        {
            try
            {
                await assertion();
                return true;
            }
            catch (Exception problem) when (problem is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                // Thrown again when the time is over.
                failure = ExceptionDispatchInfo.Capture(problem);
                return false;
            }
        }
    }

    private static async ValueTask<bool> PollConditionAsync(
        Waiter waiter, Func<Task<bool>> condition, TimeSpan max, TimeSpan? interval, Action<string, object[]> fail, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(condition);
        max.EnsureFinite(nameof(max));
        var deadline = new Deadline(max);
        var pauses = new PollInterval(interval);
        while (!await condition())
        {
            if (deadline.IsOver)
            {
                fail("The condition did not hold within {0}", [max]);
                return false;
            }

            await waiter.PauseAsync(pauses.Next().Min(deadline.Left), cancellationToken);
        }

        return true;
    }

    private Action<string, object[]> FailWith(string message) => (format, arguments) => Fail(string.Format(format, arguments), message);

    private static Action<string, object[]> Logged(Action<string, object[]> fail, ILoggingAdapter logger) => (format, arguments) =>
    {
        logger?.Debug(format, arguments);
        fail(format, arguments);
    };

    private static Func<Task> Completed(Action action) => () =>
    {
        action();
        return Task.CompletedTask;
    };

    private static Func<Task<bool>> Completed(Func<bool> condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        return () => Task.FromResult(condition());
    }
}
