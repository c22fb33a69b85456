using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Internal;
using Akka.Util;

namespace Akka.Simulation.Cluster;

/// <summary>Gossips as they can arise: some members change their copies independently, and now and then one hears another.</summary>
internal static class GossipHistory
{
    private const int Steps = 25;

    public static UniqueAddress Node(int number, int uid = 1) => new(new Address("akka.tcp", "sim", $"n{number}", 1), uid);

    public static Member MemberOf(UniqueAddress node, MemberStatus status, int upNumber = 1) =>
        new(node, upNumber, status, ImmutableHashSet<string>.Empty, AppVersion.Zero);

    /// <summary>The copies of the first members after a random history.</summary>
    public static Gossip[] Copies(int seed, int count)
    {
        var random = new Random(seed);
        var start = Enumerable.Range(0, count + 2)
            .Aggregate(Gossip.Empty, (gossip, i) => gossip.Put(MemberOf(Node(i), MemberStatus.Up, i + 1)))
            .ChangedBy(Node(0));
        var copies = Enumerable.Repeat(start, count).ToArray();
        for (var step = 0; step < Steps; step++)
        {
            var i = random.Next(count);
            copies[i] = random.Next(4) == 0 ? Hear(copies[i], copies[random.Next(count)], Node(i)) : Change(copies[i], Node(i), step, random);
        }
        return copies;
    }

    /// <summary>A member's copy after it heard another. Who learns that it was removed takes no more part.</summary>
    public static Gossip Hear(Gossip own, Gossip other, UniqueAddress self) =>
        own.Tombstones.Contains(self) || other.Tombstones.Contains(self) ? own : GossipMeeting.Resolve(own, other, self).Winner.AddSeen(self);

    /// <summary>Everything but who has seen it.</summary>
    public static string Content(Gossip gossip) => string.Join(
        '|',
        string.Join(';', gossip.Members.Select(m => $"{m} {m.UpNumber}")),
        gossip.Reachability,
        string.Join(';', gossip.Reachability.Rows.Select(r => $"{r.Key} {r.Value.Version}")),
        gossip.Version,
        string.Join(';', gossip.Tombstones));

    private static Gossip Change(Gossip gossip, UniqueAddress by, int step, Random random)
    {
        if (gossip.Tombstones.Contains(by))
            return gossip;
        var member = gossip.Members[random.Next(gossip.Members.Count)];
        return (random.Next(5) switch
        {
            0 => gossip.Put(Member.Joining(Node(100 + step, random.Next(3)), [], AppVersion.Zero)),
            1 when Next(member, random) is { } next => gossip.Put(next),
            2 when gossip.HasMember(by) && member.UniqueAddress != by =>
                gossip with { Reachability = gossip.Reachability.Unreachable(by, member.UniqueAddress) },
            3 when gossip.HasMember(by) =>
                gossip with { Reachability = gossip.Reachability.Reachable(by, member.UniqueAddress) },
            4 when member.UniqueAddress != by && member.Status is MemberStatus.Down or MemberStatus.Exiting => gossip.Remove([member.UniqueAddress]),
            _ => gossip
        }).ChangedBy(by);
    }

    private static Member? Next(Member member, Random random)
    {
        var possible = Enum.GetValues<MemberStatus>()
            .Where(s => s != MemberStatus.Removed && s != member.Status && MemberLifeCycle.Allows(member.Status, s)).ToArray();
        if (possible.Length == 0)
            return null;
        var status = possible[random.Next(possible.Length)];
        return status == MemberStatus.Up ? member.CopyUp(random.Next(1, 9)) : member.Copy(status);
    }
}
