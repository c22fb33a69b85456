using Akka.Actor;

namespace Actors.Storage.Internal.Local;

/// <summary>Appends chunks on a thread of its own, so that large objects do not hold up the commits of small ones. One sync serves all who wait for one.</summary>
internal sealed class ChunkWriter(ILocalStore store) : UntypedActor
{
    private readonly List<SyncChunks> _waiting = [];

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
            case AbandonChunks abandon:
                store.Abandon(abandon.Chunks);
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
            append.ReplyTo.Tell(new ChunkAppended(append.Tag, store.Append(append.Content.Span)));
        }
        catch (StoreFaultException fault)
        {
            append.ReplyTo.Tell(new WriteFailed(append.Tag, fault.Message));
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
        catch (StoreFaultException fault)
        {
            foreach (var sync in _waiting)
                sync.ReplyTo.Tell(new WriteFailed(sync.Tag, fault.Message));
        }

        _waiting.Clear();
    }

    private sealed class SyncNow
    {
        public static readonly SyncNow Instance = new();
    }
}
