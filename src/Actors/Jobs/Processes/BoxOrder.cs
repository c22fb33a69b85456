namespace Actors.Jobs.Processes;

/// <summary>Orders to a running box from other threads. Each takes effect at once, also when the box has not started yet or has ended.</summary>
internal sealed class BoxOrder : IDisposable
{
    private readonly CancellationTokenSource _killed = new();
    private readonly ManualResetEventSlim _mayStart = new(initialState: true);
    private readonly Lock _gate = new(); // guards all fields; held for moments only
    private IBoxProcess? _process;
    private string? _killReason;
    private bool _isSuspended;
    private double _progress;
    private string _progressText = "";

    /// <summary>Why the box is to end; null while it may run.</summary>
    public string? KillReason
    {
        get { lock (_gate) return _killReason; }
    }

    public bool IsSuspended
    {
        get { lock (_gate) return _isSuspended; }
    }

    /// <summary>How far the job says it is, from 0 to 1, and its words.</summary>
    public (double Fraction, string Text) Progress
    {
        get { lock (_gate) return (_progress, _progressText); }
        set { lock (_gate) (_progress, _progressText) = value; }
    }

    /// <summary>Cancelled by <see cref="Kill"/>, for what is done before and after the box itself.</summary>
    public CancellationToken Killed => _killed.Token;

    public void Kill(string reason)
    {
        Change(() => _killReason ??= reason);
        _killed.Cancel();
    }

    public void Dispose()
    {
        _killed.Dispose();
        _mayStart.Dispose();
    }

    public void Suspend() => Change(() =>
    {
        _isSuspended = true;
        _mayStart.Reset();
    });

    public void Continue() => Change(() =>
    {
        _isSuspended = false;
        _mayStart.Set();
    });

    /// <summary>Blocks while the order is to stand still, so that nothing starts that would have to be frozen at once.</summary>
    /// <exception cref="OperationCanceledException">It is killed.</exception>
    public void AwaitStart() => _mayStart.Wait(_killed.Token);

    internal void Attach(IBoxProcess? process)
    {
        lock (_gate)
            _process = process;
    }

    private void Change(Action change)
    {
        lock (_gate)
        {
            change();
            _process?.Wake();
        }
    }
}
