using Actors.Links;
using Actors.Storage.Internal.Planning;
using Akka.Actor;
using Google.Protobuf;

namespace Actors.Storage.Internal.Node;

/// <summary>
/// Carries out <see cref="PutState"/> for a large put: passes it on to the other owners while it comes in, and copies it from this node's disk to the stand-ins
/// of those that were lost on the way. Part of the receiving session's actor.
/// </summary>
internal sealed class CopyChain(NodeParts parts, Receiving what, PutPlan plan, IActorContext context, Func<TimeSpan> now)
{
    private readonly Dictionary<long, Forwarder> _forwarders = [];
    private readonly List<string> _standIns = [];
    private readonly IActorRef _self = context.Self;
    private PutState _state = null!;
    private TimeSpan? _ownStored;
    private bool _started;
    private long _links;

    public required Action<int> Done { get; init; }

    public required Action<string, string> Failed { get; init; }

    public bool OwnIsHint { get; private set; }

    /// <summary>Whether the slowest node further on keeps up.</summary>
    public bool HasRoom => _forwarders.Values.All(forwarder => forwarder.Outlet.IsOver || forwarder.Outlet.HasRoom);

    public void Begin()
    {
        Take(PutState.Begin(plan, now()));
        _started = true;
    }

    public void Forward(ByteString payload, bool last)
    {
        foreach (var forwarder in _forwarders.Values)
            forwarder.Outlet.Offer(payload, last);
    }

    /// <summary>The node's own copy is durable.</summary>
    public void OwnStored()
    {
        _ownStored = now();
        Take(_state.Stored(parts.NodeId));
        foreach (var node in _standIns)
            CopyFromDisk(node);
        _standIns.Clear();
    }

    /// <returns>False when the message is not for the chain.</returns>
    public bool On(object message, IActorRef sender)
    {
        switch (message)
        {
            case ILinkMessage said when _forwarders.TryGetValue(said.Link, out var forwarder):
                forwarder.On(said, sender);
                return true;
            case CopyStored stored when _forwarders.TryGetValue(stored.Request, out var forwarder):
                Take(_state.Stored(forwarder.Node));
                return true;
            case StorageRefused refused when _forwarders.TryGetValue(refused.Request, out var forwarder):
                Refused(forwarder.Node, refused.Code, refused.Reason);
                return true;
            case CopySent sent:
                Take(_state.Stored(sent.Node));
                return true;
            case CopyNotSent not:
                Refused(not.Node, not.Code, not.Reason);
                return true;
            default:
                return message is ILinkMessage or CopyStored or StorageRefused;
        }
    }

    public void Tick()
    {
        foreach (var forwarder in _forwarders.Values)
            forwarder.Outlet.Tick();
        if (_ownStored is not { } since || now() - since < parts.Settings.CopyPatience)
            return;
        // No link tells of a node that was lost after its last message. Stand-ins are not measured: theirs is a whole copy, and its sender notices.
        foreach (var forwarder in _forwarders.Values)
            Take(_state.Slow(forwarder.Node, now()));
    }

    public void Expire() => Take(_state.Expired());

    public void Break(string reason)
    {
        _state = _state with { Over = true };
        foreach (var forwarder in _forwarders.Values)
            forwarder.Outlet.Break(ErrorCodes.Failed, reason);
    }

    private void Refused(string node, string code, string reason) =>
        Take(code == Records.Conflict ? _state.Conflicted(reason) : _state.Failed(node, reason, now()));

    private void Take(PutStep step)
    {
        _state = step.State;
        foreach (var effect in step.Effects)
        {
            switch (effect)
            {
                case StoreCopyOn(var node, var hint) when node == parts.NodeId:
                    OwnIsHint = hint;
                    break;
                case StoreCopyOn(var node, var hint) when !_started:
                    PassOn(node, hint);
                    break;
                case StoreCopyOn(var node, _) when _ownStored is not null:
                    CopyFromDisk(node);
                    break;
                case StoreCopyOn(var node, _):
                    _standIns.Add(node); // the beginning has gone by: it gets its copy from the disk
                    break;
                case PutDone(var copies, var lacking):
                    if (lacking)
                        parts.Node.Tell(new SettleObject { Id = what.Id.ToWire() }, _self);
                    Done(copies);
                    break;
                case PutFailed(var code, var reason):
                    Failed(code, reason);
                    break;
            }
        }
    }

    private void PassOn(string node, bool hint)
    {
        var link = ++_links;
        var forwarder = new Forwarder(node, link, parts.Settings, _self, now);
        forwarder.Outlet.Ended = failure =>
        {
            if (failure is not null)
                Refused(node, failure.Code, failure.Message);
        };
        _forwarders.Add(link, forwarder);
        var open = new OpenCopy { Request = link, Link = link, Id = what.Id.ToWire(), Name = what.Name, Hint = hint };
        (parts.View.ActorOf(node) ?? ActorRefs.Nobody).Tell(open, _self);
    }

    private void CopyFromDisk(string node) => context.ActorOf(CopySender.Props(parts, what.Id, node, hint: true, repair: false));
}
