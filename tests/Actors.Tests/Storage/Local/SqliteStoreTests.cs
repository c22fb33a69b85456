using Actors.Storage.Internal.Local;
using Microsoft.Data.Sqlite;
using Xunit;
using static Actors.Tests.Storage.Local.StoreSamples;

namespace Actors.Tests.Storage.Local;

public sealed class SqliteStoreTests() : LocalStoreTests(new SqliteHarness())
{
    [Fact]
    public void A_batch_whose_log_is_torn_is_lost_as_a_whole()
    {
        using var harness = new SqliteHarness();
        harness.Store.Put(Small(Bytes(1, 100)));
        var log = Path.Combine(harness.Folder, "objects.db-wal");
        var before = new FileInfo(log).Length;
        var batch = Enumerable.Range(0, 20).Select(i => Small(Bytes(i, 1000))).ToList();
        harness.Store.Commit([.. batch.Select(copy => new StoreChange.Put(copy))]);

        var copy = CopyOf(harness.Folder);
        using (var torn = new FileStream(Path.Combine(copy.Path, "objects.db-wal"), FileMode.Open))
            torn.SetLength(before + ((torn.Length - before) / 2));
        using var recovered = SqliteStore.Open(copy.Path, SqliteHarness.SegmentBytes);

        Assert.All(batch, put => Assert.Null(recovered.Find(put.Info.Id, content: false)));
        Assert.Equal(1, recovered.Usage.Objects);
    }

    [Fact]
    public void A_full_database_refuses_writes_and_stays_readable()
    {
        using var harness = new SqliteHarness();
        var small = Small(Bytes(1, 100));
        harness.Store.Put(small);
        LimitPages(harness);

        Assert.Throws<StoreFaultException>(() => harness.Store.Commit([.. Enumerable.Range(0, 500).Select(i => new StoreChange.Put(Small(Bytes(i, 60_000))))]));

        Assert.Throws<StoreFaultException>(() => harness.Store.Put(Small([1])));
        Assert.Equal(Bytes(1, 100), harness.Store.ReadAll(small.Info.Id));
    }

    [Fact]
    public void A_segment_that_is_mostly_garbage_is_compacted_at_the_next_start()
    {
        using var harness = new SqliteHarness();
        var torn = Large(harness.Store, Bytes(1, 2_500_000));
        var kept = Large(harness.Store, Bytes(2, 1_000_000));
        harness.Store.Put(kept);
        harness.Store.Abandon(torn.Chunks);

        harness.Restart();

        Assert.Equal(new StoreUsage(1, 1_000_000, AlignedBuffer.RoundUp(1_000_000)), harness.Store.Usage);
        Assert.Equal(Bytes(2, 1_000_000), harness.Store.ReadAll(kept.Info.Id));
    }

    [Fact]
    public void Segments_are_closed_at_their_size_and_deleted_with_their_last_chunk()
    {
        using var harness = new SqliteHarness();
        var copies = Enumerable.Range(0, 6).Select(i => Large(harness.Store, Bytes(i, 1_000_000))).ToList();
        harness.Store.Commit([.. copies.Select(copy => new StoreChange.Put(copy))]);
        Assert.Equal(2, Directory.GetFiles(Path.Combine(harness.Folder, "segments")).Length);

        harness.Store.Commit([.. copies.Take(4).Select(copy => new StoreChange.Drop(copy.Info.Id, copy.Info.Digest))]);

        Assert.Single(Directory.GetFiles(Path.Combine(harness.Folder, "segments")));
        Assert.Equal(Bytes(5, 1_000_000), harness.Store.ReadAll(copies[5].Info.Id));
    }

    [Fact]
    public void An_upload_of_several_segments_that_is_given_up_leaves_no_files_and_hinders_no_later_one()
    {
        using var harness = new SqliteHarness();
        harness.Store.Abandon(Large(harness.Store, Bytes(1, 10_000_000), sync: false).Chunks);
        Assert.Single(Directory.GetFiles(Path.Combine(harness.Folder, "segments")));

        var later = Large(harness.Store, Bytes(2, 1_000_000));
        harness.Store.Put(later);

        harness.Crash(new Random(1));
        Assert.Equal(Bytes(2, 1_000_000), harness.Store.ReadAll(later.Info.Id));
    }

