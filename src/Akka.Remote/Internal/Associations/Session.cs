using System.Buffers;
using Akka.Actor;
using Akka.Remote.Internal.Handshakes;
using Akka.Remote.Internal.Network;
using Akka.Remote.Internal.Wire;

namespace Akka.Remote.Internal.Associations;

/// <summary>
/// One connection's life: the handshake first, in frames of at most two kilobytes, then the frames of a lane. It is
/// closed at the first byte that does not belong there.
/// </summary>
/// <param name="connection">What is read and, until a lane takes it over, written.</param>
/// <param name="handshake">This side's half of it.</param>
/// <param name="dialedLane">The lane that this side dialed for; null for an accepted connection, whose peer says it.</param>
/// <param name="owner">Hears of the handshake's success and of the end.</param>
internal sealed class Session(NetworkConnection connection, Handshake handshake, LaneKind? dialedLane, ISessionOwner owner) : IConnectionSink
{
    private readonly Lock _endGate = new();
    // Guarded by _endGate: the first reason to end is the one that is reported.
    private SessionEnd? _end;
    private ICancelable? _timeLimit;
    private SessionReceiver? _receiver;
    private bool _isRefused;
    private int _activity;

    public NetworkConnection Connection => connection;

    public LaneKind? DialedLane => dialedLane;

    public bool IsInbound => dialedLane is null;

    /// <summary>The peer's introduction; null until the handshake is through.</summary>
    public Hello? Peer { get; private set; }

    /// <summary>Changes whenever something arrives.</summary>
    public int Activity => Volatile.Read(ref _activity);

    public int BufferLimit { get; private set; } = Hello.MaxFrameLength + Frame.PrefixBytes;

    /// <param name="opening">The dialer's first frame; null when the peer speaks first.</param>
    /// <param name="timeLimit">The timer that calls <see cref="TimeOut"/>; stopped when the handshake is through.</param>
    public void Open(byte[]? opening, ICancelable timeLimit)
    {
        _timeLimit = timeLimit;
        if (opening is not null) Write(opening);
        connection.Start(this);
    }

    public void TimeOut(TimeSpan limit)
    {
        if (Peer is null) Close(new TimeoutException($"no handshake within {limit} (akka.remote.handshake-timeout)"));
    }

    /// <summary>Ends the session from this side; no cause when nothing is wrong.</summary>
    public void Close(Exception? cause) => End(new SessionEnd(null, cause));

    public int OnBytes(ReadOnlySpan<byte> bytes)
    {
        Volatile.Write(ref _activity, _activity + 1);
        if (_isRefused) return bytes.Length;
        var rest = bytes;
        while (_receiver is null)
        {
            if (!Frame.TryRead(ref rest, Hello.MaxFrameLength, out var frame)) return bytes.Length - rest.Length;
            if (!TryAdvance(handshake.Receive(frame))) return bytes.Length;
        }
        _receiver.OnFrames(ref rest);
        return bytes.Length - rest.Length;
    }

    public void OnClosed(Exception? cause)
    {
        _timeLimit?.Cancel();
        End(new SessionEnd(null, cause));
        owner.Ended(this, _end!.Value);
    }

    // False: the session is over.
    private bool TryAdvance(HandshakeStep step)
    {
        if (step.Reply.Length > 0) Write(step.Reply);
        if (step.Refused is { } refusal)
        {
            _isRefused = true;
            connection.FinishOutput();
            // Who is told why closes when that is read, or the time limit does: to close first might lose it.
            if (step.Reply.Length > 0) Report(new SessionEnd(refusal, null));
            else End(new SessionEnd(refusal, null));
            return false;
        }
        if (step.Established is not { } peer) return true;
        _timeLimit?.Cancel();
        Peer = peer;
        _receiver = owner.Established(this, peer);
        if (_receiver is null)
        {
            Close(null);
            return false;
        }
        if (peer.Lane == LaneKind.Control) connection.Prioritize();
        BufferLimit = Math.Max(ReceiveBuffer.UsualBytes, _receiver.MaxFrameBytes + Frame.PrefixBytes);
        return true;
    }

    // Handshake frames only: they fit into any socket's buffer. When even that takes time, the time limit ends it.
    private void Write(byte[] frame)
    {
        connection.Output.Write(frame);
        var flush = connection.Output.FlushAsync();
        if (!flush.IsCompletedSuccessfully) flush.AsTask().GetAwaiter().GetResult();
    }

    private void End(SessionEnd end)
    {
        Report(end);
        connection.Abort();
    }

    private void Report(SessionEnd end)
    {
        lock (_endGate) _end ??= end;
    }
}
