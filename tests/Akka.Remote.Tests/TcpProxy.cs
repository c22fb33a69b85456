using System.Net;
using System.Net.Sockets;

namespace Akka.Remote.Tests;

/// <summary>Stands between two nodes and can fall silent without closing anything, as a pulled cable does.</summary>
public sealed class TcpProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly List<Socket> _sockets = [];
    private readonly int _target;
    private volatile TaskCompletionSource _flow = Flowing();

    public TcpProxy(int target)
    {
        _target = target;
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Nothing passes any more in either direction; what is sent meanwhile waits.</summary>
    public void Freeze() => _flow = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Thaw() => _flow.TrySetResult();

    /// <summary>Breaks all connections; new ones are possible.</summary>
    public void CutAll()
    {
        Socket[] all;
        lock (_sockets)
        {
            all = [.. _sockets];
            _sockets.Clear();
        }
        foreach (var socket in all)
        {
            try
            {
                socket.LingerState = new LingerOption(true, 0);
            }
            catch (ObjectDisposedException)
            {
            }
            socket.Dispose();
        }
    }

    public void Dispose()
    {
        _listener.Dispose();
        Thaw();
        CutAll();
    }

    private static TaskCompletionSource Flowing()
    {
        var flow = new TaskCompletionSource();
        flow.SetResult();
        return flow;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var from = await _listener.AcceptSocketAsync();
                var to = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                await to.ConnectAsync(IPAddress.Loopback, _target);
                lock (_sockets) _sockets.AddRange([from, to]);
                _ = ForwardAsync(from, to);
                _ = ForwardAsync(to, from);
            }
        }
        catch (Exception ended) when (ended is SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task ForwardAsync(Socket from, Socket to)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (true)
            {
                await _flow.Task;
                var read = await from.ReceiveAsync(buffer);
                await _flow.Task;
                if (read == 0) break;
                await to.SendAsync(buffer.AsMemory(0, read));
            }
            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception ended) when (ended is SocketException or ObjectDisposedException)
        {
            to.Dispose();
        }
    }
}
