using System.IO.Pipelines;
using System.Net.Sockets;

namespace Akka.Remote.Internal.Network;

/// <summary>A connection over a socket, its stream plain or TLS.</summary>
/// <param name="socket">The socket, for what streams cannot do.</param>
/// <param name="stream">What is read and written.</param>
/// <param name="prepare">Runs before the first read: the TLS handshake of an accepted connection.</param>
/// <param name="closed">Told once when the socket is gone.</param>
internal sealed class StreamConnection(Socket socket, Stream stream, Func<Task>? prepare, Action<StreamConnection> closed) : NetworkConnection
{
    // Large enough that a batch of small messages is one write.
    private static readonly StreamPipeWriterOptions OutputOptions = new(minimumBufferSize: 64 * 1024, leaveOpen: true);

    private int _aborted;

    public override string Peer { get; } = socket.RemoteEndPoint?.ToString() ?? "unknown peer";

    public override PipeWriter Output { get; } = PipeWriter.Create(stream, OutputOptions);

    public override void Start(IConnectionSink sink) => _ = ReadLoopAsync(sink);

    public override void FinishOutput()
    {
        try
        {
            socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception alreadyGone) when (alreadyGone is SocketException or ObjectDisposedException)
        {
        }
    }

    public override void Abort()
    {
        if (Interlocked.Exchange(ref _aborted, 1) != 0) return;
        stream.Dispose();
        socket.Dispose();
        closed(this);
    }

    private async Task ReadLoopAsync(IConnectionSink sink)
    {
        Exception? cause = null;
        try
        {
            if (prepare is not null) await prepare().ConfigureAwait(false);
            await ReadAsync(sink).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            // The sink logs it and decides what becomes of the peer.
            cause = failure;
        }
        Abort();
        sink.OnClosed(cause);
    }

    private async Task ReadAsync(IConnectionSink sink)
    {
        var buffer = new ReceiveBuffer();
        while (true)
        {
            var read = await stream.ReadAsync(buffer.Room(sink.BufferLimit)).ConfigureAwait(false);
            if (read == 0) return;
            buffer.Filled(read);
            buffer.Consumed(sink.OnBytes(buffer.Unread));
        }
    }
}
