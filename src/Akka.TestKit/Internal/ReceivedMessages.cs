namespace Akka.TestKit.Internal;

/// <summary>What a test actor received and the test has not read yet. The actor adds, one test reads.</summary>
internal sealed class ReceivedMessages
{
    // Guards both fields.
    private readonly Lock _gate = new();
    private readonly Queue<MessageEnvelope> _messages = new();
    private TaskCompletionSource? _arrival;

    public int Count
    {
        get
        {
            lock (_gate) return _messages.Count;
        }
    }

    public void Add(MessageEnvelope envelope)
    {
        TaskCompletionSource? arrival;
        lock (_gate)
        {
            _messages.Enqueue(envelope);
            arrival = _arrival;
            _arrival = null;
        }

        arrival?.SetResult();
    }

    public IReadOnlyList<MessageEnvelope> Drain()
    {
        lock (_gate)
        {
            var rest = _messages.ToArray();
            _messages.Clear();
            return rest;
        }
    }

    /// <param name="waiter">How to wait.</param>
    /// <param name="max">Zero or negative: do not wait; <see cref="Timeout.InfiniteTimeSpan"/>: for ever.</param>
    /// <param name="remove">False only looks at the message.</param>
    /// <param name="cancellationToken">Cancels the wait with <see cref="OperationCanceledException"/>.</param>
    /// <returns>The oldest message, or null if none came in time.</returns>
    public async ValueTask<MessageEnvelope?> NextAsync(Waiter waiter, TimeSpan max, bool remove, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var deadline = new Deadline(max);
        while (true)
        {
            Task arrival;
            lock (_gate)
            {
                if (remove ? _messages.TryDequeue(out var envelope) : _messages.TryPeek(out envelope)) return envelope;
                _arrival ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                arrival = _arrival.Task;
            }

            if (deadline.IsOver || !await waiter.ForAsync(arrival, deadline.Left, cancellationToken).ConfigureAwait(false)) return null;
        }
    }
}
