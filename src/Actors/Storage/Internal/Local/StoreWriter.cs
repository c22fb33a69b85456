using Akka.Actor;
using Akka.Event;

namespace Actors.Storage.Internal.Local;

/// <summary>
/// Commits changes on a thread of its own. All that arrive while a commit waits for the disk go into the next one: the mailbox is the queue, and the flush
/// message that the first of them sends comes in behind the rest.
/// </summary>
internal sealed class StoreWriter(ILocalStore store) : UntypedActor
{
    // 1,000 rows of 64 KiB bound what a batch holds in memory, and its transaction's log, to 64 MB.
    private const int MaxBatch = 1000;
    private readonly List<Write> _batch = [];
    private readonly WriteTrouble _trouble = new(Context.GetLogger());

    public static Props Props(ILocalStore store) => Akka.Actor.Props.Create(() => new StoreWriter(store)).WithDispatcher("actors.storage.dispatcher");

    // Who asked counts on an answer.
    protected override void PreRestart(Exception reason, object message)
    {
        foreach (var write in _batch)
            write.ReplyTo.Tell(new WriteFailed(write.Tag, $"the writer failed: {reason.Message}", Undone: false));
        base.PreRestart(reason, message);
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Write write:
                _batch.Add(write);
                if (_batch.Count == 1)
                    Self.Tell(Flush.Instance);
                if (_batch.Count >= MaxBatch)
                    Commit();
                break;
            case Flush:
                Commit();
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Commit()
    {
        if (_batch.Count == 0)
            return;
        try
        {
            var outcomes = store.Commit([.. _batch.Select(write => write.Change)]);
            _trouble.Over();
            for (var i = 0; i < outcomes.Length; i++)
                _batch[i].ReplyTo.Tell(new Written(_batch[i].Tag, outcomes[i]));
        }
        catch (StoreWriteException failure)
        {
            _trouble.Report(failure);
            foreach (var write in _batch)
                write.ReplyTo.Tell(WriteFailed.Of(write.Tag, failure));
        }

        _batch.Clear();
    }

    private sealed class Flush
    {
        public static readonly Flush Instance = new();
    }
}
