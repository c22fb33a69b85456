using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Actors.Storage.Internal.Local;

/// <summary>The batches over the one writing connection. Used by one thread.</summary>
internal sealed class SqliteWrites(SqliteConnection connection) : IDisposable
{
    private const int CheckpointPages = 4000; // 16 MB between checkpoints keep their two syncs rare
    private readonly SqliteReads _reads = new(connection); // sees the batch's own changes; owns the connection
    private readonly SqliteStatement _begin = new(connection, "BEGIN IMMEDIATE", 0);
    private readonly SqliteStatement _commit = new(connection, "COMMIT", 0);
    private readonly SqliteStatement _rollback = new(connection, "ROLLBACK", 0);

    private readonly SqliteStatement _insert = new(connection, """
        INSERT INTO objects(id, state, name, length, digest, target, hint, content) VALUES($0, $1, $2, $3, $4, $5, $6, $7) RETURNING number
        """, 8);

    private readonly SqliteStatement _update = new(connection, """
        UPDATE objects SET state = $1, name = $2, length = $3, digest = $4, target = $5, hint = $6, content = $7 WHERE number = $0
        """, 8);

    private readonly SqliteStatement _mark = new(connection, "UPDATE objects SET name = $1, hint = $2 WHERE number = $0", 3);
    private readonly SqliteStatement _delete = new(connection, "DELETE FROM objects WHERE number = $0", 1);
    private readonly SqliteStatement _insertChunk = new(connection, "INSERT INTO chunks VALUES($0, $1, $2, $3, $4, $5)", 6);
    private readonly SqliteStatement _deleteChunks = new(connection, "DELETE FROM chunks WHERE object = $0", 1);

    private readonly SqliteStatement _moveChunk =
        new(connection, "UPDATE chunks SET segment = $2, start = $3 WHERE object = $0 AND position = $1", 4);

    private readonly SqliteStatement _checkpoint = new(connection, "PRAGMA wal_checkpoint(PASSIVE)", 0);

    public SqliteReads Reads => _reads;

    /// <summary>Applies and commits a batch; the second list has the chunks that are garbage once it is durable.</summary>
    public (StoreOutcome[] Outcomes, List<Chunk> Garbage) Commit(IReadOnlyList<StoreChange> batch)
    {
        List<Chunk> garbage = [];
        var outcomes = new StoreOutcome[batch.Count];
        InTransaction(() =>
        {
            for (var i = 0; i < batch.Count; i++)
                outcomes[i] = Apply(batch[i], garbage);
        });
        return (outcomes, garbage);
    }

    /// <summary>Moves the log's pages to the tables when there are many. Never within a transaction.</summary>
    public void CheckpointWhenDue()
    {
        _ = raw.sqlite3_db_status(connection.Handle, raw.SQLITE_DBSTATUS_CACHE_WRITE, out var written, out _, 0);
        if (written < CheckpointPages)
            return;
        _checkpoint.Execute();
        _ = raw.sqlite3_db_status(connection.Handle, raw.SQLITE_DBSTATUS_CACHE_WRITE, out _, out _, 1);
    }

    /// <summary>The last connection to close would try a checkpoint that has failed again, and then delete the log.</summary>
    public void KeepLog() => _ = raw.sqlite3_db_config(connection.Handle, raw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, out _);

    public void MoveChunks(IReadOnlyList<(long Object, long Position, Chunk To)> moves) => InTransaction(() =>
    {
        foreach (var (number, position, to) in moves)
            _moveChunk.Execute(number, position, to.Segment, to.Offset);
    });

    public void Dispose()
    {
        foreach (var statement in new[] { _begin, _commit, _rollback, _insert, _update, _mark, _delete, _insertChunk, _deleteChunks, _moveChunk, _checkpoint })
            statement.Dispose();
        _reads.Dispose();
    }

    private void InTransaction(Action changes)
    {
        _begin.Execute();
        try
        {
            changes();
            _commit.Execute();
        }
        catch (SqliteException)
        {
            TryRollback();
            throw;
        }
    }

    private void TryRollback()
    {
        try
        {
            _rollback.Execute();
        }
        catch (SqliteException)
        {
            // SQLite has rolled back by itself; the first exception tells what happened.
        }
    }

    private StoreOutcome Apply(StoreChange change, List<Chunk> garbage)
    {
        // Only a put that changes content needs the old chunks, and it reads them itself.
        if (_reads.FindRow(change.Id, content: false) is not { } row)
            return change is StoreChange.Put put ? Insert(put.Copy) : StoreOutcome.Missing;
        switch (change)
        {
            case StoreChange.Put put:
                return Update(row.Number, row.Copy, put, garbage);
            case StoreChange.Drop drop when drop.Digest == row.Copy.Info.Digest:
                garbage.AddRange(_reads.Chunks(row.Number));
                _deleteChunks.Execute(row.Number);
                _delete.Execute(row.Number);
                return StoreOutcome.Done;
            case StoreChange.Drop:
            case StoreChange.Settle settle when settle.Digest != row.Copy.Info.Digest:
                return StoreOutcome.Missing;
            default:
                var hint = change is StoreChange.Unsettle;
                if (hint != row.Copy.Hint)
                    _mark.Execute(row.Number, row.Copy.Info.Name, hint ? 1 : 0);
                return StoreOutcome.Done;
        }
    }

    private StoreOutcome Insert(StoredObject copy)
    {
        var info = copy.Info;
        var number = _insert.Number(info.Id.ToBytes(), (int)info.State, info.Name, info.Length, info.Digest.ToBytes(), info.Target?.ToBytes(), copy.Hint ? 1 : 0, Content(copy));
        InsertChunks(number, copy);
        return StoreOutcome.Done;
    }

    private StoreOutcome Update(long number, StoredObject held, StoreChange.Put put, List<Chunk> garbage)
    {
        var merged = CopyMerge.Merge(held, put);
        if (!merged.TookIncoming)
        {
            garbage.AddRange(put.Copy.Chunks);
            if (merged.Copy != held)
                _mark.Execute(number, merged.Copy.Info.Name, merged.Copy.Hint ? 1 : 0);
            return merged.Outcome;
        }

        garbage.AddRange(_reads.Chunks(number));
        _deleteChunks.Execute(number);
        var info = merged.Copy.Info;
        _update.Execute(number, (int)info.State, info.Name, info.Length, info.Digest.ToBytes(), info.Target?.ToBytes(), merged.Copy.Hint ? 1 : 0, Content(merged.Copy));
        InsertChunks(number, merged.Copy);
        return merged.Outcome;
    }

    private void InsertChunks(long number, StoredObject copy)
    {
        for (var position = 0; position < copy.Chunks.Length; position++)
        {
            var chunk = copy.Chunks[position];
            _insertChunk.Execute(number, position, chunk.Segment, chunk.Offset, chunk.Length, (long)chunk.Check.Value);
        }
    }

    private static byte[]? Content(StoredObject copy) => copy.Inline.IsEmpty ? null : copy.Inline.ToArray();
}
