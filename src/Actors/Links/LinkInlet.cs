using Actors.Links.Internal;
using Google.Protobuf;

namespace Actors.Links;

/// <summary>The receiving end: delivers messages in order, and lets the sender go on as they are consumed.</summary>
public sealed class LinkInlet : LinkEnd
{
    private readonly LinkSettings _settings;
    private LinkReceiver _state;
    private long _readBefore;

    /// <param name="link">The number of the link; both ends have it from the message that asked for the link.</param>
    /// <param name="settings">Limits of this end; the other end has its own.</param>
    /// <param name="send">Carries a message to the sender.</param>
    /// <param name="now">A monotonic clock.</param>
    public LinkInlet(long link, LinkSettings settings, Action<object> send, Func<TimeSpan> now)
        : base(link, send, now)
    {
        _settings = settings;
        _state = LinkReceiver.Open(settings, Now).State;
    }

    /// <summary>Called for each message, in order and once; true: it was the last. Each one is to be consumed in time.</summary>
    public Action<ByteString, bool> Delivered { get; set; } = (_, _) => { };

    /// <summary>How far the owner's reader is. The sender is told when that has changed: one that takes its time for a message is none that has gone.</summary>
    public Func<long> Position { get; set; } = () => 0;

    public override bool IsOver => _state.Outcome is not null;

    /// <summary>Gives the sender its first credit.</summary>
    public void Open() => Take(LinkReceiver.Open(_settings, Now));

    /// <summary>The owner is done with messages; the sender may send as many more.</summary>
    public void Consume(int messages) => Take(_state.Consume(messages, Now));

    public override void Tick() => Take(_state.Tick(Now));

    private protected override bool Hear(ILinkMessage message)
    {
        switch (message)
        {
            case LinkData data:
                Take(_state.Received(data.Sequence, data.Payload, data.Last, Now));
                return true;
            case LinkIdle idle:
                Take(_state.Idle(idle.Next, Now));
                return true;
            default:
                return false;
        }
    }

    private protected override void Broken(string code, string reason) => Take(_state.Broken(code, reason));

    private protected override void CarryOut(LinkEffect effect)
    {
        switch (effect)
        {
            case LinkDeliver(var payload, var last):
                Delivered(payload, last);
                break;
            case LinkDemands demands:
                var read = Position();
                base.CarryOut(demands with { IsRead = read != _readBefore });
                _readBefore = read;
                break;
            default:
                base.CarryOut(effect);
                break;
        }
    }

    private void Take(LinkStep<LinkReceiver> step)
    {
        _state = step.State;
        CarryOut(step.Effects);
    }
}
