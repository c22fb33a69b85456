#nullable disable annotations
using Akka.Actor;
using Akka.TestKit.TestEvent;

namespace Akka.TestKit.Internal;

/// <summary>Publishes the filters to the <see cref="TestEventListener"/> around the code and counts their matches.</summary>
internal sealed class EventFilterApplier(TestKitBase testkit, ActorSystem system, IReadOnlyList<EventFilterBase> filters) : IEventFilterApplier
{
    public EventFilterFactory And => new(testkit, system, filters);

    public void ExpectOne(Action action, CancellationToken cancellationToken = default) => Expect(1, action, cancellationToken);

    public void ExpectOne(TimeSpan timeout, Action action, CancellationToken cancellationToken = default) => Expect(1, timeout, action, cancellationToken);

    public T ExpectOne<T>(Func<T> func, CancellationToken cancellationToken = default) => Expect(1, func, cancellationToken);

    public T ExpectOne<T>(TimeSpan timeout, Func<T> func, CancellationToken cancellationToken = default) => Expect(1, timeout, func, cancellationToken);

    public Task ExpectOneAsync(Action action, CancellationToken cancellationToken = default) => ExpectOneAsync(Done(action), cancellationToken);

    public Task ExpectOneAsync(Func<Task> actionAsync, CancellationToken cancellationToken = default) => ExpectAsync(1, actionAsync, cancellationToken);

    public Task ExpectOneAsync(TimeSpan timeout, Func<Task> action, CancellationToken cancellationToken = default) =>
        ExpectAsync(1, timeout, action, cancellationToken);

    public Task<T> ExpectOneAsync<T>(Func<Task<T>> func, CancellationToken cancellationToken = default) => ExpectAsync(1, func, cancellationToken);

    public Task<T> ExpectOneAsync<T>(TimeSpan timeout, Func<Task<T>> func, CancellationToken cancellationToken = default) =>
        ExpectAsync(1, timeout, func, cancellationToken);

    public void Expect(int expectedCount, Action action, CancellationToken cancellationToken = default) =>
        Intercept(Waiter.Blocking, Done(action), null, expectedCount, cancellationToken).Result();

    public void Expect(int expectedCount, TimeSpan timeout, Action action, CancellationToken cancellationToken = default) =>
        Intercept(Waiter.Blocking, Done(action), timeout, expectedCount, cancellationToken).Result();

    public T Expect<T>(int expectedCount, Func<T> func, CancellationToken cancellationToken = default) =>
        InterceptAsync(Waiter.Blocking, Done(func), null, expectedCount, cancellationToken).Result();

    public T Expect<T>(int expectedCount, TimeSpan timeout, Func<T> func, CancellationToken cancellationToken = default) =>
        InterceptAsync(Waiter.Blocking, Done(func), timeout, expectedCount, cancellationToken).Result();

    public Task ExpectAsync(int expectedCount, Func<Task> actionAsync, CancellationToken cancellationToken = default) =>
        Intercept(Waiter.Yielding, actionAsync, null, expectedCount, cancellationToken).AsTask();

    public Task ExpectAsync(int expectedCount, Func<Task> actionAsync, TimeSpan? timeout, CancellationToken cancellationToken = default) =>
        Intercept(Waiter.Yielding, actionAsync, timeout, expectedCount, cancellationToken).AsTask();

    public Task ExpectAsync(int expectedCount, TimeSpan timeout, Func<Task> action, CancellationToken cancellationToken = default) =>
        Intercept(Waiter.Yielding, action, timeout, expectedCount, cancellationToken).AsTask();

    public Task ExpectAsync(int expectedCount, TimeSpan timeout, Action action, CancellationToken cancellationToken = default) =>
        Intercept(Waiter.Yielding, Done(action), timeout, expectedCount, cancellationToken).AsTask();

    public Task<T> ExpectAsync<T>(int expectedCount, Func<Task<T>> func, CancellationToken cancellationToken = default) =>
        InterceptAsync(Waiter.Yielding, func, null, expectedCount, cancellationToken).AsTask();

    public Task<T> ExpectAsync<T>(int expectedCount, TimeSpan timeout, Func<Task<T>> func, CancellationToken cancellationToken = default) =>
        InterceptAsync(Waiter.Yielding, func, timeout, expectedCount, cancellationToken).AsTask();

    public IUnmutableFilter Mute()
    {
        system.EventStream.Publish(new Mute(filters));
        return new Muting(system, filters);
    }

    public void Mute(Action action, CancellationToken cancellationToken = default) =>
        Intercept(Waiter.Blocking, Done(action), null, null, cancellationToken).Result();

    public T Mute<T>(Func<T> func, CancellationToken cancellationToken = default) =>
        InterceptAsync(Waiter.Blocking, Done(func), null, null, cancellationToken).Result();

    public Task MuteAsync(Action action, CancellationToken cancellationToken = default) => MuteAsync(Done(action), cancellationToken);

    public Task MuteAsync(Func<Task> action, CancellationToken cancellationToken = default) =>
        Intercept(Waiter.Yielding, action, null, null, cancellationToken).AsTask();

    public Task<T> MuteAsync<T>(Func<Task<T>> func, CancellationToken cancellationToken = default) =>
        InterceptAsync(Waiter.Yielding, func, null, null, cancellationToken).AsTask();

    private async ValueTask Intercept(Waiter waiter, Func<Task> action, TimeSpan? timeout, int? expected, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(action);
        await InterceptAsync(waiter, RunAsync, timeout, expected, cancellationToken).ConfigureAwait(false);

        async Task<bool> RunAsync()
        {
            await action();
            return true;
        }
    }

    private async ValueTask<T> InterceptAsync<T>(
        Waiter waiter, Func<Task<T>> function, TimeSpan? timeout, int? expected, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(function);
        var matches = 0;
        foreach (var filter in filters) filter.Matched = () => Interlocked.Increment(ref matches);
        using var muting = Mute();
        var result = await function().ConfigureAwait(false);
        if (expected is not { } count) return result;

        var max = testkit.Dilated(timeout ?? testkit.TestKitSettings.TestEventFilterLeeway);
        // To expect none is to wait for one in vain.
        var awaited = Math.Max(count, 1);
        await TestKitBase.PollAsync(waiter, () => Volatile.Read(ref matches) >= awaited, max, cancellationToken).ConfigureAwait(false);
        var seen = Volatile.Read(ref matches);
        if (seen != count)
            testkit.AssertionsInUse.Fail("{0}", $"Expected {count} log events within {max}, but saw {seen}. Filters: {string.Join(" or ", filters)}");
        return result;
    }

    private static Func<Task> Done(Action action)
    {
        ArgumentNullException.ThrowIfNull(action);
        return () =>
        {
            action();
            return Task.CompletedTask;
        };
    }

    private static Func<Task<T>> Done<T>(Func<T> func)
    {
        ArgumentNullException.ThrowIfNull(func);
        return () => Task.FromResult(func());
    }

    private sealed class Muting(ActorSystem system, IReadOnlyList<EventFilterBase> filters) : IUnmutableFilter
    {
        private int _isOver;

        public void Unmute()
        {
            if (Interlocked.Exchange(ref _isOver, 1) == 0) system.EventStream.Publish(new Unmute(filters));
        }

        public void Dispose() => Unmute();
    }
}
