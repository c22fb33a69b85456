namespace Actors.Gateways.Rpc;

/// <summary>What runs for one connection: how much of it, under which ids, and whether more is let in.</summary>
internal sealed class RunningCalls(int max)
{
    // Guards all fields below. Calls end on any thread; the reader of the connection starts and cancels them.
    private readonly Lock _gate = new();
    private readonly Dictionary<string, ServerCall> _byId = [];
    private readonly HashSet<ServerCall> _all = [];
    private int _entered;
    private bool _stopping;
    private TaskCompletionSource? _empty;

    public bool Any
    {
        get
        {
            lock (_gate) return _entered > 0;
        }
    }

    /// <summary>Takes a place, for a request or for a whole batch. Null when it has one, otherwise why not.</summary>
    public RpcProblem? TryEnter()
    {
        lock (_gate)
        {
            if (_stopping) return RpcProblem.Of(ErrorCodes.Unavailable, "the server stops");
            if (_entered >= max) return RpcProblem.Of(ErrorCodes.Overloaded, $"{max} requests of this connection are running");
            _entered++;
            return null;
        }
    }

    public void Leave()
    {
        TaskCompletionSource? empty = null;
        lock (_gate)
        {
            if (--_entered == 0) empty = _empty;
        }

        empty?.SetResult();
    }

    /// <summary>False when its id is that of another one that runs: a cancellation could mean either.</summary>
    public bool TryAdd(ServerCall call)
    {
        lock (_gate)
        {
            if (call.Id is { IsAbsent: false, IsNull: false } && !_byId.TryAdd(call.Id.Json, call)) return false;
            return _all.Add(call);
        }
    }

    /// <summary>Before the answer goes: its receiver may use the id again at once.</summary>
    public void Forget(ServerCall call)
    {
        lock (_gate)
        {
            if (!_all.Remove(call)) return;
            if (call.Id is { IsAbsent: false, IsNull: false }) _byId.Remove(call.Id.Json);
        }
    }

    public ServerCall? Find(RpcId id)
    {
        lock (_gate) return _byId.GetValueOrDefault(id.Json);
    }

    public void CancelAll(string reason)
    {
        ServerCall[] calls;
        lock (_gate) calls = [.. _all];
        foreach (var call in calls) call.CancelBecause(reason);
    }

    /// <summary>Lets nothing in any more; done when all have left.</summary>
    public Task StopAsync()
    {
        lock (_gate)
        {
            _stopping = true;
            if (_entered == 0) return Task.CompletedTask;
            _empty ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _empty.Task;
        }
    }
}
