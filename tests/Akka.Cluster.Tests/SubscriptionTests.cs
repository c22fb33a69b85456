using Akka.Actor;
using Xunit;
using static Akka.Cluster.ClusterEvent;
using static Akka.Cluster.Tests.EventRecorder;
using static Akka.Cluster.Tests.TestCluster;

namespace Akka.Cluster.Tests;

public class SubscriptionTests
{
    [Fact]
    public async Task A_snapshot_comes_first_then_events()
    {
        await using var cluster = new TestCluster();
        var node = (await cluster.Form(1))[0];
        var (_, events) = Start(node, InitialStateAsSnapshot, typeof(IMemberEvent));

        var state = Assert.IsType<CurrentClusterState>(await events.ReadAsync());
        Assert.Single(state.Members);

        var other = cluster.Start();
        Cluster.Get(other).Join(Cluster.Get(node).SelfAddress);
        Assert.Equal(Cluster.Get(other).SelfUniqueAddress, Assert.IsType<MemberJoined>(await events.ReadAsync()).Member.UniqueAddress);
        Assert.Equal(Cluster.Get(other).SelfUniqueAddress, Assert.IsType<MemberUp>(await events.ReadAsync()).Member.UniqueAddress);
    }

    [Fact]
    public async Task The_state_can_come_as_the_events_that_led_to_it()
    {
        await using var cluster = new TestCluster();
        var nodes = await cluster.Form(2);
        var (_, events) = Start(nodes[0], InitialStateAsEvents, typeof(MemberUp), typeof(LeaderChanged));

        var up = new[] { await Next<MemberUp>(events), await Next<MemberUp>(events) };
        Assert.Equal(nodes.Select(n => Cluster.Get(n).SelfAddress).Order(Member.AddressOrdering), up.Select(e => e.Member.Address));
        Assert.Equal(Cluster.Get(nodes[0]).State.Leader, (await Next<LeaderChanged>(events)).Leader);
    }

    [Fact]
    public async Task Only_the_kinds_subscribed_to_come()
    {
        await using var cluster = new TestCluster();
        var node = (await cluster.Form(1))[0];
        var (_, events) = Start(node, InitialStateAsEvents, typeof(MemberUp));

        var other = cluster.Start();
        await Within(Cluster.Get(other).JoinAsync(Cluster.Get(node).SelfAddress));

        Assert.IsType<MemberUp>(await events.ReadAsync());
        Assert.IsType<MemberUp>(await events.ReadAsync());
    }

    [Fact]
    public async Task Who_has_unsubscribed_hears_no_more()
    {
        await using var cluster = new TestCluster();
        var node = (await cluster.Form(1))[0];
        var (gone, events) = Start(node, InitialStateAsSnapshot, typeof(IMemberEvent));
        await events.ReadAsync();

        Cluster.Get(node).Unsubscribe(gone);
        var (_, control) = Start(node, InitialStateAsSnapshot, typeof(MemberUp));
        await Within(Cluster.Get(cluster.Start()).JoinAsync(Cluster.Get(node).SelfAddress));

        await Next<MemberUp>(control);
        Assert.False(events.TryRead(out _));
    }

    [Fact]
    public async Task The_state_is_sent_on_request()
    {
        await using var cluster = new TestCluster();
        var node = (await cluster.Form(1))[0];
        var inbox = Inbox.Create(node);

        Cluster.Get(node).SendCurrentClusterState(inbox.Receiver);

        var state = (CurrentClusterState)inbox.Receive(TimeSpan.FromSeconds(10));
        Assert.Equal(Cluster.Get(node).SelfAddress, state.Leader);
        Assert.Equal(Cluster.Get(node).SelfMember, Assert.Single(state.Members));
    }

    [Fact]
    public async Task Subscribing_to_something_else_is_refused()
    {
        await using var cluster = new TestCluster();
        var node = cluster.Start();
        Assert.Throws<ArgumentException>(() => Cluster.Get(node).Subscribe(node.DeadLetters, typeof(string)));
    }

    [Fact]
    public async Task When_the_node_leaves_all_members_are_removed_for_its_subscribers()
    {
        await using var cluster = new TestCluster();
        var nodes = await cluster.Form(2);
        var (_, events) = Start(nodes[1], InitialStateAsSnapshot, typeof(IClusterDomainEvent));
        // Otherwise the subscriber may be stopped before it gets to what it was told.
        var heard = new TaskCompletionSource<Done>();
        CoordinatedShutdown.Get(nodes[1]).AddTask(CoordinatedShutdown.PhaseBeforeActorSystemTerminate, "wait for the subscriber", () => heard.Task);

        _ = nodes[1].Terminate();

        await Next<ClusterShuttingDown>(events);
        var removed = new[] { await Next<MemberRemoved>(events), await Next<MemberRemoved>(events) };
        heard.SetResult(Done.Instance);
        Assert.Equal(nodes.Select(n => Cluster.Get(n).SelfAddress).Order(Member.AddressOrdering), removed.Select(e => e.Member.Address));
    }
}
