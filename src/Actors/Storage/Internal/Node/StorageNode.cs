using System.Collections.Immutable;
using Actors.Cluster.Internal;
using Actors.Storage.Internal.Local;
using Actors.Storage.Internal.Planning;
using Akka.Actor;
using Akka.Event;

namespace Actors.Storage.Internal.Node;

/// <summary>
/// A node with the role <c>storage</c>: keeps copies on its disk, coordinates the puts that clients send to it, answers gets. It learns the ring by
/// <see cref="RingView"/> messages. Disk work is done by its children, each on a thread of its own.
/// </summary>
internal sealed class StorageNode : UntypedActor, IWithTimers
{
    /// <summary>Under /user on every storage node.</summary>
    public const string Name = "storage";

    private readonly ILocalStore _store;
    private readonly string _nodeId;
    private readonly StorageSettings _settings;
    private readonly Props? _ringSource;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private NodeParts _parts = null!;
    private PutCoordinator _puts = null!;
    private IActorRef _settler = null!;
    private IActorRef _sessions = null!;
    private IActorRef _copySessions = null!;
    private int _copying; // small copies that wait for the disk

    public StorageNode(ILocalStore store, string nodeId, StorageSettings settings, Props? ringSource) =>
        (_store, _nodeId, _settings, _ringSource) = (store, nodeId, settings, ringSource);

    public ITimerScheduler Timers { get; set; } = null!;

    /// <param name="store">Open; closed by its owner after the actor system has stopped.</param>
    /// <param name="nodeId">This node's place on the ring.</param>
    /// <param name="settings">Limits and times.</param>
    /// <param name="ringSource">A child that sends <see cref="RingView"/>s; null where they come from outside, as in tests.</param>
    public static Props Props(ILocalStore store, string nodeId, StorageSettings settings, Props? ringSource) =>
        Akka.Actor.Props.Create(() => new StorageNode(store, nodeId, settings, ringSource));

