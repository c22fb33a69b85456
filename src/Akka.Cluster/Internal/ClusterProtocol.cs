using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;
using Akka.Remote.Internal;
using Akka.Util;

namespace Akka.Cluster.Internal;

/// <summary>What the membership cores of two nodes say to each other.</summary>
/// <remarks>
/// <code>
/// joining node                     contact                      leader, others
///   InitJoin          --->
///                     &lt;---  InitJoinAck | InitJoinNack
///   Join              --->  adds it as Joining
///                     &lt;---  Welcome(gossip)     GossipEnvelope &lt;--> all, until everyone has seen it
///                                                             moves it to Up, gossips again
///   ... Leaving, Exiting by gossip ...
///   ExitingConfirmed  --------------------------------->  removes it
/// </code>
/// </remarks>
internal abstract record ClusterProtocol : IClusterMessage, IPriorityMessage
{
    /// <summary>"Are you in a cluster?", asked of each seed node.</summary>
    /// <param name="Compatibility">Settings that all members must share, as one text; a contact whose text differs refuses.</param>
    internal sealed record InitJoin(string Compatibility) : ClusterProtocol, IDeadLetterSuppression;

    internal sealed record InitJoinAck(Address Contact) : ClusterProtocol, IDeadLetterSuppression;

    /// <param name="Reason">Empty when the contact has merely not joined itself yet.</param>
    internal sealed record InitJoinNack(Address Contact, string Reason) : ClusterProtocol, IDeadLetterSuppression;

    internal sealed record Join(UniqueAddress Node, ImmutableHashSet<string> Roles, AppVersion AppVersion) : ClusterProtocol;

    internal sealed record Welcome(UniqueAddress From, Gossip Gossip) : ClusterProtocol;

    /// <param name="To">The incarnation that is meant: a newer one on the same address ignores it.</param>
    internal sealed record GossipEnvelope(UniqueAddress From, UniqueAddress To, Gossip Gossip) : ClusterProtocol, IDeadLetterSuppression;

    /// <summary>The version alone, to a node that is believed to have it already: whoever lacks something gets or sends the whole.</summary>
    internal sealed record GossipStatus(UniqueAddress From, VectorClock Version, ulong SeenDigest) : ClusterProtocol, IDeadLetterSuppression;

    /// <summary>"I have seen that I am Exiting and I am done": the leader need not wait for the node to become unreachable.</summary>
    internal sealed record ExitingConfirmed(UniqueAddress Node) : ClusterProtocol, IDeadLetterSuppression;

    internal sealed record Heartbeat(Address From, long SequenceNr) : ClusterProtocol, IDeadLetterSuppression;

    internal sealed record HeartbeatRsp(UniqueAddress From, long SequenceNr) : ClusterProtocol, IDeadLetterSuppression;
}
