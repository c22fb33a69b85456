using Actors.Cluster.Internal;
using Xunit;

namespace Actors.Tests.Cluster;

public class LostMembersTests
{
    [Fact]
    public void A_lost_node_is_remembered_from_the_first_word_of_it_on_until_it_is_back()
    {
        var lost = LostMembers.None.Lose(Lost("a", 1)).Lose(Lost("b", 2)).Lose(Lost("a", 3));

        Assert.Equal([Lost("a", 1), Lost("b", 2)], lost.Members);
        Assert.Equal([Lost("b", 2)], lost.Forget("a").Members);
    }

    [Fact]
    public void Of_many_the_oldest_are_forgotten()
    {
        var lost = Enumerable.Range(0, LostMembers.Most + 3).Aggregate(LostMembers.None, (all, i) => all.Lose(Lost($"n{i}", i)));

        Assert.Equal(LostMembers.Most, lost.Members.Count);
        Assert.Equal("n3", lost.Members[0].NodeId);
    }

    [Fact]
    public void Nothing_new_is_no_change()
    {
        var lost = LostMembers.None.Lose(Lost("a", 1));

        Assert.Same(lost, lost.Lose(Lost("a", 2)));
        Assert.Same(lost, lost.Forget("b"));
    }

    private static LostMember Lost(string nodeId, int second) => new(nodeId, TimeSpan.FromSeconds(second), DateTimeOffset.UnixEpoch.AddSeconds(second));
}
