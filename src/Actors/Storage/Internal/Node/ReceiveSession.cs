using Actors.Links;
using Actors.Links.Internal;
using Actors.Storage.Internal.Local;
using Akka.Actor;
using Google.Protobuf;

namespace Actors.Storage.Internal.Node;

/// <summary>
/// Takes in one large object: link messages become chunks, chunks are appended while more come, and when all is there and hashes to what was announced
/// it is synced and committed. A put that this node coordinates is passed on meanwhile (<see cref="CopyChain"/>).
/// </summary>
internal sealed class ReceiveSession : LinkActor
{
    // Two chunks on their way to the disk keep it busy; more would only be memory.
    private const int MaxAppending = 2;
    private readonly NodeParts _parts;
    private readonly Receiving _what;
    private readonly IActorRef _asker;
    private readonly LinkInlet _inlet;
    private readonly CopyChain? _chain;
    private readonly ChunkAssembler _assembler = new();
    private readonly SortedDictionary<int, Chunk> _chunks = [];
    private UploadEnd? _end;
    private ReadOnlyMemory<byte> _inline;
    private int _appending;
    private int _begun;
    private int _unconsumed;
    private bool _committed;
    private bool _answered;
    private TimeSpan _lastProgress;

    public ReceiveSession(NodeParts parts, Receiving what, IActorRef asker)
        : base(parts.Settings.Link with { StallTimeout = null }, new LinkOutcome(ErrorCodes.Unavailable, "the transfer ended")) // a client may make its content as slowly as it likes
    {
        (_parts, _what, _asker, Peer) = (parts, what, asker, asker);
        _lastProgress = Now;
        _inlet = NewInlet(what.Link);
        (_inlet.Delivered, _inlet.Ended) = (OnDelivered, OnEnded);
        if (what.Plan is { } plan)
            _chain = new CopyChain(parts, what, plan, Context, () => Now) { Done = OnCopiesDone, Failed = Fail };
    }

    public static Props Props(NodeParts parts, Receiving what, IActorRef asker) => Akka.Actor.Props.Create(() => new ReceiveSession(parts, what, asker));

    protected override void PreStart()
    {
        base.PreStart();
        _chain?.Begin();
        _inlet.Open();
    }

    protected override void PostStop()
    {
        base.PostStop();
        _chain?.Break("the transfer ended");
        _assembler.Dispose();
        _parts.Chunks.Tell(new CloseChunks(Self, Keep: _committed));
        if (!_answered)
            Answer(Records.Refused(_what.Request, ErrorCodes.Unavailable, "the transfer ended"));
    }

    // The nodes further on have links of their own with this one, and their numbers are not the asker's.
    protected override void OnSaid(ILinkMessage message)
    {
        if (message is LinkData or LinkIdle || Sender.Equals(_asker))
            base.OnSaid(message);
        else
            PassOn(message);
    }

    protected override void OnMessage(object message)
    {
        switch (message)
        {
            case ChunkAppended appended:
                OnAppended((int)appended.Tag, appended.Chunk);
                break;
            case ChunksSynced:
                Commit();
                break;
            case Written written:
                OnWritten(written.Outcome);
                break;
            case WriteFailed failed:
                _committed &= !failed.Undone; // otherwise the row may be there after a restart, and needs its chunks
                Fail(ErrorCodes.Unavailable, failed.Reason);
                break;
            default:
                PassOn(message);
                break;
        }
    }

    private void PassOn(object message)
    {
        if (_chain?.On(message, Sender) != true)
            Unhandled(message);
        ConsumeWhatFits();
    }

    private void OnDelivered(ByteString payload, bool last)
    {
        _lastProgress = Now;
        _chain?.Forward(payload, last);
        if (last)
        {
            OnEnd(payload);
            return;
        }

        _unconsumed++;
        _assembler.Add(payload.Memory, Append);
        if (_chain is not null && _assembler.Length > _parts.Settings.MaxObjectBytes)
            Fail(ErrorCodes.Invalid, $"the object is larger than actors.storage.max-object-size ({_parts.Settings.MaxObjectBytes} bytes)");
        ConsumeWhatFits();
    }