    [Fact]
    public void A_segment_that_a_commit_empties_before_its_sync_goes_with_the_next_sync()
    {
        using var harness = new SqliteHarness();
        var first = Large(harness.Store, Bytes(1, 3_000_000));
        harness.Store.Put(first);
        var given = Large(harness.Store, Bytes(2, 1_000_000), sync: false);
        var second = Large(harness.Store, Bytes(3, 1_000_000), sync: false); // in the second segment
        harness.Store.Abandon(given.Chunks);
        harness.Store.Commit([new StoreChange.Drop(first.Info.Id, first.Info.Digest)]);

        harness.Store.Sync();

        harness.Store.Put(second);
        Assert.Single(Directory.GetFiles(Path.Combine(harness.Folder, "segments")));
        Assert.Equal(Bytes(3, 1_000_000), harness.Store.ReadAll(second.Info.Id));
    }

    [Fact]
    public void A_copy_whose_chunks_were_dropped_while_it_was_looked_up_is_gone_and_not_damaged()
    {
        using var harness = new SqliteHarness();
        var copy = Large(harness.Store, Bytes(1, 2_000_000));
        harness.Store.Put(copy);
        Execute(harness, "DELETE FROM chunks");

        Assert.Null(harness.Store.Find(copy.Info.Id, content: true));
    }

    [Fact]
    public void A_start_without_room_for_compaction_serves_what_is_there()
    {
        using var harness = new SqliteHarness();
        var torn = Large(harness.Store, Bytes(1, 2_500_000));
        var kept = Large(harness.Store, Bytes(2, 1_000_000));
        harness.Store.Put(kept);
        harness.Store.Abandon(torn.Chunks);
        harness.Fill(true);

        harness.Restart();

        Assert.Equal(Bytes(2, 1_000_000), harness.Store.ReadAll(kept.Info.Id));
        Assert.Null(harness.Store.Fault);
    }

    [Fact]
    public void The_log_is_moved_to_the_tables_when_it_is_long()
    {
        using var harness = new SqliteHarness();
        for (var batch = 0; batch < 20; batch++)
            harness.Store.Commit([.. Enumerable.Range(0, 50).Select(i => new StoreChange.Put(Small(Bytes(i, 60_000))))]);

        var log = new FileInfo(Path.Combine(harness.Folder, "objects.db-wal")).Length;
        Assert.InRange(log, 1, 30_000_000); // of 60 MB
    }

    [Fact]
    public void Names_are_found_by_their_index()
    {
        using var harness = new SqliteHarness();
        using var connection = SqliteSchema.OpenReader(Path.Combine(harness.Folder, "objects.db"));
        using var command = connection.CreateCommand();
        command.CommandText = "EXPLAIN QUERY PLAN SELECT id FROM objects WHERE name = 'x' AND name <> '' AND id > x'' ORDER BY id LIMIT 1";
        using var plan = command.ExecuteReader();
        Assert.True(plan.Read());
        Assert.Contains("INDEX names", plan.GetString(3), StringComparison.Ordinal);
        Assert.False(plan.Read()); // nothing to sort
    }

    [Fact]
    public void A_database_of_another_version_is_refused()
    {
        using var folder = new TemporaryFolder();
        SqliteStore.Open(folder.Path, SqliteHarness.SegmentBytes).Dispose();
        using (var connection = SqliteSchema.OpenWriter(Path.Combine(folder.Path, "objects.db")))
            SqliteSchema.Execute(connection, "PRAGMA user_version = 99");

        Assert.Throws<ActorsException>(() => SqliteStore.Open(folder.Path, SqliteHarness.SegmentBytes));
    }

    private static TemporaryFolder CopyOf(string folder)
    {
        var copy = new TemporaryFolder();
        foreach (var path in Directory.EnumerateFiles(folder))
            File.Copy(path, Path.Combine(copy.Path, Path.GetFileName(path)));
        return copy;
    }

    // Every connection has its own limit, and the store has none to set from outside: swap its database for one whose writes fail.
    private static void LimitPages(SqliteHarness harness) =>
        Execute(harness, "CREATE TRIGGER full BEFORE INSERT ON objects BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END");

    private static void Execute(SqliteHarness harness, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(harness.Folder, "objects.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
