namespace Actors.Gateways.Rpc;

/// <summary>One request or notification that a connection runs.</summary>
internal sealed class ServerCall(RpcEntry entry, StreamCredit? credit, TimeProvider time) : IDisposable
{
    private readonly long _began = time.GetTimestamp();
    private readonly CancellationTokenSource _cancel = new(Timeout.InfiniteTimeSpan, time);
    private volatile string? _cancelledBecause;

    public RpcId Id => entry.Id;

    public string Method => entry.Method;

    public ReadOnlyMemory<byte> Params => entry.Params;

    /// <summary>Null when the peer takes a stream as one array.</summary>
    public StreamCredit? Credit { get; } = credit;

    public CancellationToken Cancel => _cancel.Token;

    /// <summary>What was asked of the method last. A method that does not heed its token goes on after its caller has been answered.</summary>
    public Task Work { get; set; } = Task.CompletedTask;

    /// <summary>To be disposed of when <see cref="Work"/> has ended.</summary>
    public IAsyncDisposable? Items { get; set; }

    /// <summary>The stream has come to its end by itself.</summary>
    public bool HasReadAll { get; set; }

    /// <summary>Nothing of the method runs any more.</summary>
    public bool IsOver => Work.IsCompleted && (Items is null || HasReadAll);

    /// <summary>What its method's limits have given it; to be disposed of when it is over.</summary>
    public IDisposable? Permit { get; set; }

    /// <summary>What the method declares: for the whole call, a stream included. Null: nothing.</summary>
    public TimeSpan? OwnTime { get; set; }

    /// <summary>Why it was cancelled; null when it was not, or when its time is over.</summary>
    public string? CancelledBecause => _cancelledBecause;

    public void CancelBecause(string reason)
    {
        _cancelledBecause ??= reason;
        try
        {
            _cancel.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It has just ended.
        }
        catch (AggregateException)
        {
            // What the method registered with its token threw; that is not the canceller's affair.
        }
    }

    public void LimitTo(TimeSpan limit)
    {
        if (OwnTime is { } own)
        {
            var left = own - time.GetElapsedTime(_began);
            left = left > TimeSpan.Zero ? left : TimeSpan.Zero;
            limit = limit == Timeout.InfiniteTimeSpan || left < limit ? left : limit;
        }

        _cancel.CancelAfter(limit);
    }

    public void Dispose() => _cancel.Dispose();
}
