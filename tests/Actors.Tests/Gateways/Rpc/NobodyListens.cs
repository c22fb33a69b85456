using System.Net;
using System.Net.Sockets;

namespace Actors.Tests.Gateways.JsonRpc;

/// <summary>An address that is taken, so that no other test gets it, and refuses every connection.</summary>
internal sealed class NobodyListens : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public NobodyListens() => _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));

    public string Address => _socket.LocalEndPoint!.ToString()!;

    public void Dispose() => _socket.Dispose();
}
