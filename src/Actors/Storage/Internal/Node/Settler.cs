using Actors.Storage.Internal.Local;
using Actors.Storage.Internal.Planning;
using Akka.Actor;
using Akka.Event;

namespace Actors.Storage.Internal.Node;

/// <summary>
/// Sees to it that owners get what they lack: at intervals it offers the node's hints to their owners, and a while after the ring has changed all that the
/// node holds, a page at a time. It also answers the offers of others.
/// </summary>
/// <remarks>
///   holder -OfferCopies-> owner       what the owner may lack
///   owner  -CopiesWanted-> holder     what it does lack; the rest it holds
///   holder -CopyObject / OpenCopy-> owner -CopyStored-> holder
///   and when all owners have it: settled, and dropped if the holder is no owner (<see cref="SettlePass"/>).
/// </remarks>
internal sealed class Settler(NodeParts parts) : UntypedActor, IWithTimers
{
    // 64 offers with names of 1,024 characters stay within a frame; two copies at a time leave the disk to the clients.
    private const int PageSize = 64;
    private const int MaxSending = 2;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Dictionary<long, (string Owner, List<ObjectId> Ids)> _offers = [];
    private readonly Queue<(string Owner, ObjectId Id)> _toSend = new();
    private readonly HashSet<ObjectId> _dropping = [];
    private readonly HashSet<ObjectId> _refill = []; // of the current page of everything: not settled yet
    private SettlePass? _pass;
    private ObjectId? _hintsAfter;
    private ObjectId? _refillAfter;
    private bool _refilling;
    private long _requests;
    private int _sending;

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(NodeParts parts) => Akka.Actor.Props.Create(() => new Settler(parts));

    protected override void PreStart() => Timers.StartPeriodicTimer(NextPass.Instance, NextPass.Instance, parts.Settings.SettleInterval);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case NextPass:
                StartPass();
                break;
            case Refill:
                (_refilling, _refillAfter) = (true, null);
                break;
            case CopiesListed listed:
                Begin(listed.Copies, refill: (bool)listed.Tag);
                break;
            case CopiesWanted wanted:
                OnWanted(wanted);
                break;
            case CopySent(var node, var id):
                _sending--;
                Proved(node, id);
                SendNext();
                break;
            case CopyNotSent not:
                _sending--;
                OnNotSent(not);
                SendNext();
                break;
            case OfferCopies offer:
                OnOffer(offer);
                break;
            case Written { Tag: StoreChange.Drop drop }:
                _dropping.Remove(drop.Id);
                break;
            case WriteFailed { Tag: StoreChange.Drop drop }:
                _dropping.Remove(drop.Id);
                break;
            case Written or WriteFailed:
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    /// <summary>
    /// A pass that waits for a node that is gone is given up: what it did not settle is offered again. Hints are found again by themselves; of the pages of everything,
    /// which come once, what is left becomes a hint.
    /// </summary>
    private void StartPass()
    {
        if (_sending > 0)
            return;
        _pass = null;
        foreach (var id in _refill)
            WriteChange(new StoreChange.Unsettle(id));
        _refill.Clear();
        _offers.Clear();
        _toSend.Clear();
        if (!parts.View.IsEmpty)
            parts.Reader.Tell(new ListCopies(_refilling ? _refillAfter : _hintsAfter, PageSize, HintsOnly: !_refilling, Tag: _refilling, Self));
    }

    private void Begin(IReadOnlyList<ObjectInfo> copies, bool refill)
    {
        if (_pass is not null || refill != _refilling)
            return;
        ObjectId? last = copies.Count < PageSize ? null : copies[^1].Id;
        if (refill)
        {
            (_refillAfter, _refilling) = (last, last is not null);
            _refill.UnionWith(copies.Select(copy => copy.Id));
        }
        else
        {
            _hintsAfter = last;
        }

        var view = parts.View;
        (_pass, var own) = SettlePass.Begin(parts.NodeId, view.Ring, copies, parts.Settings.Replicas).TakeOwn();
        foreach (var settled in own)
            Settle(settled);
        foreach (var (owner, offered) in _pass.Offers.Where(offer => !view.Unreachable.Contains(offer.Key)))
        {
            _offers.Add(++_requests, (owner, [.. offered.Select(info => info.Id)]));
            var offer = new OfferCopies { Request = _requests };
            offer.Records.AddRange(offered.Select(info => (info with { Name = "" }).ToWire()));
            view.ActorOf(owner)?.Tell(offer);
        }
    }

    private void OnWanted(CopiesWanted wanted)
    {
        if (!_offers.Remove(wanted.Request, out var offer))
            return;
        var lacking = wanted.Ids.Select(ObjectId.FromWire).ToHashSet();
        foreach (var id in offer.Ids)
        {
            if (lacking.Contains(id))
                _toSend.Enqueue((offer.Owner, id));
            else
                Proved(offer.Owner, id);
        }

        SendNext();
    }

    private void SendNext()
    {
        while (_sending < MaxSending && _toSend.TryDequeue(out var next))
        {
            _sending++;
            Context.ActorOf(CopySender.Props(parts, next.Id, next.Owner, hint: false, repair: false));
        }
    }

    private void Proved(string owner, ObjectId id)
    {
        if (_pass is null)
            return;
        (_pass, var settled) = _pass.Proved(owner, id);
        if (settled is not null)
            Settle(settled);
    }

    private void OnNotSent(CopyNotSent not)
    {
        if (not.Code != ErrorCodes.Invalid)
            return;
        // Two contents under one id: neither can replace the other, and this one is kept without being offered for ever.
        _log.Error("{0} holds another content of {1} than this node: {2}", not.Node, not.Id, not.Reason);
        _pass = _pass?.Void(not.Id);
        _refill.Remove(not.Id);
        WriteChange(new StoreChange.Settle(not.Id));
    }

    private void Settle(Settled settled)
    {
        _refill.Remove(settled.Copy.Id);
        if (!settled.Drop)
        {
            WriteChange(new StoreChange.Settle(settled.Copy.Id));
            return;
        }

        _dropping.Add(settled.Copy.Id);
        WriteChange(new StoreChange.Drop(settled.Copy.Id, settled.Copy.Digest));
    }

    // This node's word that it holds a copy voids what it has collected for dropping it, and a copy that is being dropped is not vouched for.
    private void OnOffer(OfferCopies offer)
    {
        foreach (var record in offer.Records)
            _pass = _pass?.Void(ObjectId.FromWire(record.Id));
        parts.Reader.Tell(new CheckOffer(offer, _dropping.ToHashSet(), Sender));
    }

    private void WriteChange(StoreChange change) => parts.Writer.Tell(new Write(change, change, Self));

    private sealed class NextPass
    {
        public static readonly NextPass Instance = new();
    }
}

/// <summary>To the settler: the ring has changed a while ago, offer everything to its owners.</summary>
internal sealed class Refill
{
    public static readonly Refill Instance = new();
}
