namespace Actors.Gateways.Rpc;

/// <summary>
/// How many bytes of a stream may go before its client has used up what it has. Waiting is for one producer; the last item may overdraw, so that an item larger
/// than the window can go at all.
/// </summary>
internal sealed class StreamCredit
{
    private readonly long _window;

    // Guards both fields: the producer waits where the reader of the connection grants.
    private readonly Lock _gate = new();
    private long _left;
    private TaskCompletionSource? _waiting;

    public StreamCredit(long window) => _left = _window = window;

    /// <summary>Done at once while anything is left.</summary>
    public Task WaitAsync()
    {
        lock (_gate)
        {
            if (_left > 0) return Task.CompletedTask;
            _waiting ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _waiting.Task;
        }
    }

    public void Spend(int bytes)
    {
        lock (_gate) _left -= bytes;
    }

    /// <summary>More than the window is never left, whatever a client grants.</summary>
    public void Grant(long bytes)
    {
        TaskCompletionSource? waiting = null;
        lock (_gate)
        {
            _left = bytes > _window - _left ? _window : _left + Math.Max(0, bytes);
            if (_left > 0) (waiting, _waiting) = (_waiting, null);
        }

        waiting?.SetResult();
    }
}