    // The next messages may come when the disk and the nodes further on keep up.
    private void ConsumeWhatFits()
    {
        if (_unconsumed == 0 || _appending >= MaxAppending || _chain?.HasRoom == false)
            return;
        _inlet.Consume(_unconsumed);
        _unconsumed = 0;
    }

    private void Append(IReadOnlyList<ReadOnlyMemory<byte>> chunk)
    {
        _appending++;
        _parts.Chunks.Tell(new AppendChunk(chunk, _begun++, Self));
    }

    private void OnAppended(int number, Chunk chunk)
    {
        _lastProgress = Now;
        _appending--;
        _chunks.Add(number, chunk);
        ConsumeWhatFits();
        SyncWhenAllIsThere();
    }

    private void OnEnd(ByteString payload)
    {
        _end = UploadEnd.Parser.ParseFrom(payload); // garbage ends the session
        if (_end.Length != _assembler.Length || !_end.Digest.Span.SequenceEqual(_assembler.Digest.ToBytes()))
        {
            Fail(ErrorCodes.Invalid, $"{_assembler.Length} bytes came that are not the {_end.Length} that were announced");
            return;
        }

        var rest = _assembler.TakeRest();
        if (_assembler.Length <= StorageLimits.InlineBytes)
            _inline = Joined(rest);
        else if (rest.Count > 0)
            Append(rest);
        SyncWhenAllIsThere();
    }

    private static byte[] Joined(IReadOnlyList<ReadOnlyMemory<byte>> parts)
    {
        var all = new byte[parts.Sum(part => part.Length)];
        var at = 0;
        foreach (var part in parts)
        {
            part.CopyTo(all.AsMemory(at));
            at += part.Length;
        }

        return all;
    }

    private void SyncWhenAllIsThere()
    {
        if (_end is not null && _appending == 0)
            _parts.Chunks.Tell(new SyncChunks("sync", Self));
    }

    private void Commit()
    {
        var info = new ObjectInfo(_what.Id, _what.Name, ObjectState.Present, _assembler.Length, _assembler.Digest);
        var hint = _what.Hint || _chain?.OwnIsHint == true;
        var copy = _chunks.Count == 0 ? StoredObject.OfInline(info, _inline, hint) : StoredObject.OfChunks(info, [.. _chunks.Values], hint);
        _committed = true; // from here on the chunks are the store's
        _parts.Writer.Tell(new Write(new StoreChange.Put(copy, _what.Repair), "put", Self));
    }

    private void OnWritten(StoreOutcome outcome)
    {
        _lastProgress = Now;
        if (outcome == StoreOutcome.Conflict)
            Fail(_chain is null ? Records.Conflict : ErrorCodes.Invalid, PutCoordinator.Conflict);
        else if (_chain is not null)
            _chain.OwnStored();
        else
            Answer(new CopyStored { Request = _what.Request });
    }

    private void OnCopiesDone(int copies) =>
        Answer(new ObjectStored { Request = _what.Request, Copies = copies, Wanted = _parts.Settings.Replicas });

    private void OnEnded(ActorsException? failure)
    {
        if (failure is not null)
            Fail(failure.Code, failure.Message);
    }

    protected override void OnTick()
    {
        _chain?.Tick();
        ConsumeWhatFits();
        if (!_inlet.IsOver || Now - _lastProgress < _parts.Settings.TransferTimeout)
            return;
        if (_chain is not null)
            _chain.Expire();
        else
            Fail(ErrorCodes.Unavailable, $"the disk has taken nothing for {_parts.Settings.TransferTimeout.TotalSeconds} s");
    }

    private void Fail(string code, string reason)
    {
        _inlet.Break(code, reason);
        _chain?.Break(reason);
        Answer(Records.Refused(_what.Request, code, reason));
    }

    private void Answer(object answer)
    {
        if (_answered)
            return;
        _answered = true;
        _asker.Tell(answer);
        Context.Stop(Self);
    }
}
