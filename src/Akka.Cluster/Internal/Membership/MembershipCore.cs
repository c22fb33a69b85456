using System.Collections.Immutable;

namespace Akka.Cluster.Internal;

/// <summary>
/// The membership protocol of one node as a pure function of its state, an input, the monotonic time since start, and a source of randomness.
/// </summary>
internal static class MembershipCore
{
    public static (MembershipNode Node, ImmutableArray<MembershipEffect> Effects) Step(
        MembershipNode node, MembershipInput input, TimeSpan now, Random random)
    {
        if (node.Phase is JoinPhase.Gone)
            return (node, []);
        var turn = new MembershipTurn(node, now, random);
        Handle(turn, input);
        Settling.Settle(turn, node);
        return (turn.Node, turn.Effects);
    }

    private static void Handle(MembershipTurn turn, MembershipInput input)
    {
        switch (input)
        {
            case MembershipInput.Received received:
                Receive(turn, received);
                break;
            case MembershipInput.JoinTo join:
                Joining.JoinTo(turn, join.Address);
                break;
            case MembershipInput.JoinSeedNodes join:
                Joining.AskSeeds(turn, join.SeedNodes, since: turn.Now);
                break;
            case MembershipInput.JoinTick:
                Joining.Tick(turn);
                break;
            case MembershipInput.Leave leave:
                Leaving.Leave(turn, leave.Address);
                break;
            case MembershipInput.Down down:
                Leaving.Down(turn, down.Address, down.Incarnation);
                break;
            case MembershipInput.ExitingCompleted:
                Leaving.ExitingCompleted(turn);
                break;
            case MembershipInput.AskAll:
                turn.Touch();
                break;
            case MembershipInput.GossipTick:
                Gossiping.Tick(turn);
                break;
            case MembershipInput.LeaderActionsTick:
                Leading.Tick(turn);
                break;
            case MembershipInput.ReapUnreachable reap:
                Observing.Reap(turn, reap.Unavailable);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(input), input, null);
        }
    }

    private static void Receive(MembershipTurn turn, MembershipInput.Received received)
    {
        switch (received.Message)
        {
            case ClusterProtocol.InitJoin init:
                Admission.Answer(turn, received.From, init);
                break;
            case ClusterProtocol.InitJoinAck ack:
                Joining.Acknowledged(turn, ack.Contact);
                break;
            case ClusterProtocol.InitJoinNack nack:
                Joining.Refused(turn, nack);
                break;
            case ClusterProtocol.Join join:
                Admission.Admit(turn, join);
                break;
            case ClusterProtocol.Welcome welcome:
                Joining.Welcomed(turn, welcome.From, welcome.Gossip);
                break;
            case ClusterProtocol.GossipEnvelope envelope:
                if (turn.Node.IsMember)
                    Gossiping.Receive(turn, envelope);
                else if (envelope.To == turn.Self)
                    Joining.Welcomed(turn, envelope.From, envelope.Gossip);
                break;
            case ClusterProtocol.GossipStatus status:
                Gossiping.Receive(turn, status);
                break;
            case ClusterProtocol.ExitingConfirmed confirmed:
                Leaving.Confirmed(turn, confirmed.Node);
                break;
        }
    }
}
