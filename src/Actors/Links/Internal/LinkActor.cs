using Akka.Actor;

namespace Actors.Links.Internal;

/// <summary>
/// An actor that is one end of a link, or of several one after the other: it passes on what the other end says, what its reader has read and the time, and lets go of the link when it stops.
/// </summary>
/// <param name="settings">Of its end.</param>
/// <param name="farewell">What the other end is told when the actor stops before the link is over.</param>
internal abstract class LinkActor(LinkSettings settings, LinkOutcome farewell) : UntypedActor, IWithTimers
{
    private readonly IScheduler _scheduler = Context.System.Scheduler;
    private readonly IActorRef _self = Context.Self;

    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>The one that counts; null: there is none now.</summary>
    protected LinkEnd? End { get; private set; }

    /// <summary>Where the other end is: where it last spoke from.</summary>
    protected IActorRef Peer { get; set; } = ActorRefs.Nobody;

    protected TimeSpan Now => _scheduler.MonotonicClock;

    /// <param name="link">Its number.</param>
    /// <param name="send">Null: to <see cref="Peer"/>.</param>
    /// <param name="own">Null: the actor's.</param>
    protected LinkOutlet NewOutlet(long link, Action<object>? send = null, LinkSettings? own = null) => Use(new LinkOutlet(link, own ?? settings, send ?? TellPeer, () => Now));

    /// <param name="link">Its number.</param>
    /// <param name="send">Null: to <see cref="Peer"/>.</param>
    protected LinkInlet NewInlet(long link, Action<object>? send = null) => Use(new LinkInlet(link, settings, send ?? TellPeer, () => Now));

    /// <summary>What is said on it does not count any more.</summary>
    protected void Forget() => End = null;

    protected override void PreStart() => Timers.StartPeriodicTimer(Tick.Instance, Tick.Instance, settings.Interval / 2);

    protected override void PostStop()
    {
        if (End is not { } end)
            return;
        end.Ended = _ => { }; // the actor has nothing to do about it any more
        end.Break(farewell.Code!, farewell.Reason);
    }

    protected sealed override void OnReceive(object message)
    {
        switch (message)
        {
            case ILinkMessage said:
                OnSaid(said);
                break;
            case LinkRead read:
                read.By.Consume(1);
                break;
            case Tick:
                End?.Tick();
                OnTick();
                break;
            default:
                OnMessage(message);
                break;
        }
    }

    /// <summary>What is not of links.</summary>
    protected virtual void OnMessage(object message) => Unhandled(message);

    /// <summary>On whichever link: what is late is passed over.</summary>
    protected virtual void OnSaid(ILinkMessage message)
    {
        if (End?.Link != message.Link)
            return;
        Peer = Sender;
        End.On(message);
    }

    /// <summary>Twice an interval.</summary>
    protected virtual void OnTick()
    {
    }

    private void TellPeer(object message) => Peer.Tell(message, _self);

    private TEnd Use<TEnd>(TEnd end)
        where TEnd : LinkEnd
    {
        End = end;
        return end;
    }

    private sealed class Tick
    {
        public static readonly Tick Instance = new();
    }
}
