using Akka.Actor;

namespace Actors.Cluster.Internal;

/// <summary>A storage node as a member: where its actor is and whether the failure detector trusts it.</summary>
internal sealed record StorageMember(RingMember Member, IActorRef Node, bool Reachable);
