using Akka.Remote.Internal.Delivery;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Akka.Simulation.Remote;

public class SystemMessageDeliveryTests
{
    private static readonly TimeSpan Now = TimeSpan.FromSeconds(100);

    [Fact]
    public void Whatever_is_lost_repeated_or_late_each_message_arrives_once_and_in_order() => Prop.ForAll<int>(seed =>
    {
        var random = new Random(seed);
        var outbox = new SystemMessageOutbox<int>(1000);
        var inbox = new SystemMessageInbox<int>(1000);
        var network = new List<(long Sequence, int Item)>();
        var delivered = new List<int>();
        for (var step = 0; step < 300; step++)
        {
            if (step < 100 && outbox.TryAdd(step, Now, out var pending)) network.Add((pending.Sequence, pending.Item));
            if (random.Next(5) == 0) network.AddRange(outbox.Unacknowledged.Select(again => (again.Sequence, again.Item)));
            if (network.Count == 0) continue;
            var at = random.Next(network.Count);
            var (sequence, item) = network[at];
            network.RemoveAt(at);
            if (random.Next(3) == 0) continue;
            inbox.TryTake(sequence, mark: 0, item);
            while (inbox.TryDeliver(out var next)) delivered.Add(next);
            if (random.Next(2) == 0 && !outbox.TryAcknowledge(inbox.LastSequence)) return false;
        }
        foreach (var again in outbox.Unacknowledged) inbox.TryTake(again.Sequence, 0, again.Item);
        while (inbox.TryDeliver(out var next)) delivered.Add(next);
        return delivered.SequenceEqual(Enumerable.Range(0, 100));
    }).Check(Config.QuickThrowOnFailure);

    [Fact]
    public void A_message_with_a_mark_waits_for_the_bulk_stream_and_so_do_those_behind_it()
    {
        var inbox = new SystemMessageInbox<string>(10);
        inbox.TryTake(1, mark: 5, "notification");
        inbox.TryTake(2, mark: 0, "watch");
        Assert.False(inbox.TryDeliver(out _));
        inbox.PassMark(4);
        Assert.False(inbox.TryDeliver(out _));
        inbox.PassMark(6);
        Assert.True(inbox.TryDeliver(out var first));
        Assert.True(inbox.TryDeliver(out var second));
        Assert.Equal(("notification", "watch"), (first, second));
        Assert.Equal(2, inbox.LastSequence);
    }

    [Fact]
    public void A_gap_is_not_taken()
    {
        var inbox = new SystemMessageInbox<int>(10);
        Assert.False(inbox.TryTake(2, 0, 2));
        Assert.Equal(0, inbox.LastSequence);
    }

    [Fact]
    public void What_is_held_is_bounded()
    {
        var inbox = new SystemMessageInbox<int>(2);
        Assert.True(inbox.TryTake(1, 1, 1));
        Assert.True(inbox.TryTake(2, 1, 2));
        Assert.False(inbox.TryTake(3, 1, 3));
    }

    [Fact]
    public void A_full_outbox_takes_nothing_more()
    {
        var outbox = new SystemMessageOutbox<int>(2);
        Assert.True(outbox.TryAdd(1, Now, out _));
        Assert.True(outbox.TryAdd(2, Now, out _));
        Assert.False(outbox.TryAdd(3, Now, out _));
        outbox.TryAcknowledge(1);
        Assert.True(outbox.TryAdd(3, Now, out var third));
        Assert.Equal(3, third.Sequence);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    [InlineData(-1, false)]
    [InlineData(long.MaxValue, false)]
    public void An_acknowledgement_of_what_was_never_sent_is_refused(long acknowledged, bool isPossible)
    {
        var outbox = new SystemMessageOutbox<int>(2);
        outbox.TryAdd(1, Now, out _);
        Assert.Equal(isPossible, outbox.TryAcknowledge(acknowledged));
    }

    [Fact]
    public void The_age_is_that_of_the_oldest_unacknowledged_message()
    {
        var outbox = new SystemMessageOutbox<int>(5);
        Assert.Equal(TimeSpan.Zero, outbox.OldestAge(Now));
        outbox.TryAdd(1, Now, out _);
        outbox.TryAdd(2, Now + TimeSpan.FromSeconds(1), out _);
        Assert.Equal(TimeSpan.FromSeconds(3), outbox.OldestAge(Now + TimeSpan.FromSeconds(3)));
        outbox.TryAcknowledge(1);
        Assert.Equal(TimeSpan.FromSeconds(2), outbox.OldestAge(Now + TimeSpan.FromSeconds(3)));
    }

    [Fact]
    public void A_reset_gives_up_what_is_unacknowledged_and_counts_anew()
    {
        var outbox = new SystemMessageOutbox<string>(5);
        outbox.TryAdd("lost", Now, out _);
        Assert.Equal(["lost"], outbox.Reset());
        outbox.TryAdd("first", Now, out var pending);
        Assert.Equal(1, pending.Sequence);
    }
}
