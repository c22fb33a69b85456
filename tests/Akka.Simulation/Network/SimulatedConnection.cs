using System.IO.Pipelines;
using Akka.Remote.Internal.Network;
using Akka.Simulation.Systems;

namespace Akka.Simulation.Network;

/// <summary>
/// One end of a simulated stream. What is flushed arrives in order after the link's delay; on a cut link it waits and is sent again, as TCP
/// does, until the link heals or an end gives up.
/// </summary>
internal sealed class SimulatedConnection : NetworkConnection
{
    private static readonly TimeSpan Retransmission = TimeSpan.FromMilliseconds(200);

    // What the two buffers of a connection hold by default (send-buffer-size, receive-buffer-size); beyond it a writer waits for the reader.
    private const int WindowBytes = 512_000;

    private readonly SimulatedSwitch _switch;
    private readonly Queue<byte[]?> _sending = new();
    private readonly ReceiveBuffer _received = new();
    private readonly Queue<byte[]> _unread = new();
    private SimulatedConnection _other = null!;
    private IConnectionSink? _sink;
    private (bool Closed, Exception? Cause) _end;
    private TaskCompletionSource<FlushResult>? _waitingWriter;
    private int _untakenBytes;
    private bool _isSending;
    private bool _isAborted;

    private SimulatedConnection(SimulatedSwitch hub, SimulatedProcess owner)
    {
        _switch = hub;
        Owner = owner;
        Output = new SimulatedOutput(Send);
    }

    public SimulatedProcess Owner { get; }

    public bool IsDialer { get; private init; }

    public override string Peer => _other.Owner.Name;

    public override PipeWriter Output { get; }

    public static (SimulatedConnection Client, SimulatedConnection Server) Pair(SimulatedSwitch hub, SimulatedProcess client, SimulatedProcess server)
    {
        var (a, b) = (new SimulatedConnection(hub, client) { IsDialer = true }, new SimulatedConnection(hub, server));
        (a._other, b._other) = (b, a);
        return (a, b);
    }

    public override void Start(IConnectionSink sink)
    {
        _sink = sink;
        while (_unread.TryDequeue(out var bytes))
            Read(bytes);
        if (_end.Closed)
            Owner.After(TimeSpan.Zero, () => Close(_end.Cause));
    }

    public override void FinishOutput() => Enqueue(null);

    public override void Abort()
    {
        if (_isAborted)
            return;
        _isAborted = true;
        _switch.Forget(this);
        Owner.Do(WakeWriter);
        // What is in the queue is lost; the other end hears of it if the link lets it.
        if (_switch.World.Links.Delay(Owner.Name, _other.Owner.Name) is { } delay)
            _other.Owner.After(delay, () => _other.EndedByPeer(ResetByPeer()));
        var sink = _sink;
        Owner.After(TimeSpan.Zero, () => CloseOnce(sink, null));
    }

    /// <summary>Something between the two ends forgets the connection: both learn it by a reset.</summary>
    public void Reset()
    {
        foreach (var end in new[] { this, _other })
            end.Owner.Do(() => end.EndedByPeer(ResetByPeer()));
    }

    private ValueTask<FlushResult> Send(byte[] bytes)
    {
        if (_isAborted)
            return ValueTask.FromException<FlushResult>(new IOException("the connection is closed"));
        _untakenBytes += bytes.Length;
        Enqueue(bytes);
        if (_untakenBytes <= WindowBytes)
            return ValueTask.FromResult(default(FlushResult));
        _waitingWriter = new TaskCompletionSource<FlushResult>();
        return new ValueTask<FlushResult>(_waitingWriter.Task);
    }

    private void Enqueue(byte[]? bytes)
    {
        _sending.Enqueue(bytes);
        if (!_isSending)
            SendNext();
    }

    private void SendNext()
    {
        _isSending = !_isAborted && _sending.Count > 0;
        if (!_isSending)
            return;
        var world = _switch.World;
        if (world.Links.Delay(Owner.Name, _other.Owner.Name) is not { } delay)
        {
            world.Time.After(Retransmission, SendNext);
            return;
        }
        // All that is queued travels together; what comes meanwhile travels after it, so the order is kept.
        var batch = _sending.ToArray();
        _sending.Clear();
        world.Time.After(delay + world.Links.TransferTime(batch.Sum(bytes => bytes?.Length ?? 0)), () =>
        {
            if (_other._isAborted || _other.Owner.IsDead)
                _other.Refuse();
            else
                foreach (var bytes in batch)
                    _other.Arrive(bytes is null ? null : world.Links.Carried(bytes), bytes?.Length ?? 0);
            SendNext();
        });
    }

    /// <summary>The host answers for a connection that nobody has any more; a host that is away does not answer.</summary>
    private void Refuse()
    {
        if (_switch.IsUp(Owner.Name) && _switch.World.Links.Delay(Owner.Name, _other.Owner.Name) is { } delay)
            _other.Owner.After(delay, () => _other.EndedByPeer(ResetByPeer()));
    }

    private void Arrive(byte[]? bytes, int sentBytes) => Owner.Do(() =>
    {
        if (_isAborted)
            return;
        _other.Taken(sentBytes);
        if (bytes is null)
            EndedByPeer(null);
        else if (_sink is null)
            _unread.Enqueue(bytes);
        else
            Read(bytes);
    });

    private void Taken(int bytes) => Owner.Do(() =>
    {
        _untakenBytes -= bytes;
        if (_untakenBytes <= WindowBytes)
            WakeWriter();
    });

    private void WakeWriter()
    {
        var writer = _waitingWriter;
        _waitingWriter = null;
        if (_isAborted)
            writer?.SetException(new IOException("the connection is closed"));
        else
            writer?.SetResult(default);
    }

    private static IOException ResetByPeer() => new("connection reset");

    private void Read(byte[] bytes)
    {
        var world = _switch.World;
        world.Note($"{_other.Owner.Name} -> {Owner.Name} {bytes.Length} bytes");
        try
        {
            for (var rest = bytes.AsSpan(); rest.Length > 0 && !_isAborted;)
            {
                var room = _received.Room(_sink!.BufferLimit).Span;
                var count = Math.Min(room.Length, rest.Length);
                rest[..count].CopyTo(room);
                rest = rest[count..];
                _received.Filled(count);
                _received.Consumed(_sink.OnBytes(_received.Unread));
            }
        }
        catch (Exception failure)
        {
            // As the real connection does: the sink's failure closes it and is told to the sink.
            Close(failure);
        }
    }

    private void EndedByPeer(Exception? cause)
    {
        if (_isAborted || _end.Closed)
            return;
        _end = (true, cause);
        if (_sink is not null)
            Close(cause);
    }

    private void Close(Exception? cause)
    {
        if (_isAborted)
            return;
        _isAborted = true;
        _switch.Forget(this);
        WakeWriter();
        CloseOnce(_sink, cause);
    }

    private void CloseOnce(IConnectionSink? sink, Exception? cause)
    {
        _sink = null;
        sink?.OnClosed(cause);
    }
}
