using System.Collections.Immutable;
using Akka.Cluster;
using Akka.Cluster.Internal;
using Akka.Util;
using Xunit;
using static Akka.Simulation.Cluster.GossipHistory;

namespace Akka.Simulation.Cluster;

/// <summary>Who survives a clean split, decided by both sides from what each of them sees. Nodes are numbered by age and address.</summary>
public class DowningTableTests
{
    private const string Nobody = "";

    // A node is its number, its role "r" if marked with r, and its status if that is not Up: j joining, w weakly up, l leaving.
    [Theory]
    [InlineData("keep-majority", "1 2 3", "4 5", "1 2 3")]
    [InlineData("keep-majority", "1 2", "3 4 5", "3 4 5")]
    [InlineData("keep-majority", "1 2", "3 4", "1 2")]
    [InlineData("keep-majority", "2 3", "1 4", "1 4")]
    [InlineData("keep-majority", "1", "2", "1")]
    [InlineData("keep-majority", "1 2 3", "4", "1 2 3")]
    [InlineData("keep-majority r", "1r 2r 3", "4r 5 6 7", "1r 2r 3")]
    [InlineData("keep-majority r", "1 2", "3 4", Nobody)]
    [InlineData("keep-majority", "1 2", "3 4j 5w", Nobody)]
    [InlineData("static-quorum 3", "1 2 3", "4 5", "1 2 3")]
    [InlineData("static-quorum 3", "1 2", "3 4", Nobody)]
    [InlineData("static-quorum 2", "1 2", "3 4", Nobody)]
    [InlineData("keep-oldest", "1 2", "3 4 5", "1 2")]
    [InlineData("keep-oldest", "1", "2 3 4", "2 3 4")]
    [InlineData("keep-oldest if-alone", "1", "2 3 4", "1")]
    [InlineData("keep-oldest", "1", "2", "2")]
    [InlineData("keep-referee 3", "1 2", "3 4", "3 4")]
    [InlineData("keep-referee 3 at-least 3", "1 2", "3 4", Nobody)]
    [InlineData("down-all", "1 2 3", "4", Nobody)]
    public void Exactly_the_expected_side_of_a_clean_split_survives(string strategy, string left, string right, string survivors)
    {
        var (a, b) = (Parse(left), Parse(right));
        var alive = Survivors(strategy, a, b).Concat(Survivors(strategy, b, a)).Order();

        Assert.Equal(Parse(survivors).Select(m => m.UniqueAddress), alive);
    }

    [Fact]
    public void Both_sides_never_survive_a_clean_split_whatever_the_members_are()
    {
        foreach (var seed in Seeds.Of(300))
        {
            var random = new Random(seed);
            var members = Enumerable.Range(1, random.Next(2, 8)).Select(i => Token(i, random)).ToArray();
            var cut = random.Next(1, members.Length);
            random.Shuffle(members);
            var (left, right) = (string.Join(' ', members[..cut]), string.Join(' ', members[cut..]));
            foreach (var strategy in new[] { "keep-majority", "keep-majority r", "static-quorum 3", "keep-oldest", "keep-oldest r", "keep-referee 2" })
                Assert.True(
                    Survivors(strategy, Parse(left), Parse(right)).Length == 0 || Survivors(strategy, Parse(right), Parse(left)).Length == 0,
                    $"seed {seed}: with {strategy} both [{left}] and [{right}] stay");
        }
    }

    [Fact]
    public void Of_half_connected_nodes_both_ends_stop_and_the_rest_stays()
    {
        var members = Parse("1 2 3");
        var gossip = GossipOf(members) with { Seen = [.. members.Select(m => m.UniqueAddress)] };
        gossip = gossip with { Reachability = gossip.Reachability.Unreachable(Node(1), Node(2)).Unreachable(Node(2), Node(1)) };

        var decision = new KeepMajority("").Decide(new MembershipState(gossip, Node(3)), isConfirmed: true);

        Assert.Equal([Node(1), Node(2)], decision.Nodes);
    }

    private static string Token(int number, Random random) =>
        number + (random.Next(2) == 0 ? "r" : "") + (random.Next(5) switch { 0 => "j", 1 => "l", 2 => "w", _ => "" });

    private static UniqueAddress[] Survivors(string strategy, Member[] own, Member[] other)
    {
        var gossip = GossipOf([.. own, .. other]) with { Seen = [.. own.Select(m => m.UniqueAddress)] };
        foreach (var lost in other)
            gossip = gossip with { Reachability = gossip.Reachability.Unreachable(own[0].UniqueAddress, lost.UniqueAddress) };
        var decision = StrategyOf(strategy).Decide(new MembershipState(gossip, own[0].UniqueAddress), isConfirmed: true);
        return [.. own.Select(m => m.UniqueAddress).Where(n => !decision.Nodes.Contains(n))];
    }

    private static Gossip GossipOf(Member[] members) => members.Aggregate(Gossip.Empty, (gossip, member) => gossip.Put(member));

    private static DowningStrategy StrategyOf(string text) => text.Split(' ') switch
    {
        ["keep-majority"] => new KeepMajority(""),
        ["keep-majority", var role] => new KeepMajority(role),
        ["static-quorum", var size] => new StaticQuorum(int.Parse(size), ""),
        ["keep-oldest"] => new KeepOldest(DownIfAlone: true, ""),
        ["keep-oldest", "if-alone"] => new KeepOldest(DownIfAlone: false, ""),
        ["keep-oldest", var role] => new KeepOldest(DownIfAlone: true, role),
        ["keep-referee", var number] => new KeepReferee(Node(int.Parse(number)).Address, 1),
        ["keep-referee", var number, _, var least] => new KeepReferee(Node(int.Parse(number)).Address, int.Parse(least)),
        _ => new DownAllStrategy()
    };

    private static Member[] Parse(string text) => [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(ParseMember)];

    private static Member ParseMember(string token)
    {
        var number = int.Parse(token.TrimEnd('r', 'j', 'w', 'l'));
        var status = token[^1] switch
        {
            'j' => MemberStatus.Joining,
            'w' => MemberStatus.WeaklyUp,
            'l' => MemberStatus.Leaving,
            _ => MemberStatus.Up
        };
        var upNumber = status is MemberStatus.Joining or MemberStatus.WeaklyUp ? Member.NeverUp : number;
        ImmutableHashSet<string> roles = token.Contains('r') ? ["r"] : [];
        return new Member(Node(number), upNumber, status, roles, AppVersion.Zero);
    }
}
