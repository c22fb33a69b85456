namespace Akka.Actor.Internal;

/// <summary>A bounded queue whose takers wait for the first message that they want; a message goes to the one who waits longest.</summary>
internal sealed class InboxQueue(int capacity)
{
    private sealed class Taker(Predicate<object> wants) : TaskCompletionSource<object>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public Predicate<object> Wants { get; } = wants;
    }

    // Guards both lists: a message is never in the queue while somebody waits who wants it.
    private readonly Lock _lock = new();
    private readonly LinkedList<object> _messages = [];
    private readonly LinkedList<Taker> _takers = [];

    /// <returns>False if the queue is full.</returns>
    public bool TryAdd(object message)
    {
        lock (_lock)
        {
            for (var node = _takers.First; node is not null; node = node.Next)
            {
                if (!node.Value.Wants(message)) continue;
                _takers.Remove(node);
                node.Value.SetResult(message);
                return true;
            }

            if (_messages.Count >= capacity) return false;
            _messages.AddLast(message);
            return true;
        }
    }

    /// <exception cref="OperationCanceledException">The token was cancelled first.</exception>
    public async Task<object> TakeAsync(Predicate<object> wants, CancellationToken token)
    {
        LinkedListNode<Taker> taker;
        lock (_lock)
        {
            for (var node = _messages.First; node is not null; node = node.Next)
            {
                if (!wants(node.Value)) continue;
                _messages.Remove(node);
                return node.Value;
            }

            taker = _takers.AddLast(new Taker(wants));
        }

        using var registration = token.UnsafeRegister(_ => GiveUp(taker, token), null);
        return await taker.Value.Task.ConfigureAwait(false);
    }

    private void GiveUp(LinkedListNode<Taker> taker, CancellationToken token)
    {
        lock (_lock)
        {
            if (taker.List is null) return;
            _takers.Remove(taker);
            taker.Value.SetCanceled(token);
        }
    }
}
