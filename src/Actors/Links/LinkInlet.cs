using Actors.Links.Internal;
using Google.Protobuf;

namespace Actors.Links;

/// <summary>
/// The receiving end of a link inside an actor: the actor passes in what the sender says and the time, and gets the messages in order.
/// Not for use by several threads.
/// </summary>
public sealed class LinkInlet
{
    private readonly long _link;
    private readonly Action<object> _send;
    private readonly Func<TimeSpan> _now;
    private LinkReceiver? _state;

    /// <param name="link">The number of the link; both ends have it from the message that asked for the link.</param>
    /// <param name="send">Carries a message to the sender.</param>
    /// <param name="now">A monotonic clock.</param>
    public LinkInlet(long link, Action<object> send, Func<TimeSpan> now) => (_link, _send, _now) = (link, send, now);

    /// <summary>Called for each message, in order and once; true: it was the last. Each one is to be consumed in time.</summary>
    public Action<ByteString, bool> Delivered { get; set; } = (_, _) => { };

    /// <summary>Called once when the link is over: null when all was delivered, otherwise the code and the reason.</summary>
    public Action<ActorsException?> Ended { get; set; } = _ => { };

    public bool IsOver => _state?.End is not null;

    /// <summary>Gives the sender its first credit.</summary>
    public void Open(LinkSettings settings) => Take(LinkReceiver.Open(settings, _now()));

    public void On(LinkData data) => Take(_state?.Received(data.Sequence, data.Payload, data.Last, _now()));

    public void On(LinkIdle idle) => Take(_state?.Idle(idle.Next, _now()));

    public void On(LinkBroken broken) => Take(_state?.Broken(broken.Code, broken.Reason));

    /// <summary>The owner is done with messages; the sender may send as many more.</summary>
    public void Consume(int messages) => Take(_state?.Consume(messages, _now()));

    /// <summary>To be called several times an interval.</summary>
    public void Tick() => Take(_state?.Tick(_now()));

    /// <summary>Gives the link up and tells the sender.</summary>
    public void Break(string code, string reason)
    {
        if (!IsOver)
            _send(new LinkBroken { Link = _link, Code = code, Reason = reason });
        Take(_state?.Broken(code, reason));
    }

    private void Take(LinkStep<LinkReceiver>? taken)
    {
        if (taken is not { } step)
            return;
        _state = step.State;
        foreach (var effect in step.Effects)
        {
            switch (effect)
            {
                case LinkDemands(var acked, var upTo, var resend):
                    _send(new LinkDemand { Link = _link, Acked = acked, UpTo = upTo, Resend = resend });
                    break;
                case LinkDeliver(var payload, var last):
                    Delivered(payload, last);
                    break;
                case LinkTellBroken(var end):
                    _send(new LinkBroken { Link = _link, Code = end.Code, Reason = end.Reason });
                    break;
                case LinkEnded(var end):
                    Ended(end.ToException());
                    break;
            }
        }
    }
}
