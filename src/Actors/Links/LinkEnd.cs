using System.Collections.Immutable;
using Actors.Links.Internal;

namespace Actors.Links;

/// <summary>One end of a link inside an actor: the actor passes in what the other end says and the time. Not for use by several threads.</summary>
public abstract class LinkEnd
{
    private readonly Action<object> _send;
    private readonly Func<TimeSpan> _now;

    private protected LinkEnd(long link, Action<object> send, Func<TimeSpan> now) => (Link, _send, _now) = (link, send, now);

    /// <summary>Its number.</summary>
    public long Link { get; }

    public abstract bool IsOver { get; }

    /// <summary>Called once when the link is over: null when all was sent and received, otherwise the code and the reason.</summary>
    public Action<ActorsException?> Ended { get; set; } = _ => { };

    private protected TimeSpan Now => _now();

    /// <returns>False: it is said on another link, or not to this end.</returns>
    public bool On(ILinkMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (message.Link != Link)
            return false;
        if (message is not LinkBroken broken)
            return Hear(message);
        Broken(broken.Code, broken.Reason);
        return true;
    }

    /// <summary>To be called several times an interval.</summary>
    public abstract void Tick();

    /// <summary>Gives the link up and tells the other end.</summary>
    public void Break(string code, string reason)
    {
        if (IsOver)
            return;
        _send(new LinkBroken { Link = Link, Code = code, Reason = reason });
        Broken(code, reason);
    }

    private protected abstract bool Hear(ILinkMessage message);

    private protected abstract void Broken(string code, string reason);

    private protected void CarryOut(ImmutableArray<LinkEffect> effects)
    {
        foreach (var effect in effects)
            CarryOut(effect);
    }

    private protected virtual void CarryOut(LinkEffect effect)
    {
        switch (effect)
        {
            case LinkSays says:
                _send(says.On(Link));
                break;
            case LinkEnded(var outcome):
                Ended(outcome.ToException());
                break;
        }
    }
}
