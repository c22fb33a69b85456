using Google.Protobuf;

namespace Actors.Services.Hosts;

/// <summary>A call that this host has: it waits for a slot or runs. The host's actor and the threads that run calls share it.</summary>
internal sealed class HeldCall(CallId id, ServiceCall call, string client, IReadOnlyList<string> limits, BrokerChannel from, TimeSpan now) : IDisposable
{
    private const int Waits = 0;
    private const int Runs = 1;
    private const int IsOver = 2;

    private int _state;
    private CancellationTokenSource? _cancel;

    public CallId Id { get; } = id;

    public ServiceCall Call { get; private set; } = call;

    /// <summary>The bytes of arguments that do not fit a message; 0: all is in the call.</summary>
    public long LargeBytes { get; } = call.Large is { } large ? long.CreateSaturating((Int128)large.PositionalBytes + large.NamedBytes) : 0;

    /// <summary>Its arguments have not come yet.</summary>
    public bool IsFetching => Call.Large is not null;

    /// <summary>The path to reply to.</summary>
    public string Client { get; set; } = client;

    /// <summary>Which it counts for, in the words of the broker that gave it.</summary>
    public IReadOnlyList<string> Limits { get; } = limits;

    /// <summary>Who gave it.</summary>
    public BrokerChannel From { get; } = from;

    /// <summary>When it could have begun.</summary>
    public TimeSpan Arrived { get; private set; } = now;

    public TimeSpan Deadline { get; set; } = call.RemainingMs > 0 ? now + WireTimes.Span(call.RemainingMs) : TimeSpan.MaxValue;

    /// <summary>Its deadline has passed, and it was told so.</summary>
    public bool IsOverdue { get; set; }

    /// <summary>The client has been told something already, though the method has not ended.</summary>
    public bool IsAnswered { get; set; }

    /// <summary>Of a call that has begun: cancelled when the method is to stop.</summary>
    public CancellationToken Stopped => _cancel!.Token;

    public bool IsWaiting => Volatile.Read(ref _state) == Waits;

    /// <summary>Its arguments have come, first the positional ones.</summary>
    public void Fill(ReadOnlyMemory<byte> arguments, TimeSpan now)
    {
        // The broker of this process has the same message, and others may.
        var filled = Call.Clone();
        var positional = (int)filled.Large.PositionalBytes;
        filled.Arguments = UnsafeByteOperations.UnsafeWrap(arguments[..positional]);
        filled.NamedArguments = UnsafeByteOperations.UnsafeWrap(arguments[positional..]);
        filled.Large = null;
        (Call, Arrived) = (filled, now);
    }

    /// <summary>For the thread that will run it.</summary>
    /// <returns>False: it has been taken back.</returns>
    public bool TryBegin(CancellationTokenSource cancel)
    {
        _cancel = cancel;
        return Interlocked.CompareExchange(ref _state, Runs, Waits) == Waits;
    }

    /// <summary>Takes it back before it begins.</summary>
    public bool TryTakeBack() => Interlocked.CompareExchange(ref _state, IsOver, Waits) == Waits;

    /// <summary>Asks the method to stop.</summary>
    public void Cancel()
    {
        // What the method does about it, even if it throws or blocks, is not to be done on an actor's thread.
        if (Volatile.Read(ref _state) == Runs && !_cancel!.IsCancellationRequested)
            _ = _cancel.CancelAsync();
    }

    public void Dispose()
    {
        // Otherwise the method may be yet to hear of it, which a disposed source forgets to tell.
        if (_cancel is { IsCancellationRequested: false } idle)
            idle.Dispose();
    }
}
