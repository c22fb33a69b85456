using Xunit;

namespace Actors.Tests.Dataflow.Nodes;

/// <summary>Both ends of an edge between nodes, over a network that loses, doubles and is cut.</summary>
public sealed class EdgeEndsTests
{
    private const int Count = 40;
    private static readonly int Seeds = Environment.GetEnvironmentVariable("ACTORS_LONG") == "1" ? 10_000 : 60;
    private static readonly int FirstSeed = Environment.GetEnvironmentVariable("ACTORS_SEED") is { } given ? int.Parse(given) : 1;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void While_both_ends_live_every_event_arrives_once_and_in_order(bool keeps) => For(keeps, 0, 0, (world, about) =>
    {
        Assert.True(Enumerable.Range(0, Count).SequenceEqual(Assert.Single(world.Arrived)), about);
        Assert.Equal(0, world.LostEvents);
    });

    [Fact]
    public void What_is_kept_is_handled_at_least_once_when_receivers_are_lost() => For(keeps: true, receivers: 5, senders: 0, (world, about) =>
    {
        Assert.True(world.Handled.Count == Count, about);
        Assert.All(world.Arrived, numbers => Assert.True(numbers.SequenceEqual(numbers.Distinct().Order()), about));
    });

    [Fact]
    public void What_is_not_kept_never_arrives_twice_and_what_a_receiver_may_have_lost_is_counted() => For(keeps: false, receivers: 5, senders: 0, (world, about) =>
    {
        var arrived = world.Arrived.SelectMany(numbers => numbers).ToList();
        Assert.True(arrived.SequenceEqual(arrived.Distinct().Order()), about);
        Assert.True(Count - arrived.Count <= world.LostEvents, $"{about}: {arrived.Count} arrived, {world.LostEvents} lost");
        Assert.True(Count - world.Handled.Count <= world.LostEvents, $"{about}: {world.Handled.Count} handled, {world.LostEvents} lost");
    });

    [Fact]
    public void What_senders_that_begin_anew_send_is_handled_whenever_they_are_lost() =>
        For(keeps: true, receivers: 0, senders: 5, (world, about) => Assert.True(world.Handled.Count == Count, about));

    [Fact]
    public void A_sender_that_begins_anew_after_another_was_closed_ends_also_when_it_has_more_than_there_was_room_for()
    {
        var world = new EdgeWorld(1, keeps: true, Count, loss: 0.1);
        world.Run(100_000);
        Assert.True(world.IsDone);

        world.LoseSender();
        Assert.False(world.IsDone);
        world.Run(100_000);

        Assert.True(world.IsDone);
        Assert.Equal(Enumerable.Range(0, Count), Assert.Single(world.Arrived));
    }

    [Fact]
    public void Nothing_that_is_kept_is_forgotten_in_whatever_order_both_ends_are_lost() =>
        For(keeps: true, receivers: 3, senders: 3, (world, about) => Assert.True(world.Handled.Count == Count, about));

    private static void For(bool keeps, int receivers, int senders, Action<EdgeWorld, string> check)
    {
        var losses = 0;
        for (var seed = FirstSeed; seed < FirstSeed + Seeds; seed++)
        {
            var world = new EdgeWorld(seed, keeps, Count, loss: seed % 4 / 10.0);
            world.Run(5_000, receivers, senders);
            world.Run(200_000);
            Assert.True(world.IsDone, $"seed {seed}: it does not end");
            check(world, $"seed {seed}");
            losses += world.Losses;
        }

        Assert.True(receivers + senders == 0 || losses > Seeds, $"only {losses} ends were lost");
    }
}
