namespace Actors.Gateways.Rpc;

/// <summary>What runs for one connection: how much of it, under which ids, and whether more is let in.</summary>
internal sealed class RunningCalls(int max)
{
    // Guards all fields below. Calls end on any thread; the reader of the connection starts and cancels them.
    private readonly Lock _gate = new();
    private readonly Dictionary<string, ServerCall> _byId = [];
    private readonly HashSet<ServerCall> _all = [];
    private int _entered;
    private int _unsent;
    private bool _stopping;
    private TaskCompletionSource? _empty;
    private TaskCompletionSource? _room;

    public bool Any
    {
        get
        {
            lock (_gate) return _entered + _unsent > 0;
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

    /// <summary>
    /// Gives the place back just before the answer goes: whoever reads the answer may ask again at once, and must not find the place still taken. Answers that
    /// the peer does not take are limited too, by <see cref="RoomAsync"/>.
    /// </summary>
    public void Answer(bool leave)
    {
        lock (_gate)
        {
            _unsent++;
            if (leave) _entered--;
        }
    }

    /// <summary>The answer is with the network, or the connection has broken.</summary>
    /// <param name="leave">Of a call whose method went on after its answer: its place is free only now.</param>
    public void End(bool answered, bool leave)
    {
        TaskCompletionSource? empty = null;
        TaskCompletionSource? room = null;
        lock (_gate)
        {
            if (answered) _unsent--;
            if (leave) _entered--;
            if (_unsent < max) (room, _room) = (_room, null);
            if (_entered + _unsent == 0) empty = _empty;
        }

        room?.SetResult();
        empty?.TrySetResult();
    }

    /// <summary>Done while the peer takes its answers. One that only asks is not listened to any further.</summary>
    public Task RoomAsync()
    {
        lock (_gate)
        {
            if (_unsent < max) return Task.CompletedTask;
            _room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _room.Task;
        }
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

    /// <summary>Lets nothing in any more; done when all have ended and their answers have gone.</summary>
    public Task StopAsync()
    {
        lock (_gate)
        {
            _stopping = true;
            if (_entered + _unsent == 0) return Task.CompletedTask;
            _empty ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _empty.Task;
        }
    }
}
