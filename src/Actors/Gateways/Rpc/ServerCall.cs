namespace Actors.Gateways.Rpc;

/// <summary>One request or notification that a connection runs.</summary>
internal sealed class ServerCall(RpcEntry entry, StreamCredit? credit, TimeProvider time) : IDisposable
{
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

    public void LimitTo(TimeSpan time) => _cancel.CancelAfter(time);

    public void Dispose() => _cancel.Dispose();
}
