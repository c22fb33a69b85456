using Akka.Event.Internal;
using FsCheck.Fluent;
using Xunit;

namespace Akka.Simulation.Event;

public sealed class SubscriptionTableTests
{
    /// <summary>Channels are paths: "a" covers "a/b".</summary>
    private readonly SubscriptionTable<string, string> _table = new((parent, child) => child == parent || child.StartsWith(parent + "/", StringComparison.Ordinal));

    [Fact]
    public void A_channel_covers_those_below_it()
    {
        _table.Add("x", "a/b");

        Assert.Equal(["x"], _table.SubscribersOf("a/b"));
        Assert.Equal(["x"], _table.SubscribersOf("a/b/c"));
        Assert.Empty(_table.SubscribersOf("a"));
    }

    [Fact]
    public void Only_new_subscriptions_are_reported_as_such()
    {
        Assert.True(_table.Add("x", "a"));
        Assert.False(_table.Add("x", "a"));
        Assert.True(_table.Remove("x", "a"));
        Assert.False(_table.Remove("x", "a"));
        Assert.False(_table.Remove("x"));
    }

    [Fact]
    public void A_subscriber_of_several_covering_channels_is_there_once()
    {
        _table.Add("x", "a");
        _table.Add("x", "a/b");

        Assert.Equal(["x"], _table.SubscribersOf("a/b/c"));
    }

    [Fact]
    public void A_part_can_be_taken_out_of_a_channel_and_put_back()
    {
        _table.Add("x", "a");
        Assert.True(_table.Remove("x", "a/b"));
        Assert.Empty(_table.SubscribersOf("a/b/c"));
        Assert.Equal(["x"], _table.SubscribersOf("a/d"));

        Assert.True(_table.Add("x", "a/b"));
        Assert.Equal(["x"], _table.SubscribersOf("a/b/c"));
    }

    [Fact]
    public void Within_a_part_taken_out_a_nearer_subscription_counts_again()
    {
        _table.Add("x", "a");
        _table.Remove("x", "a/b");
        _table.Add("x", "a/b/c");

        Assert.Equal(["x"], _table.SubscribersOf("a/b/c/d"));
        Assert.Empty(_table.SubscribersOf("a/b"));
    }

    [Fact]
    public void Removing_a_channel_keeps_those_below_it()
    {
        _table.Add("x", "a");
        _table.Add("x", "a/b");
        _table.Remove("x", "a");

        Assert.Empty(_table.SubscribersOf("a"));
        Assert.Equal(["x"], _table.SubscribersOf("a/b"));
    }

    [Fact]
    public void After_any_history_the_last_word_about_exactly_a_channel_holds() => Property.Holds(
        Gen.Elements("a", "a/b", "a/b/c", "d").Zip(Gen.Elements("x", "y")).Zip(Gen.Elements(true, false)).ListOf(20).Select(steps => steps.ToArray()),
        steps =>
        {
            var table = new SubscriptionTable<string, string>((parent, child) => child == parent || child.StartsWith(parent + "/", StringComparison.Ordinal));
            foreach (var ((channel, subscriber), add) in steps)
            {
                if (add) table.Add(subscriber, channel);
                else table.Remove(subscriber, channel);
                Assert.Equal(add, table.SubscribersOf(channel).Contains(subscriber));
            }
        });
}
