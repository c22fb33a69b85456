using Actors.Links;
using Actors.Links.Internal;
using Actors.Storage.Internal.Local;
using Akka.Actor;
using Google.Protobuf;

namespace Actors.Storage.Internal.Node;

/// <summary>Sends a copy from this node's disk to another node and tells its parent how that went: <see cref="CopySent"/> or <see cref="CopyNotSent"/>.</summary>
internal sealed class CopySender : LinkActor
{
    private const long Request = 1; // an actor a copy: one request, one link
    private readonly NodeParts _parts;
    private readonly ObjectId _id;
    private readonly string _nodeId;
    private readonly IActorRef _node;
    private readonly bool _hint;
    private readonly bool _repair;
    private LinkOutlet? _outlet; // null: it is small enough for a message, or not found yet
    private PiecePump? _pump;
    private long _acknowledged;
    private Digest _digest;
    private bool _reported;

    public CopySender(NodeParts parts, ObjectId id, string nodeId, bool hint, bool repair)
        : base(PiecePump.Ahead(parts.Settings.Link), new LinkOutcome(ErrorCodes.Unavailable, "the node has ended the transfer"))
    {
        (_parts, _id, _nodeId, _hint, _repair) = (parts, id, nodeId, hint, repair);
        _node = parts.View.ActorOf(nodeId) ?? ActorRefs.Nobody;
    }

    public static Props Props(NodeParts parts, ObjectId id, string nodeId, bool hint, bool repair) =>
        Akka.Actor.Props.Create(() => new CopySender(parts, id, nodeId, hint, repair));

    protected override void PreStart()
    {
        base.PreStart();
        _parts.Reader.Tell(new FindCopy(_id, "copy", Self));
        Timers.StartSingleTimer(GiveUp.Instance, GiveUp.Instance, _parts.Settings.TransferTimeout);
    }

    protected override void OnMessage(object message)
    {
        switch (message)
        {
            case CopyFound(_, { } copy):
                Send(copy);
                break;
            case CopyFound:
                Report(ErrorCodes.NotFound, "the copy is gone");
                break;
            case PieceRead read:
                _pump?.On(read);
                break;
            case CopyUnreadable unreadable:
                Report(ErrorCodes.Failed, unreadable.Reason);
                break;
            case CopyStored:
                Report(null, "");
                break;
            case StorageRefused refused:
                Report(refused.Code, refused.Reason);
                break;
            case GiveUp:
                Report(ErrorCodes.Unavailable, $"no answer for {_parts.Settings.TransferTimeout.TotalSeconds} s");
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    // Progress gives the copy its time anew; a sign of life alone does not, as a node whose disk hangs gives them too.
    protected override void OnTick()
    {
        if (_outlet is null || _outlet.Acknowledged == _acknowledged)
            return;
        _acknowledged = _outlet.Acknowledged;
        Timers.StartSingleTimer(GiveUp.Instance, GiveUp.Instance, _parts.Settings.TransferTimeout);
    }

    private void Send(StoredObject copy)
    {
        _digest = copy.Info.Digest;
        if (copy.Chunks.Length == 0)
        {
            var content = UnsafeByteOperations.UnsafeWrap(copy.Inline);
            _node.Tell(new CopyObject { Request = Request, Record = copy.Info.ToWire(), Content = content, Hint = _hint, Repair = _repair });
            return;
        }

        _outlet = NewOutlet(Request);
        _outlet.Ended = OnEnded;
        _pump = new PiecePump(_parts, copy, 0, _outlet, Self);
        _node.Tell(new OpenCopy { Request = Request, Link = Request, Id = _id.ToWire(), Name = copy.Info.Name, Hint = _hint, Repair = _repair });
        _pump.Begin();
    }

    private void OnEnded(ActorsException? failure)
    {
        if (failure is not null)
            Report(failure.Code, failure.Message);
    }

    private void Report(string? code, string reason)
    {
        if (_reported)
            return;
        _reported = true;
        Context.Parent.Tell(code is null ? new CopySent(_nodeId, _id) : new CopyNotSent(_nodeId, _id, _digest, code, reason));
        Context.Stop(Self);
    }

    private sealed class GiveUp
    {
        public static readonly GiveUp Instance = new();
    }
}

/// <summary>The node has the copy on its disk.</summary>
internal sealed record CopySent(string Node, ObjectId Id);

internal sealed record CopyNotSent(string Node, ObjectId Id, Digest Digest, string Code, string Reason);
