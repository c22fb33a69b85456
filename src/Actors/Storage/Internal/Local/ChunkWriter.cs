using Akka.Actor;
using Akka.Event;

namespace Actors.Storage.Internal.Local;

/// <summary>
/// Appends chunks on a thread of its own, so that large objects do not hold up the commits of small ones. One sync serves all who wait for one. What a transfer
/// has appended is its own until it closes: kept, or given up.
/// </summary>
internal sealed class ChunkWriter(ILocalStore store) : UntypedActor
{
    private readonly List<SyncChunks> _waiting = [];
    private readonly Dictionary<IActorRef, List<Chunk>> _open = [];
    private readonly WriteTrouble _trouble = new(Context.GetLogger());

    public static Props Props(ILocalStore store) => Akka.Actor.Props.Create(() => new ChunkWriter(store)).WithDispatcher("actors.storage.dispatcher");

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case AppendChunk append:
                Append(append);
                break;
            case SyncChunks sync:
                _waiting.Add(sync);
                if (_waiting.Count == 1)
                    Self.Tell(SyncNow.Instance);
                break;
            case SyncNow:
                Sync();
                break;
            case CloseChunks close:
                if (_open.Remove(close.Owner, out var chunks) && !close.Keep)
                    store.Abandon(chunks);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Append(AppendChunk append)
    {
        try
        {
            var chunk = store.Append(append.Parts);
            if (!_open.TryGetValue(append.ReplyTo, out var chunks))
                _open.Add(append.ReplyTo, chunks = []);
            chunks.Add(chunk);
            _trouble.Over();
            append.ReplyTo.Tell(new ChunkAppended(append.Tag, chunk));
        }
        catch (StoreWriteException failure)
        {
            _trouble.Report(failure);
            append.ReplyTo.Tell(WriteFailed.Of(append.Tag, failure));
        }
    }

    private void Sync()
    {
        try
        {
            store.Sync();
            foreach (var sync in _waiting)
                sync.ReplyTo.Tell(new ChunksSynced(sync.Tag));
        }
        catch (StoreWriteException failure)
        {
            _trouble.Report(failure);
            foreach (var sync in _waiting)
                sync.ReplyTo.Tell(WriteFailed.Of(sync.Tag, failure));
        }

        _waiting.Clear();
    }

    private sealed class SyncNow
    {
        public static readonly SyncNow Instance = new();
    }
}
