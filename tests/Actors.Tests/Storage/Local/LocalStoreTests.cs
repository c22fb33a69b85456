using Actors.Storage;
using Actors.Storage.Internal;
using Actors.Storage.Internal.Local;
using FsCheck.Fluent;
using Xunit;
using static Actors.Tests.Storage.Local.StoreSamples;

namespace Actors.Tests.Storage.Local;

/// <summary>What every local store must do; runs on the modelled disk and on SQLite.</summary>
public abstract class LocalStoreTests : IDisposable
{
    private readonly StoreHarness _harness;

    private protected LocalStoreTests(StoreHarness harness) => _harness = harness;

    private ILocalStore Store => _harness.Store;

    public void Dispose()
    {
        _harness.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public void A_committed_copy_is_there_after_a_crash()
    {
        var small = Small(Bytes(1, 1000));
        var large = Large(Store, Bytes(2, 3_000_000));
        Store.Commit([new StoreChange.Put(small), new StoreChange.Put(large)]);

        _harness.Crash(new Random(1));

        Assert.Equal(Bytes(1, 1000), Store.ReadAll(small.Info.Id));
        Assert.Equal(Bytes(2, 3_000_000), Store.ReadAll(large.Info.Id));
        Assert.Equal(small.Info, Store.Find(small.Info.Id, content: false)!.Info);
    }

    [Fact]
    public void Chunks_without_a_commit_are_gone_after_a_crash_and_their_space_is_free()
    {
        var kept = Large(Store, Bytes(1, 2_000_000));
        Store.Put(kept);
        var torn = Large(Store, Bytes(2, 5_000_000), sync: false);

        _harness.Crash(new Random(3));

        Assert.Null(Store.Find(torn.Info.Id, content: true));
        Assert.Equal(Bytes(1, 2_000_000), Store.ReadAll(kept.Info.Id));
        Assert.Equal(new StoreUsage(1, 2_000_000, 2_000_000), Store.Usage);
    }

    [Fact]
    public void A_mark_is_not_cleared_for_what_the_object_was_before()
    {
        var (output, content) = (Declared(), Small([1]));
        Store.Put(output);
        Store.Put(Bound(output.Info.Id, content) with { Hint = true });

        Assert.Equal(StoreOutcome.Missing, Store.Commit([new StoreChange.Settle(output.Info.Id, output.Info.Digest)]).Single());

        Assert.Equal(output.Info.Id, Assert.Single(Store.Hints(null, 10)).Id);
    }

    [Fact]
    public void Abandoned_chunks_are_not_live()
    {
        var given = Large(Store, Bytes(1, 1_500_000));
        Store.Abandon(given.Chunks);

        Assert.Equal(0, Store.Usage.LiveBytes);
    }

    [Fact]
    public void A_second_put_of_the_same_copy_changes_nothing_and_its_chunks_are_garbage()
    {
        var first = Large(Store, Bytes(1, 200_000));
        Store.Put(first);

        Assert.Equal(StoreOutcome.Done, Store.Put(Large(Store, Bytes(1, 200_000), first.Info.Id)));

        Assert.Equal(200_000, Store.Usage.LiveBytes);
        Assert.Equal(Bytes(1, 200_000), Store.ReadAll(first.Info.Id));
    }

    [Fact]
    public void Another_content_under_the_same_id_is_a_conflict_and_changes_nothing()
    {
        var first = Small(Bytes(1, 10));
        Store.Put(first);

        Assert.Equal(StoreOutcome.Conflict, Store.Put(Small(Bytes(2, 10), id: first.Info.Id)));
        Assert.Equal(Bytes(1, 10), Store.ReadAll(first.Info.Id));
    }

    [Fact]
    public void A_declared_output_is_incomplete_until_it_is_bound_and_stays_bound()
    {
        var target = Small(Bytes(1, 10));
        var output = Declared("result");
        Store.Put(output);
        Assert.Equal(ObjectState.Incomplete, Store.Find(output.Info.Id, content: true)!.Info.State);

        Store.Put(Bound(output.Info.Id, target));
        Store.Put(output);

        var bound = Store.Find(output.Info.Id, content: true)!.Info;
        Assert.Equal((ObjectState.Present, "result", target.Info.Id), (bound.State, bound.Name, bound.Target!.Value));
    }

    [Fact]
    public void A_hint_stays_one_through_puts_until_it_is_settled()
    {
        var copy = Small(Bytes(1, 10), hint: true);
        Store.Put(copy);
        Store.Put(copy with { Hint = false });
        Assert.Equal([copy.Info], Store.Hints(null, 10));

        Store.Commit([new StoreChange.Settle(copy.Info.Id, copy.Info.Digest)]);
        Assert.Empty(Store.Hints(null, 10));

        Store.Commit([new StoreChange.Unsettle(copy.Info.Id)]);
        _harness.Restart();
        Assert.Equal([copy.Info], Store.Hints(null, 10));
    }

    [Fact]
    public void A_copy_is_dropped_only_with_the_right_digest()
    {
        var copy = Large(Store, Bytes(1, 100_000));
        Store.Put(copy);

        Assert.Equal([StoreOutcome.Missing], Store.Commit([new StoreChange.Drop(copy.Info.Id, Digest.Of([1]))]));
        Assert.Equal(Bytes(1, 100_000), Store.ReadAll(copy.Info.Id));

        Assert.Equal([StoreOutcome.Done], Store.Commit([new StoreChange.Drop(copy.Info.Id, copy.Info.Digest)]));
        Assert.Null(Store.Find(copy.Info.Id, content: true));
        Assert.Equal(0, Store.Usage.LiveBytes);
    }

    [Fact]
    public void A_list_is_ordered_by_id_and_goes_on_after_the_last_one()
    {
        var copies = Enumerable.Range(0, 5).Select(i => Small([1], name: i % 2 == 0 ? "even" : "odd")).OrderBy(copy => copy.Info.Id).ToList();
        Store.Commit([.. copies.AsEnumerable().Reverse().Select(copy => new StoreChange.Put(copy))]);

        var first = Store.List(null, 3);
        var rest = Store.List(first[^1].Id, 3);

        Assert.Equal(copies.Select(copy => copy.Info), first.Concat(rest));
        Assert.All(Store.List(null, 10, "odd"), info => Assert.Equal("odd", info.Name));
    }

    [Fact]
    public void A_range_starts_anywhere()
    {
        var content = Bytes(1, 2_500_000);
        var large = Large(Store, content);
        Store.Put(large);
        var copy = Store.Find(large.Info.Id, content: true)!;

        Assert.Equal(content[1_000_000..StorageLimits.ChunkBytes], Store.ReadBytes(copy, 1_000_000));
        Assert.Equal(content[2_400_000..], Store.ReadBytes(copy, 2_400_000));
        Assert.Empty(Store.ReadPiece(copy, 2_500_000));
    }

    [Fact]
    public void A_flipped_bit_is_found_and_a_repair_heals_it()
    {
        var small = Small(Bytes(1, 1000));
        var large = Large(Store, Bytes(2, 100_000));
        Store.Commit([new StoreChange.Put(small), new StoreChange.Put(large)]);
        _harness.DamageChunks();
        _harness.DamageInline(small.Info.Id);
        Assert.Throws<DamagedCopyException>(() => Store.ReadAll(small.Info.Id));
        Assert.Throws<DamagedCopyException>(() => Store.ReadAll(large.Info.Id));

        Store.Put(small, repair: true);
        Store.Put(Large(Store, Bytes(2, 100_000), large.Info.Id), repair: true);

        Assert.Equal(Bytes(1, 1000), Store.ReadAll(small.Info.Id));
        Assert.Equal(Bytes(2, 100_000), Store.ReadAll(large.Info.Id));
        Assert.Equal(100_000, Store.Usage.LiveBytes);
    }

    [Fact]
    public void After_a_failed_sync_writes_are_refused_for_good_and_reads_go_on()
    {
        var before = Small(Bytes(1, 1000));
        Store.Put(before);
        Store.Append(Bytes(2, 1000));
        _harness.FailNextSync();

        Assert.Throws<StoreFaultException>(Store.Sync);
        Assert.Throws<StoreFaultException>(Store.Sync);
        Assert.Throws<StoreFaultException>(() => Store.Append([1]));
        Assert.Throws<StoreFaultException>(() => Store.Put(Small([1])));

        Assert.NotNull(Store.Fault);
        Assert.Equal(Bytes(1, 1000), Store.ReadAll(before.Info.Id));
    }

    [Fact]
    public void A_full_disk_refuses_an_append_and_takes_the_next_one_when_there_is_room()
    {
        var before = Large(Store, Bytes(1, 1_500_000));
        Store.Put(before);
        _harness.Fill(true);
        Assert.Throws<StoreFullException>(() => Store.Append(Bytes(2, 1000)));
        Assert.Null(Store.Fault);

        _harness.Fill(false);
        var after = Large(Store, Bytes(3, 1_500_000));
        Store.Put(after);

        _harness.Crash(new Random(1));
        Assert.Equal(Bytes(1, 1_500_000), Store.ReadAll(before.Info.Id));
        Assert.Equal(Bytes(3, 1_500_000), Store.ReadAll(after.Info.Id));
        Assert.Equal(3_000_000, Store.Usage.LiveBytes);
    }

    [Fact]
    public void What_was_acknowledged_survives_any_crashes() => Property.Holds(Gen.Choose(0, int.MaxValue), seed =>
    {
        var random = new Random(seed);
        Dictionary<ObjectId, byte[]> acknowledged = [];
        for (var step = 0; step < 30; step++)
        {
            var content = Bytes(random.Next(), random.Next(2) == 0 ? random.Next(100) : StorageLimits.InlineBytes + random.Next(3_000_000));
            if (random.Next(6) == 0)
            {
                Store.Append(content[..Math.Min(content.Length, StorageLimits.ChunkBytes)]);
                _harness.Crash(random);
                Assert.All(acknowledged, pair => Assert.Equal(pair.Value, Store.ReadAll(pair.Key)));
                Assert.Equal(Store.Usage.LiveBytes, acknowledged.Values.Where(bytes => bytes.Length > StorageLimits.InlineBytes).Sum(bytes => (long)bytes.Length));
            }
            else
            {
                var copy = content.Length > StorageLimits.InlineBytes ? Large(Store, content) : Small(content);
                Store.Put(copy);
                acknowledged.Add(copy.Info.Id, content);
            }
        }

        foreach (var (id, bytes) in acknowledged)
            Store.Commit([new StoreChange.Drop(id, Digest.Of(bytes))]);
    }, maxTests: 5);
}

public sealed class ModelStoreTests() : LocalStoreTests(new ModelHarness());
