using System.IO.Pipelines;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Akka.Dispatch;

namespace Akka.Remote.Internal.Network;

/// <summary>A connection over a socket, its stream plain or TLS.</summary>
/// <param name="socket">The socket, for what streams cannot do.</param>
/// <param name="stream">What is read and written.</param>
/// <param name="prepare">Runs before the first read: the TLS handshake of an accepted connection.</param>
/// <param name="closed">Told once when the socket is gone.</param>
internal sealed class StreamConnection(Socket socket, Stream stream, Func<Task>? prepare, Action<StreamConnection> closed) : NetworkConnection, IRunnable
{
    // Large enough that a batch of small messages is one write.
    private static readonly StreamPipeWriterOptions OutputOptions = new(minimumBufferSize: 64 * 1024, leaveOpen: true);

    // A stream that never pauses gives its thread back now and then; what its messages woke may be waiting for it.
    private const int ReadsPerTurn = 32;

    // Some ten small messages: no more work than to hand them to another thread.
    private const int LittleBytes = 1024;

    private readonly ReceiveBuffer _buffer = new();
    private IConnectionSink _sink = null!;
    private Action? _onRead;
    private ConfiguredValueTaskAwaitable<int>.ConfiguredValueTaskAwaiter _read;
    private int _arrivedBytes;
    private bool _isUrgent;
    private int _aborted;

    public override string Peer { get; } = socket.RemoteEndPoint?.ToString() ?? "unknown peer";

    public override PipeWriter Output { get; } = PipeWriter.Create(stream, OutputOptions);

    public override void Start(IConnectionSink sink)
    {
        _sink = sink;
        _ = BeginAsync();
    }

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

    private async Task BeginAsync()
    {
        // Reads complete at once while data is there: neither the accept loop nor an actor's thread must do all that.
        await Yield();
        try
        {
            if (prepare is not null) await prepare().ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            // The sink logs it and decides what becomes of the peer.
            End(_sink, failure);
            return;
        }
        Execute();
    }

    public void Execute() => Run();

    /// <summary>Takes what has arrived and reads on, until a read has to wait.</summary>
    public void Run()
    {
        try
        {
            for (var reads = 0; reads < ReadsPerTurn; reads++)
            {
                if (_arrivedBytes > 0) _buffer.Consumed(_sink.OnBytes(_buffer.Unread));
                _arrivedBytes = 0;
                if (_isUrgent)
                {
                    ReadOnOwnThread(_sink);
                    return;
                }
#pragma warning disable CA2012 // awaited by hand: what was woken runs once the next read is under way, and an async method has no place for that
                _read = stream.ReadAsync(_buffer.Room(_sink.BufferLimit)).ConfigureAwait(false).GetAwaiter();
#pragma warning restore CA2012
                if (!_read.IsCompleted)
                {
                    _read.UnsafeOnCompleted(_onRead ??= OnRead);
                    return;
                }
                RunNext.Share();
                if (!TryFinishRead()) return;
            }
            Pool.Queue(this, preferLocal: false);
        }
        catch (Exception failure)
        {
            End(_sink, failure);
        }
    }

    // A little has come: whom it is for runs on this thread when the next read waits. Of much, other threads take their share meanwhile.
    private void OnRead()
    {
        try
        {
            if (!TryFinishRead()) return;
        }
        catch (Exception failure)
        {
            End(_sink, failure);
            return;
        }
        if (_arrivedBytes <= LittleBytes) RunNext.RunChain(this);
        else Run();
    }

    private bool TryFinishRead()
    {
        _arrivedBytes = _read.GetResult();
        _buffer.Filled(_arrivedBytes);
        if (_arrivedBytes > 0) return true;
        End(_sink, null);
        return false;
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
