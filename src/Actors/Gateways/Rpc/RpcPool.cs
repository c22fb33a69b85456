using Actors.Internal;
using Actors.Services;

namespace Actors.Gateways.Rpc;

/// <summary>The connections of one client. A call gets a place on the one with the fewest; another is opened when all are full; beyond that calls wait their turn.</summary>
internal sealed class RpcPool(HostPort address, RpcOptions options)
{
    // Guards all fields below and the Load of the connections.
    private readonly Lock _gate = new();
    private readonly List<RpcClientConnection> _connections = [];
    private readonly Queue<TaskCompletionSource> _waiting = [];
    private bool _closed;

    public HostPort Address => address;

    public int Connections
    {
        get
        {
            lock (_gate) return _connections.Count(connection => !connection.IsClosed);
        }
    }

    /// <summary>An open connection with a place taken on it; <see cref="GiveBack"/> frees the place.</summary>
    /// <exception cref="ActorsException">unreachable, or overloaded.</exception>
    public async Task<RpcClientConnection> TakeAsync(CancellationToken cancel)
    {
        for (var woken = false; ; woken = true)
        {
            RpcClientConnection? connection;
            TaskCompletionSource? turn = null;
            lock (_gate)
            {
                ObjectDisposedException.ThrowIf(_closed, typeof(RpcClient));
                connection = woken || _waiting.Count == 0 ? Choose() : null; // nobody overtakes those who wait
                if (connection != null) connection.Load++;
                else _waiting.Enqueue(turn = Turn());
            }

            if (turn != null)
            {
                await AwaitTurnAsync(turn, cancel).ConfigureAwait(false);
                continue;
            }

            try
            {
                await connection!.Opened.WaitAsync(cancel).ConfigureAwait(false);
                return connection;
            }
            catch
            {
                GiveBack(connection!);
                throw;
            }
        }
    }

    public void GiveBack(RpcClientConnection connection)
    {
        lock (_gate)
        {
            connection.Load--;
            // One that was cancelled has no use for its turn.
            while (_waiting.TryDequeue(out var turn) && !turn.TrySetResult())
            {
            }
        }
    }

    public void Close()
    {
        RpcClientConnection[] connections;
        lock (_gate)
        {
            _closed = true;
            connections = [.. _connections];
            foreach (var turn in _waiting) turn.TrySetResult();
            _waiting.Clear();
        }

        foreach (var connection in connections) connection.Close("the client was disposed of");
    }

    private RpcClientConnection? Choose()
    {
        _connections.RemoveAll(connection => connection.IsClosed);
        var best = _connections.MinBy(connection => connection.Load);
        if (best != null && best.Load < options.CallsPerConnection) return best;
        if (_connections.Count == options.MaxConnections) return null;
        best = new RpcClientConnection(address, options, GiveBack);
        _connections.Add(best);
        return best;
    }

    private TaskCompletionSource Turn() => _waiting.Count < options.MaxWaiting
        ? new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
        : throw new ActorsException(ErrorCodes.Overloaded, $"{options.MaxWaiting} calls to {address} are waiting already");

    private static async Task AwaitTurnAsync(TaskCompletionSource turn, CancellationToken cancel)
    {
        await using var cancelled = cancel.UnsafeRegister(static turn => ((TaskCompletionSource)turn!).TrySetCanceled(), turn);
        await turn.Task.ConfigureAwait(false);
    }
}
