using FsCheck.Fluent;
using Xunit;

namespace Actors.Tests.Messaging;

public class ChannelTests
{
    private const int Count = 60;
    private const int Steps = 400_000;
    private static readonly int Seeds = Environment.GetEnvironmentVariable("ACTORS_LONG") == "1" ? 2000 : 30;

    [Fact]
    public void Every_envelope_gets_into_the_inbox_once_and_in_order_whatever_the_network_loses() => Property.Holds(Gen.Choose(0, int.MaxValue), seed =>
    {
        var world = new ChannelWorld(seed, Count, loss: seed % 4 / 10.0);
        world.Run(Steps);

        Assert.True(world.IsSettled, "it did not come to an end");
        Assert.Equal(Enumerable.Range(0, Count), Assert.Single(world.Received));
        Assert.Equal(Enumerable.Range(0, Count), world.Confirmed);
        Assert.Empty(world.Unconfirmed);
    }, Seeds);

    [Fact]
    public void A_restarted_receiver_gets_what_was_not_confirmed_and_each_incarnation_sees_nothing_twice() => Property.Holds(Gen.Choose(0, int.MaxValue), seed =>
    {
        var world = new ChannelWorld(seed, Count, loss: seed % 4 / 10.0);
        world.Run(Steps, restarts: 2);

        Assert.True(world.IsSettled, "it did not come to an end");
        Assert.All(world.Received, received => Assert.Equal(received.Distinct().Order(), received));
        Assert.Equal(Enumerable.Range(0, Count), world.Received.SelectMany(received => received).Distinct().Order());
        Assert.Equal(Enumerable.Range(0, Count), world.Confirmed);
    }, Seeds);

    [Fact]
    public void What_a_partition_drops_is_never_confirmed_and_never_comes_later() => Property.Holds(Gen.Choose(0, int.MaxValue), seed =>
    {
        var world = new ChannelWorld(seed, Count, loss: seed % 4 / 10.0);
        world.Run(Steps, cuts: 3);

        Assert.True(world.IsSettled, "it did not come to an end");
        var received = Assert.Single(world.Received);
        Assert.Equal(received.Distinct().Order(), received);
        Assert.Empty(received.Intersect(world.Dropped));
        Assert.Empty(world.Confirmed.Except(received));
        Assert.Equal(Enumerable.Range(0, Count), world.Confirmed.Concat(world.Unconfirmed).Order());
    }, Seeds);

    [Fact]
    public void Neither_end_keeps_more_than_its_limits() => Property.Holds(Gen.Choose(0, int.MaxValue), seed =>
    {
        var world = new ChannelWorld(seed, Count, loss: 0.1);
        world.Run(Steps, restarts: 1, cuts: 1);

        Assert.True(world.MostQueued <= world.QueueCapacity);
        Assert.True(world.MostPending <= world.QueueCapacity);
    }, Seeds);
}
