using Actors.Links;
using Actors.Storage.Internal.Local;
using Akka.Actor;

namespace Actors.Storage.Internal.Node;

/// <summary>Sends the content of a large object to a client, from an offset on.</summary>
internal sealed class DownloadSender : UntypedActor, IWithTimers
{
    private readonly NodeParts _parts;
    private readonly OpenDownload _open;
    private readonly LinkOutlet _outlet;
    private PiecePump? _pump;

    public DownloadSender(NodeParts parts, OpenDownload open, IActorRef client)
    {
        (_parts, _open) = (parts, open);
        var self = Self;
        var context = Context;
        var scheduler = Context.System.Scheduler;
        _outlet = new LinkOutlet(open.Link, parts.Settings.Link, message => client.Tell(message, self), () => scheduler.MonotonicClock)
        {
            Ready = () => _pump?.Pump(),
            Ended = _ => context.Stop(self),
        };
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(NodeParts parts, OpenDownload open, IActorRef client) => Akka.Actor.Props.Create(() => new DownloadSender(parts, open, client));

    protected override void PreStart()
    {
        _parts.Reader.Tell(new FindCopy(ObjectId.FromWire(_open.Id), "copy", Self));
        Timers.StartPeriodicTimer(Tick.Instance, Tick.Instance, _parts.Settings.Link.Interval / 2);
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case CopyFound(_, { Info: { State: ObjectState.Present, Target: null } } copy) when _open.Offset >= 0 && _open.Offset <= copy.Info.Length:
                _pump = new PiecePump(_parts, copy, _open.Offset, _outlet, Self);
                _outlet.On(new LinkDemand { Link = _open.Link, UpTo = _open.Credit });
                _pump.Pump();
                break;
            case CopyFound:
                _outlet.Break(ErrorCodes.NotFound, "this node has no such content");
                break;
            case CopyUnreadable unreadable:
                _outlet.Break(ErrorCodes.Failed, unreadable.Reason);
                break;
            case PieceRead read:
                _pump?.On(read);
                break;
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
}
