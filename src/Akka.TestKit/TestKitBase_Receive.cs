#nullable disable annotations
using System.Runtime.CompilerServices;
using Akka.TestKit.Internal;

namespace Akka.TestKit;

public abstract partial class TestKitBase
{
    // What a failed expectation shows of the past.
    private const int HistoryLength = 10;

    private readonly Queue<MessageEnvelope> _history = new();
    private MessageEnvelope _last = NullMessageEnvelope.Instance;

    /// <summary>Takes one message, or gives null when none comes.</summary>
    /// <param name="max">Default <see cref="RemainingOrDefault"/>; zero or negative does not wait, except <see cref="Timeout.InfiniteTimeSpan"/>. Not dilated.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public object ReceiveOne(TimeSpan? max = null, CancellationToken cancellationToken = default) =>
        TakeAsync(Waiter.Blocking, max ?? RemainingOrDefault, cancellationToken).Result()?.Message;

    public async ValueTask<object> ReceiveOneAsync(TimeSpan? max = null, CancellationToken cancellationToken = default) =>
        (await TakeAsync(Waiter.Yielding, max ?? RemainingOrDefault, cancellationToken))?.Message;

    /// <summary>Like <see cref="ReceiveOne"/>, with the sender. The envelope is <see cref="NullMessageEnvelope"/> when none comes.</summary>
    public bool TryReceiveOne(out MessageEnvelope envelope, TimeSpan? max = null, CancellationToken cancellationToken = default)
    {
        var taken = TakeAsync(Waiter.Blocking, max ?? RemainingOrDefault, cancellationToken).Result();
        envelope = taken ?? NullMessageEnvelope.Instance;
        return taken is not null;
    }

    public async ValueTask<ValueTuple<bool, MessageEnvelope>> TryReceiveOneAsync(TimeSpan? max, CancellationToken cancellationToken = default)
    {
        var taken = await TakeAsync(Waiter.Yielding, max ?? RemainingOrDefault, cancellationToken);
        return (taken is not null, taken ?? NullMessageEnvelope.Instance);
    }

    /// <summary>Looks at the next message and leaves it; null when none comes.</summary>
    public object PeekOne(TimeSpan? max = null, CancellationToken cancellationToken = default) =>
        PeekAsync(Waiter.Blocking, max, cancellationToken).Result()?.Message;

    public object PeekOne(CancellationToken cancellationToken) => PeekOne(null, cancellationToken);

    public async ValueTask<object> PeekOneAsync(TimeSpan? max = null, CancellationToken cancellationToken = default) =>
        (await PeekAsync(Waiter.Yielding, max, cancellationToken))?.Message;

    public ValueTask<object> PeekOneAsync(CancellationToken cancellationToken) => PeekOneAsync(null, cancellationToken);

    public bool TryPeekOne(out MessageEnvelope envelope, TimeSpan? max, CancellationToken cancellationToken)
    {
        var seen = PeekAsync(Waiter.Blocking, max, cancellationToken).Result();
        envelope = seen ?? NullMessageEnvelope.Instance;
        return seen is not null;
    }

    public async ValueTask<ValueTuple<bool, MessageEnvelope>> TryPeekOneAsync(TimeSpan? max, CancellationToken cancellationToken)
    {
        var seen = await PeekAsync(Waiter.Yielding, max, cancellationToken);
        return (seen is not null, seen ?? NullMessageEnvelope.Instance);
    }

    /// <summary>Takes exactly so many messages and fails if they do not come within <see cref="RemainingOrDefault"/>.</summary>
    public IReadOnlyCollection<object> ReceiveN(int numberOfMessages, CancellationToken cancellationToken = default) =>
        TakeManyAsync(Waiter.Blocking, numberOfMessages, RemainingOrDefault, cancellationToken).Collect();

    /// <param name="numberOfMessages">How many.</param>
    /// <param name="max">For all together, dilated.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public IReadOnlyCollection<object> ReceiveN(int numberOfMessages, TimeSpan max, CancellationToken cancellationToken = default) =>
        TakeManyAsync(Waiter.Blocking, numberOfMessages, FiniteDilated(max), cancellationToken).Collect();

    public IAsyncEnumerable<object> ReceiveNAsync(int numberOfMessages, CancellationToken cancellationToken = default) =>
        TakeManyAsync(Waiter.Yielding, numberOfMessages, RemainingOrDefault, cancellationToken);

    public IAsyncEnumerable<object> ReceiveNAsync(int numberOfMessages, TimeSpan max, CancellationToken cancellationToken = default) =>
        TakeManyAsync(Waiter.Yielding, numberOfMessages, FiniteDilated(max), cancellationToken);

    private async IAsyncEnumerable<object> TakeManyAsync(
        Waiter waiter, int count, TimeSpan max, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var deadline = new Deadline(max);
        for (var taken = 0; taken < count; taken++)
        {
            var envelope = await TakeAsync(waiter, deadline.Left, cancellationToken);
            if (envelope is null) Fail($"Expected {count} messages within {max}, but received {taken}");
            yield return envelope.Message;
        }
    }

    private async ValueTask<MessageEnvelope> TakeAsync(Waiter waiter, TimeSpan max, CancellationToken cancellationToken)
    {
        _lastWasNoMessage = false;
        var envelope = await _received.NextAsync(waiter, max, remove: true, cancellationToken);
        if (envelope is null)
        {
            _last = NullMessageEnvelope.Instance;
            return null;
        }

        _last = envelope;
        if (_history.Count == HistoryLength) _history.Dequeue();
        _history.Enqueue(envelope);
        return envelope;
    }

    private ValueTask<MessageEnvelope> PeekAsync(Waiter waiter, TimeSpan? max, CancellationToken cancellationToken) =>
        _received.NextAsync(waiter, max ?? RemainingOrDefault, remove: false, cancellationToken);

    private TimeSpan FiniteDilated(TimeSpan max)
    {
        max.EnsureFinite(nameof(max));
        return Dilated(max);
    }
}
