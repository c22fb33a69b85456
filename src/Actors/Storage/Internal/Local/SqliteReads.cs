using System.Collections.Immutable;
using Microsoft.Data.Sqlite;

namespace Actors.Storage.Internal.Local;

/// <summary>The queries over one connection. Used by one thread at a time.</summary>
internal sealed class SqliteReads(SqliteConnection connection) : IDisposable
{
    private const string InfoColumns = "id, state, name, length, digest, target, hint, number";
    private readonly SqliteStatement _find = new(connection, $"SELECT {InfoColumns} FROM objects WHERE id = $0", 1);
    private readonly SqliteStatement _findContent = new(connection, $"SELECT {InfoColumns}, content FROM objects WHERE id = $0", 1);
    private readonly SqliteStatement _chunks =
        new(connection, "SELECT segment, start, length, crc FROM chunks WHERE object = $0 ORDER BY position", 1);

    private readonly SqliteStatement _list =
        new(connection, $"SELECT {InfoColumns} FROM objects WHERE id > $0 ORDER BY id LIMIT $1", 2);

    // The second condition is the index's own, which has no entries for objects without a name.
    private readonly SqliteStatement _listNamed =
        new(connection, $"SELECT {InfoColumns} FROM objects WHERE name = $2 AND name <> '' AND id > $0 ORDER BY id LIMIT $1", 3);

    private readonly SqliteStatement _hints =
        new(connection, $"SELECT {InfoColumns} FROM objects WHERE hint = 1 AND id > $0 ORDER BY id LIMIT $1", 2);

    private readonly SqliteStatement _inSegment = new(connection, """
        SELECT c.object, c.position, c.segment, c.start, c.length, c.crc FROM chunks c WHERE c.segment = $0 ORDER BY c.start
        """, 1);

    private readonly SqliteStatement _segmentUse =
        new(connection, "SELECT segment, SUM(length), MAX(start + length) FROM chunks GROUP BY segment", 0);

    private readonly SqliteStatement _count = new(connection, "SELECT COUNT(*) FROM objects", 0);

    public StoredObject? Find(ObjectId id, bool content) => FindRow(id, content)?.Copy;

    /// <summary>The copy and the number of its row.</summary>
    public (StoredObject Copy, long Number)? FindRow(ObjectId id, bool content)
    {
        ObjectInfo info;
        bool hint;
        long number;
        var inline = ReadOnlyMemory<byte>.Empty;
        using (var row = (content ? _findContent : _find).Query(id.ToBytes()))
        {
            if (!row.Read())
                return null;
            (info, hint, number) = (ReadInfo(row), row.GetInt64(6) != 0, row.GetInt64(7));
            if (content && !row.IsDBNull(8))
                inline = row.GetFieldValue<byte[]>(8);
        }

        var chunked = content && info is { State: ObjectState.Present, Target: null, Length: > StorageLimits.InlineBytes };
        return (new StoredObject(info, inline, chunked ? Chunks(number) : [], hint), number);
    }

    public ImmutableArray<Chunk> Chunks(long number)
    {
        var chunks = ImmutableArray.CreateBuilder<Chunk>();
        using var rows = _chunks.Query(number);
        while (rows.Read())
            chunks.Add(ReadChunk(rows, 0));
        return chunks.ToImmutable();
    }

    public IReadOnlyList<ObjectInfo> List(ObjectId? after, int limit, string? name) =>
        ReadInfos(name is null ? _list.Query(After(after), limit) : _listNamed.Query(After(after), limit, name));

    public IReadOnlyList<ObjectInfo> Hints(ObjectId? after, int limit) => ReadInfos(_hints.Query(After(after), limit));

    public IReadOnlyList<(long Object, long Position, Chunk Chunk)> InSegment(int segment)
    {
        List<(long, long, Chunk)> chunks = [];
        using var rows = _inSegment.Query(segment);
        while (rows.Read())
            chunks.Add((rows.GetInt64(0), rows.GetInt64(1), ReadChunk(rows, 2)));
        return chunks;
    }

    public Dictionary<int, (long Live, long End)> SegmentUse()
    {
        Dictionary<int, (long, long)> use = [];
        using var rows = _segmentUse.Query();
        while (rows.Read())
            use.Add(rows.GetInt32(0), (rows.GetInt64(1), rows.GetInt64(2)));
        return use;
    }

    public long Count() => _count.Number();

    public void Dispose()
    {
        foreach (var statement in new[] { _find, _findContent, _chunks, _list, _listNamed, _hints, _inSegment, _segmentUse, _count })
            statement.Dispose();
        connection.Dispose();
    }

    // Every id is above the empty blob.
    private static byte[] After(ObjectId? after) => after?.ToBytes() ?? [];

    private static List<ObjectInfo> ReadInfos(SqliteDataReader rows)
    {
        using (rows)
        {
            List<ObjectInfo> infos = [];
            while (rows.Read())
                infos.Add(ReadInfo(rows));
            return infos;
        }
    }

    private static ObjectInfo ReadInfo(SqliteDataReader row) => new(
        ObjectId.FromBytes(row.GetFieldValue<byte[]>(0)),
        row.GetString(2),
        (ObjectState)row.GetInt32(1),
        row.GetInt64(3),
        Digest.FromBytes(row.GetFieldValue<byte[]>(4)),
        row.IsDBNull(5) ? null : ObjectId.FromBytes(row.GetFieldValue<byte[]>(5)));

    private static Chunk ReadChunk(SqliteDataReader row, int first) => new(
        row.GetInt32(first), row.GetInt64(first + 1), row.GetInt32(first + 2), new Checksum((uint)row.GetInt64(first + 3)));
}
