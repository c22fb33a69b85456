using Actors.Links.Internal;
using Google.Protobuf;

namespace Actors.Links;

/// <summary>
/// The sending end of a link inside an actor: the actor passes in what the receiver says and the time, the outlet sends what may be sent.
/// Not for use by several threads.
/// </summary>
/// <remarks>The receiver speaks first; its first <see cref="LinkDemand"/> tells whom to send to.</remarks>
public sealed class LinkOutlet
{
    private readonly long _link;
    private readonly Action<object> _send;
    private readonly Func<TimeSpan> _now;
    private LinkSender _state;

    /// <param name="link">The number of the link; both ends have it from the message that asked for the link.</param>
    /// <param name="settings">Limits of this end; the other end has its own.</param>
    /// <param name="send">Carries a message to the receiver.</param>
    /// <param name="now">A monotonic clock.</param>
    public LinkOutlet(long link, LinkSettings settings, Action<object> send, Func<TimeSpan> now)
    {
        (_link, _send, _now) = (link, send, now);
        _state = LinkSender.Open(settings, now());
    }

    /// <summary>Called when messages may be offered again after <see cref="CanOffer"/> was false.</summary>
    public Action Ready { get; set; } = () => { };

    /// <summary>Called once when the link is over: null when all was received, otherwise the code and the reason.</summary>
    public Action<ActorsException?> Ended { get; set; } = _ => { };

    public bool CanOffer => _state.CanOffer;

    public bool IsOver => _state.End is not null;

    /// <summary>Messages that were offered and are not acknowledged; none: the receiver waits for the owner.</summary>
    public long Unacknowledged => _state.Next - _state.Acked;

    /// <summary>Something was offered for which the receiver has given no credit yet.</summary>
    public bool AwaitsCredit => _state.Unsent < _state.Next;

    /// <summary>Sends a message of at most 64 KiB as soon as there is credit; the last one closes the link.</summary>
    public void Offer(ByteString payload, bool last = false) => Take(_state.Offer(payload, last, _now()));

    public void On(LinkDemand demand) => Take(_state.Demanded(demand.Acked, demand.UpTo, demand.Resend, _now()));

    public void On(LinkBroken broken) => Take(_state.Broken(broken.Code, broken.Reason));

    /// <summary>To be called several times an interval.</summary>
    public void Tick() => Take(_state.Tick(_now()));

    /// <summary>Gives the link up and tells the receiver.</summary>
    public void Break(string code, string reason)
    {
        if (!IsOver)
            _send(new LinkBroken { Link = _link, Code = code, Reason = reason });
        Take(_state.Broken(code, reason));
    }

    private void Take(LinkStep<LinkSender> step)
    {
        _state = step.State;
        foreach (var effect in step.Effects)
        {
            switch (effect)
            {
                case LinkSend send:
                    _send(new LinkData { Link = _link, Sequence = send.Sequence, Payload = send.Payload, Last = send.Last });
                    break;
                case LinkShowIdle idle:
                    _send(new LinkIdle { Link = _link, Next = idle.Next });
                    break;
                case LinkReady:
                    Ready();
                    break;
                case LinkEnded(var end):
                    Ended(end.ToException());
                    break;
            }
        }
    }
}