    protected override void PreStart()
    {
        var writer = Context.ActorOf(StoreWriter.Props(_store), "writer");
        var chunks = Context.ActorOf(ChunkWriter.Props(_store), "chunks");
        var readers = Enumerable.Range(1, _settings.Readers).Select(i => Context.ActorOf(StoreReader.Props(_store, Self), $"reader-{i}")).ToImmutableArray();
        _parts = new NodeParts(_nodeId, _settings, Self, writer, chunks, readers);
        var scheduler = Context.System.Scheduler;
        _puts = new PutCoordinator(_parts, () => scheduler.MonotonicClock);
        _settler = Context.ActorOf(Settler.Props(_parts), "settler");
        _sessions = Context.ActorOf(SessionParent.Props(_settings.MaxTransfers), "sessions");
        _copySessions = Context.ActorOf(SessionParent.Props(_settings.MaxTransfers), "copies");
        if (_ringSource is not null)
            Context.ActorOf(_ringSource, "ring");
        Timers.StartPeriodicTimer(Tick.Instance, Tick.Instance, _settings.CopyPatience / 4);
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case GetObject get when Records.IsId(get.Id):
                _parts.Reader.Tell(new AnswerGet(get, Sender));
                break;
            case PutObject put:
                OnPut(put);
                break;
            case CopyObject copy:
                OnCopy(copy);
                break;
            case Written { Tag: OwnCopy own } written:
                _puts.OwnWrite(own, written);
                break;
            case WriteFailed { Tag: OwnCopy own } failed:
                _puts.OwnWrite(own, failed);
                break;
            case Written { Tag: PeerCopy peer } written:
                _copying--;
                peer.Answer(written.Outcome, Self);
                break;
            case WriteFailed { Tag: PeerCopy peer } failed:
                _copying--;
                peer.Refuse(failed.Reason, Self);
                break;
            case CopyStored stored:
                _puts.On(stored);
                break;
            case StorageRefused refused:
                _puts.On(refused);
                break;
            case Tick:
                _puts.Tick();
                break;
            case RingView view:
                OnRing(view);
                break;
            default:
                OnRare(message);
                break;
        }
    }

    private void OnRare(object message)
    {
        switch (message)
        {
            case OpenUpload open:
                OnUpload(open);
                break;
            case OpenCopy open when Records.IsId(open.Id) && open.Name.Length <= StorageLimits.NameChars:
                StartSession(_copySessions, ReceiveSession.Props(_parts, Receiving.Of(open), Sender), open.Request);
                break;
            case OpenDownload open when Records.IsId(open.Id):
                StartSession(_sessions, DownloadSender.Props(_parts, open, Sender), null);
                break;
            case ListObjects list when list.After.IsEmpty || Records.IsId(list.After):
                _parts.Reader.Tell(new AnswerList(list, Sender));
                break;
            case OfferCopies or CopiesWanted:
                _settler.Forward(message);
                break;
            case SettleObject settle when Records.IsId(settle.Id):
                _settler.Forward(settle);
                break;
            case DamageFound damage:
                OnDamage(damage);
                break;
            case RequestRepair repair when Records.IsId(repair.Id) && _parts.View.ActorOf(repair.Node) is not null:
                StartSession(_copySessions, CopySender.Props(_parts, ObjectId.FromWire(repair.Id), repair.Node, hint: false, repair: true), null);
                break;
            case RefillDue:
                _settler.Tell(Refill.Instance);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void OnRing(RingView view)
    {
        var changed = !view.SameRing(_parts.View);
        var back = _parts.View.Unreachable.Except(view.Unreachable).Count > 0;
        _parts.View = view;
        if (changed || back)
            _settler.Tell(OwnersChanged.Instance);
        // Counted from the last change on: a node that restarts meanwhile gets nothing moved for it.
        if (changed)
            Timers.StartSingleTimer(RefillDue.Instance, RefillDue.Instance, _settings.ReassignAfter);
    }

    private void OnPut(PutObject put)
    {
        if (_puts.Load >= _settings.MaxPuts)
            RefuseAsFull(put.Request);
        else if (Check(put.Request, put.Record, put.Content.Span) is { } info)
            _puts.Begin(put, StoredObject.OfInline(info, put.Content.Memory), Sender);
    }

    private void OnCopy(CopyObject copy)
    {
        if (_copying >= _settings.MaxPuts)
        {
            RefuseAsFull(copy.Request);
            return;
        }

        if (Check(copy.Request, copy.Record, copy.Content.Span) is not { } info)
            return;
        _copying++;
        var change = new StoreChange.Put(StoredObject.OfInline(info, copy.Content.Memory, copy.Hint), copy.Repair);
        _parts.Writer.Tell(new Write(change, new PeerCopy(copy.Request, Sender), Self));
    }

    private void RefuseAsFull(long request) =>
        Sender.Tell(Records.Refused(request, ErrorCodes.Unavailable, $"{_settings.MaxPuts} small objects are on their way (actors.storage.max-puts)"));

    /// <summary>Nothing gets to the disk whose bytes are not what its record says.</summary>
    private ObjectInfo? Check(long request, ObjectRecord? record, ReadOnlySpan<byte> content)
    {
        try
        {
            var info = record.FromWire();
            var inline = info is { State: ObjectState.Present, Target: null };
            if (!inline && content.IsEmpty)
                return info;
            if (inline && content.Length <= StorageLimits.InlineBytes && content.Length == info.Length && Digest.Of(content) == info.Digest)
                return info;
            Sender.Tell(Records.Refused(request, ErrorCodes.Invalid, $"the {content.Length} bytes are not those of the record of {info.Id}"));
        }
        catch (ActorsException malformed)
        {
            Sender.Tell(Records.Refused(request, malformed.Code, malformed.Message));
        }

        return null;
    }

    private void OnUpload(OpenUpload open)
    {
        var view = _parts.View;
        if (view.IsEmpty || !Records.IsId(open.Id) || open.Name.Length > StorageLimits.NameChars)
        {
            var code = view.IsEmpty ? ErrorCodes.Unavailable : ErrorCodes.Invalid;
            Sender.Tell(Records.Refused(open.Request, code, view.IsEmpty ? "the node does not know the ring yet" : "the id or the name is malformed"));
            return;
        }

        var plan = PutPlan.For(view.Ring, ObjectId.FromWire(open.Id), _nodeId, view.Unreachable, _settings.Replicas, _settings.WriteAcks);
        StartSession(_sessions, ReceiveSession.Props(_parts, Receiving.Of(open, plan), Sender), open.Request);
    }

    private void StartSession(IActorRef parent, Props session, long? request)
    {
        object? refusal = request is { } number
            ? Records.Refused(number, ErrorCodes.Unavailable, $"{_settings.MaxTransfers} large objects are on their way (actors.storage.max-transfers)")
            : null;
        parent.Forward(new StartSession(session, refusal));
    }

    private void OnDamage(DamageFound damage)
    {
        if (Timers.IsTimerActive(damage.Id))
            return; // asked for a moment ago
        Timers.StartSingleTimer(damage.Id, Tick.Instance, _settings.AttemptTimeout);
        _log.Warning("The copy of {0} is damaged ({1}); asking the other nodes for a good one", damage.Id, damage.Reason);
        foreach (var owner in _parts.View.Ring.Preference(damage.Id.ToBytes()).Where(member => member.NodeId != _nodeId))
            _parts.View.ActorOf(owner.NodeId)?.Tell(new RequestRepair { Id = damage.Id.ToWire(), Node = _nodeId });
    }

    private sealed class RefillDue
    {
        public static readonly RefillDue Instance = new();
    }
}
