using System.Net.Sockets;
using System.Text;

namespace Actors.Cluster.Tests.Processes;

/// <summary>The text protocol from outside, written once more from its description: a command on a connection of its own.</summary>
internal static class ClassicClient
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <returns>The reply, such as <c>ACK:7C941D29</c> or <c>NACK</c>.</returns>
    public static async Task<string> CallAsync(int port, string command)
    {
        using var limit = new CancellationTokenSource(Limit);
        using var peer = new TcpClient();
        await peer.ConnectAsync("127.0.0.1", port, limit.Token);
        var body = Encoding.Latin1.GetBytes(command);
        byte[] frame = [.. Encoding.ASCII.GetBytes($"{body.Length:X4}{body.Sum(one => one) % 256:X2}"), .. body, 0];
        await peer.GetStream().WriteAsync(frame, limit.Token);
        var header = new byte[6];
        await peer.GetStream().ReadExactlyAsync(header, limit.Token);
        var reply = new byte[Convert.ToInt32(Encoding.ASCII.GetString(header, 0, 4), 16) + 1];
        await peer.GetStream().ReadExactlyAsync(reply, limit.Token);
        return Encoding.Latin1.GetString(reply, 0, reply.Length - 1);
    }

    public static string Encode(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
