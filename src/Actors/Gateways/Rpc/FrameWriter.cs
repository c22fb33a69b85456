using System.Buffers;

namespace Actors.Gateways.Rpc;

/// <summary>
/// Sends frames from many callers over one stream. While one write is under way the frames of others gather, and go together as the next: many small replies
/// cost few system calls, and nobody waits for a timer. A caller goes on when its frame is handed to the network, which is the back-pressure.
/// </summary>
internal sealed class FrameWriter(Stream stream, TimeSpan frameTimeout, TimeProvider time)
{
    private const int KeptBytes = 64 * 1024; // a buffer that one large frame has made is not kept for good

    // Guards all fields below; never held across a write.
    private readonly Lock _gate = new();
    private ArrayBufferWriter<byte> _gathering = new();
    private ArrayBufferWriter<byte> _spare = new();
    private TaskCompletionSource _round = NewRound();
    private TaskCompletionSource? _inFlight;
    private bool _writing;
    private Exception? _broken;

    /// <exception cref="BrokenConnectionException">The connection has broken or the peer does not read; part of the frame may have gone out.</exception>
    public Task SendAsync(ReadOnlySpan<byte> body)
    {
        Task sent;
        lock (_gate)
        {
            if (_broken != null) return Task.FromException(_broken);
            RpcFrame.Write(_gathering, body);
            sent = _round.Task;
            if (_writing) return sent;
            _writing = true;
        }

        _ = WriteRoundsAsync();
        return sent;
    }

    private async Task WriteRoundsAsync()
    {
        try
        {
            using var limit = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
            while (TakeRound(out var frames, out var round))
            {
                var writing = stream.WriteAsync(frames.WrittenMemory, limit.Token);
                if (writing.IsCompletedSuccessfully)
                {
                    await writing.ConfigureAwait(false);
                }
                else
                {
                    limit.CancelAfter(frameTimeout);
                    await writing.ConfigureAwait(false);
                    limit.CancelAfter(Timeout.InfiniteTimeSpan);
                }

                GiveBack(frames);
                round.SetResult();
            }
        }
        catch (Exception failure)
        {
            // Every way a stream breaks ends here; all who wait and all who come later are told.
            Break(failure is OperationCanceledException ? new BrokenConnectionException("the peer did not read in time", failure) : new BrokenConnectionException("the connection has broken", failure));
        }
    }

    private bool TakeRound(out ArrayBufferWriter<byte> frames, out TaskCompletionSource round)
    {
        lock (_gate)
        {
            frames = _gathering;
            round = _round;
            if (frames.WrittenCount == 0)
            {
                _writing = false;
                return false;
            }

            _gathering = _spare;
            _round = NewRound();
            _inFlight = round;
            return true;
        }
    }

    private void GiveBack(ArrayBufferWriter<byte> frames)
    {
        if (frames.Capacity > KeptBytes) frames = new ArrayBufferWriter<byte>();
        else frames.ResetWrittenCount();
        lock (_gate)
        {
            _spare = frames;
            _inFlight = null;
        }
    }

    private void Break(BrokenConnectionException failure)
    {
        TaskCompletionSource? inFlight;
        TaskCompletionSource gathered;
        lock (_gate)
        {
            _broken = failure;
            inFlight = _inFlight;
            gathered = _round;
        }

        // Nobody has to await: the task's failure is observed here.
        foreach (var round in new[] { inFlight, gathered })
        {
            if (round == null) continue;
            round.TrySetException(failure);
            _ = round.Task.Exception;
        }
    }

    private static TaskCompletionSource NewRound() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>The connection is of no more use.</summary>
internal sealed class BrokenConnectionException(string message, Exception? cause = null) : IOException(message, cause);
