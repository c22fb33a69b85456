using System.Collections.Concurrent;
using System.IO.Pipelines;
using Akka.Actor;
using Akka.Dispatch;

namespace Akka.Remote.Internal.Associations;

/// <summary>
/// The sending side of one of an association's two streams: a queue that any thread fills and a pump that empties it
/// into the current connection. The pump writes all that is queued, up to 64 KiB, before it flushes.
/// </summary>
/// <remarks>
/// _turn says who pumps: 0 nobody, 1 a pump runs, 2 it runs and must look again. Whoever raises it from 0 schedules the
/// pump; the pump lowers it from 1 only. A producer enqueues before it reads _turn, the pump sets _turn to 1 before it
/// looks at the queue, each with a full fence between the two, so one of them sees the other and nothing stays behind.
/// </remarks>
internal sealed class Lane(LaneKind kind, ILaneOwner owner, Action<IRunnable> schedule, long limitBytes) : IRunnable
{
    private const int FlushBytes = 64 * 1024;

    // Worth another core; less is written by the thread that sends it, when it is done with that.
    private const int ShareBytes = 4 * 1024;

    // After so many flushes the thread is given back: other work of the dispatcher waits too.
    private const int FlushesPerTurn = 16;

    // An envelope's own cost in memory, so that a million tiny messages do not count as nothing.
    private const int EnvelopeBytes = 64;

    private readonly ConcurrentQueue<Outbound> _queue = new();
    private readonly LaneWriter _writer = new(owner);
    private LaneState _state = LaneState.Idle;
    private long _queuedBytes;
    private int _turn;

    private enum Pumped
    {
        Everything,
        SomeOfIt,
        WaitsForFlush,
    }

    public LaneKind Kind => kind;

    public bool IsEmpty => _queue.IsEmpty;

    /// <summary>Changed by the association's actor, but for Idle to Waiting and a failing Open to Waiting, which the pump does.</summary>
    public LaneState State => Volatile.Read(ref _state);

    public void Become(LaneState next)
    {
        Interlocked.Exchange(ref _state, next);
        Wake();
    }

    /// <summary>Queues a message, or lets it go to dead letters when the queue is full.</summary>
    public void Send(object message, IActorRef? sender, IActorRef recipient)
    {
        var size = EstimateBytes(message);
        // Not exact when many threads meet the limit at once; a limit by the hundred megabytes need not be.
        if (Volatile.Read(ref _queuedBytes) + size > limitBytes)
        {
            owner.Undelivered(message, sender, recipient);
            return;
        }
        _queue.Enqueue(new Outbound(message, sender, recipient, size));
        var queued = Interlocked.Add(ref _queuedBytes, size);
        Wake();
        if (queued > ShareBytes) RunNext.FlushLast();
    }

    /// <summary>Queues an item of the protocol, which is small and never shed.</summary>
    public void Send(ControlItem item)
    {
        _queue.Enqueue(new Outbound(item, null, null, 0));
        Interlocked.MemoryBarrier();
        Wake();
    }

    public void Execute() => Run();

    public void Run()
    {
        for (var flushes = 0; flushes < FlushesPerTurn; flushes++)
        {
            Interlocked.Exchange(ref _turn, 1);
            var state = State;
            var pumped = TryPump(state);
            // The turn stays with the flush, which runs this method again when it is done.
            if (pumped == Pumped.WaitsForFlush) return;
            if (pumped == Pumped.Everything && Interlocked.CompareExchange(ref _turn, 0, 1) == 1) return;
        }
        schedule(this);
    }

    // Every caller has passed a full fence since it changed what the pump looks at.
    private void Wake()
    {
        if (Volatile.Read(ref _turn) != 2 && Interlocked.Exchange(ref _turn, 2) == 0) schedule(this);
    }

    private Pumped TryPump(LaneState state)
    {
        try
        {
            return Pump(state);
        }
        catch (Exception reason)
        {
            // The pump must not end with its turn taken: nothing would ever be sent again.
            owner.PumpFailed(kind, reason);
            GiveUp(state);
            return Pumped.Everything;
        }
    }

    private Pumped Pump(LaneState state)
    {
        if (state.Output is not null) return Write(state);
        if (state.Farewell is not null) return Part(state);
        if (state == LaneState.Closed || state == LaneState.Retired) Drain(state);
        else if (state == LaneState.Idle && !_queue.IsEmpty && Interlocked.CompareExchange(ref _state, LaneState.Waiting, state) == state)
            owner.ConnectionWanted(kind);
        return Pumped.Everything;
    }

    private Pumped Write(LaneState state)
    {
        _writer.Use(state.Output!);
        var dequeuedBytes = 0L;
        var isEmpty = false;
        while (_writer.PendingBytes < FlushBytes)
        {
            isEmpty = !_queue.TryDequeue(out var next);
            if (isEmpty) break;
            dequeuedBytes += next.SizeBytes;
            _writer.Write(next);
        }
        Interlocked.Add(ref _queuedBytes, -dequeuedBytes);
        if (_writer.PendingBytes > 0)
        {
            var flush = _writer.FlushAsync();
            if (!flush.IsCompletedSuccessfully)
            {
                _ = ContinueAfterAsync(flush, state);
                return Pumped.WaitsForFlush;
            }
            _writer.Flushed();
        }
        return isEmpty ? Pumped.Everything : Pumped.SomeOfIt;
    }

    private Pumped Part(LaneState state)
    {
        Drain(state);
        _writer.Use(state.Farewell!);
        _writer.Write(new Outbound(new GoodbyeItem(GoodbyeReason.Quarantined), null, null, 0));
        var flush = _writer.FlushAsync();
        Interlocked.CompareExchange(ref _state, LaneState.Closed, state);
        if (!flush.IsCompletedSuccessfully)
        {
            _ = ContinueAfterAsync(flush, state);
            return Pumped.WaitsForFlush;
        }
        _writer.Flushed();
        return Pumped.Everything;
    }

    private async Task ContinueAfterAsync(ValueTask<FlushResult> flush, LaneState state)
    {
        try
        {
            await flush.ConfigureAwait(false);
            _writer.Flushed();
        }
        catch (Exception)
        {
            // The connection is broken; its reading side says why.
            GiveUp(state);
        }
        Run();
    }

    /// <summary>What follows waits for the next connection.</summary>
    private void GiveUp(LaneState state)
    {
        state.Farewell?.Abort();
        if (state.Output is null) return;
        Interlocked.CompareExchange(ref _state, LaneState.Waiting, state);
        state.Output.Abort();
    }

    private void Drain(LaneState state)
    {
        while (_queue.TryDequeue(out var next))
        {
            Interlocked.Add(ref _queuedBytes, -next.SizeBytes);
            if (next.Recipient is null) _writer.Skip(next);
            else if (state == LaneState.Retired) owner.Forward(next.Message, next.Sender, next.Recipient);
            else owner.Undelivered(next.Message, next.Sender, next.Recipient);
        }
    }

    private int EstimateBytes(object message) => EnvelopeBytes + message switch
    {
        string text => text.Length,
        byte[] bytes => bytes.Length,
        _ => _writer.UsualBytes,
    };
}
