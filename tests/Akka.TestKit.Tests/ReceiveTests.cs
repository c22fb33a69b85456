using System.Collections;
using Xunit;

namespace Akka.TestKit.Tests;

public class ReceiveTests : KitTest
{
    [Fact]
    public void ReceiveOne_gives_a_message_or_null()
    {
        Receive("one");
        Assert.Equal("one", ReceiveOne(Soon));
        Assert.Null(ReceiveOne(TimeSpan.Zero));
        Assert.False(TryReceiveOne(out var envelope, TimeSpan.Zero));
        Assert.Same(NullMessageEnvelope.Instance, envelope);
    }

    [Fact]
    public void PeekOne_leaves_the_message()
    {
        Receive("one");
        Assert.Equal("one", PeekOne(Soon));
        Assert.True(HasMessages);
        ExpectMsg("one");
        Assert.Null(PeekOne(TimeSpan.Zero));
        Assert.False(HasMessages);
    }

    [Fact]
    public void ReceiveN_takes_exactly_so_many()
    {
        Receive(1, 2, 3);
        Assert.Equal([1, 2], ReceiveN(2).Cast<int>());
        Assert.Contains("received 1", FailureOf(() => ReceiveN(2, Soon)));
    }

    [Fact]
    public async Task ReceiveNAsync_gives_each_message_as_it_comes()
    {
        Receive(0);
        var taken = 0;
        // Each message asks for the next one: it could not come if all were collected first.
        await foreach (var _ in ReceiveNAsync(3)) if (++taken < 3) Receive(taken);
        Assert.Equal(3, taken);
    }

    [Fact]
    public void ReceiveWhile_stops_before_the_first_message_that_the_filter_refuses()
    {
        Receive(1, 2, "stop", 3);
        Assert.Equal(["1", "2"], ReceiveWhile(message => message is int number ? number.ToString() : null, Soon));
        ExpectMsg("stop");
    }

    [Fact]
    public void ReceiveWhile_of_a_type_drops_the_others_unless_told_not_to()
    {
        Receive(1, "other", 2, 10);
        Assert.Equal([1, 2], ReceiveWhile<int>(number => number < 10, Soon));
        ExpectMsg(10);
        Receive(1, "other");
        Assert.Equal([1], ReceiveWhile<int>(_ => true, Soon, shouldIgnoreOtherMessageTypes: false));
        ExpectMsg("other");
    }

    [Fact]
    public void ReceiveWhile_takes_no_more_than_it_is_told_to()
    {
        Receive(1, 2, 3);
        Assert.Equal([1, 2], ReceiveWhile<int>(_ => true, msgs: 2));
        ExpectMsg(3);
    }

    [Fact]
    public void ReceiveWhile_ends_when_nothing_comes_for_the_idle_time()
    {
        Receive(1);
        Assert.Equal([1], ReceiveWhile<int>(_ => true, TimeSpan.FromMinutes(1), idle: Soon));
    }

    [Fact]
    public void Fishing_drops_messages_until_one_fits()
    {
        Receive("one", 2, 3, "four");
        Assert.Equal(3, FishForMessage<int>(number => number > 2));
        ExpectMsg("four");
    }

    [Fact]
    public void Fishing_can_keep_what_it_drops()
    {
        Receive("one", 2, 3);
        var all = new ArrayList { "old" };
        FishForMessage<int>(number => number > 2, all);
        Assert.Equal(new object[] { "one", 2, 3 }, all.ToArray());
    }

    [Fact]
    public void Fishing_in_vain_fails()
    {
        Receive("one");
        Assert.Contains("one", FailureOf(() => FishForMessage(message => message is 2, Soon)));
    }

    [Fact]
    public void Unwanted_messages_can_be_ignored()
    {
        IgnoreMessages<string>(text => text == "noise");
        Receive("noise", "signal");
        ExpectMsg("signal");
        IgnoreMessages<int>();
        Receive(1, "noise");
        ExpectMsg("noise");
        IgnoreNoMessages();
        Receive(1);
        ExpectMsg(1);
    }
}
