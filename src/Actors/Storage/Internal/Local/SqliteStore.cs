using System.Collections.Concurrent;
using Actors.Internal;
using Microsoft.Data.Sqlite;

namespace Actors.Storage.Internal.Local;

/// <summary>The store on a real disk: rows in SQLite, content above 64 KiB in segments that are synced before the row that names them commits.</summary>
internal sealed class SqliteStore : ILocalStore
{
    private readonly string _database;
    private readonly SqliteWrites _writes;
    private readonly SegmentLog _segments;
    private readonly ConcurrentBag<SqliteReads> _idleReaders = [];
    private volatile string? _fault;

    private SqliteStore(string folder, long segmentBytes, Func<string, ISegmentFile> openSegment)
    {
        _database = Path.Combine(folder, "objects.db");
        _writes = new SqliteWrites(SqliteSchema.OpenWriter(_database));
        _segments = new SegmentLog(Path.Combine(folder, "segments"), segmentBytes, openSegment);
    }

    public string? Fault => _fault;

    public StoreUsage Usage
    {
        get
        {
            var (live, total) = _segments.Usage;
            return new StoreUsage(Reading(reads => reads.Count()), live, total);
        }
    }

    /// <summary>Opens and recovers the store in a folder, which is made if it is not there.</summary>
    public static SqliteStore Open(string folder, long segmentBytes, Func<string, ISegmentFile>? openSegment = null)
    {
        DurableFiles.MakeFolder(folder);
        var store = new SqliteStore(folder, segmentBytes, openSegment ?? (path => new SegmentFile(path)));
        try
        {
            store._segments.Recover(store._writes.Reads.SegmentUse());
            store.Compact();
            return store;
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    public StoreOutcome[] Commit(IReadOnlyList<StoreChange> batch)
    {
        var (outcomes, garbage) = Writing("commit", () => _writes.Commit(batch));
        _segments.Release(garbage);
        Checkpoint();
        return outcomes;
    }

    // The batch is durable in the log, however this goes.
    private void Checkpoint()
    {
        try
        {
            _writes.CheckpointWhenDue();
        }
        catch (SqliteException failure) when (DiskFull.Says(failure))
        {
            // The log grows on, until a later commit finds room or none for itself.
        }
        catch (SqliteException failure)
        {
            Fail("checkpoint", failure);
        }
    }

    public Chunk Append(IReadOnlyList<ReadOnlyMemory<byte>> parts)
    {
        RefuseAfterFault();
        try
        {
            return _segments.Append(parts);
        }
        catch (IOException failure) when (DiskFull.Says(failure))
        {
            throw new StoreFullException($"No room is left for {_database}.", failure);
        }
        catch (IOException failure)
        {
            throw Fail("append", failure);
        }
    }

    public void Sync() => Writing("sync", () =>
    {
        _segments.Sync();
        return true;
    });

    public void Abandon(IEnumerable<Chunk> chunks) => _segments.Abandon(chunks);

    public StoredObject? Find(ObjectId id, bool content)
    {
        var copy = Reading(reads => reads.Find(id, content));
        // The row and its chunks are read one after the other; a copy that was dropped between them is gone.
        return copy is not null && content && copy.IsChunked && copy.Chunks.Sum(chunk => (long)chunk.Length) != copy.Info.Length ? null : copy;
    }

    public IReadOnlyList<ReadOnlyMemory<byte>> Read(Chunk chunk) => _segments.Read(chunk);

    public IReadOnlyList<ObjectInfo> List(ObjectId? after, int limit, string? name) => Reading(reads => reads.List(after, limit, name));

    public IReadOnlyList<ObjectInfo> Hints(ObjectId? after, int limit) => Reading(reads => reads.Hints(after, limit));

    public void Dispose()
    {
        while (_idleReaders.TryTake(out var reads))
            reads.Dispose();
        if (_fault is not null)
            _writes.KeepLog();
        _writes.Dispose();
        _segments.Dispose();
    }

    /// <summary>Copies what is left in mostly empty segments to a new one, so that garbage of torn puts does not stay for ever.</summary>
    private void Compact()
    {
        foreach (var number in _segments.MostlyGarbage())
        {
            List<(long Object, long Position, Chunk To)> moves = [];
            try
            {
                var left = _writes.Reads.InSegment(number);
                foreach (var (owner, position, chunk) in left)
                    moves.Add((owner, position, Append(_segments.Read(chunk))));
                Sync();
                Writing("compaction", () =>
                {
                    _writes.MoveChunks(moves);
                    return true;
                });
                _segments.Release(left.Select(entry => entry.Chunk));
            }
            catch (DamagedCopyException)
            {
                // The segment stays as it is: reads find the damage and heal the copy from another node.
                Abandon(moves.Select(move => move.To));
            }
            catch (StoreFullException)
            {
                // There is garbage that only room for a copy of the rest could free; what is stored is served all the same.
                Abandon(moves.Select(move => move.To));
                return;
            }
            catch (StoreFaultException)
            {
                return; // reads still work; whether the chunks were moved is for the next start to see
            }
        }
    }

    private T Reading<T>(Func<SqliteReads, T> query)
    {
        if (!_idleReaders.TryTake(out var reads))
            reads = new SqliteReads(SqliteSchema.OpenReader(_database));
        var sound = false;
        try
        {
            var result = query(reads);
            sound = true;
            return result;
        }
        finally
        {
            if (sound)
                _idleReaders.Add(reads);
            else
                reads.Dispose(); // a connection that has failed is not used again
        }
    }

    private T Writing<T>(string what, Func<T> write)
    {
        RefuseAfterFault();
        try
        {
            return write();
        }
        catch (SqliteException failure) when (DiskFull.Says(failure))
        {
            // SQLite has rolled back; only its writes meet a full disk, a failed sync has another code.
            throw new StoreFullException($"No room is left for {_database}.", failure);
        }
        catch (Exception failure) when (failure is SqliteException or IOException)
        {
            throw Fail(what, failure);
        }
    }

    private void RefuseAfterFault()
    {
        if (_fault is { } fault)
            throw new StoreFaultException(fault);
    }

    private StoreFaultException Fail(string what, Exception failure)
    {
        _fault ??= $"The store {_database} refuses writes since a failed {what}: {failure.Message}";
        return new StoreFaultException(_fault, failure);
    }
}
