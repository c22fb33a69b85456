using Akka.Remote.Internal.Wire;
using Xunit;

namespace Akka.Simulation.Remote;

public class CompressionTableTests
{
    [Fact]
    public void Ids_follow_the_order_of_definition()
    {
        var table = new SendTable<string>(10, StringComparer.Ordinal, candidates: 0);
        table.Define("a");
        table.Define("b");
        Assert.True(table.TryGetId("a", out var a));
        Assert.True(table.TryGetId("b", out var b));
        Assert.Equal((0, 1), (a, b));
    }

    [Fact]
    public void With_candidates_a_thing_is_worth_a_definition_at_its_second_use()
    {
        var table = new SendTable<string>(10, StringComparer.Ordinal, candidates: 2);
        Assert.False(table.ShouldDefine("ask"));
        Assert.True(table.ShouldDefine("ask"));
    }

    [Fact]
    public void Only_so_many_candidates_are_remembered()
    {
        var table = new SendTable<string>(10, StringComparer.Ordinal, candidates: 2);
        table.ShouldDefine("a");
        table.ShouldDefine("b");
        table.ShouldDefine("c");
        Assert.False(table.ShouldDefine("a"));
        Assert.True(table.ShouldDefine("c"));
    }

    [Fact]
    public void A_full_table_defines_nothing_more()
    {
        var table = new SendTable<string>(1, StringComparer.Ordinal, candidates: 0);
        Assert.True(table.ShouldDefine("a"));
        table.Define("a");
        Assert.False(table.ShouldDefine("b"));
    }

    [Fact]
    public void A_peer_that_defines_more_than_it_may_breaks_the_protocol()
    {
        var table = new ReceiveTable<string>(1);
        table.Define("a");
        Assert.Throws<WireFormatException>(() => table.Define("b"));
    }

    [Fact]
    public void An_id_that_was_never_defined_breaks_the_protocol()
    {
        var table = new ReceiveTable<string>(10);
        table.Define("a");
        Assert.Equal("a", table[0]);
        Assert.Throws<WireFormatException>(() => table[1]);
        Assert.Throws<WireFormatException>(() => table[uint.MaxValue]);
    }
}
