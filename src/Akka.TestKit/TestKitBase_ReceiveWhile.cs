#nullable disable annotations
using System.Runtime.CompilerServices;
using Akka.TestKit.Internal;

namespace Akka.TestKit;

public abstract partial class TestKitBase
{
    /// <summary>Takes messages as long as the filter gives a result, and gives the results. The first message without one stays in place.</summary>
    /// <param name="max">For all together; default <see cref="RemainingOrDefault"/>.</param>
    /// <param name="filter">Null ends it.</param>
    /// <param name="msgs">At most so many.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public IReadOnlyList<T> ReceiveWhile<T>(TimeSpan? max, Func<object, T> filter, int msgs = int.MaxValue, CancellationToken cancellationToken = default) =>
        TakeWhileAsync(Waiter.Blocking, filter, max, null, msgs, cancellationToken).Collect();

    /// <param name="max">For all together; default <see cref="RemainingOrDefault"/>.</param>
    /// <param name="idle">Longest pause between two messages; default endless.</param>
    /// <param name="filter">Null ends it.</param>
    /// <param name="msgs">At most so many.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public IReadOnlyList<T> ReceiveWhile<T>(
        TimeSpan? max, TimeSpan? idle, Func<object, T> filter, int msgs = int.MaxValue, CancellationToken cancellationToken = default) =>
        TakeWhileAsync(Waiter.Blocking, filter, max, idle, msgs, cancellationToken).Collect();

    public IReadOnlyList<T> ReceiveWhile<T>(
        Func<object, T> filter, TimeSpan? max = null, TimeSpan? idle = null, int msgs = int.MaxValue, CancellationToken cancellationToken = default) =>
        TakeWhileAsync(Waiter.Blocking, filter, max, idle, msgs, cancellationToken).Collect();

    /// <summary>Takes messages of one type as long as the predicate holds; the first one that it refuses stays in place.</summary>
    /// <param name="shouldContinue">Over the messages of the type.</param>
    /// <param name="max">For all together; default <see cref="RemainingOrDefault"/>.</param>
    /// <param name="idle">Longest pause between two messages; default endless.</param>
    /// <param name="msgs">At most so many.</param>
    /// <param name="shouldIgnoreOtherMessageTypes">Whether messages of other types are dropped; otherwise they end it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public IReadOnlyList<T> ReceiveWhile<T>(
        Predicate<T> shouldContinue, TimeSpan? max = null, TimeSpan? idle = null, int msgs = int.MaxValue,
        bool shouldIgnoreOtherMessageTypes = true, CancellationToken cancellationToken = default) =>
        TakeWhileAsync(Waiter.Blocking, shouldContinue, max, idle, msgs, shouldIgnoreOtherMessageTypes, cancellationToken).Collect();

    public IAsyncEnumerable<T> ReceiveWhileAsync<T>(TimeSpan? max, Func<object, T> filter, int msgs = int.MaxValue, CancellationToken cancellationToken = default) =>
        TakeWhileAsync(Waiter.Yielding, filter, max, null, msgs, cancellationToken);

    public IAsyncEnumerable<T> ReceiveWhileAsync<T>(
        TimeSpan? max, TimeSpan? idle, Func<object, T> filter, int msgs = int.MaxValue, CancellationToken cancellationToken = default) =>
        TakeWhileAsync(Waiter.Yielding, filter, max, idle, msgs, cancellationToken);

    public IAsyncEnumerable<T> ReceiveWhileAsync<T>(
        Func<object, T> filter, TimeSpan? max = null, TimeSpan? idle = null, int msgs = int.MaxValue, CancellationToken cancellationToken = default) =>
        TakeWhileAsync(Waiter.Yielding, filter, max, idle, msgs, cancellationToken);

    public IAsyncEnumerable<T> ReceiveWhileAsync<T>(
        Predicate<T> shouldContinue, TimeSpan? max = null, TimeSpan? idle = null, int msgs = int.MaxValue,
        bool shouldIgnoreOtherMessageTypes = true, CancellationToken cancellationToken = default) =>
        TakeWhileAsync(Waiter.Yielding, shouldContinue, max, idle, msgs, shouldIgnoreOtherMessageTypes, cancellationToken);

    private IAsyncEnumerable<T> TakeWhileAsync<T>(
        Waiter waiter, Func<object, T> filter, TimeSpan? max, TimeSpan? idle, int count, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return TakeWhileAsync<T>(waiter, Accept, max, idle, count, cancellationToken);

        (bool, bool, T) Accept(object message)
        {
            var result = filter(message);
            return (result is not null, true, result);
        }
    }

    private IAsyncEnumerable<T> TakeWhileAsync<T>(
        Waiter waiter, Predicate<T> shouldContinue, TimeSpan? max, TimeSpan? idle, int count, bool ignoreOthers, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(shouldContinue);
        return TakeWhileAsync<T>(waiter, Accept, max, idle, count, cancellationToken);

        (bool, bool, T) Accept(object message) => message is T typed ? (shouldContinue(typed), true, typed) : (ignoreOthers, false, default);
    }

    private async IAsyncEnumerable<T> TakeWhileAsync<T>(
        Waiter waiter, Func<object, (bool Take, bool Keep, T Item)> accept, TimeSpan? max, TimeSpan? idle, int count,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var deadline = new Deadline(RemainingOrDilated(max));
        var kept = 0;
        while (kept < count)
        {
            var next = await PeekAsync(waiter, deadline.Left.Min(idle), cancellationToken);
            if (next is null) break;
            var (take, keep, item) = accept(next.Message);
            if (!take) break;
            await TakeAsync(waiter, TimeSpan.Zero, cancellationToken);
            if (!keep) continue;
            kept++;
            yield return item;
        }

        // It waits for silence, so a Within around it must not hold the time against it.
        _lastWasNoMessage = true;
    }
}
