using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Actors.Tests.Gateways.JsonRpc;

/// <summary>A peer that writes what it likes.</summary>
internal sealed class RawPeer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Socket _socket;
    private readonly NetworkStream _stream;

    private RawPeer(Socket socket)
    {
        _socket = socket;
        _stream = new NetworkStream(socket, ownsSocket: true);
    }

    public static async Task<RawPeer> ConnectAsync(IPEndPoint endPoint)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(endPoint).WaitAsync(Patience);
        return new RawPeer(socket);
    }

    public static byte[] Frame(string json) => Frame(Encoding.UTF8.GetBytes(json));

    public static byte[] Frame(byte[] body)
    {
        var frame = new byte[4 + body.Length];
        BinaryPrimitives.WriteUInt32BigEndian(frame, (uint)body.Length);
        body.CopyTo(frame, 4);
        return frame;
    }

    public static byte[] Header(uint length)
    {
        var header = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(header, length);
        return header;
    }

    public Task SendAsync(string json) => SendBytesAsync(Frame(json));

    public Task SendBytesAsync(byte[] bytes) => _stream.WriteAsync(bytes).AsTask().WaitAsync(Patience);

    /// <summary>The body of the next frame; null when the connection has ended.</summary>
    public async Task<string?> ReceiveAsync()
    {
        try
        {
            var header = new byte[4];
            await _stream.ReadExactlyAsync(header).AsTask().WaitAsync(Patience);
            var body = new byte[BinaryPrimitives.ReadUInt32BigEndian(header)];
            await _stream.ReadExactlyAsync(body).AsTask().WaitAsync(Patience);
            return Encoding.UTF8.GetString(body);
        }
        catch (IOException)
        {
            return null;
        }
    }

    public async Task<JsonElement> ReceiveJsonAsync() =>
        JsonDocument.Parse(await ReceiveAsync() ?? throw new IOException("the connection has ended")).RootElement;

    public async Task<JsonElement> AskAsync(string json)
    {
        await SendAsync(json);
        return await ReceiveJsonAsync();
    }

    /// <summary>Ends the connection without the usual farewell.</summary>
    public void Reset()
    {
        _socket.LingerState = new LingerOption(true, 0);
        _socket.Dispose();
    }

    public ValueTask DisposeAsync() => _stream.DisposeAsync();
}
