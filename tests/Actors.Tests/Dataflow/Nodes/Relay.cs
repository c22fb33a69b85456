using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Actors.Tests.Dataflow.Nodes;

/// <summary>Stands before a node's port: all who connect to it come through here.</summary>
internal sealed class Relay : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly int _target;
    private readonly Cuts _cuts;
    private readonly ConcurrentDictionary<TcpClient, bool> _connections = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _accepting;

    /// <param name="port">Where it listens; the node says that this is its own.</param>
    /// <param name="target">Where the node listens.</param>
    /// <param name="cuts">Says when nothing passes.</param>
    public Relay(int port, int target, Cuts cuts)
    {
        (_target, _cuts) = (target, cuts);
        _cuts.Cut += Break;
        _listener = new TcpListener(IPAddress.Loopback, port);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        _cuts.Cut -= Break;
        _listener.Stop();
        Break();
        await _accepting;
    }

    private void Break()
    {
        foreach (var connection in _connections.Keys) connection.Close();
    }

    private async Task AcceptAsync()
    {
        while (!_ended.IsCancellationRequested)
        {
            try
            {
                _ = PassAsync(await _listener.AcceptTcpClientAsync(_ended.Token));
            }
            catch (Exception failure) when (failure is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // The end, or a connection that was gone before it came.
            }
        }
    }

    private async Task PassAsync(TcpClient inward)
    {
        using var outward = new TcpClient();
        try
        {
            _connections[inward] = _connections[outward] = true;
            if (_cuts.Refuse()) return;
            await outward.ConnectAsync(IPAddress.Loopback, _target, _ended.Token);
            inward.NoDelay = outward.NoDelay = true;
            await Task.WhenAny(CopyAsync(inward, outward), CopyAsync(outward, inward));
        }
        catch (Exception failure) when (failure is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Cut.
        }
        finally
        {
            inward.Dispose();
            _connections.TryRemove(inward, out _);
            _connections.TryRemove(outward, out _);
        }
    }

    private async Task CopyAsync(TcpClient from, TcpClient to)
    {
        try
        {
            var buffer = new byte[64 * 1024];
            while (await from.GetStream().ReadAsync(buffer, _ended.Token) is var read and > 0 && _cuts.Pass(read)) await to.GetStream().WriteAsync(buffer.AsMemory(0, read), _ended.Token);
        }
        catch (Exception failure) when (failure is OperationCanceledException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            // Cut.
        }
    }
}

/// <summary>When the network between all nodes is cut, and healed again: counted in bytes and in attempts to connect, as clocks of tests are not to be trusted. What was on its way is lost.</summary>
internal sealed class Cuts
{
    private readonly Lock _gate = new(); // guards both below
    private long _bytes = long.MaxValue;
    private int _refusals;

    /// <summary>How often it was cut.</summary>
    public int Count { get; private set; }

    /// <summary>Called when it is cut.</summary>
    public event Action? Cut;

    /// <param name="bytes">Cuts after so many have passed.</param>
    /// <param name="refusals">Heals after so many attempts to connect.</param>
    public void Plan(long bytes, int refusals)
    {
        lock (_gate) (_bytes, _refusals) = (bytes, refusals);
    }

    /// <returns>False: they do not pass.</returns>
    public bool Pass(int bytes)
    {
        lock (_gate)
        {
            if (_bytes == 0) return false;
            if (_bytes == long.MaxValue || bytes < _bytes)
            {
                if (_bytes != long.MaxValue) _bytes -= bytes;
                return true;
            }

            _bytes = 0;
            Count++;
        }

        Cut?.Invoke();
        return false;
    }

    /// <returns>True: nobody may connect now.</returns>
    public bool Refuse()
    {
        lock (_gate)
        {
            if (_bytes != 0) return false;
            if (--_refusals <= 0) _bytes = long.MaxValue;
            return true;
        }
    }
}
