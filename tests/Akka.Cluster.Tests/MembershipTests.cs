using Akka.Actor;
using Xunit;
using static Akka.Cluster.ClusterEvent;
using static Akka.Cluster.Tests.TestCluster;

namespace Akka.Cluster.Tests;

public class MembershipTests
{
    [Fact]
    public async Task Three_nodes_become_Up_and_see_one_leader()
    {
        await using var cluster = new TestCluster();
        var nodes = await cluster.Form(3);

        var leader = nodes.Select(n => Cluster.Get(n).SelfAddress).Min(Member.AddressOrdering);
        await Until(() => nodes.All(n => Cluster.Get(n).State.Leader == leader), "the lowest address to lead");
        Assert.All(nodes, n => Assert.True(Cluster.Get(n).IsUp));
    }

    [Fact]
    public async Task Nodes_find_their_seed_node_by_settings()
    {
        await using var cluster = new TestCluster();
        var seed = cluster.Start();
        var address = Cluster.Get(seed).SelfAddress;
        Cluster.Get(seed).Join(address);
        var nodes = Enumerable.Range(0, 2).Select(_ => cluster.Start($"akka.cluster.seed-nodes = [\"{address}\"]")).ToArray();

        await Until(() => nodes.All(n => UpMembers(n) == 3), "all Up");
    }

    [Fact]
    public async Task A_leaving_node_is_removed_and_its_system_terminates()
    {
        await using var cluster = new TestCluster();
        var nodes = await cluster.Form(3);
        var removed = new TaskCompletionSource();
        Cluster.Get(nodes[2]).RegisterOnMemberRemoved(() => removed.TrySetResult());

        await Within(Cluster.Get(nodes[2]).LeaveAsync());

        await Within(removed.Task);
        await Within(nodes[2].WhenTerminated);
        Assert.True(Cluster.Get(nodes[2]).IsTerminated);
        await Until(() => nodes.Take(2).All(n => Cluster.Get(n).State.Members.Count == 2), "the two to be alone");
    }

    [Fact]
    public async Task Terminating_a_node_makes_it_leave_gracefully()
    {
        await using var cluster = new TestCluster();
        var nodes = await cluster.Form(3);
        var (_, events) = EventRecorder.Start(nodes[0], InitialStateAsSnapshot, typeof(MemberRemoved));

        await Within(nodes[1].Terminate());

        var removed = await EventRecorder.Next<MemberRemoved>(events);
        Assert.Equal(MemberStatus.Exiting, removed.PreviousStatus);
    }

    [Fact]
    public async Task A_crashed_node_is_unreachable_then_downed_by_the_majority_and_removed()
    {
        await using var cluster = new TestCluster();
        var nodes = await cluster.Form(3);
        var lost = Cluster.Get(nodes[2]).SelfUniqueAddress;
        var (_, events) = EventRecorder.Start(nodes[0], InitialStateAsSnapshot, typeof(IMemberEvent), typeof(IReachabilityEvent));

        Crash(nodes[2]);

        Assert.Equal(lost, (await EventRecorder.Next<UnreachableMember>(events)).Member.UniqueAddress);
        Assert.Equal(lost, (await EventRecorder.Next<MemberDowned>(events)).Member.UniqueAddress);
        var removed = await EventRecorder.Next<MemberRemoved>(events);
        Assert.Equal(lost, removed.Member.UniqueAddress);
        Assert.Equal(MemberStatus.Down, removed.PreviousStatus);
    }

    [Fact]
    public async Task A_downed_node_stops()
    {
        await using var cluster = new TestCluster();
        var nodes = await cluster.Form(3);

        Cluster.Get(nodes[0]).Down(Cluster.Get(nodes[1]).SelfAddress);

        await Within(nodes[1].WhenTerminated);
        await Until(() => UpMembers(nodes[0]) == 2 && Cluster.Get(nodes[0]).State.Members.Count == 2, "the downed node to be removed");
    }

    [Fact]
    public async Task A_node_that_restarts_on_its_address_is_admitted_as_a_new_incarnation()
    {
        await using var cluster = new TestCluster();
        var nodes = await cluster.Form(2);
        var old = Cluster.Get(nodes[1]).SelfUniqueAddress;
        Crash(nodes[1]);
        await Within(nodes[1].WhenTerminated);

        var again = cluster.Start($"akka.remote.dot-netty.tcp.port = {old.Address.Port}");
        await Within(Cluster.Get(again).JoinAsync(Cluster.Get(nodes[0]).SelfAddress));

        Assert.Equal(old.Address, Cluster.Get(again).SelfAddress);
        Assert.NotEqual(old, Cluster.Get(again).SelfUniqueAddress);
    }

    [Fact]
    public async Task Joining_fails_with_the_reason_when_the_node_gives_up()
    {
        await using var cluster = new TestCluster();
        var node = cluster.Start("akka.cluster.shutdown-after-unsuccessful-join-seed-nodes = 1s");
        var nobody = new Address("akka.tcp", "test", "127.0.0.1", 1);

        await Assert.ThrowsAsync<ClusterJoinFailedException>(() => Within(Cluster.Get(node).JoinSeedNodesAsync([nobody])));

        await Within(node.WhenTerminated);
    }

    [Fact]
    public async Task A_callback_for_being_Up_runs_when_the_node_is_Up_already()
    {
        await using var cluster = new TestCluster();
        var nodes = await cluster.Form(1);
        var up = new TaskCompletionSource();

        Cluster.Get(nodes[0]).RegisterOnMemberUp(() => up.TrySetResult());

        await Within(up.Task);
    }

    [Fact]
    public async Task Roles_and_their_leaders_are_known_to_all()
    {
        await using var cluster = new TestCluster();
        var worker = cluster.Start("akka.cluster.roles = [worker]");
        var other = cluster.Start("akka.cluster.roles = [storage, zone-a]");
        await Within(Cluster.Get(worker).JoinAsync(Cluster.Get(worker).SelfAddress));
        await Within(Cluster.Get(other).JoinAsync(Cluster.Get(worker).SelfAddress));

        await Until(() => Cluster.Get(worker).State.RoleLeader("storage") == Cluster.Get(other).SelfAddress, "the storage leader to be known");
        Assert.Null(Cluster.Get(worker).State.RoleLeader("nobody"));
        Assert.Equal(["storage", "worker", "zone-a"], Cluster.Get(worker).State.AllRoles.Order());
        Assert.True(Cluster.Get(other).SelfMember.HasRole("zone-a"));
    }
}
