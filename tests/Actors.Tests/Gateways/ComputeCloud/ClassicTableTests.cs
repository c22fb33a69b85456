using Actors.Gateways.ComputeCloud;
using Xunit;

namespace Actors.Tests.Gateways.ComputeCloud;

public class ClassicTableTests
{
    [Fact]
    public void One_counter_of_salts_serves_all_names()
    {
        var table = new ClassicTable(10);
        Assert.Equal(0x7C941D29u, Add(table, "name1", 1).Hash);
        Assert.Equal(0x5EF13D78u, Add(table, "jobname", 2).Hash);
        Assert.Equal(0x0059822Eu, Add(table, "pts", 3).Hash);
    }

    [Fact]
    public void The_same_name_may_be_added_many_times_and_each_time_gets_a_hash_of_its_own()
    {
        var table = new ClassicTable(1000);
        Assert.Equal(1000, Enumerable.Range(0, 1000).Select(id => Add(table, "pts", id).Hash).Distinct().Count());
    }

    [Fact]
    public void A_collision_takes_the_next_salt()
    {
        // The hash of a name of one letter is 5381 plus the salt, and two letters' difference can make up for one salt.
        var table = new ClassicTable(10);
        var first = Add(table, "xb", 1); // (5381 + 0) * 33 + 'b'
        var second = Add(table, "xA", 2); // (5381 + 1) * 33 + 'A', the same
        Assert.NotEqual(first.Hash, second.Hash);
        Assert.Equal((0u, 2u), (first.Salt, second.Salt));
        Assert.True(table.TryFind(second.Hash, out var found));
        Assert.Equal(second, found);
    }

    [Fact]
    public void An_id_keeps_its_hash_and_objects_and_jobs_do_not_mix()
    {
        var table = new ClassicTable(10);
        var first = Add(table, "name", 7);
        Assert.Equal(first, Add(table, "other", 7));
        Assert.True(table.TryAdd("name", ClassicKind.Job, 7, out var job));
        Assert.NotEqual(first.Hash, job.Hash);
    }

    [Fact]
    public void A_full_table_takes_nothing_more()
    {
        var table = new ClassicTable(1);
        var only = Add(table, "name", 1);
        Assert.False(table.TryAdd("name", ClassicKind.Object, 2, out _));
        Assert.Equal(only, Add(table, "name", 1));
    }

    private static ClassicEntry Add(ClassicTable table, string name, int id)
    {
        Assert.True(table.TryAdd(name, ClassicKind.Object, (UInt128)id, out var entry));
        return entry;
    }
}
