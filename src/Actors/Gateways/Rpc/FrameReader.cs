using System.IO.Pipelines;

namespace Actors.Gateways.Rpc;

internal enum FrameEnd
{
    Frame,

    /// <summary>The peer has gone, between frames or within one.</summary>
    Closed,
    Idle,

    /// <summary>A frame has begun and did not come whole in time.</summary>
    Stalled,
    Empty,
    TooLarge,
}

internal readonly record struct FrameRead(FrameEnd End, byte[] Body);

/// <summary>Reads the frames of one peer, one at a time, and keeps the limits of size and time. One timer a connection, not one a frame.</summary>
internal sealed class FrameReader : IAsyncDisposable
{
    private readonly PipeReader _input;
    private readonly int _maxBytes;
    private readonly TimeSpan _frameTimeout;
    private readonly TimeSpan _idleTimeout;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private long _armedAt;
    private TimeSpan _armedFor = Timeout.InfiniteTimeSpan;

    public FrameReader(Stream stream, int maxBytes, TimeSpan frameTimeout, TimeSpan idleTimeout, TimeProvider time)
    {
        _input = PipeReader.Create(stream);
        _maxBytes = maxBytes;
        _frameTimeout = frameTimeout;
        _idleTimeout = idleTimeout;
        _time = time;
        _timer = time.CreateTimer(static reader => ((FrameReader)reader!)._input.CancelPendingRead(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>After any end but <see cref="FrameEnd.Frame"/> and <see cref="FrameEnd.Idle"/> nothing more can be read.</summary>
    public async ValueTask<FrameRead> ReadAsync()
    {
        var begun = false;
        Arm(_idleTimeout);
        try
        {
            while (true)
            {
                var result = await _input.ReadAsync().ConfigureAwait(false);
                var buffer = result.Buffer;
                switch (RpcFrame.TryRead(ref buffer, _maxBytes, out var body))
                {
                    case FrameStatus.Complete:
                        _input.AdvanceTo(buffer.Start);
                        return new FrameRead(FrameEnd.Frame, body);
                    case FrameStatus.Empty:
                        _input.AdvanceTo(buffer.End);
                        return new FrameRead(FrameEnd.Empty, []);
                    case FrameStatus.TooLarge:
                        _input.AdvanceTo(buffer.End);
                        return new FrameRead(FrameEnd.TooLarge, []);
                }

                // From its first byte on the frame has a time limit as a whole: one byte a second does not renew it.
                if (!buffer.IsEmpty && !begun) Arm(_frameTimeout);
                begun |= !buffer.IsEmpty;
                _input.AdvanceTo(buffer.Start, buffer.End);
                if (result.IsCompleted) return new FrameRead(FrameEnd.Closed, []);
                // A timer that fired just as the last frame came cancels this read instead; hence the look at the clock.
                if (result.IsCanceled && Overdue()) return new FrameRead(begun ? FrameEnd.Stalled : FrameEnd.Idle, []);
            }
        }
        catch (Exception gone) when (gone is IOException or ObjectDisposedException or InvalidOperationException or System.Net.Sockets.SocketException)
        {
            // The peer has reset the connection, or this side has closed it.
            return new FrameRead(FrameEnd.Closed, []);
        }
    }

    /// <summary>Reads and forgets what still comes, until the peer closes or <paramref name="limit"/> is over.</summary>
    public async Task DiscardAsync(TimeSpan limit)
    {
        Arm(limit);
        try
        {
            while (true)
            {
                var result = await _input.ReadAsync().ConfigureAwait(false);
                _input.AdvanceTo(result.Buffer.End);
                if (result.IsCompleted || (result.IsCanceled && Overdue())) return;
            }
        }
        catch (Exception gone) when (gone is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // It has closed.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync().ConfigureAwait(false);
        await _input.CompleteAsync().ConfigureAwait(false);
    }

    private void Arm(TimeSpan limit)
    {
        if (limit == Timeout.InfiniteTimeSpan && _armedFor == limit) return;
        _armedAt = _time.GetTimestamp();
        _armedFor = limit;
        _timer.Change(limit, Timeout.InfiniteTimeSpan);
    }

    private bool Overdue()
    {
        if (_armedFor == Timeout.InfiniteTimeSpan) return false;
        var left = _armedFor - _time.GetElapsedTime(_armedAt);
        if (left <= TimeSpan.Zero) return true;
        // The timer of the system may be a tick early.
        _timer.Change(left, Timeout.InfiniteTimeSpan);
        return false;
    }
}
