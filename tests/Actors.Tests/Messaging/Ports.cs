using System.Net;
using System.Net.Sockets;
using Actors.Messaging;

namespace Actors.Tests.Messaging;

/// <summary>Ports that a test may name in advance: below those that the system gives away and that tests of processes take, and tried before.</summary>
internal static class Ports
{
    private const int First = 10_000;
    private const int Last = 20_000;
    private static readonly int Offset = Random.Shared.Next(Last - First); // runs beside each other begin at different places
    private static int _next;

    public static int Next()
    {
        while (true)
        {
            var port = First + ((Offset + Interlocked.Increment(ref _next)) % (Last - First));
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException)
            {
                // Somebody has it: the next one.
            }
        }
    }

    /// <summary>A config with these pids on ports of this machine.</summary>
    public static ServerConfig ConfigOf(params int[] pids) =>
        ServerConfig.Parse(string.Join('\n', pids.Select(pid => $$"""{"Pid": {{pid}}, "Addr": "127.0.0.1:{{Next()}}"}""")));
}
