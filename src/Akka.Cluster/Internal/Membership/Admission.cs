using Akka.Actor;
using Akka.Event;

namespace Akka.Cluster.Internal;

/// <summary>The contact's side of joining: answers who asks for a cluster and adds who asks for admission.</summary>
internal static class Admission
{
    public static void Answer(MembershipTurn turn, Address from, ClusterProtocol.InitJoin init)
    {
        var self = turn.Self.Address;
        if (!turn.Node.IsMember || turn.View.SelfMember?.Status is MemberStatus.Down or MemberStatus.Exiting)
            turn.Send(from, new ClusterProtocol.InitJoinNack(self, ""));
        else if (init.Compatibility != turn.Node.Settings.Compatibility)
            turn.Send(from, new ClusterProtocol.InitJoinNack(
                self, $"its settings are ({init.Compatibility}), those of the cluster ({turn.Node.Settings.Compatibility})."));
        else
            turn.Send(from, new ClusterProtocol.InitJoinAck(self));
    }

    public static void Admit(MembershipTurn turn, ClusterProtocol.Join join)
    {
        var node = join.Node;
        var self = turn.View.SelfMember;
        if (self is null || self.Status is MemberStatus.Down or MemberStatus.Exiting)
            return;
        if (node.Address.System != turn.Self.Address.System || node.Address.Protocol != turn.Self.Address.Protocol)
            turn.Log(LogLevel.WarningLevel, $"Refused {node}: system and protocol must be those of {turn.Self.Address}.");
        else if (turn.Gossip.Tombstones.Contains(node))
            turn.Log(LogLevel.WarningLevel, $"Refused {node}: this incarnation was removed; the node must restart to join again.");
        else if (turn.View.MemberAt(node.Address) is { } present)
            Meet(turn, present, join);
        else
            Add(turn, join);
    }

    private static void Add(MembershipTurn turn, ClusterProtocol.Join join)
    {
        turn.Info($"{join.Node} is joining, roles [{string.Join(", ", join.Roles.Order(StringComparer.Ordinal))}], version {join.AppVersion.Version}.");
        turn.Change(turn.Gossip.Put(Member.Joining(join.Node, join.Roles, join.AppVersion)));
        turn.Send(join.Node.Address, new ClusterProtocol.Welcome(turn.Self, turn.Gossip));
    }

    private static void Meet(MembershipTurn turn, Member present, ClusterProtocol.Join join)
    {
        if (present.UniqueAddress == join.Node)
        {
            // Its welcome was lost.
            if (present.Status is not (MemberStatus.Down or MemberStatus.Exiting))
                turn.Send(join.Node.Address, new ClusterProtocol.Welcome(turn.Self, turn.Gossip));
            return;
        }
        // The newer incarnation proves the end of the older one, which need not be waited for.
        turn.Info($"{join.Node} is a new incarnation of {present.UniqueAddress}, which is removed first.");
        turn.Node = turn.Node with { Successors = turn.Node.Successors.SetItem(join.Node.Address, join) };
        var gossip = turn.Gossip;
        if (present.Status is not (MemberStatus.Down or MemberStatus.Exiting))
            gossip = gossip.Put(present.Copy(MemberStatus.Down));
        var reachability = gossip.Reachability.Terminated(turn.Self, present.UniqueAddress);
        turn.Change(ReferenceEquals(reachability, gossip.Reachability) ? gossip : gossip with { Reachability = reachability });
    }

    /// <summary>Admits who waited for the removal of the older incarnation on its address.</summary>
    public static void AdmitSuccessors(MembershipTurn turn)
    {
        foreach (var (address, join) in turn.Node.Successors)
        {
            if (turn.View.MemberAt(address) is { } present && present.UniqueAddress != join.Node)
                continue;
            turn.Node = turn.Node with { Successors = turn.Node.Successors.Remove(address) };
            Admit(turn, join);
        }
    }
}
