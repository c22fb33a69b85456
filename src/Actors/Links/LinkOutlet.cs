using Actors.Links.Internal;
using Google.Protobuf;

namespace Actors.Links;

/// <summary>The sending end: takes what it is offered and sends as much as there is credit for.</summary>
/// <remarks>The receiver speaks first; its first <see cref="LinkDemand"/> tells whom to send to.</remarks>
public sealed class LinkOutlet : LinkEnd
{
    private LinkSender _state;

    /// <param name="link">The number of the link; both ends have it from the message that asked for the link.</param>
    /// <param name="settings">Limits of this end; the other end has its own.</param>
    /// <param name="send">Carries a message to the receiver.</param>
    /// <param name="now">A monotonic clock.</param>
    public LinkOutlet(long link, LinkSettings settings, Action<object> send, Func<TimeSpan> now)
        : base(link, send, now) => _state = LinkSender.Open(settings, Now);

    /// <summary>Called when the receiver has got more than before: there may be room again.</summary>
    public Action Advanced { get; set; } = () => { };

    /// <summary>It holds less than its window. Whoever reads on only then bounds what waits here to a window and what is read at a time.</summary>
    public bool HasRoom => _state.HasRoom;

    /// <summary>It was offered its last message.</summary>
    public bool IsClosed => _state.Closed;

    public override bool IsOver => _state.Outcome is not null;

    /// <summary>Messages that the receiver has got.</summary>
    public long Acknowledged => _state.Acked;

    /// <summary>Messages that were offered and that it has not got; none: it waits for the owner.</summary>
    public long Unacknowledged => _state.Next - _state.Acked;

    /// <summary>Sends a message of at most 64 KiB as soon as there is credit; the last one closes the link. On a link that is over it goes nowhere.</summary>
    public void Offer(ByteString payload, bool last = false) => Take(_state.Offer(payload, last, Now));

    public override void Tick() => Take(_state.Tick(Now));

    private protected override bool Hear(ILinkMessage message)
    {
        if (message is not LinkDemand demand)
            return false;
        Take(_state.Demanded(demand.Acked, demand.UpTo, demand.Resend, demand.IsRead, Now));
        return true;
    }

    private protected override void Broken(string code, string reason) => Take(_state.Broken(code, reason));

    private protected override void CarryOut(LinkEffect effect)
    {
        if (effect is LinkAdvanced)
            Advanced();
        else
            base.CarryOut(effect);
    }

    private void Take(LinkStep<LinkSender> step)
    {
        _state = step.State;
        CarryOut(step.Effects);
    }
}
