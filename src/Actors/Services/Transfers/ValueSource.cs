using Actors.Links;
using Actors.Services.Internal;
using Akka.Actor;
using Google.Protobuf;

namespace Actors.Services.Transfers;

/// <summary>Sends the bytes of one large value by a link, out of the memory where they are.</summary>
internal sealed class ValueSource : UntypedActor, IWithTimers
{
    private static readonly TimeSpan TickEvery = TimeSpan.FromMilliseconds(250);

    private readonly LinkOutlet _outlet;
    private ReadOnlyMemory<byte> _left;
    private ReadOnlyMemory<byte> _next;

    public ValueSource(ValueOffer offer, ServiceRoute route)
    {
        (_left, _next) = offer.First.IsEmpty ? (offer.Second, default) : (offer.First, offer.Second);
        var (self, scheduler) = (Self, Context.System.Scheduler);
        _outlet = new LinkOutlet(offer.Link, offer.Settings, message => route.To(offer.To, message, self), () => scheduler.MonotonicClock)
        {
            Ready = Send,
            Ended = _ => Context.Stop(self),
        };
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(ValueOffer offer, ServiceRoute route) => Akka.Actor.Props.Create(() => new ValueSource(offer, route));

    protected override void PreStart()
    {
        Timers.StartPeriodicTimer(nameof(TickEvery), Tick.Instance, TickEvery);
        Send();
    }

    protected override void PostStop() => _outlet.Break(ErrorCodes.Cancelled, "the value is not sent any more");

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
            default:
                Unhandled(message);
                break;
        }
    }

    private void Send()
    {
        while (!_left.IsEmpty && _outlet.CanOffer)
        {
            var piece = _left[..Math.Min(_left.Length, LinkSettings.MaxMessageBytes)];
            _left = _left[piece.Length..];
            if (_left.IsEmpty)
                (_left, _next) = (_next, default);
            _outlet.Offer(UnsafeByteOperations.UnsafeWrap(piece), last: _left.IsEmpty);
        }
    }

    private sealed class Tick
    {
        public static readonly Tick Instance = new();
    }
}

/// <param name="Link">Its number.</param>
/// <param name="First">Is sent first; must not change.</param>
/// <param name="Second">Is sent then, as if it were one with the first.</param>
/// <param name="To">The path of who gets it.</param>
/// <param name="Settings">Of the link.</param>
internal sealed record ValueOffer(long Link, ReadOnlyMemory<byte> First, ReadOnlyMemory<byte> Second, string To, LinkSettings Settings);
