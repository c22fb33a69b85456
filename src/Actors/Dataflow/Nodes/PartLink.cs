using Actors.Links;
using Akka.Actor;
using Google.Protobuf;

namespace Actors.Dataflow.Nodes;

/// <summary>One end of the two links between the director of a flow and a part of it on another node: messages go one way and the other, in order, and none is lost while both live.</summary>
/// <param name="outward">The number of the link that this end sends on.</param>
/// <param name="inward">The number of the link that it receives on.</param>
/// <param name="settings">Of both links.</param>
/// <param name="maxEventBytes">Of an event that comes with an order.</param>
internal abstract class PartLink(long outward, long inward, LinkSettings settings, int maxEventBytes) : UntypedActor, IWithTimers
{
    /// <summary>From the director to the part.</summary>
    protected const long Orders = 1;

    /// <summary>From the part to the director.</summary>
    protected const long Reports = 2;

    // Orders carry settings and wiring, reports the standing of an actor with all its edges.
    private const int MaxFrame = 64 * 1024 * 1024;

    private readonly FrameQueue _frames = new();
    private readonly FrameReader _reader = new((int)Math.Min(int.MaxValue, MaxFrame + (long)maxEventBytes));
    private readonly IActorRef _self = Context.Self;
    private readonly IScheduler _scheduler = Context.System.Scheduler;
    private LinkOutlet? _outlet;
    private LinkInlet? _inlet;

    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>The other end; nobody: it has not spoken yet.</summary>
    protected IActorRef Peer { get; private set; } = ActorRefs.Nobody;

    protected override void PreStart() => Timers.StartPeriodicTimer(Tick.Instance, Tick.Instance, settings.Interval / 2);

    protected sealed override void OnReceive(object message)
    {
        switch (message)
        {
            case ILinkMessage said:
                if (Peer.IsNobody()) Meet(Sender);
                if (Peer.Equals(Sender) && !_inlet!.On(said)) _outlet!.On(said);
                break;
            case Tick:
                _outlet?.Tick();
                _inlet?.Tick();
                OnTick();
                break;
            case Terminated gone when gone.ActorRef.Equals(Peer):
                OnGone();
                break;
            default:
                OnMessage(message);
                break;
        }
    }

    /// <summary>Begins to speak and to listen to the other end, whose end is noticed.</summary>
    protected void Meet(IActorRef peer)
    {
        Peer = Context.Watch(peer);
        _outlet = new LinkOutlet(outward, settings, TellPeer, () => _scheduler.MonotonicClock) { Advanced = Flush };
        _inlet = new LinkInlet(inward, settings, TellPeer, () => _scheduler.MonotonicClock) { Delivered = Take };
        _inlet.Open();
        Flush();
    }

    protected void Say(IMessage message)
    {
        _frames.Add(FrameQueue.FrameOf(message));
        Flush();
    }

    protected abstract void OnFrame(ReadOnlySpan<byte> frame);

    protected abstract void OnMessage(object message);

    /// <summary>The other end is no more.</summary>
    protected abstract void OnGone();

    /// <summary>Several times a second or so.</summary>
    protected virtual void OnTick()
    {
    }

    private void Take(ByteString bytes, bool last)
    {
        _inlet!.Consume(1);
        foreach (var frame in _reader.Read(bytes)) OnFrame(frame.Span);
    }

    private void Flush()
    {
        while (_outlet is { HasRoom: true } outlet && !_frames.IsEmpty) outlet.Offer(_frames.Take());
    }

    private void TellPeer(object message) => Peer.Tell(message, _self);

    private sealed class Tick
    {
        public static readonly Tick Instance = new();
    }
}
