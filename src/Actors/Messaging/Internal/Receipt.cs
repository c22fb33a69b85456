using System.Collections.Immutable;

namespace Actors.Messaging.Internal;

/// <summary>What a sender waits for: that all receivers have an envelope in their inboxes. Safe for use by several threads.</summary>
internal sealed class Receipt(IEnumerable<int> receivers)
{
    private readonly TaskCompletionSource<ActorsException?> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ImmutableHashSet<int> _missing = [.. receivers];

    /// <summary>Null: all have it.</summary>
    public Task<ActorsException?> Done => _done.Task;

    /// <summary>Who has not confirmed it.</summary>
    public IEnumerable<int> Missing => _missing.Order();

    public void Delivered(int pid)
    {
        if (ImmutableInterlocked.Update(ref _missing, static (missing, receiver) => missing.Remove(receiver), pid) && _missing.IsEmpty)
            _done.TrySetResult(null);
    }

    /// <summary>One receiver that will not get it fails the whole.</summary>
    public void Failed(string code, string reason) => _done.TrySetResult(new ActorsException(code, reason));

    /// <summary>With nobody to send to there is nothing to wait for.</summary>
    public void CompleteIfEmpty()
    {
        if (_missing.IsEmpty)
            _done.TrySetResult(null);
    }
}
