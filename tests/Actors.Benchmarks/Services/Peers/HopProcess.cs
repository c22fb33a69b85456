using System.Net;
using System.Net.Sockets;

namespace Actors.Benchmarks.Services.Peers;

/// <summary>This program once more, as a process that passes messages on.</summary>
internal static class HopProcess
{
    /// <summary>The first argument that makes this program one; then come the port of the next and what kind it is.</summary>
    public const string Word = "hop";

    /// <summary>Instead of a port: this is the last.</summary>
    public const string Nobody = "-";

    /// <summary>What comes goes to the next, and nothing comes back.</summary>
    public const string OneWay = "one-way";

    /// <summary>What the next answers goes back; the last answers what came.</summary>
    public const string Answer = "answer";

    public const int MessageBytes = 32;

    /// <summary>Prints the port where it listens, passes on what its one client sends, and ends with it.</summary>
    public static void Run(string next, string kind)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Console.WriteLine(((IPEndPoint)listener.LocalEndpoint).Port);
        using var to = next == Nobody ? null : Connect(int.Parse(next));
        using var from = listener.AcceptSocket();
        from.NoDelay = true;
        var message = new byte[MessageBytes];
        while (ReceiveAll(from, message))
        {
            to?.Send(message);
            if (kind == OneWay)
                continue;
            if (to is null || ReceiveAll(to, message))
                from.Send(message);
        }
    }

    public static Socket Connect(int port)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Connect(IPAddress.Loopback, port);
        return socket;
    }

    /// <returns>False: the other end is closed.</returns>
    public static bool ReceiveAll(Socket socket, byte[] message)
    {
        for (var got = 0; got < message.Length;)
        {
            var count = socket.Receive(message, got, message.Length - got, SocketFlags.None);
            if (count == 0)
                return false;
            got += count;
        }

        return true;
    }
}
