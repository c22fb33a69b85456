using System.Buffers.Binary;
using Actors.Links;
using Actors.Services.Internal;
using Akka.Actor;
using Akka.Event;
using Google.Protobuf;

namespace Actors.Services.Hosts;

/// <summary>
/// Sends the values of one call by a link, as many as the client has room for: a method that gives more waits. Values that are there together travel together.
/// </summary>
internal sealed class StreamSource : UntypedActor, IWithTimers
{
    private static readonly TimeSpan TickEvery = TimeSpan.FromMilliseconds(250);

    private readonly StreamOrder _order;
    private readonly HeldCall _call;
    private readonly StreamPull _values;
    private readonly int _maxValueBytes;
    private readonly LinkOutlet _outlet;
    private readonly MemoryStream _batch = new();
    private readonly Queue<ByteString> _pieces = new(); // of values for which the link had no room
    private CallFailure? _failure;
    private Task _reading = Task.CompletedTask;
    private bool _isReading;
    private bool _isAtEnd;
    private TimeSpan _lastTaken;
    private CancellationTokenRegistration _stopped;

    public StreamSource(StreamOrder order, ServiceRoute route)
    {
        (_order, _call) = (order, order.Call);
        _maxValueBytes = order.MaxValueBytes;
        var (self, scheduler) = (Self, Context.System.Scheduler);
        _values = new StreamPull(order.Values, order.Threads, pulled => self.Tell(pulled));
        _outlet = new LinkOutlet(order.Link, order.Settings, message => route.To(_call.Client, message, self), () => scheduler.MonotonicClock)
        {
            Ready = GoOn,
            Ended = _ => Context.Stop(self),
        };
    }

    private static TimeSpan Now => Context.System.Scheduler.MonotonicClock;

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(StreamOrder order, ServiceRoute route) => Akka.Actor.Props.Create(() => new StreamSource(order, route));

    protected override void PreStart()
    {
        Timers.StartPeriodicTimer(nameof(TickEvery), Tick.Instance, TickEvery);
        _lastTaken = Now;
        // A method that waits for its reader would not notice.
        var self = Self;
        _stopped = _call.Stopped.UnsafeRegister(_ => self.Tell(IsStopped.Instance), null);
        GoOn();
    }

    protected override void PostStop()
    {
        _stopped.Unregister();
        _outlet.Break(ErrorCodes.Cancelled, "the host has ended the stream");
        // The method stops at its next value at the latest.
        _call.Cancel();
        // It keeps its slot until it has ended.
        DisposeAsync().PipeTo(Context.Parent, success: () => new IsOver(_order));
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case LinkDemand demand:
                if (demand.IsRead)
                    _lastTaken = Now;
                _outlet.On(demand);
                break;
            case LinkBroken broken:
                _outlet.On(broken);
                break;
            case Tick:
                _outlet.Tick();
                LookAtReader();
                break;
            case StreamPull.Pulled pulled:
                Take(pulled);
                break;
            case IsStopped:
                _outlet.Break(ErrorCodes.Cancelled, $"the call of {_call.Call.Method} was cancelled");
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void GoOn()
    {
        Offer();
        if (_isReading || _isAtEnd || _pieces.Count > 0 || !_outlet.CanOffer)
            return;
        _isReading = true;
        _reading = _values.ReadAsync();
    }

    private void Take(StreamPull.Pulled pulled)
    {
        foreach (var value in pulled.Values)
        {
            Add(value);
            if (_isAtEnd)
                return; // it was too large
        }

        // What there is goes, whether or not the next one takes long.
        if (pulled.IsEnd)
            End(pulled.Failure);
        else
            Flush();
        if (!pulled.GoesOn)
            _isReading = false;
        GoOn();
    }

    private void LookAtReader()
    {
        if (!_outlet.AwaitsCredit)
            _lastTaken = Now;
        else if (Now - _lastTaken >= _order.Patience)
            _outlet.Break(ErrorCodes.Timeout, $"the stream was ended: its reader took nothing for {_order.Patience.TotalSeconds:0.###} s (actors.services.host.stream-patience)");
    }

    private void End(CallFailure? failure)
    {
        _isAtEnd = true;
        _failure = failure;
        Flush();
        Offer();
    }

    private void Add(ReadOnlyMemory<byte> value)
    {
        if (value.Length > _maxValueBytes)
        {
            End(new CallFailure { Code = ErrorCodes.TooLarge, Message = $"a value of the stream has {value.Length} bytes; at most {_maxValueBytes} may travel" });
            return;
        }

        if (_batch.Length > 0 && _batch.Length + value.Length + sizeof(uint) > LinkSettings.MaxMessageBytes)
            Flush();
        Span<byte> length = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(length, (uint)value.Length);
        _batch.Write(length);
        _batch.Write(value.Span);
    }

    private void Flush()
    {
        if (_batch.Length == 0)
            return;
        for (var at = 0; at < _batch.Length; at += LinkSettings.MaxMessageBytes)
            _pieces.Enqueue(ByteString.CopyFrom(_batch.GetBuffer(), at, (int)Math.Min(LinkSettings.MaxMessageBytes, _batch.Length - at)));
        _batch.SetLength(0);
        Offer();
    }

    private void Offer()
    {
        while (_outlet.CanOffer && _pieces.TryDequeue(out var piece))
            _outlet.Offer(piece);
        if (_isAtEnd && _pieces.Count == 0 && _outlet.CanOffer)
            _outlet.Offer(new StreamEnd { Failure = _failure }.ToByteString(), last: true);
    }

    /// <summary>A sequence can be disposed of between two of its values, and not while it makes one.</summary>
    private async Task DisposeAsync()
    {
        await _reading.ConfigureAwait(false);
        await _values.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>To its parent: nothing of it runs any more.</summary>
    public sealed record IsOver(StreamOrder Order) : IDeadLetterSuppression;

    private sealed class IsStopped : IDeadLetterSuppression
    {
        public static readonly IsStopped Instance = new();
    }

    private sealed class Tick
    {
        public static readonly Tick Instance = new();
    }
}

/// <param name="Link">Its number.</param>
/// <param name="Call">Whose values they are.</param>
/// <param name="Slot">The host's slot that it keeps.</param>
/// <param name="Values">Each as JSON.</param>
/// <param name="MaxValueBytes">Of one value.</param>
/// <param name="Settings">Of the link.</param>
/// <param name="Threads">Where the method runs.</param>
/// <param name="Patience">With a reader that takes nothing.</param>
internal sealed record StreamOrder(
    long Link, HeldCall Call, int Slot, IAsyncEnumerable<ReadOnlyMemory<byte>> Values, int MaxValueBytes, LinkSettings Settings, CallThreads Threads, TimeSpan Patience);
