using System.Net;
using System.Net.Sockets;

namespace Actors.Cluster.Tests.Processes;

/// <summary>
/// Ports of loopback that nobody listens on, each handed out once. They lie below those that systems give to whoever asks for any port: else a connection,
/// or a node of another class, could be given one of them before the node that it was chosen for listens there.
/// </summary>
public static class FreePorts
{
    private const int First = 20_000;
    private const int Count = 12_000; // up to 32,000; Linux gives ports from 32,768 on, others from 49,152

    // Two runs beside each other on one machine begin at different places.
    private static int _next = Random.Shared.Next(Count);

    public static int[] Take(int count) => [.. Candidates().Where(IsFree).Take(count)];

    private static IEnumerable<int> Candidates() =>
        Enumerable.Range(0, Count).Select(_ => First + (int)((uint)Interlocked.Increment(ref _next) % Count));

    private static bool IsFree(int port)
    {
        using var probe = new TcpListener(IPAddress.Loopback, port);
        try
        {
            probe.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
