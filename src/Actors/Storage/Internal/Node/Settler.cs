using Actors.Storage.Internal.Local;
using Actors.Storage.Internal.Planning;
using Akka.Actor;
using Akka.Event;

namespace Actors.Storage.Internal.Node;

/// <summary>
/// Sees to it that owners get what they lack: at intervals, and as soon as there are other owners, it offers the node's hints to them, and a while after the
/// ring has changed all that the node holds, a page at a time. It also answers the offers of others.
/// </summary>
/// <remarks>
///   holder -OfferCopies-> owner       what the owner may lack
///   owner  -CopiesWanted-> holder     what it does lack; the rest it holds
///   holder -CopyObject / OpenCopy-> owner -CopyStored-> holder
///   and when all owners have it: settled, and dropped if the holder is no owner (<see cref="SettlePass"/>).
/// </remarks>
internal sealed class Settler(NodeParts parts) : UntypedActor, IWithTimers
{
    // Small copies share the commits at their new node, and large ones keep within its share for copies; the rest of the disk is the clients'.
    private const int MaxSending = 8;
    private readonly TimeSpan _pause = parts.Settings.SettleInterval / 16; // after a page of which nothing moved, as while its owners are away
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Dictionary<long, (string Owner, List<ObjectId> Ids)> _offers = [];
    private readonly Queue<(string Owner, ObjectId Id)> _toSend = new();
    private readonly HashSet<ObjectId> _dropping = [];
    private readonly HashSet<ObjectId> _refill = []; // of the current page of everything: not settled yet
    private SettlePass? _pass;
    private ObjectId? _hintsAfter;
    private ObjectId? _refillAfter;
    private bool _refilling;
    private bool _refillTurn; // pages of hints and of everything take turns, so that neither waits for the end of the other
    private ListCopies? _listing; // the page that is being looked up
    private bool _moved;
    private bool _vouching = true;
    private long _requests = Records.FirstRequest();
    private int _sending;

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(NodeParts parts) => Akka.Actor.Props.Create(() => new Settler(parts));

    protected override void PreStart() => Timers.StartPeriodicTimer(NextPass.Instance, NextPass.Instance, parts.Settings.SettleInterval);

