using Actors.Links;
using Actors.Links.Internal;
using Actors.Services.Internal;
using Akka.Actor;
using Google.Protobuf;

namespace Actors.Services.Transfers;

/// <summary>Sends the bytes of one large value by a link, out of the memory where they are.</summary>
internal sealed class ValueSource : LinkActor
{
    private readonly LinkOutlet _outlet;
    private ReadOnlyMemory<byte> _left;
    private ReadOnlyMemory<byte> _next;

    public ValueSource(ValueOffer offer, ServiceRoute route)
        : base(offer.Settings, new LinkOutcome(ErrorCodes.Cancelled, "the value is not sent any more"))
    {
        (_left, _next) = offer.First.IsEmpty ? (offer.Second, default) : (offer.First, offer.Second);
        var self = Self;
        _outlet = NewOutlet(offer.Link, message => route.To(offer.To, message, self));
        _outlet.Advanced = GoOn;
        _outlet.Ended = _ => Context.Stop(self);
    }

    public static Props Props(ValueOffer offer, ServiceRoute route) => Akka.Actor.Props.Create(() => new ValueSource(offer, route));

    protected override void PreStart()
    {
        base.PreStart();
        GoOn();
    }

    private void GoOn()
    {
        while (_outlet.HasRoom)
        {
            var piece = _left[..Math.Min(_left.Length, LinkSettings.MaxMessageBytes)];
            _left = _left[piece.Length..];
            if (_left.IsEmpty)
                (_left, _next) = (_next, default);
            _outlet.Offer(UnsafeByteOperations.UnsafeWrap(piece), last: _left.IsEmpty);
        }
    }
}

/// <param name="Link">Its number.</param>
/// <param name="First">Is sent first; must not change.</param>
/// <param name="Second">Is sent then, as if it were one with the first.</param>
/// <param name="To">The path of who gets it.</param>
/// <param name="Settings">Of the link.</param>
internal sealed record ValueOffer(long Link, ReadOnlyMemory<byte> First, ReadOnlyMemory<byte> Second, string To, LinkSettings Settings);
