using Actors.Links;
using Actors.Links.Internal;
using Actors.Services.Internal;
using Akka.Actor;
using Google.Protobuf;

namespace Actors.Services.Transfers;

/// <summary>Receives the bytes of one large value by a link, into one piece of memory, and tells its parent <see cref="ValueCame"/>.</summary>
internal sealed class ValueSink : LinkActor
{
    private readonly ValueWish _wish;
    private readonly ServiceRoute _route;
    private readonly IActorRef _parent = Context.Parent;
    private readonly LinkInlet _inlet;
    private readonly byte[] _bytes;
    private int _filled;
    private bool _isTooLong;

    public ValueSink(ValueWish wish, ServiceRoute route)
        : base(wish.Settings, new LinkOutcome(ErrorCodes.Cancelled, "nobody waits for the value any more"))
    {
        (_wish, _route) = (wish, route);
        _bytes = GC.AllocateUninitializedArray<byte>(wish.Bytes);
        var self = Self;
        _inlet = NewInlet(wish.Link, message => route.To(wish.From, message, _parent));
        _inlet.Delivered = (payload, _) => Take(payload);
        _inlet.Ended = failure =>
        {
            _parent.Tell(failure is null && _filled == _bytes.Length && !_isTooLong ? new ValueCame(wish, _bytes, null) : new ValueCame(wish, null, failure ?? WrongLength()), self);
            Context.Stop(self);
        };
    }

    public static Props Props(ValueWish wish, ServiceRoute route) => Akka.Actor.Props.Create(() => new ValueSink(wish, route));

    protected override void PreStart()
    {
        base.PreStart();
        Ask();
        _inlet.Open();
    }

    protected override void OnTick()
    {
        if (_filled == 0)
            Ask();
    }

    private void Ask()
    {
        if (_wish.Ask is { } ask)
            _route.To(_wish.From, ask, _parent);
    }

    private void Take(ByteString payload)
    {
        if (payload.Length > _bytes.Length - _filled)
        {
            _isTooLong = true;
            _inlet.Break(ErrorCodes.Invalid, WrongLength().Message);
            return;
        }

        payload.Span.CopyTo(_bytes.AsSpan(_filled));
        _filled += payload.Length;
        _inlet.Consume(1);
    }

    private ActorsException WrongLength() => new(ErrorCodes.Invalid, $"the value was to have {_bytes.Length} bytes, which is not what came");
}

/// <param name="Link">Its number.</param>
/// <param name="For">Whatever its parent knows it by.</param>
/// <param name="Bytes">How many there are.</param>
/// <param name="From">The path of who has it.</param>
/// <param name="Ask">Said to it until something comes; null: it knows.</param>
/// <param name="Settings">Of the link.</param>
internal sealed record ValueWish(long Link, object For, int Bytes, string From, object? Ask, LinkSettings Settings);

/// <param name="Wish">What was wanted.</param>
/// <param name="Bytes">The value; null: it did not come.</param>
/// <param name="Failure">Why not.</param>
internal sealed record ValueCame(ValueWish Wish, byte[]? Bytes, ActorsException? Failure);
