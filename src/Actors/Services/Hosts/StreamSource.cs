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
    private readonly IAsyncEnumerator<ReadOnlyMemory<byte>> _values;
    private readonly int _maxValueBytes;
    private readonly LinkOutlet _outlet;
    private readonly MemoryStream _batch = new();
    private readonly Queue<ByteString> _pieces = new(); // of values for which the link had no room
    private CallFailure? _failure;
    private Task _reading = Task.CompletedTask;
    private bool _isReading;
    private bool _isAtEnd;

    public StreamSource(StreamOrder order, ServiceRoute route)
    {
        (_order, _call) = (order, order.Call);
        _maxValueBytes = order.MaxValueBytes;
        _values = order.Values.GetAsyncEnumerator();
        var (self, scheduler) = (Self, Context.System.Scheduler);
        _outlet = new LinkOutlet(order.Link, order.Settings, message => route.To(_call.Client, message, self), () => scheduler.MonotonicClock)
        {
            Ready = GoOn,
            Ended = _ => Context.Stop(self),
        };
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(StreamOrder order, ServiceRoute route) => Akka.Actor.Props.Create(() => new StreamSource(order, route));

    protected override void PreStart()
    {
        Timers.StartPeriodicTimer(nameof(TickEvery), Tick.Instance, TickEvery);
        GoOn();
    }

    protected override void PostStop()
    {
        // The method stops at its next value at the latest.
        _call.Cancel();
        // It keeps its slot until it has ended.
        DisposeAsync(_reading).PipeTo(Context.Parent, success: () => new IsOver(_order));
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case LinkDemand demand:
                _outlet.On(demand);
                break;
            case LinkBroken broken:
                _outlet.On(broken);
                break;
            case Tick:
                _outlet.Tick();
                break;
            case Moved moved:
                _isReading = false;
                Take(moved);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void GoOn()
    {
        Offer();
        while (!_isReading && !_isAtEnd && _pieces.Count == 0 && _outlet.CanOffer && !_outlet.IsOver)
        {
            _isReading = true;
            var next = NextAsync();
            if (!next.IsCompleted)
            {
                // Nothing more is there just now, so what there is goes.
                Flush();
                _reading = next;
                next.PipeTo(Self);
                return;
            }

            _isReading = false;
            Add(next.Result);
        }
    }

    private void Take(Moved moved)
    {
        Add(moved);
        GoOn();
    }

    private void Add(Moved moved)
    {
        if (moved.Failure is not null || moved.Value is null)
        {
            _isAtEnd = true;
            _failure = moved.Failure;
            Flush();
            Offer();
            return;
        }

        var value = moved.Value.Value;
        if (value.Length > _maxValueBytes)
        {
            Add(new Moved(null, new CallFailure { Code = ErrorCodes.TooLarge, Message = $"a value of the stream has {value.Length} bytes; at most {_maxValueBytes} may travel" }));
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

    private async Task<Moved> NextAsync()
    {
        try
        {
            return await _values.MoveNextAsync().ConfigureAwait(false) ? new Moved(_values.Current, null) : new Moved(null, null);
        }
        catch (Exception failure)
        {
            return new Moved(null, CallFailures.Of(failure));
        }
    }

    /// <summary>A sequence can be disposed of between two of its values, and not while it makes one.</summary>
    private async Task DisposeAsync(Task reading)
    {
        try
        {
            await reading.ConfigureAwait(false);
            await _values.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception)
        {
            // It was told to stop, and how it takes it is nobody's business any more.
        }
    }

    /// <summary>To its parent: nothing of it runs any more.</summary>
    public sealed record IsOver(StreamOrder Order) : IDeadLetterSuppression;

    private sealed record Moved(ReadOnlyMemory<byte>? Value, CallFailure? Failure);

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
internal sealed record StreamOrder(long Link, HeldCall Call, int Slot, IAsyncEnumerable<ReadOnlyMemory<byte>> Values, int MaxValueBytes, LinkSettings Settings);