    // What was being dropped, and how far everything had been offered, is forgotten: this node vouches for its copies again when the drops that were on their way
    // to the disk have got there, and offers everything once more.
    protected override void PostRestart(Exception reason)
    {
        base.PostRestart(reason);
        (_vouching, _refilling) = (false, true);
        parts.Writer.Tell(new Write(new StoreChange.Unsettle(default), Barrier.Instance, Self));
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case NextPass:
                StartPass(_refilling && _refillTurn);
                break;
            case OwnersChanged:
                _hintsAfter = null;
                StartPass(refill: false);
                break;
            case Refill:
                (_refilling, _refillAfter, _listing) = (true, null, null);
                break;
            case CopiesListed listed when listed.Tag.Equals(_listing?.Tag):
                Begin(listed.Copies, refill: !_listing.HintsOnly);
                break;
            case CopiesListed: // given up meanwhile
                break;
            case CopiesWanted wanted when wanted.Ids.All(Records.IsId):
                OnWanted(wanted);
                break;
            case CopySent(var node, var id):
                _sending--;
                _moved = true;
                Proved(node, id);
                Advance();
                break;
            case CopyNotSent not:
                _sending--;
                OnNotSent(not);
                Advance();
                break;
            case OfferCopies offer when offer.Records.All(Records.IsSound):
                OnOffer(offer);
                break;
            case SettleObject settle:
                OnUnsettled(ObjectId.FromWire(settle.Id));
                break;
            case Written { Tag: StoreChange.Drop drop }:
                _dropping.Remove(drop.Id);
                break;
            case WriteFailed { Tag: StoreChange.Drop drop }: // of a disk that failed nothing is vouched for, so it need not be remembered
                _dropping.Remove(drop.Id);
                break;
            case Written { Tag: Barrier } or WriteFailed { Tag: Barrier }:
                _vouching = true;
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
    private void StartPass(bool refill)
    {
        if (_sending > 0)
            return;
        _pass = null;
        foreach (var id in _refill)
            WriteChange(new StoreChange.Unsettle(id));
        _refill.Clear();
        _offers.Clear();
        _toSend.Clear();
        if (parts.View.Ring.Members.All(member => member.NodeId == parts.NodeId))
        {
            // Nobody to offer anything to: whoever comes changes the ring.
            (_refilling, _listing) = (false, null);
            return;
        }

        var after = refill ? _refillAfter : _hintsAfter;
        _listing = new ListCopies(after, parts.Settings.SettlePage, HintsOnly: !refill, Tag: (refill, after), Self);
        parts.Reader.Tell(_listing);
    }

    private void Begin(IReadOnlyList<ObjectInfo> copies, bool refill)
    {
        (_listing, _moved, _refillTurn) = (null, false, !refill);
        ObjectId? last = copies.Count < parts.Settings.SettlePage ? null : copies[^1].Id;
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

        Advance();
    }

    // The next page begins when no node that is there has anything to do for this one, and with the timer at the latest.
    private void Advance()
    {
        SendNext();
        if (_pass is null || _listing is not null || _sending + _toSend.Count + _offers.Count > 0 || (_hintsAfter is null && !_refilling))
            return;
        if (_moved)
            Self.Tell(NextPass.Instance);
        else
            Timers.StartSingleTimer("page", NextPass.Instance, _pause);
        _pass = null; // once
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

        Advance();
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
        if (not.Code != Records.Conflict)
            return;
        // Two contents under one id: neither can replace the other, and this one is kept without being offered for ever.
        _log.Error("{0} holds another content of {1} than this node: {2}", not.Node, not.Id, not.Reason);
        _pass = _pass?.Void(not.Id);
        _refill.Remove(not.Id);
        WriteChange(new StoreChange.Settle(not.Id, not.Digest));
    }

    private void Settle(Settled settled)
    {
        _refill.Remove(settled.Copy.Id);
        if (settled.Short)
            return;
        _moved = true;
        if (!settled.Drop)
        {
            WriteChange(new StoreChange.Settle(settled.Copy.Id, settled.Copy.Digest));
            return;
        }

        _dropping.Add(settled.Copy.Id);
        WriteChange(new StoreChange.Drop(settled.Copy.Id, settled.Copy.Digest));
    }

    // This node's word that it holds a copy voids what it has collected for dropping it, and a copy that is being dropped is not vouched for.
    private void OnOffer(OfferCopies offer)
    {
        if (!_vouching)
            return; // it will be offered again
        foreach (var record in offer.Records)
            _pass = _pass?.Void(ObjectId.FromWire(record.Id));
        parts.Reader.Tell(new CheckOffer(offer, _dropping.ToHashSet(), Sender));
    }

    // Some owner lacks it, whatever this pass has collected; the mark is written here so that no settlement overtakes it.
    private void OnUnsettled(ObjectId id)
    {
        _pass = _pass?.Void(id);
        _refill.Remove(id);
        WriteChange(new StoreChange.Unsettle(id));
    }

    private void WriteChange(StoreChange change) => parts.Writer.Tell(new Write(change, change, Self));

    private sealed class NextPass
    {
        public static readonly NextPass Instance = new();
    }

    private sealed class Barrier
    {
        public static readonly Barrier Instance = new();
    }
}

/// <summary>To the settler: there are other owners than before, or one of them can be reached again. Offer them the hints at once.</summary>
internal sealed class OwnersChanged
{
    public static readonly OwnersChanged Instance = new();
}

/// <summary>To the settler: the ring has changed a while ago, offer everything to its owners.</summary>
internal sealed class Refill
{
    public static readonly Refill Instance = new();
}
