using Actors.Links;
using Actors.Links.Internal;
using Actors.Storage.Internal.Local;
using Akka.Actor;

namespace Actors.Storage.Internal.Node;

/// <summary>Sends the content of a large object to a client, from an offset on.</summary>
internal sealed class DownloadSender : LinkActor
{
    private readonly NodeParts _parts;
    private readonly OpenDownload _open;
    private readonly LinkOutlet _outlet;
    private PiecePump? _pump;

    public DownloadSender(NodeParts parts, OpenDownload open, IActorRef client)
        : base(PiecePump.Ahead(parts.Settings.Link), new LinkOutcome(ErrorCodes.Unavailable, "the node has ended the transfer"))
    {
        (_parts, _open, Peer) = (parts, open, client);
        var self = Self;
        _outlet = NewOutlet(open.Link);
        _outlet.Ended = _ => Context.Stop(self);
    }

    public static Props Props(NodeParts parts, OpenDownload open, IActorRef client) => Akka.Actor.Props.Create(() => new DownloadSender(parts, open, client));

    protected override void PreStart()
    {
        base.PreStart();
        _parts.Reader.Tell(new FindCopy(ObjectId.FromWire(_open.Id), "copy", Self));
    }

    protected override void OnMessage(object message)
    {
        switch (message)
        {
            case CopyFound(_, { Info: { State: ObjectState.Present, Target: null } } copy) when _open.Offset >= 0 && _open.Offset <= copy.Info.Length:
                _pump = new PiecePump(_parts, copy, _open.Offset, _outlet, Self);
                _outlet.On(new LinkDemand { Link = _open.Link, UpTo = _open.Credit });
                _pump.Begin();
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
            default:
                Unhandled(message);
                break;
        }
    }
}
