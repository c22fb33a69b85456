using Xunit;
using static Akka.Cluster.ClusterEvent;
using static Akka.Cluster.Tests.EventRecorder;
using static Akka.Cluster.Tests.TestCluster;

namespace Akka.Cluster.Tests;

/// <summary>With akka.actor.serialize-messages on, what never leaves a node must pass unharmed.</summary>
public class SerializeMessagesTests
{
    private const string Serializing = "akka.actor.serialize-messages = on";

    [Fact]
    public async Task Members_come_and_go_and_subscribers_hear_of_it()
    {
        await using var cluster = new TestCluster();
        var nodes = await cluster.Form(2, Serializing);
        var (_, events) = Start(nodes[0], InitialStateAsEvents, typeof(IMemberEvent), typeof(IReachabilityEvent), typeof(LeaderChanged));
        await Next<LeaderChanged>(events);

        Cluster.Get(nodes[1]).Leave(Cluster.Get(nodes[1]).SelfAddress);

        Assert.Equal(Cluster.Get(nodes[1]).SelfUniqueAddress, (await Next<MemberRemoved>(events)).Member.UniqueAddress);
    }

    [Fact]
    public async Task A_crashed_node_is_found_and_downed()
    {
        await using var cluster = new TestCluster();
        var nodes = await cluster.Form(3, Serializing);
        var (_, events) = Start(nodes[0], InitialStateAsEvents, typeof(IMemberEvent), typeof(IReachabilityEvent));

        Crash(nodes[2]);

        await Next<UnreachableMember>(events);
        await Next<MemberRemoved>(events);
    }
}
