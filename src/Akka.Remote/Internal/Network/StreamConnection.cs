using System.IO.Pipelines;
using System.Net.Sockets;
using System.Runtime.CompilerServices;

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

    // A stream that never pauses gives its thread back now and then; what its messages woke may be waiting for it.
    private const int ReadsPerTurn = 32;

    private readonly ReceiveBuffer _buffer = new();
    private bool _isUrgent;
    private int _aborted;

    public override string Peer { get; } = socket.RemoteEndPoint?.ToString() ?? "unknown peer";

    public override PipeWriter Output { get; } = PipeWriter.Create(stream, OutputOptions);

    public override void Start(IConnectionSink sink) => _ = RunAsync(sink);

    public override void Prioritize() => _isUrgent = true;

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

    private async Task RunAsync(IConnectionSink sink)
    {
        try
        {
            // Reads complete at once while data is there: neither the accept loop nor an actor's thread must do all that.
            await Yield();
            if (prepare is not null) await prepare().ConfigureAwait(false);
            for (var reads = 1; !_isUrgent; reads++)
            {
                var read = await stream.ReadAsync(_buffer.Room(sink.BufferLimit)).ConfigureAwait(false);
                if (!TryTake(sink, read)) break;
                if (reads % ReadsPerTurn == 0) await Yield();
            }
        }
        catch (Exception failure)
        {
            // The sink logs it and decides what becomes of the peer.
            End(sink, failure);
            return;
        }
        if (_isUrgent) ReadOnOwnThread(sink);
        else End(sink, null);
    }

    // A blocking read is woken by the socket engine's own thread, so nothing here ever waits for the thread pool.
    private void ReadOnOwnThread(IConnectionSink sink) => new Thread(() => Read(sink)) { IsBackground = true, Name = "remote control " + Peer }.Start();

    private void Read(IConnectionSink sink)
    {
        Exception? cause = null;
        try
        {
            while (TryTake(sink, stream.Read(_buffer.Room(sink.BufferLimit).Span)))
            {
            }
        }
        catch (Exception failure)
        {
            cause = failure;
        }
        End(sink, cause);
    }

    private bool TryTake(IConnectionSink sink, int read)
    {
        if (read == 0) return false;
        _buffer.Filled(read);
        _buffer.Consumed(sink.OnBytes(_buffer.Unread));
        return true;
    }

    private static ConfiguredTaskAwaitable Yield() => Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);

    private void End(IConnectionSink sink, Exception? cause)
    {
        Abort();
        sink.OnClosed(cause);
    }
}
