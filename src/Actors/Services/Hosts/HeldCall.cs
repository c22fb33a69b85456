namespace Actors.Services.Hosts;

/// <summary>A call that this host has: it waits for a slot or runs. The host's actor and the threads that run calls share it.</summary>
internal sealed class HeldCall(CallId id, ServiceCall call, string client, TimeSpan now) : IDisposable
{
    private const int Waits = 0;
    private const int Runs = 1;
    private const int IsOver = 2;

    private int _state;
    private CancellationTokenSource? _cancel;

    public CallId Id { get; } = id;

    public ServiceCall Call { get; } = call;

    /// <summary>The path to reply to.</summary>
    public string Client { get; set; } = client;

    public TimeSpan Arrived { get; } = now;

    public TimeSpan Deadline { get; } = call.RemainingMs > 0 ? now + TimeSpan.FromMilliseconds(call.RemainingMs) : TimeSpan.MaxValue;

    /// <summary>The client has been told something already, though the method has not ended.</summary>
    public bool IsAnswered { get; set; }

    public bool IsWaiting => Volatile.Read(ref _state) == Waits;

    /// <summary>For the thread that will run it.</summary>
    /// <returns>False: it has been taken back.</returns>
    public bool TryBegin(CancellationTokenSource cancel)
    {
        _cancel = cancel;
        return Interlocked.CompareExchange(ref _state, Runs, Waits) == Waits;
    }

    /// <summary>Takes it back before it begins.</summary>
    public bool TryTakeBack() => Interlocked.CompareExchange(ref _state, IsOver, Waits) == Waits;

    /// <summary>Asks the method to stop.</summary>
    public void Cancel()
    {
        if (Volatile.Read(ref _state) == Runs)
            _cancel!.Cancel();
    }

    public void Dispose() => _cancel?.Dispose();
}

/// <summary>What a host has with one broker, from one registration to its end.</summary>
internal sealed class BrokerChannel(string broker, long registration, TimeSpan lease, TimeSpan now)
{
    public string Broker { get; } = broker;

    public long Registration { get; } = registration;

    public TimeSpan Lease { get; } = lease;

    public TimeSpan LastHeard { get; set; } = now;

    /// <summary>The number of the run that comes next.</summary>
    public long Next { get; set; }

    public HashSet<CallId> Held { get; } = [];

    /// <summary>What has ended and was not reported yet.</summary>
    public List<EndedRun> Ended { get; } = [];

    public TimeSpan LastReport { get; set; } = TimeSpan.MinValue;

    /// <summary>The service has another broker; what came from this one still ends here.</summary>
    public bool IsClosing { get; set; }
}
