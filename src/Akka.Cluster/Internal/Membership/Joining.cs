using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;

namespace Akka.Cluster.Internal;

/// <summary>The joining node's side: finds a contact among the seed nodes and asks it for admission until it is welcomed.</summary>
internal static class Joining
{
    public static void JoinTo(MembershipTurn turn, Address address)
    {
        if (turn.Node.IsMember)
            turn.Log(LogLevel.WarningLevel, $"Ignored the request to join {address}: this node is a member already.");
        else if (address.System != turn.Self.Address.System || address.Protocol != turn.Self.Address.Protocol)
            turn.Log(LogLevel.WarningLevel, $"Cannot join {address}: system and protocol must be those of {turn.Self.Address}.");
        else
            Ask(turn, address, [], turn.Now);
    }

    public static void AskSeeds(MembershipTurn turn, ImmutableArray<Address> seedNodes, TimeSpan since)
    {
        if (turn.Node.IsMember || seedNodes.IsEmpty)
            return;
        var others = seedNodes.Where(a => a != turn.Self.Address).Distinct().ToImmutableArray();
        var isFirst = seedNodes[0] == turn.Self.Address;
        if (isFirst && others.IsEmpty)
        {
            Found(turn);
            return;
        }
        var timeout = turn.Node.Settings.SeedNodeTimeout;
        turn.Node = turn.Node with
        {
            Phase = new JoinPhase.AskingSeeds(others, since, isFirst ? turn.Now + timeout : null, turn.Now + timeout, [])
        };
        SendInitJoin(turn, others);
    }

    public static void Acknowledged(MembershipTurn turn, Address contact)
    {
        if (turn.Node.Phase is JoinPhase.AskingSeeds asking)
            Ask(turn, contact, asking.SelfJoinAt is null ? asking.SeedNodes : [turn.Self.Address, .. asking.SeedNodes], asking.Since);
    }

    public static void Refused(MembershipTurn turn, ClusterProtocol.InitJoinNack nack)
    {
        if (turn.Node.Phase is not JoinPhase.AskingSeeds asking)
            return;
        if (nack.Reason.Length > 0)
        {
            // No member of a cluster that this node could found: keep asking, somebody has to correct a configuration.
            turn.Log(LogLevel.ErrorLevel, $"{nack.Contact} refuses this node: {nack.Reason}");
            return;
        }
        asking = asking with { Refused = asking.Refused.Add(nack.Contact) };
        turn.Node = turn.Node with { Phase = asking };
        if (asking.SelfJoinAt is not null && asking.SeedNodes.All(asking.Refused.Contains))
            Found(turn);
    }

    /// <summary>The contact's gossip is as good as its welcome, which may have been lost.</summary>
    public static void Welcomed(MembershipTurn turn, UniqueAddress from, Gossip gossip)
    {
        if (turn.Node.Phase is not JoinPhase.Asking asking)
            return;
        if (asking.Contact != from.Address || !gossip.HasMember(turn.Self))
        {
            turn.Info($"Ignored a welcome from {from}: this node asked {asking.Contact}.");
            return;
        }
        turn.Adopt(gossip.AddSeen(turn.Self));
        turn.Node = turn.Node with { Phase = new JoinPhase.Member() };
        turn.Emit(new MembershipEffect.Joined());
        turn.Info($"Welcomed by {from}.");
        turn.SendGossip(from);
    }

    public static void Tick(MembershipTurn turn)
    {
        switch (turn.Node.Phase)
        {
            case JoinPhase.AskingSeeds asking when HasGivenUp(turn, asking.Since):
            case JoinPhase.Asking direct when !direct.SeedNodes.IsEmpty && HasGivenUp(turn, direct.Since):
                turn.Node = turn.Node with { Phase = new JoinPhase.NotJoined() };
                turn.Emit(new MembershipEffect.JoinFailed(
                    $"no seed node has admitted this node within {turn.Node.Settings.ShutdownAfterUnsuccessfulJoinSeedNodes}"));
                break;
            case JoinPhase.AskingSeeds { SelfJoinAt: { } at } when turn.Now >= at:
                Found(turn);
                break;
            case JoinPhase.AskingSeeds asking:
                AskAgain(turn, asking);
                break;
            case JoinPhase.Asking { RetryAt: { } at } asking when turn.Now >= at:
                Retry(turn, asking);
                break;
        }
    }

    // The first member: nobody else is there whose agreement would be needed.
    private static void Found(MembershipTurn turn)
    {
        turn.Info("Founding a cluster: this node is its first member.");
        turn.Node = turn.Node with { Phase = new JoinPhase.Member() };
        turn.Change(turn.Gossip.Put(Member.Joining(turn.Self, turn.Node.Roles, turn.Node.AppVersion)));
        turn.Emit(new MembershipEffect.Joined());
    }

    private static void Ask(MembershipTurn turn, Address contact, ImmutableArray<Address> seedNodes, TimeSpan since)
    {
        if (contact == turn.Self.Address)
        {
            Found(turn);
            return;
        }
        turn.Node = turn.Node with
        {
            Phase = new JoinPhase.Asking(contact, seedNodes, since, turn.Now + turn.Node.Settings.RetryUnsuccessfulJoinAfter)
        };
        turn.Info($"Asking {contact} to be admitted.");
        turn.Send(contact, new ClusterProtocol.Join(turn.Self, turn.Node.Roles, turn.Node.AppVersion));
    }

    private static void AskAgain(MembershipTurn turn, JoinPhase.AskingSeeds asking)
    {
        if (turn.Now >= asking.NextLogAt)
        {
            turn.Log(
                LogLevel.WarningLevel,
                $"None of the seed nodes [{string.Join(", ", asking.SeedNodes)}] has admitted this node for {(turn.Now - asking.Since).TotalSeconds:F0} s; still trying.");
            turn.Node = turn.Node with { Phase = asking with { NextLogAt = turn.Now + turn.Node.Settings.SeedNodeTimeout } };
        }
        SendInitJoin(turn, asking.SeedNodes);
    }

    private static void Retry(MembershipTurn turn, JoinPhase.Asking asking)
    {
        turn.Log(LogLevel.WarningLevel, $"{asking.Contact} has not welcomed this node; asking again.");
        if (asking.SeedNodes.IsEmpty)
            Ask(turn, asking.Contact, [], asking.Since);
        else
            AskSeeds(turn, asking.SeedNodes, asking.Since);
    }

    private static bool HasGivenUp(MembershipTurn turn, TimeSpan since) =>
        turn.Node.Settings.ShutdownAfterUnsuccessfulJoinSeedNodes is { } limit && turn.Now - since >= limit;

    private static void SendInitJoin(MembershipTurn turn, ImmutableArray<Address> seedNodes)
    {
        foreach (var seed in seedNodes)
            turn.Send(seed, new ClusterProtocol.InitJoin(turn.Node.Settings.Compatibility));
    }
}
