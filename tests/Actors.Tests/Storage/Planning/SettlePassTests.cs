using Actors.Cluster;
using Actors.Storage;
using Actors.Storage.Internal.Planning;
using Xunit;

namespace Actors.Tests.Storage.Planning;

public class SettlePassTests
{
    private static readonly ObjectInfo Copy = new(ObjectId.New(IdSource.System), "", ObjectState.Present, 1, default);

    [Fact]
    public void A_copy_is_settled_when_its_other_owner_has_proved_to_have_it() =>
        Assert.Equal(new Settled(Copy, Drop: false), Begin("n1", "n2").Proved("n2", Copy.Id).Done);

    [Fact]
    public void With_fewer_nodes_than_copies_a_copy_is_done_with_for_now_but_keeps_its_mark()
    {
        Assert.Equal([new Settled(Copy, Drop: false, Short: true)], Begin("n1").TakeOwn().Done.ToArray());
        Assert.Equal(new Settled(Copy, Drop: false, Short: true), SettlePass.Begin("n1", RingOf("n1", "n2"), [Copy], replicas: 3).Proved("n2", Copy.Id).Done);
    }

    [Fact]
    public void A_node_outside_of_a_ring_that_is_too_small_drops_nothing() =>
        Assert.Equal(new Settled(Copy, Drop: false, Short: true), Begin("n2").Proved("n2", Copy.Id).Done);

    private static SettlePass Begin(params string[] ring) => SettlePass.Begin("n1", RingOf(ring), [Copy], replicas: 2);

    private static HashRing RingOf(params string[] nodes) => HashRing.Of(nodes.Select(node => new RingMember(node)));
}
